"""Number, issuers, date, standing, addressees and legal basis: what stands round the clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .body import day_of_line, real_day
from .catalogue import labels
from .models import Status
from .shadow import Line, shadow_of, squeezed
from .titles import KINDS, NUMBER, find_title, looks_like_title
from .units import looks_like_unit, split_units

_SIGNED = re.compile(r"(?P<who>[^\d,。:;]{3,50}?)\s+(?P<day>\(?(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\)?)$")
_PRINTED = re.compile(r"(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发")
_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")


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
    return real_day(*map(int, match.groups())) if match else None


def find_number(text: str, lines: list[Line], limit: int, labelled: str | None, title_line: int | None) -> str | None:
    """The document's own number: the labelled one, or one that stands on a line of its own or ends the
    title's.
    """
    if labelled:
        match = NUMBER.search(shadow_of(labelled))
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
        if (
            len(line.text) > 120
            or not parts
            or not all(looks_like_unit(p) and not re.search("[,。:;、]", p) for p in parts)
        ):
            break
        names = parts + names
    return names


def _outside_tables(dated: list[tuple[int, date]], lines: list[Line]) -> list[tuple[int, date]]:
    """The dated lines but cells of a table: several below a header (序号 …), each under a unit as a signature is."""
    if len(dated) < 2:
        return dated
    header = next((line.index for line in lines if line.text.startswith("序号")), None)
    if header is None:
        return dated
    above = [one for one in dated if one[0] < header]
    return above if above or len(dated) > 2 else dated


def find_date(text: str, lines: list[Line], labelled: dict[str, str]) -> tuple[date | None, list[str]]:
    """The day a notice was signed, and who signed: the dated signature, else a dated line, else the
    catalogue's entry.
    """
    dated = [(line.index, day) for line in lines if len(line.text) <= 24 and (day := day_of_line(line.text))]
    dated = _outside_tables(dated, lines)
    for index, day in dated[:200]:
        names = _signature(text, lines, index)
        if names:
            return day, names
    for line in lines:
        match = _SIGNED.match(line.text) if len(line.text) <= 80 else None
        names = match["who"].split() if match else []
        if match and all(looks_like_unit(n) for n in names) and (day := day_of_line(match["day"])):
            return day, names
    if "date" in labelled and (day := _day(labelled["date"])):
        return day, []
    if dated:
        return dated[0][1], []
    if "late_date" in labelled:
        return _day(labelled["late_date"]), []
    printed = next((m for line in lines if len(line.text) <= 80 and (m := _PRINTED.search(line.text))), None)
    return (_day(printed["day"]) if printed else None), []


def find_issuers(title: str | None, signed: list[str], labelled: str | None, intro: str) -> tuple[str, ...]:
    """Who issued it: the signatures; else what the title begins with; else the catalogue; else who is
    said to have drafted.
    """
    if signed:
        return tuple(dict.fromkeys(signed))
    if title:
        match = re.match(r"(.{2,80}?)(?:办公[厅室])?(?=关于|印发|转发)", title)
        if match:
            names = re.split(r"[\s、,]+", title[: match.end()])
            if all(looks_like_unit(n) and not re.search("[省市区县州]$", n) for n in names if n):
                return tuple(n for n in names if n)
    if labelled:
        return tuple(n for n in re.split(r"[\s、,，;；]+", labelled) if n)
    drafted = re.search(
        r"(?:^|[,。日])\s*(?:近日,?)?([\u4e00-\u9fa5]{2,20}?)(?:会同[^,。]{0,30}?)?(?:研究)?(?:起草|制定|印发|出台)了",
        intro,
    )
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
    return Metadata(
        title,
        title_line,
        address_line,
        number,
        issuers,
        issued,
        status,
        words,
        addressees,
        find_basis(text, shadow, title),
    )


def looks_like_title_loosely(value: str) -> bool:
    """Whether the catalogue's title entry can be one at all."""
    return 5 <= len(value) <= 200 and not value.endswith(("...", "…"))
