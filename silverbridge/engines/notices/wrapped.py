"""Line ends that a page put inside sentences, and the marks and running heads of its pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .body import DATE_LINE
from .catalogue import LABEL_LINE
from .columns import column_of
from .markers import BULLET, annex_at, marker_at
from .roles import LABEL
from .shadow import Line
from .titles import NUMBER, looks_like_title
from .units import looks_like_unit

_PAGE = re.compile(
    r"[-—–―·•_~]{1,3}\s*\d{1,3}\s*[-—–―·•_~]{1,3}|(?:[^\s第][^。;:]{0,36}\s)?第\s*\d{1,3}\s*页\s*(?:[,/|]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
    r"|[Pp]age\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?"
)
_CLOSES = re.compile(r"[^()]*\)")
_NAMES_UNITS = re.compile("牵头|负责|配合|参与|单位|完成|[局委厅办部会]、")
_NUMBERED = re.compile(r"\d{1,3}\s")
_ANNEX_ITEM = re.compile(r"^附\s*件\s*\d*\s*[:.]\s*(?:\d+\s*[.、])?")
_ENDED = "。!?:;"
_NARROWEST = 14
_HEADER = 12  # no name of a column is longer
_PAGE_LINES = 10  # no page has fewer
_WIDEST = 60
_ROOM = 1.5  # by so much full lines differ
_FIRST_OF_LABEL = re.compile("(?:完成|整改|办结)$")  # 时限: below it is a label of its own
_LABEL_FIRST, _LABEL_REST = 5, 8


@dataclass(slots=True)
class _Printed:
    """A line with its width (in full-width characters, or in characters), and whether it was printed with an indent."""

    line: Line
    width: float
    indented: bool


_NARROW = re.compile("[\u0000-\u1fff]+")
_UNCOMMON = re.compile("[\u0080-\u1fff\U00010000-\U0010ffff]")


def _width(text: str) -> float:
    return len(text) - 0.5 * sum(map(len, _NARROW.findall(text)))


def _common_width(text: str) -> float:
    """The same where every character is ASCII or of three bytes: half a width for each byte of the one kind, one for three."""
    return (len(text) + len(text.encode())) / 4


def _lines(text: str, shadow: str) -> list[_Printed]:
    found, offset = [], 0
    width_of = _width if _UNCOMMON.search(text) else _common_width
    for index, raw in enumerate(shadow.split("\n")):
        words = raw.strip()
        size = len(words)
        begin = offset if size == len(raw) or not size else offset + len(raw) - len(raw.lstrip())
        line = Line(index, offset, begin, begin + size, words)
        found.append(_Printed(line, width_of(text[begin : begin + size]), begin > offset))
        offset += len(raw) + 1
    return found


def _page_lines(lines: list[_Printed]) -> set[int]:
    """The indexes of page marks, with the running heads and feet that stand beside several of them."""
    printed = [p.line for p in lines if not p.line.blank]
    marks = {at for at, line in enumerate(printed) if len(line.text) <= 60 and _PAGE.fullmatch(line.text)}
    marks = marks or _lone_numbers(printed)
    if not marks:
        return set()
    beside = Counter(printed[at + step].text for at in marks for step in (-1, 1) if 0 <= at + step < len(printed))
    running = {t for t, n in beside.items() if n >= 3 and len(t) <= 40 and t[-1] not in "。;:)" and not column_of(t)}
    return {
        line.index
        for at, line in enumerate(printed)
        if at in marks or (line.text in running and ({at - 1, at + 1} & marks))
    }


def _lone_numbers(printed: list[Line]) -> set[int]:
    """Pages' numbers printed without any mark round them: they follow on, a page apart; not where a table has serials."""
    found = [at for at, line in enumerate(printed) if len(line.text) <= 3 and line.text.isdecimal()]
    if not 1 < len(found) <= len(printed) // _PAGE_LINES + 1:
        return set()
    values = [int(printed[at].text) for at in found]
    follow_on = values == list(range(values[0], values[0] + len(values))) and values[0] in (1, 2)
    apart = all(b - a >= _PAGE_LINES for a, b in pairwise(found))
    return set(found) if follow_on and apart and not any(line.text[0] == "序" for line in printed) else set()


def _page_width(lines: list[_Printed], sizes: Sequence[float]) -> tuple[float | None, int]:
    """How wide the page is printed, where lines were cut at a fixed width (else None), and how many lines say so.

    `sizes` are the widths of the lines, by one measure or the other.
    """
    widths = sorted([size for size in sizes if size >= _NARROWEST])
    if len(widths) < 6:
        return None, 0
    widest = widths[min(len(widths) - 1, int(len(widths) * 0.9))]
    if widest > _WIDEST or widths[-1] > widest + 4:
        return None, 0
    full = [p for p, size in zip(lines, sizes, strict=True) if widest - 3 <= size <= widest + 2.5]
    if len(full) < max(4, 0.3 * len(widths)):
        return None, 0
    cut = sum(p.line.text[-1] not in _ENDED + ")]" for p in full)
    return (widest, len(full)) if cut * 2 >= len(full) else (None, 0)


def _width_of_few(lines: list[_Printed], sizes: Sequence[float]) -> tuple[float | None, int]:
    """The same where page marks tell that there are pages, but few lines are full: the widest of them were cut."""
    widest = max(sizes, default=0.0)
    full = [p for p, size in zip(lines, sizes, strict=True) if size >= widest - _ROOM]
    cut = sum(p.line.text[-1] not in "。!?)]" for p in full)
    good = _NARROWEST <= widest <= _WIDEST and len(full) >= 2 and cut * 2 >= len(full)
    return (widest, len(full)) if good else (None, 0)


def _begins_anew(shadow: str, printed: _Printed) -> bool:
    line = printed.line
    first = marker_at(shadow, line.start, line.end)
    opens = first is not None and not (first.kind == "plain" and len(line.text) > 4)
    return bool(
        opens
        or annex_at(shadow, line)
        or LABEL.match(shadow, line.start, line.end)
        or line.text[0] == "["
        or _NUMBERED.match(line.text)
        or NUMBER.fullmatch(line.text)
        or column_of(line.text)
        or DATE_LINE.match(line.text)
        or (BULLET.match(shadow, line.start, line.end) and not _PAGE.fullmatch(line.text))
    )


def joins_in(text: str, shadow: str) -> list[tuple[int, int, str]]:
    """What to take out of the text so that sentences run on: line ends inside them, page marks, running heads."""
    every = _lines(text, shadow)
    dropped = _page_lines(every)
    lines = [p for p in every if p.line.text and p.line.index not in dropped]
    table = _table_at(lines)
    prose = lines[:table]
    width, full = _page_width(prose, [p.width for p in prose])
    if (by_count := _page_width(prose, [len(p.line.text) for p in prose]))[1] > full:
        width = by_count[0]
        for printed in lines:
            printed.width = len(printed.line.text)
    if width is None and dropped:
        width, full = _width_of_few(prose, [p.width for p in prose])
        if (by_count := _width_of_few(prose, [len(p.line.text) for p in prose]))[1] > full:
            width = by_count[0]
            for printed in lines:
                printed.width = len(printed.line.text)
    page_marks = sorted(dropped)
    edits: list[tuple[int, int, str]] = []
    for at, (above, below) in enumerate(pairwise(lines)):
        if width is None and not dropped and not (above.width >= 8 and _open_bracket(above.line.text)):
            continue
        gap = below.line.index - above.line.index - 1
        pages = gap > 0 and bisect_right(page_marks, above.line.index) < bisect_right(page_marks, below.line.index)
        joined = (gap == 0 or pages) and _runs_on(shadow, above, below, width, pages)
        if joined and at < table and not _in_table(lines, at):
            edits.append((above.line.end, below.line.start, ""))
        elif pages:
            edits.append((above.line.end, below.line.raw_start, "\n"))
    if lines and dropped:
        edits += _outside(every, lines, dropped)
    return edits


def _outside(every: list[_Printed], lines: list[_Printed], dropped: set[int]) -> list[tuple[int, int, str]]:
    """Page marks above the first and below the last line."""
    edits = []
    first, last = lines[0].line, lines[-1].line
    if min(dropped) < first.index:
        edits.append((0, first.raw_start, ""))
    if max(dropped) > last.index:
        edits.append((last.end, every[-1].line.raw_start + len(every[-1].line.text), ""))
    return [e for e in edits if e[1] > e[0]]


def _table_at(lines: list[_Printed]) -> int:
    """Where a table begins that was flattened to a cell a line: its lines are as long as cells are, not as the page is wide."""
    for at, printed in enumerate(lines):
        if len(printed.line.text) > _HEADER or not column_of(printed.line.text):
            continue
        kinds = [column_of(p.line.text) if len(p.line.text) <= _HEADER else None for p in lines[at : at + 3]]
        if kinds[0] == "serial" and len(kinds) == 3 and all(kinds):
            return at
    return len(lines)


def _in_table(lines: list[_Printed], at: int) -> bool:
    return bool(column_of(lines[at].line.text)) or bool(re.search(r"[|\t]", lines[at].line.text))


def _runs_on(shadow: str, above: _Printed, below: _Printed, width: float | None, pages: bool) -> bool:
    """Whether the line below goes on where the one above was cut."""
    open_bracket = above.width >= 8 and _open_bracket(above.line.text)
    if not open_bracket and not pages and (width is None or not width - 3 <= above.width <= width + 4.5):
        return False
    if width is not None and _cuts_label(above.line.text, below.line.text):
        return True
    if _begins_anew(shadow, below) or _is_title(above.line.text):
        return False
    last = above.line.text[-1]
    if last in "。!)]" and looks_like_unit(below.line.text):
        return False
    if open_bracket and _CLOSES.match(below.line.text):
        return True
    if pages and width is None:
        return above.width >= _NARROWEST and last not in _ENDED + ")]" and not column_of(above.line.text)
    if width is None or not width - 3 <= above.width <= width + 4.5:
        return False
    if below.indented and not above.indented and last in _ENDED + ")]":
        return False
    return not (below.indented and last == "。") and not (LABEL_LINE.match(above.line.text) and last in _ENDED)


def _cuts_label(above: str, below: str) -> bool:
    """Whether a line end stands inside a label: its first characters above, the rest with the colon below."""
    head = below[:_LABEL_REST].replace(" ", "")
    if ":" not in head:
        return False
    above = above[-2 * _LABEL_FIRST :].replace(" ", "")
    for size in range(1, min(_LABEL_FIRST, len(above)) + 1):
        match = LABEL.match(above[-size:] + head)
        if match is not None and match.end() > size and (_FIRST_OF_LABEL.search(above) or not LABEL.match(head)):
            return True
    return False


def _is_title(text: str) -> bool:
    """Whether a line is a title, or an annex's entry in a list, that is complete: what stands below is not its end."""
    return looks_like_title(_ANNEX_ITEM.sub("", text))


def _open_bracket(text: str) -> bool:
    """Whether a line ends inside a bracket that names who is to act."""
    if text.count("(") <= text.count(")"):
        return False
    return bool(_NAMES_UNITS.search(text, text.rfind("(") + 1))
