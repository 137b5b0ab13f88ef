"""Numbers that open a clause: 第三章, 一、, (一), 1., 1)、(1), ①, 01, 附件1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .roles import LABEL
from .shadow import Line, chinese_number

RANK = {
    "annex": 0,
    "heading": 1,
    "part": 2,
    "chapter": 3,
    "section": 4,
    "article": 5,
    "plain": 6,
    "comma": 7,
    "bracket": 8,
    "arabic": 9,
    "dotted": 10,
    "half": 11,
    "arabic_bracket": 12,
    "circled": 13,
}
_CN = "[一二三四五六七八九十百零〇]{1,5}"
_ORDINAL = {
    "部分": "part",
    "编": "part",
    "篇": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "article",
}
# 一、二级医院 counts levels, it does not open a clause.
_NO_LEVEL = r"(?![一二三四五六七八九十]+[级类档批期线等、])"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "ordinal",
        re.compile(
            rf"第\s*(?P<n>{_CN}|\d{{1,3}})\s*(?P<u>部分|编|篇|章|节|条|款)(?=[\s、:.,]|$|[^的规款项之])[\s、:.,]*"
        ),
    ),
    ("comma", re.compile(rf"(?P<n>{_CN})\s*(?:、|\.(?!\d)){_NO_LEVEL}[\s]*")),
    ("bracket", re.compile(rf"\(\s*(?P<n>{_CN})\s*\)\s*[、.]?\s*")),
    ("bracket", re.compile(rf"(?P<n>{_CN})\)\s*[、.]?\s*")),
    ("dotted", re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?:\.?\s+|[、.]\s*)(?=[\u4e00-\u9fff“\"《(])")),
    ("plain", re.compile(r"(?P<n>0\d)(?:\s*[、.]\s*|\s+|$)(?!\d)")),
    (
        "arabic",
        re.compile(r"(?P<n>[1-9]\d{0,2})\s*[.、](?:\s+|(?!\d)|(?=(?:19|20)\d\d\s*年)|(?=\d{5}))(?![%\d]*[%℃])"),
    ),
    ("half", re.compile(r"(?P<n>[1-9]\d?)\)\s*[、.]?\s*")),
    ("arabic_bracket", re.compile(r"\(\s*(?P<n>[1-9]\d?)\s*\)\s*[、.]?\s*")),
    ("circled", re.compile(r"(?P<n>[①-⑳])\s*[、.]?\s*")),
)
# Which of them can stand where a character stands.
_KINDS_AT = {
    "第": ("ordinal",),
    "(": ("bracket", "arabic_bracket"),
    **dict.fromkeys("一二三四五六七八九十百零〇", ("comma", "bracket")),
    "0": ("dotted", "plain"),
    **dict.fromkeys("123456789", ("dotted", "arabic", "half")),
    **{chr(code): ("circled",) for code in range(ord("①"), ord("⑳") + 1)},
}
_OPENING = {
    char: tuple(p for p in _PATTERNS if p[0] in kinds and p[1].pattern.startswith(r"\(") == (char == "("))
    for char, kinds in _KINDS_AT.items()
}
_LEADS = "#*>?"
_LEAD_IN = re.compile(rf"[{_LEADS}\s]*")
BULLETS = "•●·▪◆■◇□○▲►➢✓★☆*-—–\uf06c\uf0b7"
BULLET = re.compile(r"(?:[•●·▪◆■◇□○▲►➢✓★☆*]|[-—–]{1,2}(?=\S)|\uf06c|\uf0b7)\s*")
_ANNEX = re.compile(
    r"(?:附\s*件|附\s*表|附\s*录)\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})?(?P<after>\s*[:.、]?\s*)"
)
_INLINE = re.compile(
    rf"(?=[一二三四五六七八九十百零〇(1-9])(?<=[。;!?)\]\s:」”])(?={_CN}、|\({_CN}\)|[1-9]\d{{0,1}}\s?[.、])"
)
# A quick look for what can stand before and behind the first character of a number inside a line.
_MAY_RUN_IN = re.compile(r"[。;!?)\]\s:」”][一二三四五六七八九十百零〇(1-9]")
_INSIDE = r"(?:[^()\[\]]|\([^()\[\]]{0,40}\)){0,300}?"
_MARK_IN_LINE = re.compile(rf"[(\[]{_INSIDE}(?:牵头|负责|配合|单位:|部门:|落实){_INSIDE}[)\]]")
_ARABIC_INSIDE = re.compile(r"(?<=[。;!?)\]\s])[1-9]\d?\s?[.、](?!\d)")
_DEEP = ("arabic", "half", "arabic_bracket", "circled", "dotted", "bracket")


@dataclass(slots=True)
class Marker:
    """A number as printed, its value, where it stands and where the words behind it begin."""

    kind: str
    number: str
    value: int
    start: int
    text_start: int

    @property
    def rank(self) -> float:
        """Its place among the levels; the smaller, the higher."""
        return RANK[self.kind]


def marker_at(shadow: str, position: int, end: int) -> Marker | None:
    """The marker that stands at `position` of a line that ends at `end`, or None."""
    if position >= end:
        return None
    char = shadow[position]
    opening = _OPENING.get(char, ())
    if char == "(":
        inside = shadow[position + 1 : position + 2]
        opening = opening[1:] if inside.isdecimal() else opening if inside.isspace() else opening[:1]
    for kind, pattern in opening:
        match = pattern.match(shadow, position, end)
        if not match:
            continue
        number = match["n"]
        if kind == "ordinal":
            unit = match["u"]
            value = chinese_number(number)
            if value is None:
                continue
            return Marker(_ORDINAL[unit], f"第{number}{unit}", value, position, match.end())
        if kind == "circled":
            return Marker(kind, number, ord(number) - ord("①") + 1, position, match.end())
        if kind == "dotted":
            return Marker(kind, number, int(number.rsplit(".", 1)[1]), position, match.end())
        value = chinese_number(number)
        if value is None:
            continue
        printed = f"({number})" if kind in ("bracket", "arabic_bracket") else number
        return Marker(kind, printed, value, position, match.end())
    return None


def annex_at(shadow: str, line: Line) -> Marker | None:
    """The heading of an annex on this line (附件1, 附件2：清单), or None."""
    match = _ANNEX.match(shadow, line.start, line.end) if line.text[:1] == "附" else None
    if not match:
        return None
    rest = line.text[match.end() - line.start :]
    if rest and ":" not in match["after"] and not (match["n"] and match["after"]):
        return None
    number = match["n"] or ""
    printed = shadow[match.start() : match.end("n") if number else match.start("after")].replace(" ", "")
    return Marker("annex", printed, chinese_number(number) or 0, line.start, match.end())


class Sequence:
    """What numbers came before, to tell a clause's number from a number that happens to stand in a
    sentence.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def note(self, marker: Marker) -> None:
        """Remember a marker; deeper levels begin anew but may also run through."""
        self._last[marker.kind] = marker.value

    def expects(self, marker: Marker) -> bool:
        """Whether this number follows on the last of its kind, or is the first."""
        return marker.value in (1, self._last.get(marker.kind, 0) + 1)


def _arabic_divides(text: str) -> bool:
    """Whether numbers inside a paragraph part clauses: not where one mark behind them all speaks for them together."""
    marks = [m.start() for m in _MARK_IN_LINE.finditer(text)]
    if len(marks) != 1:
        return True
    numbers = [m.start() for m in _ARABIC_INSIDE.finditer(text)]
    return len(numbers) == 1 or (bool(numbers) and numbers[-1] > marks[0])


def markers_on(shadow: str, line: Line, sequence: Sequence) -> list[Marker]:
    """The clause numbers on a line: the one it begins with, and those that web pages have run together
    with it.
    """
    found: list[Marker] = []
    begin = _LEAD_IN.match(shadow, line.start, line.end) if line.text[:1] in _LEADS else None
    first = marker_at(shadow, begin.end() if begin else line.start, line.end)
    if first and first.kind in _DEEP and LABEL.match(shadow, first.text_start, line.end):
        return []  # 2.责任单位：… numbers the parts of one task
    if first:
        found.append(first)
        sequence.note(first)
    if not _MAY_RUN_IN.search(line.text):
        return found
    arabic_divides: bool | None = None
    for match in _INLINE.finditer(shadow, line.start + 1, line.end):
        marker = marker_at(shadow, match.start(), line.end)
        if marker is None or marker.kind not in ("comma", "bracket", "arabic") or marker.text_start >= line.end:
            continue
        before = shadow[line.start : match.start()].rstrip()[-1:]
        if before in ";:" and before:
            continue
        if before not in "。)]!?" and marker.kind == "arabic" and not (found and marker.rank > found[-1].rank):
            continue
        if found and match.start() < found[-1].text_start:
            continue
        if not sequence.expects(marker):
            continue
        if marker.kind == "arabic":
            arabic_divides = _arabic_divides(line.text) if arabic_divides is None else arabic_divides
            if not arabic_divides:
                continue
        found.append(marker)
        sequence.note(marker)
    return found
