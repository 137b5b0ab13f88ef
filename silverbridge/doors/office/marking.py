"""The text of a notice as the ledger shows it: clause by clause, with units and deadlines marked and each task's number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.passages import Span, clauses_of
from silverbridge.engines import notices


@dataclass(frozen=True)
class ClauseShown:
    """One clause: its path, its text in pieces (whether marked, words), and the tasks it sets."""

    path: str
    pieces: tuple[tuple[bool, str], ...]
    tasks: tuple[Task, ...]


def spans(text: str, task: Task) -> list[Span]:
    """Where the units and the deadline of a task are printed; the whole bracket where they are worded otherwise."""
    if task.resp_start is None or task.resp_end is None:
        return []
    names = [*task.leads, *task.responsible, *task.cooperating, task.deadline_text]
    printed = text[task.resp_start : task.resp_end]
    found = [
        (task.resp_start + at, task.resp_start + at + len(name))
        for name in filter(None, names)
        if (at := printed.find(name)) >= 0
    ]
    return found or [(task.resp_start, task.resp_end)]


def merged(marks: Iterable[Span]) -> list[Span]:
    """The same characters in spans that do not overlap, in order."""
    out: list[Span] = []
    for start, end in sorted(marks):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def pieces(text: str, start: int, end: int, marks: Iterable[Span]) -> tuple[tuple[bool, str], ...]:
    """The text from ``start`` to ``end``, cut where marks (in order, apart from each other) begin and end."""
    inside = [(max(a, start), min(b, end)) for a, b in marks if a < end and b > start]
    cuts = sorted({start, end, *(edge for mark in inside for edge in mark)})
    return tuple((any(a <= left < b for a, b in inside), text[left:right]) for left, right in pairwise(cuts))


def clauses(notice: Notice, tasks: Iterable[Task], around: Iterable[Task] | None = None) -> list[ClauseShown]:
    """The clauses of a notice, each with its tasks; with ``around`` only the stretch that holds these."""
    tasks, found = list(tasks), clauses_of(notice.text)
    marks = merged(span for task in tasks for span in spans(notice.text, task))
    # An unnumbered stretch before the first clause may hold tasks too; a task belongs to the last clause that begins before it.
    shown = []
    for clause in found:
        own = tuple(task for task in tasks if clause.start <= task.start < clause.end)
        if notice.text[clause.start : clause.end].strip():
            shown.append((clause, own))
    wanted = {task.pk for task in around} if around is not None else set()
    if wanted:
        at = [n for n, (_clause, own) in enumerate(shown) if wanted & {task.pk for task in own}]
        shown = shown[_heading(shown, at[0]) : at[-1] + 1] if at else shown
    return [ClauseShown(c.path, pieces(notice.text, c.start, _last(notice.text, c), marks), own) for c, own in shown]


def _heading(shown: list[tuple[notices.Clause, tuple[Task, ...]]], at: int) -> int:
    """Where the headings begin that stand right above a clause."""
    while at and not shown[at - 1][1] and shown[at - 1][0].level < shown[at][0].level:
        at -= 1
    return at


def _last(text: str, clause: notices.Clause) -> int:
    """The end of a clause without the blank lines after it."""
    return clause.start + len(text[clause.start : clause.end].rstrip())
