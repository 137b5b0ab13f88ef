"""Title, number, issuers, date, standing, addressees and legal basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .body import DATE_LINE, is_closing
from .models import Status
from .shadow import Line, chinese_number, squeezed
from .units import looks_like_unit, split_units

KINDS = (
    "通知|意见|方案|办法|细则|规定|决定|公告|通告|通报|批复|函|措施|举措|计划|规划|纲要|指引|指南|规范|要点|清单|条例|"
    "分工|安排|任务表|分工表|工作表|规程|标准|决议|议案|请示|报告|制度|预案|倡议书|倡议|导则|要求|任务|行动"
)
_STAGE = r"(?:\s*\((?:试行|暂行|征求意见稿|公开征求意见稿|草案|送审稿|讨论稿|修订|修订版|修订稿|\d{4}年?版|\d{4}[-—~至]\d{4}年?|全文)\))*"
_TITLE_END = re.compile(rf"(?:{KINDS}){_STAGE}(?:\s*\[?\(?[\u4e00-\u9fa5]{{1,12}}[(\[](?:19|20)\d\d[)\]]第?\d+号\)?\]?)?$")
_SITE = re.compile(r"(?:\s*[_|｜]\s*\S.*|\s+-+\s*\S{2,20}(?:网|政府|局|委|平台|栏)\S*|\s*-\s*(?:[\u4e00-\u9fa5]{2,16})(?:网站?|门户|政府))$")
NUMBER = re.compile(r"[\u4e00-\u9fa5A-Za-z]{1,18}\s*[(\[<]\s*(?:19|20)\d\d\s*[)\]>]\s*第?\s*\d{1,4}\s*号")
_LABEL = re.compile(
    r"[-•·*|\s]*[\[]?\s*(?P<name>[\u4e00-\u9fa5](?:[\u4e00-\u9fa5 ]{0,10}[\u4e00-\u9fa5]))\s*[\]]?\s*[:|\t]\s*(?P<value>.*)$|"
    r"[-•·*\s]*\[\s*(?P<name2>[\u4e00-\u9fa5][\u4e00-\u9fa5 ]{0,10})\s*\]\s*:?\s*(?P<value2>.*)$"
)
_NAMES = {
    "title": {"标题", "名称", "文件名称", "公文名称", "信息名称", "文件标题", "法规标题", "题名"},
    "number": {"文号", "发文字号", "字号", "文件编号", "发文文号", "公文文号", "文件字号", "发布文号", "文件文号"},
    "issuer": {"发布机构", "制定机关", "发文机关", "发布机关", "发文单位", "发布单位", "发文机构", "印发机关", "公开机构", "颁布单位", "发布部门", "印发单位"},
    "date": {"成文日期", "成文时间", "签发日期", "生成日期", "发文日期", "发文时间", "制定日期", "印发日期", "公布日期", "颁布日期", "印发时间", "颁布时间"},
    "late_date": {"发布日期", "公开日期"},
    "status": {"有效性", "时效性", "效力状态", "是否有效", "时效", "有效状态", "文件状态", "效力"},
    "other": {"索引号", "主题分类", "内容概述", "关键词", "主题词", "体裁分类", "组配分类", "效力等级", "施行日期", "失效日期", "生效日期", "有效期"},
}
_BY_NAME = {name: key for key, names in _NAMES.items() for name in names}
_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_FULL_TITLE = re.compile(r"关于|印发|转发|实施|工作|任务|措施|举措|若干|行动|管理|建设|服务")
_CLAUSE_START = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}[、章条]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])")


@dataclass(frozen=True)
class Metadata:
    """What stands round the clauses. `title_line` and `address_line` are indexes of lines."""

    title: str | None
    title_line: int | None
    address_line: int | None
    document_number: str | None
    issuers: tuple[str, ...]
    issued: date | None
    status: Status
    status_text: str | None
    addressees: tuple[str, ...]
    basis: tuple[str, ...]


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    return _real_day(*map(int, match.groups())) if match else None


def _real_day(year: int | None, month: int | None, day: int | None) -> date | None:
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
        return _real_day(int(match[1]), int(match[2]), int(match[3]))
    year = chinese_number(re.sub("[○OoO0]", "〇", match[4]))
    return _real_day(year, chinese_number(match[5]), chinese_number(match[6]))


def labels(text: str, lines: list[Line]) -> dict[str, str]:
    """The catalogue entries a web page prints above a notice, as printed, by our name for them; the first of each."""
    found: dict[str, str] = {}
    for line in lines[:400]:
        if len(line.text) > 300:
            continue
        for begin, end in _cells(line):
            match = _LABEL.match(text_shadow := line.text[begin:end])
            if not match:
                continue
            name = (match["name"] or match["name2"]).replace(" ", "")
            key = _BY_NAME.get(name)
            group = "value" if match["name"] else "value2"
            value = text[line.start + begin + match.start(group) : line.start + begin + match.end(group)].strip(" |\t")
            if key and value and value not in "-/无" and text_shadow:
                found.setdefault(key, value)
            elif key and not value and (following := _next(lines, line)) and ":" not in following.text:
                found.setdefault(key, text[following.start : following.end])
    return found


def _next(lines: list[Line], line: Line) -> Line | None:
    return next((other for other in lines[line.index + 1 : line.index + 4] if not other.blank), None)


def _cells(line: Line) -> list[tuple[int, int]]:
    cuts = [m.span() for m in re.finditer(r"\s*\|\s*|\t+|\s{2,}(?=[\u4e00-\u9fa5\[]{2,10}\s?[\]:])", line.text)]
    if not cuts or ":" not in line.text:
        return [(0, len(line.text))]
    begins = [0, *(b for _, b in cuts)]
    ends = [*(a for a, _ in cuts), len(line.text)]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if b > a]


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
    """The first title above the line `limit`, joined where it was broken over lines; with the line it begins on."""
    usable = [line for line in lines[:limit] if not line.blank]
    weak: tuple[str, int] | None = None
    for at, line in enumerate(usable):
        if len(line.text) > 150 or _LABEL.match(line.text) and ":" in line.text[:12]:
            continue
        for count in (1, 2, 3, 4, 5):
            part = usable[at : at + count]
            if len(part) < count or any(":" in p.text or p.text.endswith("。") or day_of_line(p.text) for p in part[1:]):
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
            if re.search("关于|印发|转发", joined) or re.search(r"^[\u4e00-\u9fa5]{2,}(?:省|市|区|县|局|委|厅|部|办)", joined):
                return title, first
            weak = weak or (title, first)
            break
    return weak or (None, None)


def _stands_alone(text: str) -> bool:
    """Whether a line is a whole title, not the end of one broken behind the issuer's name."""
    return looks_like_title(text) and not text.startswith(("关于", "印发", "转发", "贯彻"))


def _is_broken(first: str) -> bool:
    """Whether a line can be the first of a title that goes on in the next."""
    return len(first) >= 4 and ":" not in first and not first.endswith(("文件", "号", "】", "]", "正文")) and not NUMBER.search(first) and not day_of_line(first)


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


def find_number(text: str, lines: list[Line], limit: int, labelled: str | None, title_line: int | None) -> str | None:
    """The document's own number: the labelled one, or one that stands on a line of its own or ends the title's."""
    if labelled:
        match = NUMBER.search(labelled.translate({ord(a): b for a, b in zip("〔〕（）［］【】", "[]()[][]", strict=True)}))
        if match:
            return re.sub(r"\s", "", labelled[match.start() : match.end()])
    for line in lines[:limit]:
        match = NUMBER.match(line.text.lstrip("(["))
        lead = len(line.text) - len(line.text.lstrip("(["))
        if match and len(line.text) - match.end() - lead <= 12:
            return re.sub(r"\s", "", text[line.start + lead : line.start + lead + match.end()])
        if line.index == title_line or (match is None and looks_like_title(line.text)):
            tail = re.search(rf"[\[(]?({NUMBER.pattern})[)\]]?$", line.text)
            if tail and "》" not in tail[1]:
                own = re.search(r"[\u4e00-\u9fa5]{1,12}[(\[].*$", tail[1])
                if own and line.text[: tail.start()].endswith(tuple(KINDS.split("|"))):
                    return re.sub(r"\s", "", text[line.start + tail.start(1) : line.start + tail.end(1)])
    return None


def _signature(text: str, lines: list[Line], at: int) -> list[str]:
    """The names signed above the date line `at`."""
    names: list[str] = []
    for line in reversed(lines[max(0, at - 12) : at]):
        if line.blank:
            continue
        parts = [p for p in re.split(r"\s+", text[line.start : line.end]) if p]
        if len(line.text) > 120 or not parts or not all(looks_like_unit(p) and not re.search("[,。:;、]", p) for p in parts):
            break
        names = parts + names
    return names


def find_date(
    text: str, lines: list[Line], labelled: dict[str, str]
) -> tuple[date | None, list[str]]:
    """The day a notice was signed, and who signed: the dated signature, else a dated line, else the catalogue's entry."""
    dated = [(line.index, day) for line in lines if len(line.text) <= 24 and (day := day_of_line(line.text))]
    for index, day in dated[:200]:
        names = _signature(text, lines, index)
        if names:
            return day, names
    if "date" in labelled and (day := _day(labelled["date"])):
        return day, []
    if dated:
        return dated[0][1], []
    return (_day(labelled["late_date"]) if "late_date" in labelled else None), []


def find_issuers(title: str | None, signed: list[str], labelled: str | None, intro: str) -> tuple[str, ...]:
    """Who issued it: the signatures; else what the title begins with; else the catalogue; else who is said to have drafted."""
    if signed:
        return tuple(dict.fromkeys(signed))
    if title:
        match = re.match(r"(.{2,80}?)(?:办公[厅室])?(?=关于|印发|转发)", title)
        if match:
            names = re.split(r"[\s、,]+", title[: match.end()])
            if all(looks_like_unit(n) for n in names if n):
                return tuple(n for n in names if n)
    if labelled:
        return tuple(n for n in re.split(r"[\s、,，;；]+", labelled) if n)
    drafted = re.search(r"(?:^|[,。日])\s*(?:近日,?)?([\u4e00-\u9fa5]{2,20}?)(?:会同[^,。]{0,30}?)?(?:研究)?(?:起草|制定|印发|出台)了", intro)
    return (drafted[1],) if drafted and looks_like_unit(drafted[1]) else ()


def find_status(title: str | None, labelled: str | None, head: str) -> tuple[Status, str | None]:
    """Whether the notice is in force, with the words that say so; nothing said is "unknown"."""
    if labelled:
        if re.search("废止|失效|作废|无效", labelled):
            return "repealed", labelled
        if re.search("征求意见|草案", labelled):
            return "consultation_draft", labelled
        if re.search("有效|现行", labelled) or labelled == "是":
            return "in_force", labelled
        return "unknown", labelled
    draft = re.search("征求意见稿|草案|送审稿", title or "")
    if draft:
        return "consultation_draft", draft[0]
    gone = re.search(r"[(\[](已?废止|已?失效|已宣布失效)[)\]]|(?:本文件|此文件|该文件)(?:已)?(废止|失效)", head)
    if gone:
        return "repealed", gone[1] or gone[2]
    return "unknown", None


def find_addressees(text: str, lines: list[Line], start: int, limit: int) -> tuple[tuple[str, ...], int | None]:
    """The units a notice is addressed to, and the index of that line."""
    for line in lines[start:limit]:
        if line.text.endswith(":") and 3 <= len(line.text) <= 400 and not _LABEL_ONLY.match(line.text):
            body = line.text[:-1]
            spans = split_units(body)
            names = [text[line.start + u.start : line.start + u.end] for u in spans]
            if names and sum(map(looks_like_unit, names)) * 2 >= len(names) and "。" not in body:
                return tuple(names), line.index
    return (), None


_LABEL_ONLY = re.compile(r"(?:附件|抄送|主题词|联系人|责任单位|牵头单位|配合单位)")
_BASIS = re.compile(r"(?:根据|依据|按照|贯彻落实|贯彻|落实|依照)(?:[^《》。;\n]{0,40})?《")
_NAME = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》")


def find_basis(text: str, shadow: str, title: str | None) -> tuple[str, ...]:
    """The documents a notice names as its grounds, in the order of their first mention."""
    found: dict[str, None] = {}
    for match in list(_BASIS.finditer(shadow))[:200]:
        stop = shadow.find("。", match.start(), match.start() + 1500)
        sentence_end = stop if stop >= 0 else min(len(shadow), match.start() + 1500)
        for name in _NAME.finditer(shadow, match.end() - 1, sentence_end):
            found[" ".join(text[name.start(1) : name.end(1)].split())] = None
    return tuple(name for name in found if len(name) > 4 and squeezed(name) not in squeezed(title or ""))


def read_metadata(text: str, shadow: str, lines: list[Line], first_clause_line: int) -> Metadata:
    """Everything about the notice but its clauses; `first_clause_line` is the line of its first number."""
    entries = labels(text, lines)
    title, title_line = find_title(text, lines, first_clause_line)
    if title is None:
        title, title_line = find_title(text, lines, len(lines))
    if "title" in entries and looks_like_title_loosely(entries["title"]):
        title = entries["title"]
    issued, signed = find_date(text, lines, entries)
    addressees, address_line = find_addressees(text, lines, 0, first_clause_line + 1)
    number = find_number(text, lines, first_clause_line, entries.get("number"), title_line)
    status, words = find_status(title, entries.get("status"), shadow[:2000])
    issuers = find_issuers(title, signed, entries.get("issuer"), shadow[:3000])
    return Metadata(title, title_line, address_line, number, issuers, issued, status, words, addressees, find_basis(text, shadow, title))


def looks_like_title_loosely(value: str) -> bool:
    """Whether the catalogue's title entry can be one at all."""
    return 5 <= len(value) <= 200


__all__ = ["Metadata", "day_of_line", "is_closing", "looks_like_title", "read_metadata"]
