"""A copy of the text that is easier to match against, character for character as long as the original.

Notices mix full-width and half-width marks at will. Every rule of this engine matches on the shadow, in which
a mark has one form only, and cuts what it gives out from the original: offsets are the same in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = "\u3000\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u200b\u200c\u200d\ufeff"
_ONE_FORM = {
    **_FULL_WIDTH,
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "〔［【〖﹝"), "["),
    **dict.fromkeys(map(ord, "〕］】〗﹞"), "]"),
    **dict.fromkeys(map(ord, "﹙❨"), "("),
    **dict.fromkeys(map(ord, "﹚❩"), ")"),
    **dict.fromkeys(map(ord, "∶︰"), ":"),
    ord("﹐"): ",",
    ord("﹑"): "、",
    ord("﹔"): ";",
    ord("﹕"): ":",
    ord("｡"): "。",
    ord("､"): "、",
    ord("‐"): "-",
}


_FORMS = {chr(code): chr(form) if isinstance(form, int) else form for code, form in _ONE_FORM.items()}
_SHORT = 500


def shadow_of(text: str) -> str:
    """The text with marks and digits in one form; as long as `text`, so that offsets agree."""
    if len(text) < _SHORT:
        return text.translate(_ONE_FORM)
    # `translate` asks a table for every character; looking for each mark in a long text is faster.
    for char, form in _FORMS.items():
        if char in text:
            text = text.replace(char, form)
    return text


# A page that lost its line ends keeps the paragraphs' indents: only there do wide gaps part lines.
_LONG = 150
_GAP = re.compile(r"(?<=[。;:!?)日通知方案细则要求任务目标措施府局厅委办会])[ ]{2,}(?=\S)")


@dataclass(slots=True)
class Line:
    """A printed line: `start` to `end` without the white space around it; `raw_start` where the line
    begins.
    """

    index: int
    raw_start: int
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not self.text


def lines_of(shadow: str) -> list[Line]:
    """The lines of a shadow, blank ones included, in order."""
    found: list[Line] = []
    offset = 0
    for raw in shadow.split("\n"):
        if len(raw) <= _LONG:
            stripped = raw.strip()
            size = len(stripped)
            begin = offset if size == len(raw) or not size else offset + len(raw) - len(raw.lstrip())
            found.append(Line(len(found), offset, begin, begin + size, stripped))
            offset += len(raw) + 1
            continue
        cuts = [m.end() for m in _GAP.finditer(raw)]
        for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True):
            piece = raw[a:b]
            stripped = piece.strip()
            begin = offset + a + (len(piece) - len(piece.lstrip()) if stripped else 0)
            found.append(Line(len(found), offset + a, begin, begin + len(stripped), stripped))
        offset += len(raw) + 1
    return found


def squeezed(text: str) -> str:
    """The text without any white space, for comparing two printings of the same words."""
    return "".join(text.split())


def trimmed(shadow: str, start: int, end: int, junk: str = "") -> tuple[int, int]:
    """`start` and `end` moved inwards past white space and the characters of `junk`."""
    while start < end and (shadow[start].isspace() or shadow[start] in junk):
        start += 1
    while end > start and shadow[end - 1].isspace():
        end -= 1
    return start, end


_CHINESE = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}


def chinese_number(text: str) -> int | None:
    """The value of 一 … 九十九, 一百零五, or of digits such as 二〇二一; None where it is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text:
        return None
    if "十" not in text and "百" not in text:
        digits = [_CHINESE.get(c) for c in text]
        return None if None in digits else int("".join(map(str, digits)))
    total, last = 0, None
    for char in text:
        if char in _CHINESE:
            last = _CHINESE[char]
        elif char == "十":
            total, last = total + 10 * (1 if last in (None, 0) else last), 0
        elif char == "百":
            total, last = total + 100 * (last or 1), 0
        else:
            return None
    return total + (last or 0)
