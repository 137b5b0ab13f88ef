"""What a person who compares a notice with its text asks: what was read at first, what comes next, what was taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from silverbridge.domain.ledger.models import Correction, Notice, Statement, Task
from silverbridge.domain.ledger.passages import Span, find, printed_near
from silverbridge.domain.ledger.statements import kind_of

Act = Correction.Act


@dataclass(frozen=True)
class Origin:
    """Where a task comes from and what was read of it: ``made`` is the act that made it (None: it was read from the text).

    ``parent`` is the number of the task it was cut from; ``read`` has the first value of each field that was corrected since.
    """

    made: str | None
    parent: int | None
    read: dict[str, Any]


@dataclass(frozen=True)
class TakenOut:
    """A task taken out, by whom and why; ``into`` is the number of the task that took it in, None where it was removed."""

    task: Task
    last: Correction
    into: int | None


def in_order(notice: Notice) -> list[Task]:
    """The tasks of a notice that stand, in the order of its text."""
    rows = Task.objects.filter(notice=notice).select_related("confirmed_by", "lead_organisation")
    return list(rows.order_by("start", "number"))


def next_to_confirm(tasks: Iterable[Task], after: Task | None = None) -> Task | None:
    """The next task nobody confirmed, in the text's order: first those after ``after``, then from the beginning."""
    tasks = [task for task in tasks if after is None or task.pk != after.pk]
    waiting = [task for task in tasks if not task.is_confirmed]
    later = [task for task in waiting if after is not None and task.start >= after.start]
    return next(iter(later or waiting), None)


def origin_of(about: Task | Statement | Notice) -> Origin:
    """Where a task, a duty, an aim or a notice's head comes from, and what was read of it at first."""
    rows = corrections_about(about)
    made, parent, read = None, None, {}
    for row in rows.order_by("pk"):
        if row.act == Act.CORRECT:
            read.setdefault(row.field, row.before)
        elif row.act == Act.ADD or (row.act == Act.SPLIT and "number" in row.before):
            made, parent = row.act, (row.before or {}).get("number")
        elif row.act in (Act.SPLIT, Act.MERGE) and row.before:
            read.setdefault("span", row.before)
    return Origin(made, parent, read)


def corrections_about(about: Task | Statement | Notice) -> QuerySet[Correction]:
    """Every correction of one thing, newest first; of a notice those of its head."""
    head = {"task__isnull": True, "duty__isnull": True, "goal__isnull": True}
    if isinstance(about, Notice):
        wanted = {"notice": about} | head
    else:
        wanted = {"task" if isinstance(about, Task) else kind_of(about): about}
    return Correction.objects.filter(**wanted).select_related("by").order_by("-pk")


def taken_out(notice: Notice) -> list[TakenOut]:
    """The tasks of a notice that were taken out, in the order of the text, each with its last correction."""
    found = []
    rows = Task.everything.filter(notice=notice, removed_at__isnull=False).order_by("start", "number")
    last = {row.task_id: row for row in Correction.objects.filter(task__in=rows).select_related("by").order_by("pk")}
    for task in rows:
        row = last[task.pk]
        found.append(TakenOut(task, row, row.after["number"] if row.act == Act.MERGE else None))
    return found


def places_of(task: Task, text: str) -> dict[str, list[Span]]:
    """Where each field of a task is printed, by the field's name; a field without a place is left out."""
    mark = None if task.resp_start is None or task.resp_end is None else (task.resp_start, task.resp_end)
    span, found = (task.start, task.end), {"span": [(task.start, task.end)]}
    known = {(unit["role"], unit["name"]): _kept(unit) for unit in task.units}
    for field, role in (("leads", "lead"), ("responsible", "responsible"), ("cooperating", "cooperating")):
        found[field] = [
            place
            for name in getattr(task, field)
            if (place := known.get((role, name)) or printed_near(text, name, span, mark))
        ]
    if task.deadline_start is not None and task.deadline_end is not None:
        found["deadline"] = [(task.deadline_start, task.deadline_end)]
    elif place := printed_near(text, task.deadline_text, span, mark):
        found["deadline"] = [place]
    if place := printed_near(text, task.recurrence, span, mark):
        found["recurrence"] = [place]
    found["targets"] = [place for target in task.targets if (place := _kept(target))]
    return {field: places for field, places in found.items() if places}


def places_of_head(notice: Notice) -> dict[str, list[Span]]:
    """Where the head of a notice is printed, by the field's name; a field without a place is left out."""
    text, day = notice.text, notice.dated
    dates = [f"{day.year}年{day.month}月{day.day}日", day.isoformat()] if day else []
    printed_day = next((place for words in dates if (place := find(text, words, len(text)))), None)
    # Who issued it signs beside the day.
    signed = [find(text, words, printed_day[0] if printed_day else 0) for words in notice.issuers]
    wanted = {
        "title": [notice.title],
        "document_number": [notice.document_number],
        "status": [notice.status_text],
    }
    found = {field: [place for words in said if (place := find(text, words))] for field, said in wanted.items()}
    found |= {"dated": [printed_day] if printed_day else [], "issuers": [place for place in signed if place]}
    return {field: places for field, places in found.items() if places}


def _kept(unit: dict[str, Any]) -> Span | None:
    return (unit["start"], unit["end"]) if unit["start"] < unit["end"] else None
