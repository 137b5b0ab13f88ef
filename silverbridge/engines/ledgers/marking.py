"""The workbook given back with what is wrong in it: the cells tinted, and a column that says how to mend each row."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .columns import Layout
from .rows import Entry, Fault

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADER = "核对提示"
_WRONG, _MILD = "FFC7CE", "FFEB9C"
_WIDTH = 50


def mark_faults(data: bytes, name: str, layout: Layout, entries: Iterable[Entry], chinese: bool = True) -> bytes:
    """The same workbook as XLSX (macros left behind), with faults marked in the sheet of this name.

    Cells to be mended are red, those worth knowing yellow; behind the last column stands what to do, on the row of each cell.
    A formula whose result was stored gives way to that result, for nothing here computes it anew; one without stays to be mended.
    Brought again, the added column means nothing and is passed over.
    """
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment, Font

    book = load_workbook(io.BytesIO(data), keep_links=False)
    _settle(book, load_workbook(io.BytesIO(data), data_only=True, keep_links=False))
    sheet = book[name]
    known = [n for n in range(1, sheet.max_column + 1) if sheet.cell(layout.bottom, n).value == HEADER]
    column = known[0] if known else sheet.max_column + 1
    head = sheet.cell(layout.bottom, column)
    head.value, head.font = HEADER, Font(bold=True)
    for row in range(layout.bottom + 1, sheet.max_row + 1) if known else ():
        sheet.cell(row, column).value = None  # what an earlier look said
    said: dict[int, list[str]] = {}
    for entry in entries:
        for fault in entry.faults:
            row = _mark(sheet, fault) or entry.rows[0]
            words = fault.chinese if chinese else fault.english
            said.setdefault(row, []).append(f"{fault.address} {fault.header}：{words}" if fault.header else words)
    for row, lines in said.items():
        cell = sheet.cell(row, column)
        cell.value, cell.data_type = "\n".join(lines), "s"  # never a formula, whatever a header began with
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[head.column_letter].width = _WIDTH
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _settle(book: Workbook, results: Workbook) -> None:
    """Stored results in the place of their formulas, in every sheet."""
    from openpyxl.cell.cell import MergedCell

    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                result = results[sheet.title][cell.coordinate].value if cell.data_type == "f" else None
                if result is not None and not isinstance(cell, MergedCell):
                    cell.value = result
                    if isinstance(result, str):
                        cell.data_type = "s"


def _mark(sheet: Worksheet, fault: Fault) -> int | None:
    """Tints the cell of a fault and answers its row; None where the address is a row and no cell."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill
    from openpyxl.utils.exceptions import CellCoordinatesException

    try:
        cell = sheet[fault.address]
    except (ValueError, CellCoordinatesException):
        return None
    if isinstance(cell, tuple):
        return None
    row = cell.row
    if isinstance(cell, MergedCell):
        home = next(area for area in sheet.merged_cells.ranges if fault.address in area)
        cell = sheet.cell(home.min_row, home.min_col)
    if not fault.mild or not str(cell.fill.fgColor.rgb).endswith(_WRONG):
        cell.fill = PatternFill("solid", fgColor=_MILD if fault.mild else _WRONG)
    return row
