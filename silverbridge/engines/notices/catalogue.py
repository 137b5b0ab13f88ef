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


def labels(text: str, lines: list[Line]) -> dict[str, str]:
    """The catalogue entries a web page prints above a notice, as printed, by our name for them; the first
    of each.
    """
    found: dict[str, str] = {}
    for line in lines[:400]:
        if len(line.text) > 300:
            continue
        for begin, end in _cells(line):
            match = LABEL_LINE.match(text_shadow := line.text[begin:end])
            if not match:
                continue
            name = (match["name"] or match["name2"]).replace(" ", "")
            key = _BY_NAME.get(name)
            group = "value" if match["name"] else "value2"
            value = text[
                line.start + begin + match.start(group) : line.start + begin + match.end(group)
            ].strip(" |\t")
            if key and value and value not in "-/无" and text_shadow:
                found.setdefault(key, value)
            elif key and not value and (following := _next(lines, line)) and ":" not in following.text:
                found.setdefault(key, text[following.start : following.end])
    return found


def _next(lines: list[Line], line: Line) -> Line | None:
    return next((other for other in lines[line.index + 1 : line.index + 4] if not other.blank), None)


def _cells(line: Line) -> list[tuple[int, int]]:
    cuts = [
        m.span() for m in re.finditer(r"\s*\|\s*|\t+|\s{2,}(?=[\u4e00-\u9fa5\[]{2,10}\s?[\]:])", line.text)
    ]
    if not cuts or ":" not in line.text:
        return [(0, len(line.text))]
    begins = [0, *(b for _, b in cuts)]
    ends = [*(a for a, _ in cuts), len(line.text)]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if b > a]
