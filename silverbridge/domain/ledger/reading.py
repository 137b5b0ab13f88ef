"""A notice of the ledger as the engine knows one: its text read again, with what people corrected and confirmed in its place."""

from __future__ import annotations

from silverbridge.domain.ledger.models import Duty, Goal, Notice, Task
from silverbridge.domain.ledger.statements import engine_duty, engine_goal, statements_in_order
from silverbridge.engines import notices


def parsed_of(notice: Notice) -> notices.ParsedNotice:
    """The notice with head, aims, duties and tasks as in the ledger; its clauses come from the text, which never changes."""
    read, stated = notices.parse(notice.text), statements_in_order(notice)
    return read.model_copy(
        update={
            "title": notice.title or None,
            "document_number": notice.document_number or None,
            "issuers": tuple(notice.issuers),
            "date": notice.dated,
            "status": notice.status,
            "duties": tuple(engine_duty(row) for row in stated if isinstance(row, Duty)),
            "goals": tuple(engine_goal(row) for row in stated if isinstance(row, Goal)),
            "tasks": tuple(_task(row) for row in notice.tasks.order_by("start", "number")),
        }
    )


def _task(row: Task) -> notices.Task:
    deadline = row.deadline.isoformat() if row.deadline else None
    if row.deadline_kind == Task.Deadline.ONGOING:
        deadline = "ongoing"
    return notices.Task(
        clause=row.clause,
        part=row.part,
        text=row.text,
        start=row.start,
        end=row.end,
        leads=tuple(row.leads),
        responsible=tuple(row.responsible),
        cooperating=tuple(row.cooperating),
        others=(*row.responsible, *row.cooperating),
        deadline=deadline,
        deadline_text=row.deadline_text or None,
        resp_start=row.resp_start,
        resp_end=row.resp_end,
        confidence=row.confidence,
        units=tuple(notices.Unit.model_validate(unit) for unit in row.units),
        deadline_start=row.deadline_start,
        deadline_end=row.deadline_end,
        deadline_confidence=row.deadline_confidence,
        recurrence=row.recurrence or None,
        targets=tuple(notices.NumberTarget.model_validate(target) for target in row.targets),
    )
