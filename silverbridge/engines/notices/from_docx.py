"""The text of a Word document: paragraphs with the numbers Word would print, tables as rows."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from silverbridge.engines.torn import TORN, UNSOUND

from .limits import Budget, Damaged, DocumentRefused, Encrypted, Limits, ReaderMissing, UnknownKind, UnpacksTooLarge
from .word_numbers import Numbering

_MIB = 2**20


def text_of_docx(data: bytes, limits: Limits, budget: Budget) -> str:
    """The words of a DOCX. Raises UnpacksTooLarge, Damaged, Encrypted, UnknownKind, OutOfTime or ReaderMissing."""
    _check_archive(data, limits)
    try:
        import docx
        from docx.opc.exceptions import OpcError
        from docx.table import Table
    except ImportError as error:
        raise ReaderMissing(kind="DOCX") from error
    budget.spend()
    lines: list[str] = []
    try:
        document = docx.Document(io.BytesIO(data))
        budget.spend()
        numbering = Numbering(document)
        for count, block in enumerate(document.iter_inner_content()):
            if count % 50 == 0:
                budget.spend()
            if isinstance(block, Table):
                lines += _rows(block)
            else:
                lines.append(numbering.before(block) + block.text)
    except DocumentRefused:
        raise
    except (*UNSOUND, OpcError) as error:
        raise Damaged(kind="DOCX") from error
    return "\n".join(lines) + "\n"


def _check_archive(data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except TORN as error:
        raise Damaged(kind="DOCX") from error
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked:
        raise UnpacksTooLarge(size=f"{size / _MIB:.0f}", limit=f"{limits.unpacked / _MIB:g}")
    if any(part.flag_bits & 1 for part in parts):
        raise Encrypted
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise UnknownKind(kind="ZIP, XLSX, OFD or the like")


def _rows(table: Any) -> list[str]:
    """The rows of a table. python-docx gives a merged cell in every place it covers, across and down."""
    from .documents import row_of

    found = []
    for row in table.rows:
        cells: list[str] = []
        last = None
        for cell in row.cells:
            cells.append("" if cell._tc is last else cell.text.strip())
            last = cell._tc
        if any(cells):
            found.append(cells[0] if len(cells) > 1 and not any(cells[1:]) else row_of(cells))
    return found
