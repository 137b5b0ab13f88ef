"""Which part of a file is the notice: without what a web page put round it, and without a second printing."""

from __future__ import annotations

import re
from datetime import date

from .shadow import Line, chinese_number, squeezed

_TAIL = re.compile(
    r"上一[篇条]|下一[篇条]|责任编辑|责编|扫一扫|打印本页|关闭窗口|【打印】|\[?打印\]?\s*\[?关闭|相关(?:链接|阅读|稿件|文章|新闻|推荐|附件|解读)|版权所有|"
    r"网站(?:地图|标识码|声明)|\S{0,3}ICP备|公网安备|分享到|主办(?:单位)?:.*(?:承办|技术|地址|网)|技术支持|联系我们|微信公众号|"
    r"(?:信息|文章|稿件)?来源:|浏览次数|阅读量|点击数|免责声明|特别声明|猜你喜欢|热门推荐|返回顶部|政策解读:|解读(?:链接|材料)|附件下载|点击下载"
)
CLOSING = re.compile(
    r"\(?(?:此件|本件)\S{0,12}公开\S{0,6}\)?$|抄\s*送\s*[:,]|抄\s*报\s*:|主题词\s*:|信息公开选项|公开方式|\S{2,25}(?:办公室|办公厅|综合处)?\s*(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发"
)
DATE_LINE = re.compile(
    r"\(?((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\)?$|\(?([二一][〇○零OoO0一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*日\)?$"
)


def repeated_lines(lines: list[Line]) -> set[int]:
    """The lines of a second printing: stretches that read like an earlier stretch, where they are a fifth
    of the text or more.
    """
    printed = [(line.index, squeezed(line.text)) for line in lines if not line.blank]
    total = sum(len(text) for _, text in printed)
    first: dict[str, int] = {}
    runs: list[tuple[int, int]] = []
    size = 0
    i = 0
    while i < len(printed):
        text = printed[i][1]
        j = first.get(text)
        if j is None or len(text) < 8:
            first.setdefault(text, i)
            i += 1
            continue
        length = 0
        while i + length < len(printed) and j + length < i and printed[i + length][1] == printed[j + length][1]:
            length += 1
        chars = sum(len(text) for _, text in printed[i : i + length])
        if length >= 3 or chars >= 200:
            runs.append((i, i + length))
            size += chars
        i += max(1, length)
    if size * 5 < total or size < 60:
        return set()
    return {printed[k][0] for a, b in runs for k in range(a, b)}


def boilerplate_tail(lines: list[Line], after: int) -> int | None:
    """The index of the first line of a web page's footer, of those past the line `after`; None without
    one.
    """
    for line in lines:
        if (
            line.index > after
            and not line.blank
            and len(line.text) <= 120
            and _TAIL.match(line.text.lstrip("([*·•|-— "))
        ):
            return line.index
    return None


def is_footer(line: Line) -> bool:
    """Whether a line belongs to a web page rather than to the notice."""
    return len(line.text) <= 120 and bool(_TAIL.match(line.text.lstrip("([*·•|-— ")))


_SIGNED_AND_DATED = re.compile(r"[^\d,。:;]{3,50}\s(?:19|20)\d\d年\d{1,2}月\d{1,2}日$")


def is_closing(line: Line) -> bool:
    """Whether a line belongs to the block that ends a notice: date, 此件公开发布, 抄送."""
    return any(p.match(line.text) for p in (DATE_LINE, CLOSING, _SIGNED_AND_DATED))


def real_day(year: int | None, month: int | None, day: int | None) -> date | None:
    """The day of these numbers; None where the calendar has none such."""
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def day_of_line(text: str) -> date | None:
    """The date a line consists of, in digits or in Chinese numerals; None where it is no such line."""
    match = DATE_LINE.match(text.replace(" ", ""))
    if not match:
        return None
    if match[1]:
        return real_day(int(match[1]), int(match[2]), int(match[3]))
    year = chinese_number(re.sub("[○OoO0]", "〇", match[4]))
    return real_day(year, chinese_number(match[5]), chinese_number(match[6]))
