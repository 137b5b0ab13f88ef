"""From the bytes of a file to its text."""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

_CONTROL = frozenset(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableText(ValueError):
    """The bytes are no text in any encoding Chinese notices come in."""


def _plausible(text: str) -> bool:
    """Whether a decoding reads like text: next to no control characters, unassigned or private code
    points.
    """
    odd = sum(ord(c) in _CONTROL or 0x7F <= ord(c) <= 0x9F or 0xE000 <= ord(c) <= 0xF8FF or c == "\ufffd" for c in text)
    return odd * 50 <= len(text)


def decode(data: bytes) -> str:
    """The text of `data` (UTF-8, GB18030, UTF-16 with its mark, Big5), without a byte order mark.

    Line ends become `\\n`.

    Raises UnreadableText where no encoding gives plausible text.
    """
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                text = data.decode(name)
            except UnicodeDecodeError as error:
                raise UnreadableText(f"the file begins like {name} but is damaged at byte {error.start}") from error
            return text
    if b"\x00" in data:
        raise UnreadableText("the file holds zero bytes: it is no plain text (a Word or PDF file, perhaps)")
    for name in ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    guess = from_bytes(data, cp_isolation=["big5", "gb18030", "utf_8", "utf_16"]).best()
    if guess is not None and _plausible(str(guess)):
        return str(guess)
    raise UnreadableText("the file is in no known text encoding (UTF-8 and GB18030 were tried)")


def read_file(path: str | Path) -> str:
    """The text of the file at `path`; offsets that `parse` gives count in this text.

    Raises OSError where the file cannot be read, UnreadableText where it is no text.
    """
    return decode(Path(path).read_bytes())
