"""A notice of the ledger as the engine knows one: its text read again, with what people corrected and confirmed in its place."""

from __future__ import annotations

from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.engines import notices


def parsed_of(notice: Notice) -> notices.ParsedNotice:
    """The notice with the tasks as they stand in the ledger; clauses and spans come from its text, which never changes."""
    read = notices.parse(notice.text)
    known = {(task.start, task.end): task for task in read.tasks}
    tasks = tuple(_task(row, known.get((row.start, row.end))) for row in notice.tasks.order_by("number"))
    return read.model_copy(
        update={
            "title": notice.title or None,
            "document_number": notice.document_number or None,
            "issuers": tuple(notice.issuers),
            "date": notice.dated,
            "status": notice.status,
            "duties": tuple(notices.Duty.model_validate(duty) for duty in notice.duties),
            "tasks": tasks,
        }
    )


def _task(row: Task, read: notices.Task | None) -> notices.Task:
    """A task of the ledger. Spans of units and deadline stay only where the ledger still says what is printed there."""
    leads, responsible, cooperating = tuple(row.leads), tuple(row.responsible), tuple(row.cooperating)
    deadline = row.deadline.isoformat() if row.deadline else None
    if row.deadline_kind == Task.Deadline.ONGOING:
        deadline = "ongoing"
    values = {
        "clause": row.clause,
        "part": row.part,
        "text": row.text,
        "start": row.start,
        "end": row.end,
        "leads": leads,
        "responsible": responsible,
        "cooperating": cooperating,
        "others": (*responsible, *cooperating),
        "deadline": deadline,
        "deadline_text": row.deadline_text or None,
        "resp_start": row.resp_start,
        "resp_end": row.resp_end,
        "confidence": row.confidence,
    }
    if read is None:
        return notices.Task(**values)
    if (read.leads, read.responsible, read.cooperating) != (leads, responsible, cooperating):
        values["units"] = ()
    else:
        values["others"] = read.others
    if read.deadline != deadline:
        values |= {"deadline_start": None, "deadline_end": None, "deadline_confidence": 0.0}
    return read.model_copy(update=values)
