"""Which sheet holds the ledger, which rows are its header, and what each column means, with how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .words import FIELDS, ONCE, named
from .workbooks import Book, Grid

__all__ = ["FIELDS", "Column", "Layout", "guess_layout", "layout_of"]
_SEARCHED, _DEEPEST = 40, 4
LEVELS = "／"  # between the levels of a header
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_DATE = re.compile(r"(?:19|20)\d{2}\s*[年./-]|\d{1,2}月|长期|年底")
_UNIT = re.compile(r"[局委办部厅会院府行司团处所]$|[局委办部厅府]、")


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its letter's number from 1, its header as printed, what it means (one of FIELDS, or "" for nothing we
    keep), how sure that is from 0 to 1, and some of what stands in it.
    """

    number: int
    header: str
    field: str
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How a sheet is built: header rows ``top`` to ``bottom``, its columns, the words above the header, and how sure all is."""

    sheet: int
    top: int
    bottom: int
    columns: tuple[Column, ...]
    title: str
    confidence: float

    def holding(self, field: str) -> list[Column]:
        """The columns that mean this, from left to right."""
        return [column for column in self.columns if column.field == field]

    def with_fields(self, fields: Mapping[int, str]) -> Layout:
        """The same with columns as somebody set them. Raises ValueError for no field, and for one twice that may not be."""
        wanted = [fields.get(column.number, column.field) for column in self.columns]
        for field in wanted:
            if field and field not in FIELDS:
                raise ValueError(field)
            if field in ONCE and wanted.count(field) > 1:
                raise ValueError(field)
        columns = tuple(
            replace(c, field=field, confidence=c.confidence if field == c.field else 1.0)
            for c, field in zip(self.columns, wanted, strict=True)
        )
        return replace(self, columns=columns)


def guess_layout(book: Book) -> Layout | None:
    """The ledger of a workbook: the sheet and header that read most like one. None where no sheet has a column of tasks."""
    found = [layout for n, grid in enumerate(book.grids) if (layout := _best(n, grid)) is not None]
    if not found:
        return None
    return max(found, key=lambda it: (_worth(it, book.grids[it.sheet]), -it.sheet))


def layout_of(book: Book, sheet: int, top: int, bottom: int) -> Layout:
    """The columns of a sheet whose header stands in these rows, as somebody says. Raises ValueError for rows that are none."""
    grid = book.grids[sheet]
    if not 1 <= top <= bottom <= min(top + 9, max(grid.height, 1)):
        raise ValueError("no such rows")
    return _layout(sheet, grid, top, bottom)


def _worth(layout: Layout, grid: Grid) -> float:
    known = sum(column.confidence for column in layout.columns if column.field)
    rows = len({row for row, _column in grid.cells if row > layout.bottom})
    return known + min(rows, 40) / 40 - (1.5 if grid.hidden else 0)


def _best(sheet: int, grid: Grid) -> Layout | None:
    best: tuple[float, Layout] | None = None
    for top in range(1, min(grid.height, _SEARCHED) + 1):
        for bottom in range(top, min(top + _DEEPEST - 1, grid.height) + 1):
            # A header of several rows is held together by merged cells; rows of data below it are not part of it.
            if not _is_header(grid, top, bottom):
                continue
            layout = _layout(sheet, grid, top, bottom)
            fields = {column.field for column in layout.columns} - {""}
            if not fields & {"task", "measures"} or len(fields) < 2:
                continue
            worth = sum(column.confidence for column in layout.columns if column.field) - 0.4 * _filler(
                grid, top, bottom
            )
            if best is None or worth > best[0] + 1e-9:
                best = worth, layout
    return best[1] if best else None


def _is_header(grid: Grid, top: int, bottom: int) -> bool:
    """Whether these rows can be one header: no title above it, nothing of it below, its rows held together by merged cells."""
    if len({grid.text(top, column) for column in range(1, grid.width + 1)} - {""}) < 2:
        return False
    if any(top <= m.top <= bottom < m.bottom for m in grid.merges):
        return False
    if bottom == top:
        return True
    title = any(m.top == m.bottom == top and m.right - m.left + 1 > grid.width / 2 for m in grid.merges)
    down = any(m.top == top and m.bottom == bottom for m in grid.merges)
    across = any(top <= m.top == m.bottom < bottom and m.right > m.left for m in grid.merges)
    return not title and (down or (across and len({grid.text(top, c) for c in range(1, grid.width + 1)}) > 3))


def _filler(grid: Grid, top: int, bottom: int) -> int:
    """How many cells of the rows are too long for a header."""
    return sum(
        len(cell.text) > 24
        for (row, column), cell in grid.cells.items()
        if top <= row <= bottom and grid.merged(row, column) is None
    )


def _layout(sheet: int, grid: Grid, top: int, bottom: int) -> Layout:
    headers = [_levels(grid, column, top, bottom) for column in range(1, grid.width + 1)]
    scored: list[tuple[float, int, str]] = []
    for number, levels in enumerate(headers, start=1):
        said = _samples(grid, number, bottom)
        for field, sure in named(levels).items():
            scored.append((_supported(field, sure, said), number, field))
        if not levels and _counts_up(said):
            scored.append((0.5, number, "number"))
    taken: dict[int, tuple[str, float]] = {}
    used: set[str] = set()
    for sure, number, field in sorted(scored, key=lambda it: (-it[0], it[1])):
        if number in taken or (field in ONCE and field in used):
            continue
        taken[number] = (field, round(sure, 2))
        used.add(field)
    columns = tuple(
        Column(n, LEVELS.join(dict.fromkeys(levels)), *taken.get(n, ("", 0.0)), _samples(grid, n, bottom)[:3])
        for n, levels in enumerate(headers, start=1)
        if levels or n in taken or _samples(grid, n, bottom)
    )
    known = [column.confidence for column in columns if column.field]
    title = "\n".join(
        dict.fromkeys(t for row in range(1, top) for c in range(1, grid.width + 1) if (t := grid.text(row, c)))
    )
    return Layout(sheet, top, bottom, columns, title, sum(known) / len(known) if known else 0.0)


def _levels(grid: Grid, column: int, top: int, bottom: int) -> tuple[str, ...]:
    """The header above a column from its highest level to its lowest, each once."""
    found: list[str] = []
    for row in range(top, bottom + 1):
        text = " ".join(grid.text(row, column).split())
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found)


def _samples(grid: Grid, column: int, bottom: int) -> tuple[str, ...]:
    return tuple(_some(grid, column, bottom))


def _some(grid: Grid, column: int, bottom: int) -> Iterator[str]:
    last, count = "", 0
    for row in range(bottom + 1, min(grid.height, bottom + 40) + 1):
        text = grid.text(row, column)
        if text and text != last:
            yield text[:80]
            last, count = text, count + 1
            if count == 12:
                return


def _counts_up(said: tuple[str, ...]) -> bool:
    numbers = [int(text) for text in said if text.isdecimal() and len(text) < 5]
    return len(numbers) >= 2 and len(numbers) * 2 >= len(said) and numbers == sorted(numbers)


def _supported(field: str, sure: float, said: tuple[str, ...]) -> float:
    """What stands in a column makes its header more or less believable."""
    if not said:
        return sure
    share = {
        "deadline": _share(said, _DATE),
        "closed_on": _share(said, _DATE),
        "phone": _share(said, _PHONE),
        "lead": _share(said, _UNIT),
        "responsible": _share(said, _UNIT),
        "task": sum(len(text) >= 6 for text in said) / len(said),
    }.get(field)
    if share is None:
        return sure
    return min(1.0, max(0.05, sure + 0.1 * share - (0.15 if share == 0 else 0)))


def _share(said: tuple[str, ...], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.search(unicodedata.normalize("NFKC", text))) for text in said) / len(said)
