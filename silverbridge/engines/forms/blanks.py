"""Blanks inside a line of text, 填表人：____ 复核人：____, and 年 and 季度 behind spaces: found, filled, read back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Underscores, or two and more spaces (tabs count); a colon at the end of the line leaves the rest of it open.
_BLANK = re.compile(r"[_＿]{2,}|[ \u3000\xa0\t]*\t[ \u3000\xa0\t]*|[ \u3000\xa0]{2,}")
_BEFORE_UNIT = re.compile(r"\s*(?:年|季度|月|日|份|期|号|[)）])")
_LABEL_END = ("：", ":")


@dataclass(frozen=True)
class Line:
    """A line taken apart: fixed words around its blanks (one more than blanks), and where the blanks stand in it."""

    literals: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How many blanks the line has."""
        return len(self.spans)


def take_apart(text: str, open_end: bool = True) -> Line:
    """The blanks of a line: after a label's colon, or before 年, 季度, 月, 日. ``open_end``: the end after a colon is one."""
    spans = []
    for found in _BLANK.finditer(text):
        before, behind = text[: found.start()].rstrip(), text[found.end() :]
        underscores = found[0].strip(" \u3000\xa0\t") != ""
        after_label = before.endswith(_LABEL_END)
        if underscores or after_label or (_BEFORE_UNIT.match(behind) and len(found[0]) >= 2):
            spans.append((found.start(), found.end()))
    stripped = text.rstrip()
    if open_end and stripped.endswith(_LABEL_END) and not any(end >= len(stripped) for _start, end in spans):
        spans.append((len(stripped), len(text)))
    literals, at = [], 0
    for start, end in spans:
        literals.append(text[at:start])
        at = end
    return Line((*literals, text[at:]), tuple(spans))


def width(text: str) -> int:
    """How wide a text prints, in half characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def in_place(value: str, blank: str, last: bool) -> str:
    """A value as it is written over a blank, padded so that what follows stays roughly where it stood."""
    pad = " " if blank.strip(" \u3000\xa0\t") else (blank[:1] or " ")
    if last and not blank:
        return value
    if "\t" in blank:
        return f"{value}{blank}"
    room = width(blank) - width(value)
    if blank.strip():
        return value + ("" if last or room < 0 else " " * min(room, 2))
    return value + pad * max(0 if last else 2, room // max(1, width(pad)))


def read_back(text: str, literals: tuple[str, ...]) -> tuple[str, ...] | None:
    """What stands in the blanks of a line with these fixed words; None where the line reads otherwise.

    Spaces around fixed words do not count, as people move them when they type.
    """
    pieces = [r"\s*".join(re.escape(word) for word in literal.split()) for literal in literals]
    pattern = r"\s*" + r"(.*?)".join(rf"\s*{piece}\s*" if piece else r"\s*" for piece in pieces) + r"\s*"
    found = re.fullmatch(pattern, text, re.DOTALL)
    return tuple(group.strip(" \u3000\xa0\t\n_＿") for group in found.groups()) if found else None
