"""From a workbook's lines to the ledger: all that a person confirmed, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.ledger import events_papers
from silverbridge.domain.ledger.models import KeptLedger, KeptLine, Notice, Task
from silverbridge.domain.ledger.services.holding import hold_notice, next_number
from silverbridge.domain.places.queries import resolve
from silverbridge.engines.ledgers import Entry

_SHORT = 200


@dataclass(frozen=True)
class Workbook:
    """Where the lines come from: the file's name and digest, its sheet, and the ticket of its upload."""

    filename: str
    digest: str
    sheet: str
    ticket: str


@dataclass(frozen=True)
class KeptChoice:
    """What is to become of an entry: the number of the task it is, None for a new task. ``likeness`` is from 0 to 1."""

    entry: Entry
    task: int | None
    likeness: float | None = None


def take_over_ledger(
    notice: Notice, workbook: Workbook, choices: Sequence[KeptChoice], left_out: int, actor: Actor
) -> KeptLedger:
    """Keeps what a workbook says of a notice's tasks; entries without a task become new ones, which nobody confirmed yet.

    The notice's own tasks are not changed. Raises Forbidden; DomainError where nothing is chosen, a cell is still wrong, a
    task is chosen twice or unknown; Conflict where this upload was taken over already. Then nothing is written.
    """
    _check(choices)
    with transaction.atomic():
        notice = hold_notice(notice.pk, actor)
        try:
            with transaction.atomic():
                ledger = KeptLedger.objects.create(
                    notice=notice,
                    filename=workbook.filename[:200],
                    digest=workbook.digest,
                    sheet=workbook.sheet[:64],
                    ticket=workbook.ticket,
                    left_out=left_out,
                    taken_by=actor.user,
                )
        except IntegrityError as error:
            raise Conflict(
                "kept.taken", _("This file was taken over a moment ago."), _("Look at the notice.")
            ) from error
        tasks = {task.number: task for task in Task.objects.filter(notice=notice)}
        new = 0
        for choice in choices:
            task = _task(notice, choice.entry) if choice.task is None else tasks.get(choice.task)
            if task is None:
                raise DomainError(
                    "kept.task", _("The notice has no task %(n)s."), _("Choose another one."), "row", n=choice.task
                )
            new += choice.task is None
            KeptLine.objects.create(ledger=ledger, task=task, **_values(choice))
        payload = events_papers.KeptLedgerTaken(lines=len(choices), new_tasks=new, left_out=left_out)
        note(payload, ledger.object_key, actor, notice.organisation)
    return ledger


def _check(choices: Sequence[KeptChoice]) -> None:
    if not choices:
        raise DomainError("kept.nothing", _("No row is to be taken over."), _("Choose a task for at least one row."))
    wrong = [choice.entry for choice in choices if choice.entry.wrong]
    if wrong:
        rows = "、".join(str(row) for entry in wrong for row in entry.rows)
        raise DomainError(
            "kept.wrong",
            _("Cells of these rows are wrong: %(rows)s."),
            _("Mend them in the workbook and bring it again, or leave the rows out."),
            rows=rows,
        )
    numbers = [choice.task for choice in choices if choice.task is not None]
    twice = sorted({n for n in numbers if numbers.count(n) > 1})
    if twice:
        raise DomainError(
            "kept.twice",
            _("Two rows are to be the same task: %(numbers)s."),
            _("Choose another task for one of them, or leave it out."),
            numbers="、".join(map(str, twice)),
        )


def _task(notice: Notice, entry: Entry) -> Task:
    """A task the notice's text does not hold: it stands behind the others and wants confirmation like any other."""
    units = entry.lead or entry.responsible[:1]
    end = len(notice.text)
    kinds = {"date": Task.Deadline.DATE, "ongoing": Task.Deadline.ONGOING}
    return Task.objects.create(
        notice=notice,
        number=next_number(notice),
        clause=entry.clause[:120],
        text=entry.words,
        start=end,
        end=end,
        leads=list(entry.lead),
        responsible=list(entry.responsible),
        cooperating=list(entry.cooperating),
        lead_organisation=resolve(units[0], notice.dated) if entry.lead else None,
        deadline_kind=kinds.get(entry.deadline.kind, Task.Deadline.NONE),
        deadline=entry.deadline.day,
        deadline_text=entry.deadline.text[:120],
        confidence=0.0,
    )


def _values(choice: KeptChoice) -> dict[str, Any]:
    entry = choice.entry
    names = ("measures", "contact", "progress", "problems", "next_steps", "materials", "state", "closed_on", "remarks")
    return {name: getattr(entry, name) for name in names} | {
        "rows": list(entry.rows),
        "number": entry.number[:40],
        "category": entry.category[:_SHORT],
        "words": entry.words,
        "lead": list(entry.lead),
        "responsible": list(entry.responsible),
        "cooperating": list(entry.cooperating),
        "deadline": entry.deadline.day,
        "deadline_text": entry.deadline.text[:_SHORT],
        "state_text": entry.state_text[:_SHORT],
        "likeness": choice.likeness if choice.task is not None else None,
    }
