"""The ledger as a workbook, ready to print: title, frozen head, widths, A4 across, the head repeated on each page."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from ..notices.limits import ReaderMissing

# The columns of the ledger and their widths in characters.
COLUMNS: tuple[tuple[str, int], ...] = (
    ("序号", 5),
    ("工作任务", 28),
    ("具体举措", 20),
    ("牵头单位", 11),
    ("责任单位", 13),
    ("责任人及电话", 13),
    ("完成时限", 11),
    ("进展情况", 22),
    ("存在问题", 14),
    ("下一步打算", 14),
    ("佐证材料", 14),
    ("状态", 9),
    ("销号时间", 11),
    ("备注", 11),
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_LONGEST = 32_000  # a cell holds 32,767 characters
# Tints beside the words, light enough that black stays readable and grey print too.
TINTS = {"ok": "E2F0E4", "part": "FBEFD5", "bad": "F9DEDB", "none": ""}
_TITLE_ROW, _NOTE_ROW, _HEAD_ROW = 1, 2, 3


@dataclass(frozen=True)
class LedgerRow:
    """A line as it is printed: fourteen texts in the order of the columns; ``tint`` is a key of TINTS and says nothing alone."""

    number: str
    task: str
    measures: str
    lead: str
    responsible: str
    contact: str
    deadline: str
    progress: str
    problems: str
    next_steps: str
    materials: str
    state: str
    closed_on: str
    remarks: str
    tint: str = "none"


def write_ledger(title: str, note: str, rows: Sequence[LedgerRow]) -> bytes:
    """The workbook as XLSX: the title in row 1, ``note`` in row 2, the head in row 3. Raises ReaderMissing without `openpyxl`.

    Every cell is text and formatted as text: nothing that begins with =, +, - or @ is ever a formula.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ReaderMissing(kind="XLSX") from error
    book = Workbook()
    sheet = book.active
    sheet.title = "工作台账"
    book.properties.title = _text(title)
    book.properties.creator = "SilverBridge"
    _heads(sheet, title, note)
    for line, row in enumerate(rows, start=_HEAD_ROW + 1):
        _line(sheet, line, row)
    _set_page(sheet, len(rows))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(text: str) -> str:
    kept = _ILLEGAL.sub("", text)
    return kept if len(kept) <= _LONGEST else f"{kept[:_LONGEST]}…"


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    cell.value = _text(text) or None
    if cell.value is not None:
        cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _heads(sheet: Any, title: str, note: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for row, text, font in (
        (_TITLE_ROW, title, Font(name="方正小标宋简体", size=22)),
        (_NOTE_ROW, note, Font(name="仿宋_GB2312", size=12)),
    ):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(COLUMNS))
        cell = _put(sheet, row, 1, text)
        cell.font = font
        cell.alignment = Alignment("center" if row == _TITLE_ROW else "left", "center", wrap_text=True)
    sheet.row_dimensions[_TITLE_ROW].height = 44 if len(title) <= 50 else 76
    sheet.row_dimensions[_NOTE_ROW].height = 22
    sheet.row_dimensions[_HEAD_ROW].height = 30
    for column, (name, width) in enumerate(COLUMNS, start=1):
        cell = _put(sheet, _HEAD_ROW, column, name)
        cell.font = Font(name="黑体", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEEA")
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.border = _edge()
        sheet.column_dimensions[cell.column_letter].width = width


def _line(sheet: Any, at: int, row: LedgerRow) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    texts = astuple(row)[: len(COLUMNS)]
    deepest = 1
    for column, (text, (name, width)) in enumerate(zip(texts, COLUMNS, strict=True), start=1):
        cell = _put(sheet, at, column, text)
        cell.font = Font(name="仿宋_GB2312", size=10)
        middle = name in ("序号", "完成时限", "状态", "销号时间")
        cell.alignment = Alignment("center" if middle else "left", "center", wrap_text=True)
        cell.border = _edge()
        if name == "状态" and TINTS.get(row.tint):
            cell.fill = PatternFill("solid", fgColor=TINTS[row.tint])
            cell.font = Font(name="黑体", size=10, bold=True)
        deepest = max(deepest, sum(_lines(part, width) for part in text.split("\n")))
    sheet.row_dimensions[at].height = min(400, max(30, 14 * deepest + 6))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two figures."""
    return max(1, -(-sum(1 if sign.isascii() else 2 for sign in text) // max(1, width - 1)))


def _edge() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="808080")
    return Border(thin, thin, thin, thin)


def _set_page(sheet: Any, count: int) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = sheet.cell(_HEAD_ROW + 1, 3)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.7
    margins.header = margins.footer = 0.3
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    last = sheet.cell(_HEAD_ROW + max(count, 1), len(COLUMNS)).coordinate
    sheet.print_area = f"A1:{last}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}"
