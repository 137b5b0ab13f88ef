"""Task tables with bars between their cells that were put on one line: where the rows began."""

from __future__ import annotations

import re

from .columns import UNIT_COLUMNS, column_of

_LONGEST_NAME = 10
_FEWEST = 8  # bars: a header of three cells and one row have as many
_LAST_WORD = re.compile(r"(?P<word>\S+)\s*\Z")
_SERIAL_BEHIND = re.compile(r"(?<!\d)(?P<n>\d{1,3})\s*\Z")
_RULE = re.compile(r"[\s:—-]*")
Piece = tuple[int, int]


def bar_rows(raw: str) -> tuple[list[int], int] | None:
    """Where the rows of a task table begin, its header first, and where the table ends; None where a line holds none.

    Rows are printed `| a | b | c |` one behind the other, so that an empty piece parts two of them, or `a | b | c`, so that
    the last cell of one and the serial of the next share a piece.
    """
    if raw.count("|") < _FEWEST:
        return None
    pieces = _pieces(raw)
    for at in range(len(pieces)):
        size, begin = _header(raw, pieces, at)
        if size:
            found = _closed_rows(raw, pieces, at, size, begin) or _open_rows(raw, pieces, at, size, begin)
            if found:
                return found
    return None


def _pieces(raw: str) -> list[Piece]:
    ends = [i for i, char in enumerate(raw) if char == "|"]
    return list(zip([0, *(i + 1 for i in ends)], [*ends, len(raw)], strict=True))


def _header(raw: str, pieces: list[Piece], at: int) -> tuple[int, int]:
    """How many columns a header that opens in piece `at` names, and where it begins; 0 for none.

    The last name may share its piece with the first serial.
    """
    first = _LAST_WORD.search(raw, *pieces[at])
    if first is None or not column_of(first["word"]):
        return 0, 0
    kinds = [column_of(first["word"])]
    for begin, end in pieces[at + 1 : at + 12]:
        name = raw[begin:end]
        kind = column_of(name) or column_of(_SERIAL_BEHIND.sub("", name))
        if not kind and (None in kinds or not 1 < len(name.strip()) <= _LONGEST_NAME):
            break
        kinds.append(kind)
        if _SERIAL_BEHIND.search(name):
            break
    while kinds and kinds[-1] is None:  # one column may bear any name, if named ones stand behind it
        kinds.pop()
    whole = len(kinds) >= 3 and "task" in kinds and any(kind in UNIT_COLUMNS for kind in kinds)
    alone = at > 0 and not raw[pieces[at][0] : first.start("word")].strip()
    return (len(kinds), pieces[at][0] - 1 if alone else first.start("word")) if whole else (0, 0)


def _closed_rows(raw: str, pieces: list[Piece], at: int, size: int, begin: int) -> tuple[list[int], int] | None:
    """Rows that are closed by a bar on both sides."""
    rows, end = [begin], pieces[at + size - 1][1] + 1
    at += size
    while at + size < len(pieces) and not raw[slice(*pieces[at])].strip():
        if not _RULE.fullmatch(raw, pieces[at][0], pieces[at + size][1]):
            rows.append(pieces[at][1])
        end = pieces[at + size][1] + 1
        at += size + 1
    return (rows, end) if len(rows) > 1 else None


def _open_rows(raw: str, pieces: list[Piece], at: int, size: int, begin: int) -> tuple[list[int], int] | None:
    """Rows without bars round them: each begins with its serial, in the piece of the last cell of the row above."""
    rows, expected = [begin], 1
    at += size - 1
    while at < len(pieces):
        serial = _SERIAL_BEHIND.search(raw, *pieces[at])
        if serial is None or int(serial["n"]) != expected or at + size - 1 >= len(pieces):
            break
        rows.append(serial.start("n"))
        expected += 1
        at += size - 1
    if len(rows) == 1:
        return None
    cell = re.compile(r"\s*\S+").match(raw, *pieces[at])
    return rows, cell.end() if cell else pieces[at][0]
