"""Reading and writing the spreadsheets that offices send: XLSX, or CSV in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from charset_normalizer import from_bytes
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.engines.torn import UNSOUND

MOST_ROWS = 20_000
MOST_UNPACKED = 150 * 1024 * 1024
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Beyond fifteen digits a spreadsheet keeps a number only roughly; it is written as spreadsheets show it, so that it is seen.
ROUGH = 10**15


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: its headers, and each row that is not empty with the line it stands on (the header is 1)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(data: bytes) -> Sheet:
    """What a file holds, as text. Raises DomainError: no spreadsheet, unreadable characters, no rows, too many rows."""
    if data.startswith(OLD_EXCEL):
        raise _unfit("old", _("This is an old Excel file (.xls)."), _("Open it and save it as .xlsx or CSV."))
    lines = _xlsx(data) if data.startswith(ZIP) else _csv(data)
    numbered = [(n, cells) for n, cells in enumerate(_limited(lines), start=1) if any(cells)]
    if len(numbered) < 2:
        raise _unfit("empty", _("There are no rows in this file."), _("Fill in the template; its first row stays."))
    headers = tuple(numbered[0][1])
    while headers and not headers[-1]:
        headers = headers[:-1]
    width = len(headers)
    rows = tuple((n, tuple((*cells, *[""] * width)[:width])) for n, cells in numbered[1:])
    return Sheet(headers, rows)


def _unfit(code: str, message: Any, mend: Any, **facts: Any) -> DomainError:
    return DomainError(f"import.{code}", message, mend, "file", **facts)


def _limited(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """The lines, or DomainError beyond the most that one file may hold."""
    for count, cells in enumerate(lines):
        if count > MOST_ROWS:
            raise _unfit("rows", _("There are more than %(n)s rows."), _("Split the file."), n=MOST_ROWS)
        yield cells


def _xlsx(data: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet. Formulas give the value they last had."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = _unfit("broken", _("This file cannot be opened as a spreadsheet."), _("Save it again as .xlsx or CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _unfit("large", _("This file is too large."), _("Split the file."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield [cell_text(value) for value in row]
    except (*UNSOUND, InvalidFileException) as error:
        raise broken from error


def cell_text(value: Any) -> str:
    """A cell as somebody would type it: whole numbers without a point, dates as 2026-11-24."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= ROUGH:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else str(value)
    return str(value).strip()


def _csv(data: bytes) -> Iterator[list[str]]:
    """The rows of a text file, whichever of comma, tab or semicolon its first line uses most."""
    text = _decode(data)
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise _unfit("csv", _("This is not a table."), _("Save it as .xlsx or CSV, or use the template.")) from error


def _decode(data: bytes) -> str:
    """The text of a CSV file: by its byte order mark, else UTF-8 if it can be, else GB18030 when that gives sensible text."""
    for encoding in ("utf-16",) if data.startswith(BYTE_ORDER_MARKS) else ("utf-8-sig", "gb18030"):
        # Most byte strings are GB18030 of some kind, so the text it gives is looked at as well.
        if encoding == "gb18030" and b"\0" not in data and from_bytes(data, cp_isolation=[encoding]).best() is None:
            continue
        try:
            return _printable(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise _unfit(
        "encoding",
        _("The characters of this file cannot be read."),
        _("Save it as .xlsx, or as CSV in UTF-8 or GB18030."),
    )


def _printable(text: str) -> str:
    """The text, unless it holds control characters that no table has. Raises DomainError."""
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise _unfit("no_sheet", _("This is not a spreadsheet."), _("Give an .xlsx or CSV file, or use the template."))
    return text


def write_sheets(sheets: Iterable[tuple[str, Sequence[Sequence[str]]]], widths: Sequence[int] = ()) -> bytes:
    """An XLSX of named sheets, each with its header row first.

    Every cell is text and every column is formatted as text: a number keeps all its digits, and what begins with "=" is no
    formula.
    """
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for number, width in enumerate(widths):
            letter = chr(ord("A") + number)
            sheet.column_dimensions[letter].width = width
            sheet.column_dimensions[letter].number_format = "@"
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
                cell.data_type, cell.number_format = "s", "@"
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
