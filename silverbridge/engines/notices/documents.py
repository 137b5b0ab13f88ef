"""The text of a notice in whatever file it came: plain text, a web page, DOCX, or PDF with text."""

from __future__ import annotations

import re
from pathlib import Path

from .decode import decode
from .limits import Budget, Encrypted, Limits, NoTextLayer, TooLarge, UnknownKind

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_MIB = 2**20


def read_document(source: str | Path | bytes, filename: str | None = None, limits: Limits | None = None) -> str:
    """The text of a file, tables as rows `| cell | cell |`; offsets that `parse` gives count in this text.

    What the file is follows from its first bytes; `filename` decides only between web page and plain text.
    Raises OSError where the file cannot be read, UnreadableText where it is no text in a known encoding, and a
    DocumentRefused that names the cause: TooLarge, UnpacksTooLarge, TooManyPages, OutOfTime, Encrypted, NoTextLayer,
    Damaged, UnknownKind, ReaderMissing.
    """
    limits = limits or Limits()
    budget = Budget(limits.seconds)
    name = filename or (str(source) if not isinstance(source, bytes) else "")
    _check_size(len(source) if isinstance(source, bytes) else Path(source).stat().st_size, limits)
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    if data.startswith(b"%PDF-") or data[:1024].lstrip().startswith(b"%PDF-"):
        from .from_pdf import text_of_pdf

        return text_of_pdf(data, limits, budget)
    if data.startswith(b"PK\x03\x04"):
        from .from_docx import text_of_docx

        return text_of_docx(data, limits, budget)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted
        raise UnknownKind(kind="Word 97–2003 (.doc), Excel 97–2003 (.xls) or the like")
    if data.startswith(_PICTURES):
        raise NoTextLayer
    text = decode(data)
    if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")) or _MARKUP.match(text):
        from .from_html import text_of_html

        return text_of_html(text, budget)
    return text


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.size:
        raise TooLarge(size=f"{size / _MIB:.1f}", limit=f"{limits.size / _MIB:g}")


def row_of(cells: list[str]) -> str:
    """A row of a table on one line, as `tables` reads it; empty cells keep their place."""
    return "| " + " | ".join(re.sub(r"\s*[\r\n]+\s*|\s*\|\s*", " ", cell).strip() for cell in cells) + " |"
