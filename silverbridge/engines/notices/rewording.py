"""Which words of a passage were taken out, and which were put in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A figure or a Latin word changes as a whole; of Chinese, each character stands for itself.
_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)*%?|\s+|.", re.DOTALL)
_SHORT = 2  # so few equal tokens between two changes are no rest for the eye: both become one change


@dataclass(frozen=True)
class Piece:
    """Some words: in both versions (same), only in the old one (out), or only in the new one (in)."""

    kind: Literal["same", "out", "in"]
    words: str


def reworded(old: str, new: str) -> tuple[Piece, ...]:
    """The two passages woven into one: without "in" it reads as the old one, without "out" as the new one.

    Marks that differ only in width, and white space, count as equal; then the new form is shown. Joining neither loses
    nor adds a word.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, [_form(t) for t in before], [_form(t) for t in after], autojunk=False)
    woven: list[Piece] = []
    for tag, a, b, c, d in _joined(matcher.get_opcodes()):
        if tag == "equal":
            woven.append(Piece("same", "".join(after[c:d])))
            continue
        out, into = "".join(before[a:b]), "".join(after[c:d])
        woven += [Piece("out", out)] if out else []
        woven += [Piece("in", into)] if into else []
    return tuple(woven)


def _form(token: str) -> str:
    return " " if token.isspace() else unicodedata.normalize("NFKC", token)


def _joined(codes: list[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """Changes with hardly anything between them become one."""
    out: list[tuple[str, int, int, int, int]] = []
    for n, (tag, a, b, c, d) in enumerate(codes):
        between = tag == "equal" and b - a <= _SHORT and 0 < n < len(codes) - 1
        if out and out[-1][0] == "change" and (tag != "equal" or between):
            out[-1] = ("change", out[-1][1], b, out[-1][3], d)
        else:
            out.append(("equal" if tag == "equal" else "change", a, b, c, d))
    return out
