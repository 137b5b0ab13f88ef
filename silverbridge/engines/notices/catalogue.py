"""The catalogue entries that web pages and law collections print above a notice."""

from __future__ import annotations

import re

from .shadow import Line

LABEL_LINE = re.compile(
    r"[-•·*|\s]*[\[]?\s*(?P<name>[\u4e00-\u9fa5](?:[\u4e00-\u9fa5 ]{0,10}[\u4e00-\u9fa5]))\s*[\]]?"
    r"\s*[:|\t]\s*(?P<value>.*)$|"
    r"[-•·*\s]*\[\s*(?P<name2>[\u4e00-\u9fa5][\u4e00-\u9fa5 ]{0,10})\s*\]\s*:?\s*(?P<value2>.*)$"
)
_NAMES = {
    "title": {"标题", "名称", "文件名称", "公文名称", "信息名称", "文件标题", "法规标题", "题名"},
    "number": {
        "文号",
        "发文字号",
        "字号",
        "文件编号",
        "发文文号",
        "公文文号",
        "文件字号",
        "发布文号",
        "文件文号",
    },
    "issuer": {
        "发布机构",
        "制定机关",
        "发文机关",
        "发布机关",
        "发文单位",
        "发布单位",
        "发文机构",
        "印发机关",
        "公开机构",
        "颁布单位",
        "发布部门",
        "印发单位",
    },
    "date": {
        "成文日期",
        "成文时间",
        "签发日期",
        "生成日期",
        "发文日期",
        "发文时间",
        "制定日期",
        "印发日期",
        "公布日期",
        "颁布日期",
        "印发时间",
        "颁布时间",
    },
    "late_date": {"发布日期", "公开日期"},
    "status": {"有效性", "时效性", "效力状态", "是否有效", "时效", "有效状态", "文件状态", "效力"},
    "other": {
        "索引号",
        "主题分类",
        "内容概述",
        "关键词",
        "主题词",
        "体裁分类",
        "组配分类",
        "效力等级",
        "施行日期",
        "失效日期",
        "生效日期",
        "有效期",
    },
}
_BY_NAME = {name: key for key, names in _NAMES.items() for name in names}
_PRINTED_NAMES = "|".join(" ?".join(name) for name in sorted(_BY_NAME, key=len, reverse=True))
_CELL_END = re.compile(rf"\s*\|\s*|\t+|\s+(?=\[?(?:{_PRINTED_NAMES})\s?[\]:])")


def labels(text: str, lines: list[Line]) -> dict[str, str]:
    """The catalogue entries above a notice, as printed, by our name for them; the first of each."""
    found: dict[str, str] = {}
    for line in lines[:400]:
        if len(line.text) > 300:
            continue
        cells = _cells(line)
        for at, (begin, end) in enumerate(cells):
            entry = _entry(line.text[begin:end])
            if entry is None or entry[0] in found:
                continue
            key, offset = entry
            span = (line.start + begin + offset, line.start + end)
            if not text[slice(*span)].strip(" |\t"):
                span = _value_elsewhere(lines, line, cells[at + 1 : at + 2]) or span
            value = text[slice(*span)].strip(" |\t\u3000\u00a0")
            if value and value not in "-/无":
                found[key] = value
    return found


def _entry(cell: str) -> tuple[str, int] | None:
    """Our name for the entry a cell opens and where its value begins in it; None where it opens none."""
    whole = _BY_NAME.get(re.sub(r"[\s:\[\]]", "", cell))
    if whole:
        return whole, len(cell)
    match = LABEL_LINE.match(cell)
    if not match:
        return None
    key = _BY_NAME.get((match["name"] or match["name2"]).replace(" ", ""))
    return (key, match.start("value" if match["name"] else "value2")) if key else None


def _value_elsewhere(lines: list[Line], line: Line, beside: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The value of an entry whose own cell is empty: the next cell or line, unless an entry."""
    for begin, end in beside:
        return (line.start + begin, line.start + end) if _entry(line.text[begin:end]) is None else None
    below = _next(lines, line)
    if below is None or ":" in below.text or _entry(below.text):
        return None
    return below.start, below.end


def _next(lines: list[Line], line: Line) -> Line | None:
    return next((other for other in lines[line.index + 1 : line.index + 4] if not other.blank), None)


def _cells(line: Line) -> list[tuple[int, int]]:
    cuts = [m.span() for m in _CELL_END.finditer(line.text)]
    if not cuts or not re.search(r"[:|\t]", line.text):
        return [(0, len(line.text))]
    begins = [0, *(b for _, b in cuts)]
    ends = [*(a for a, _ in cuts), len(line.text)]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if b > a]
