"""What can be corrected of a task and of a notice, as plain values, and how each stands in the record of corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.passages import Span

ROLES = {"leads": "lead", "responsible": "responsible", "cooperating": "cooperating"}
DIRECTIONS = ("at_least", "at_most", "equal")


@dataclass(frozen=True)
class TargetFields:
    """A figure to reach: the words that state it, what is counted, how much in which unit, and in which direction."""

    words: str
    what: str
    value: float
    unit: str
    direction: str


@dataclass(frozen=True)
class TaskFields:
    """Everything of a task that a person may correct. ``span`` counts characters of the notice's text."""

    span: Span
    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline_kind: str = Task.Deadline.NONE
    deadline: date | None = None
    deadline_text: str = ""
    recurrence: str = ""
    targets: tuple[TargetFields, ...] = ()


@dataclass(frozen=True)
class NoticeFields:
    """Everything of a notice's head that a person may correct. Its validity is a supervisor's word (``set_validity``)."""

    title: str
    document_number: str
    issuers: tuple[str, ...]
    dated: date | None


def fields_of(task: Task) -> TaskFields:
    """A task as it stands."""
    return TaskFields(
        span=(task.start, task.end),
        leads=tuple(task.leads),
        responsible=tuple(task.responsible),
        cooperating=tuple(task.cooperating),
        deadline_kind=str(task.deadline_kind),
        deadline=task.deadline,
        deadline_text=task.deadline_text,
        recurrence=task.recurrence,
        targets=tuple(
            TargetFields(t["words"], t["what"], float(t["value"]), t["unit"], t["direction"]) for t in task.targets
        ),
    )


def notice_fields_of(notice: Notice) -> NoticeFields:
    """The head of a notice as it stands."""
    return NoticeFields(notice.title, notice.document_number, tuple(notice.issuers), notice.dated)


def kept(fields: TaskFields, text: str) -> dict[str, Any]:
    """Each field as it stands in a correction: plain JSON values, the span with its words."""
    start, end = fields.span
    return {
        "span": {"start": start, "end": end, "text": text[start:end]},
        "leads": list(fields.leads),
        "responsible": list(fields.responsible),
        "cooperating": list(fields.cooperating),
        "deadline": {
            "kind": str(fields.deadline_kind),
            "day": fields.deadline.isoformat() if fields.deadline else None,
            "words": fields.deadline_text,
        },
        "recurrence": fields.recurrence,
        "targets": [vars(target) | {} for target in fields.targets],
    }


def notice_kept(fields: NoticeFields) -> dict[str, Any]:
    """Each field of a notice's head as it stands in a correction."""
    return {
        "title": fields.title,
        "document_number": fields.document_number,
        "issuers": list(fields.issuers),
        "dated": fields.dated.isoformat() if fields.dated else None,
    }


def span_of(task: Task) -> dict[str, Any]:
    """Where a task stands, as a correction keeps it."""
    return {"start": task.start, "end": task.end, "text": task.text}
