"""What stands in a workbook, cell by cell: values as somebody would read them, merges, hidden rows, formulas.

Nothing in it is ever run or followed: no macro, no formula, no link. A formula gives the value it last had.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock
from typing import Any
from xml.etree.ElementTree import iterparse

from silverbridge.engines.torn import TORN, UNSOUND

from .refusals import BookLimits, WorkbookRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIB = 2**20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Beyond fifteen digits a spreadsheet keeps a number only roughly.
_ROUGH = 10**15
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Cell:
    """A filled cell: what one reads in it, and its date or number where it holds one.

    ``note`` is "formula", "external" (a formula into another file), "no_value" (a formula never computed), "error" (#REF!),
    "rough" (a number that lost digits) or "".
    """

    text: str
    day: date | None = None
    number: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Merge:
    """A range of merged cells, ends included; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet: its filled cells by row and column from 1; a merged range's value stands in each of its cells."""

    name: str
    hidden: bool
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    height: int
    width: int
    covers: Mapping[tuple[int, int], Merge] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """What one reads there; "" where nothing stands."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def merged(self, row: int, column: int) -> Merge | None:
        """The merged range that covers this cell."""
        return self.covers.get((row, column))


@dataclass(frozen=True)
class Book:
    """A workbook's sheets, and what is worth saying of the file: "macros", "links" (to other files)."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...]


def address(row: int, column: int) -> str:
    """A cell's address, as C7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


class _Clock:
    def __init__(self, seconds: float) -> None:
        self.seconds, self.started = seconds, time.monotonic()

    def spend(self) -> None:
        if time.monotonic() - self.started > self.seconds:
            raise WorkbookRefused("time", seconds=self.seconds)


def read_book(data: bytes, limits: BookLimits | None = None) -> Book:
    """Every sheet of an .xlsx (or .xlsm, whose macros are left alone). Raises WorkbookRefused that names the cause."""
    limits = limits or BookLimits()
    if len(data) > limits.size:
        raise WorkbookRefused("too_large", size=f"{len(data) / _MIB:.1f}", limit=f"{limits.size / _MIB:g}")
    if data.startswith(_OLE):
        raise WorkbookRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    if not data.startswith(b"PK\x03\x04"):
        raise WorkbookRefused("kind")
    notes = _look_into(data, limits)
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise WorkbookRefused("missing") from error
    left = _Clock(limits.seconds)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            grids = tuple(_grid(sheet, archive, limits, left) for sheet in book.worksheets)
    except WorkbookRefused:
        raise
    except (*UNSOUND, InvalidFileException) as error:
        raise WorkbookRefused("damaged") from error
    if not grids:
        raise WorkbookRefused("damaged")
    if not any(grid.cells for grid in grids):
        raise WorkbookRefused("empty")
    return Book(grids, notes)


def _look_into(data: bytes, limits: BookLimits) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except TORN as error:
        raise WorkbookRefused("damaged") from error
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked:
        raise WorkbookRefused("unpacks", size=f"{size / _MIB:.0f}", limit=f"{limits.unpacked / _MIB:g}")
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookRefused("encrypted")
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise WorkbookRefused("kind")
    found = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        found.append("macros")
    if any(name.startswith("xl/externalLinks/") for name in names):
        found.append("links")
    return tuple(found)


def _grid(sheet: Any, archive: zipfile.ZipFile, limits: BookLimits, left: _Clock) -> Grid:
    shape = _shape(archive, sheet._worksheet_path, left)
    sheet.reset_dimensions()
    cells: dict[tuple[int, int], Cell] = {}
    for count, row in enumerate(sheet.iter_rows(), start=1):
        if count % 200 == 0:
            left.spend()
        for cell in row:
            value = getattr(cell, "value", None)
            place = (getattr(cell, "row", 0), getattr(cell, "column", 0))
            note = shape.formulas.get(place, "")
            if value is None or value == "":
                if note and place[0]:
                    cells[place] = Cell("", note="no_value")
                continue
            made = _cell(value, note)
            if made.text:
                cells[place] = made
        last = max((row for row, _column in cells), default=0)
        if len(cells) > limits.cells or last > limits.rows:
            raise WorkbookRefused("cells", sheet=sheet.title, limit=limits.rows, cells=limits.cells)
    for place in shape.formulas.keys() - cells.keys():
        cells[place] = Cell("", note="no_value")
    covers = _spread(cells, shape.merges, limits)
    height = max((row for row, _column in cells), default=0)
    width = max((column for _row, column in cells), default=0)
    hidden = sheet.sheet_state != "visible"
    return Grid(sheet.title, hidden, cells, tuple(shape.merges), frozenset(shape.hidden), height, width, covers)


def _spread(
    cells: dict[tuple[int, int], Cell], merges: list[Merge], limits: BookLimits
) -> dict[tuple[int, int], Merge]:
    """Puts the value of each merged range into all its cells within the filled part of the sheet."""
    bottom = max((row for row, _column in cells), default=0)
    right = max((column for _row, column in cells), default=0)
    covers: dict[tuple[int, int], Merge] = {}
    for merge in merges:
        value = cells.get((merge.top, merge.left))
        # A merge that ends the sheet counts up to its own end, if that is near.
        for row in range(merge.top, min(merge.bottom, max(bottom, merge.top + 200)) + 1):
            for column in range(merge.left, min(merge.right, max(right, merge.left)) + 1):
                if len(covers) >= limits.cells:
                    return covers
                covers[row, column] = merge
                if value is not None:
                    cells[row, column] = value
    return covers


@dataclass
class _Shape:
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def _shape(archive: zipfile.ZipFile, path: str, left: _Clock) -> _Shape:
    """What streaming leaves out: merges, hidden rows, and which cells are formulas."""
    from openpyxl.utils import coordinate_to_tuple, range_boundaries

    found, row = _Shape(), 0
    with archive.open(path.lstrip("/")) as part:
        for count, (event, element) in enumerate(_events(part), start=1):
            if count % 5000 == 0:
                left.spend()
            if event == "start":
                if element.tag == f"{_MAIN}row":
                    row = int(element.get("r") or row + 1)
                    if element.get("hidden") in ("1", "true"):
                        found.hidden.add(row)
                continue
            if element.tag == f"{_MAIN}c":
                formula = element.find(f"{_MAIN}f")
                where = element.get("r")
                if formula is not None and where:
                    words = formula.text or ""
                    found.formulas[coordinate_to_tuple(where)] = "external" if "[" in words else "formula"
                element.clear()
            elif element.tag == f"{_MAIN}row":
                element.clear()
            elif element.tag == f"{_MAIN}mergeCell":
                left_, top, right, bottom = range_boundaries(element.get("ref", ""))
                found.merges.append(Merge(top, left_, bottom, right))
    return found


def _events(part: Any) -> Iterator[tuple[str, Any]]:
    yield from iterparse(part, events=("start", "end"))


def _cell(value: Any, note: str) -> Cell:
    if isinstance(value, bool):
        return Cell("是" if value else "否", note=note)
    if isinstance(value, datetime):
        whole = value.time() == clock()
        return Cell(f"{value:%Y-%m-%d}" if whole else f"{value:%Y-%m-%d %H:%M}", day=value.date(), note=note)
    if isinstance(value, date):
        return Cell(value.isoformat(), day=value, note=note)
    if isinstance(value, int | float):
        if abs(value) >= _ROUGH:
            return Cell(f"{value:.5E}", number=float(value), note="rough")
        text = str(int(value)) if value == int(value) else f"{value:.10g}"
        return Cell(text, number=float(value), note=note)
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = _CONTROL.sub("", text).strip()
    wrong = text.startswith("#") and text.rstrip("!?").upper() in (
        "#REF",
        "#N/A",
        "#VALUE",
        "#NAME",
        "#DIV/0",
        "#NULL",
        "#NUM",
    )
    return Cell(text, note="error" if wrong else note)
