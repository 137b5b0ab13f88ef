"""What readers of DOCX, XLSX and PDF raise over torn or hostile files: no single family of errors, so it is named once."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

TORN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    RuntimeError,
)
"""While the ZIP file is opened and its parts are unpacked. RuntimeError: a password, another method or a later version, which
`zipfile` does not read."""

UNSOUND: tuple[type[Exception], ...] = (
    *TORN,
    ParseError,
    SyntaxError,
    IndexError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
)
"""While a library makes sense of the parts, which may be any XML."""
