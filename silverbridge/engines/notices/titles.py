"""The title of a document: what one looks like, and where it stands, broken over lines or not."""

from __future__ import annotations

import re

from .body import day_of_line, is_closing
from .catalogue import LABEL_LINE
from .shadow import Line
from .units import looks_like_unit

KINDS = (
    "通知|意见|方案|办法|细则|规定|决定|公告|通告|通报|批复|函|措施|举措|计划|规划|纲要|指引|指南|规范|要点|清单|条例|"
    "分工|分解|任务书|责任书|安排|任务表|分解表|推进表|安排表|进度表|一览表|明细表|台账|分工表|工作表|规程|标准|决议|议案|请示|报告|制度|预案|倡议书|倡议|导则|要求|任务|行动"
)
_STAGE = (
    r"(?:\s*\((?:试行|暂行|征求意见稿|公开征求意见稿|草案|送审稿|讨论稿|修订|修订版|修订稿|全文"
    r"|\d{4}年?版|\d{4}[-—~至]\d{4}年?)\))*"
)
_TITLE_END = re.compile(
    rf"(?:{KINDS}){_STAGE}(?:\s*\[?\(?[\u4e00-\u9fa5]{{1,12}}[(\[](?:19|20)\d\d[)\]]第?\d+号\)?\]?)?$"
)
_SITE = re.compile(
    r"(?:\s*[_|｜]\s*\S.*|\s+-+\s*\S{2,20}(?:网|政府|局|委|平台|栏)\S*|\s*-\s*(?:[\u4e00-\u9fa5]{2,16})(?:网站?|门户|政府))$"
)
NUMBER = re.compile(r"[\u4e00-\u9fa5A-Za-z]{1,18}\s*[(\[<]\s*(?:19|20)\d\d\s*[)\]>]\s*第?\s*\d{1,4}\s*号")
_ENTRY = re.compile(r"(?:标\s*题|名\s*称|文件名称|公文名称)\s")  # a catalogue's entry printed without a colon
_FULL_TITLE = re.compile(
    r"(?:整改|整治|提升|落实|推进|改革|发展|攻坚|改造|创建)(?:方案|计划|清单)"
    r"|关于|责任|实事|分解|台账|印发|转发|实施|工作|任务|措施|举措|若干|行动|管理|建设|服务"
)
_CLAUSE_START = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}[、章条]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])")


def looks_like_title(text: str) -> bool:
    """Whether a line (or lines joined) reads like the title of an official document."""
    text = _SITE.sub("", text)
    return (
        6 <= len(text) <= 150
        and not re.search(r"[。;!?]|[,](?!.*的通知)|:(?!.{4,})", text)
        and bool(_TITLE_END.search(text))
        and bool(_FULL_TITLE.search(text))
        and not _CLAUSE_START.match(text)
        and not text.startswith(("现将", "为", "附件", "请", "根据", "按照", "各", "依据", "以", "《"))
        and text.count("《") == text.count("》")
        and text.count("(") == text.count(")")
    )


def find_title(text: str, lines: list[Line], limit: int) -> tuple[str | None, int | None]:
    """The first title above the line `limit`, joined where it was broken over lines; with the line it
    begins on.
    """
    usable = [line for line in lines[:limit] if not line.blank]
    weak: tuple[str, int] | None = None
    for at, line in enumerate(usable):
        labelled = (LABEL_LINE.match(line.text) and ":" in line.text[:12]) or _ENTRY.match(line.text)
        if len(line.text) > 150 or is_closing(line) or labelled:
            continue
        for count in (1, 2, 3, 4, 5):
            part = usable[at : at + count]
            if len(part) < count or any(
                ":" in p.text or p.text == "序号" or p.text.endswith("。") or day_of_line(p.text) for p in part[1:]
            ):
                break
            if any(NUMBER.fullmatch(p.text) or p.text.endswith("文件") for p in part):
                break
            if count > 1 and (_CLAUSE_START.match(part[-1].text) or _stands_alone(part[-1].text)):
                break
            joined = "".join(p.text for p in part)
            if not looks_like_title(joined):
                continue
            if count > 1 and not _is_broken(part[0].text):
                continue
            following = usable[at + count].text if at + count < len(usable) else ""
            more = re.fullmatch(r"\((?:试行|暂行|征求意见稿|公开征求意见稿|草案|送审稿|修订稿?)\)", following)
            part = usable[at : at + count + (1 if more else 0)]
            title = _printed(text, part)
            first = part[0].index
            if re.search("关于|印发|转发", joined) or _names_issuer(joined):
                return title, first
            weak = weak or (title, first)
            break
    return weak or (None, None)


def _stands_alone(text: str) -> bool:
    """Whether a line is a whole title, not the end of one broken behind the issuer's name."""
    return looks_like_title(text) and not text.startswith(("关于", "印发", "转发", "贯彻")) and _names_issuer(text)


def _names_issuer(title: str) -> bool:
    """Whether a title begins with who issues it or for which area."""
    return bool(
        re.match(r"[\u4e00-\u9fa5 ]{2,60}?(?:关于|印发|转发)|[\u4e00-\u9fa5]{2,8}?(?:省|市|自治区|区|县|州)", title)
    )


def _is_broken(first: str) -> bool:
    """Whether a line can be the first of a title that goes on in the next."""
    if len(first) < 8 and not looks_like_unit(first) and "关于" not in first:
        return False
    return (
        "\u4e00" <= first.lstrip('《“"')[:1] <= "\u9fff"
        and ":" not in first
        and not first.endswith(("文件", "号", "】", "]", "正文"))
        and not NUMBER.search(first)
        and not day_of_line(first)
    )


def _printed(text: str, part: list[Line]) -> str:
    pieces = [text[p.start : p.end] for p in part]
    joined = pieces[0]
    for piece in pieces[1:]:
        joined += (" " if looks_like_unit(joined) and looks_like_unit(piece[:40].split("关于")[0]) else "") + piece
    shadow = "".join(p.text for p in part) if len(part) == 1 else joined
    site = _SITE.search(shadow)
    joined = joined[: site.start()] if site else joined
    number = re.search(r"\s*[\[(（〔]?[\u4e00-\u9fa5]{1,12}[(\[〔（](?:19|20)\d\d[)\]〕）]第?\d+号[)）\]〕]?$", joined)
    joined = joined[: number.start()] if number else joined
    return re.sub(r"^[#*\s]+|[*\s]+$", "", joined)
