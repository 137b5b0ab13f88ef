"""The text of a PDF that has any. Page marks and cut lines stay as printed; `parse` reads through them."""

from __future__ import annotations

import io

from silverbridge.engines.torn import UNSOUND

from .limits import Budget, Damaged, DocumentRefused, Encrypted, Limits, NoTextLayer, ReaderMissing, TooManyPages
from .radicals import ordinary

_LEAST = 20  # characters a page of text has, on average, at the very least


def text_of_pdf(data: bytes, limits: Limits, budget: Budget) -> str:
    """The words of a PDF, page after page. Raises Encrypted, TooManyPages, NoTextLayer, Damaged, OutOfTime, ReaderMissing."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise ReaderMissing(kind="PDF") from error
    try:
        reader = PdfReader(io.BytesIO(data))
        # Many offices lock only editing: such files open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted
        count = len(reader.pages)
        if count > limits.pages:
            raise TooManyPages(pages=count, limit=limits.pages)
        pages = []
        for page in reader.pages:
            budget.spend()
            pages.append(page.extract_text())
    except DocumentRefused:
        raise
    except (*UNSOUND, PyPdfError) as error:
        # A lock that cannot be opened here, by a certificate for one, is a lock all the same: the file says so itself.
        locked = isinstance(error, NotImplementedError | DependencyError) and b"/Encrypt" in data
        raise (Encrypted() if locked else Damaged(kind="PDF")) from error
    text = "\n".join(pages)
    if sum(not c.isspace() for c in text) < _LEAST * max(1, count):
        raise NoTextLayer
    return ordinary(text.replace("\x00", "")) + "\n"
