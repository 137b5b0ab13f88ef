"""Tables whose cells a PDF reader gave in pieces: which pieces make up which cell is settled by what columns can hold."""

from __future__ import annotations

import re
from functools import cache

from .columns import AT_HOME, Cell, column_of
from .deadlines import is_time_like
from .shadow import Line
from .units import is_nothing, looks_like_unit, split_units

_ROLE_BEHIND = re.compile("(?:总?牵头|分工负责|负责|配合|参与|落实|按职责分工|按职责)+$")
_LINES = 14  # a header is printed on, where each name takes two
_MOST = 60
_BEGINS_TIME = re.compile("[\\d今本当明每长持常全立即年上下第自完于按已]|印发")
_IMPOSSIBLE = float("-inf")


def header_in_pieces(printed: list[Line], at: int) -> tuple[list[str], int] | None:
    """The columns of a header printed over the lines from `at` on, and the line below it; None where there is none."""
    words = [(word, k) for k in range(at, min(at + _LINES, len(printed))) for word in printed[k].text.split()]
    kinds: list[str] = []
    taken = 0
    while taken < len(words):
        most = min(3, len(words) - taken)
        size = next((n for n in range(most, 0, -1) if column_of("".join(w for w, _ in words[taken : taken + n]))), 0)
        if not size:
            break
        kinds.append(column_of("".join(w for w, _ in words[taken : taken + size])) or "")
        taken += size
    below = words[taken][1] if taken < len(words) else min(at + _LINES, len(printed))
    whole = taken == len(words) or words[taken - 1][1] < below
    units = any(k in ("lead", "resp", "coop") for k in kinds)
    if not whole or len(kinds) < 3 or kinds[0] != "serial" or kinds.count("task") < 1 or not units:
        return None
    return kinds, below


def pieces_of(line: Line) -> list[Cell]:
    """The pieces of cells on a line."""
    return [(line.start + m.start(), line.start + m.end()) for m in re.finditer(r"\S+", line.text)]


def _worth(text: str, kind: str) -> float:
    """How well a text stands in a column of a kind."""
    if not text:
        return {"task": _IMPOSSIBLE, "time": -3.0}.get(kind, -4.0 if kind in ("lead", "resp", "coop") else -1.0)
    if kind == "time":
        return 5.0 - (not _BEGINS_TIME.match(text)) if is_time_like(text) else 1.0 if is_nothing(text) else _IMPOSSIBLE
    if kind in ("lead", "resp", "coop"):
        return _worth_as_units(text)
    if kind == "task":
        return 1.0 + (text[-1] in "。;") - 2.0 * (text[-1] in "、,各及和") if len(text) >= 4 else _IMPOSSIBLE
    if kind == "person":
        return 1.5 if len(text) in (2, 3) else 1.0 if len(text) <= 8 else _IMPOSSIBLE
    return 0.5 if len(text) <= 15 else _IMPOSSIBLE


def _worth_as_units(text: str) -> float:
    if is_nothing(text):
        return 1.0
    names = [_ROLE_BEHIND.sub("", text[u.start : u.end]) for u in split_units(text)]
    if not names or text[-1] in "、," or not all(looks_like_unit(n) and len(n) <= 25 for n in names):
        return _IMPOSSIBLE
    good = sum(1.0 if AT_HOME.match(n) else 0.0 for n in names) / len(names)
    return 3.0 + good - 2.0 * sum(len(n) < 3 for n in names) - 0.02 * len(text)


def cells_from(shadow: str, pieces: list[Cell], kinds: list[str]) -> list[tuple[str, list[Cell]]] | None:
    """The pieces of a row, without its serial, put together as cells of the columns `kinds`; None where they make no row."""
    if not pieces or len(pieces) > _MOST:
        return None
    words = [shadow[a:b] for a, b in pieces]

    @cache
    def best(column: int, begin: int) -> tuple[float, tuple[int, ...]]:
        if column == len(kinds):
            return (0.0, ()) if begin == len(words) else (_IMPOSSIBLE, ())
        found: tuple[float, tuple[int, ...]] = (_IMPOSSIBLE, ())
        for end in range(begin, len(words) + 1):
            worth = _worth("".join(words[begin:end]), kinds[column])
            if worth == _IMPOSSIBLE:
                continue
            rest, ends = best(column + 1, end)
            if worth + rest > found[0]:
                found = (worth + rest, (end, *ends))
        return found

    worth, ends = best(0, 0)
    if worth <= 0:
        return None
    begins = (0, *ends[:-1])
    return [
        (k, [(pieces[a][0], pieces[b - 1][1])] if b > a else []) for k, a, b in zip(kinds, begins, ends, strict=True)
    ]
