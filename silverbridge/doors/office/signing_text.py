"""The text beside the fields: the stretch a task stands in, cut where the marks of its fields begin and end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from silverbridge.domain.ledger.models import Notice, Statement, Task
from silverbridge.domain.ledger.passages import Span, clauses_of, cuts, words_of_clause

HEAD_CHARACTERS = 1200
_ENDS = 14  # characters shown on each side of a place to split at


@dataclass(frozen=True)
class Piece:
    """Words that carry the same marks: ``keys`` are their numbers, ``opens`` those that begin here."""

    words: str
    keys: tuple[int, ...]
    opens: tuple[int, ...]


@dataclass(frozen=True)
class Stretch:
    """A clause, or another part of the text, in pieces; ``tasks`` begin in it, ``current`` holds the task on the page."""

    path: str
    pieces: tuple[Piece, ...]
    tasks: tuple[Task, ...]
    current: bool


def task_text(
    notice: Notice, tasks: list[Task], about: Task | Statement, marks: dict[int, list[Span]], whole: bool
) -> list[Stretch]:
    """The clauses that hold a task (a duty, an aim) and its marks, their headings, and a clause on each side.

    The whole text on request, and where it is not known where it stands.
    """
    spans = [span for places in marks.values() for span in places] or [(0, 0)]
    first, last = min(a for a, _b in spans), max(b for _a, b in spans)
    rows = [(c.path, c.level, c.start, _printed(notice.text, c.start, c.end)) for c in clauses_of(notice.text)]
    rows = [row for row in rows if row[2] < row[3]]
    at = [n for n, (_path, _level, start, end) in enumerate(rows) if start < last and end > first]
    if not whole and at:
        begin = at[0]
        while begin and rows[begin - 1][1] < rows[begin][1]:
            begin -= 1
        chosen = range(max(0, begin - 1), min(len(rows), at[-1] + 2))
    else:
        chosen = range(len(rows))
    shown = []
    for n in chosen:
        path, _level, start, end = rows[n]
        own = tuple(row for row in tasks if start <= row.start < end)
        shown.append(Stretch(path, cut(notice.text, start, end, marks), own, n in at))
    if at or about.start == about.end:
        return shown
    own = (about,) if isinstance(about, Task) else ()
    return [Stretch("", cut(notice.text, about.start, about.end, marks), own, True), *shown]


def head_text(notice: Notice, tasks: list[Task], marks: dict[int, list[Span]]) -> list[Stretch]:
    """Where the text begins, and around every mark of the head beyond that."""
    text = notice.text
    first = [
        clause.start for clause in clauses_of(text) for task in tasks[:1] if clause.start <= task.start < clause.end
    ]
    end = min([HEAD_CHARACTERS, len(text), *(place for place in first if place > 0)])
    parts: list[Span] = [(0, end)]
    for start, stop in sorted(span for places in marks.values() for span in places):
        if stop > parts[-1][1]:
            begin = max(parts[-1][1], text.rfind("\n", 0, max(0, start - 60)) + 1)
            parts.append((begin, min(len(text), stop + 60)))
    return [Stretch("", cut(text, a, _printed(text, a, b), marks), (), True) for a, b in parts]


def cut(text: str, start: int, end: int, marks: dict[int, list[Span]]) -> tuple[Piece, ...]:
    """The text from ``start`` to ``end`` in pieces, each with the marks that lie on it."""
    inside = [(n, max(a, start), min(b, end)) for n, spans in marks.items() for a, b in spans if a < end and b > start]
    edges = sorted({start, end, *(edge for _n, a, b in inside for edge in (a, b))})
    begun = {(n, max(a, start)) for n, spans in marks.items() for a, b in spans if start <= a < end}
    return tuple(
        Piece(
            text[left:right],
            tuple(sorted({n for n, a, b in inside if a <= left < b})),
            tuple(sorted(n for n, a in begun if a == left)),
        )
        for left, right in pairwise(edges)
    )


def places_to_split(task: Task) -> list[tuple[str, str]]:
    """The places between a task's sentences, each shown by the words on both sides."""
    text = task.notice.text
    return [
        (str(at), f"…{_flat(text[max(task.start, at - _ENDS) : at])} ｜ {_flat(text[at : min(task.end, at + _ENDS)])}…")
        for at in cuts(text, task.start, task.end)
    ]


def clauses_to_add(notice: Notice, tasks: Iterable[Task]) -> list[tuple[str, str]]:
    """The clauses whose words no task shares, each by where its words begin and end."""
    taken, found = [(task.start, task.end) for task in tasks], []
    for clause in clauses_of(notice.text):
        start, end = words_of_clause(notice.text, clause)
        if start < end and not any(a < end and b > start for a, b in taken):
            found.append((f"{start}-{end}", f"{clause.path} {_flat(notice.text[start:end])[:24]}".strip()))
    return found


def _printed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _flat(words: str) -> str:
    return " ".join(words.split())
