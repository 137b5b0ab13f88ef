"""Giving numbers to outgoing documents: one after the other, none twice, however many give at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.models import SealedFile
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.ledger import events_papers, papers
from silverbridge.domain.ledger.models import HandOut, OutgoingDocument, Task
from silverbridge.domain.ledger.services.rights import check_giver, check_supervisor
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today

Kind = OutgoingDocument.Kind
SERIES = "督"


def next_number(organisation: Organisation, series: str, year: int) -> int:
    """The number after the last one given; only while ``lock_numbers`` holds is it still free when it is written."""
    given = OutgoingDocument.objects.filter(organisation=organisation, series=series, year=year)
    return (given.aggregate(last=Max("number"))["last"] or 0) + 1


def lock_numbers(organisation: Organisation) -> None:
    """Lets one transaction at a time give numbers of an organisation."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


@transaction.atomic
def register_document(
    organisation: Organisation,
    kind: str,
    title: str,
    day: date,
    actor: Actor,
    task: Task | None = None,
    handout: HandOut | None = None,
    series: str = SERIES,
) -> OutgoingDocument:
    """Enters a document under the next number of its organisation, series and year. Whether the actor may, the caller knows."""
    lock_numbers(organisation)
    row = OutgoingDocument.objects.create(
        organisation=organisation,
        series=series,
        year=day.year,
        number=next_number(organisation, series, day.year),
        kind=kind,
        title=title[:500],
        day=day,
        task=task,
        task_revision=task.revision if task else None,
        handout=handout,
        registered_by=actor.user,
    )
    payload = events_papers.DocumentRegistered(kind=kind, year=row.year, number=row.number)
    note(payload, row.object_key, actor, organisation)
    return row


def seal(row: OutgoingDocument, data: bytes) -> OutgoingDocument:
    """Keeps the document's file, so that it is the same whenever it is printed again."""
    file = Upload(f"{row.label}.docx", data)
    row.file = SealedFile.objects.create(
        name=file.name, kind="docx", size=len(data), digest=file.digest, content=file.data
    )
    row.save(update_fields=["file"])
    return row


@transaction.atomic
def issue_task_sheet(task: Task, actor: Actor) -> OutgoingDocument:
    """A supervisor issues the sheet of a task (督办单) under a number: one sheet for one reading of the task.

    Raises Forbidden, DomainError for a task that binds nobody or that nobody confirmed.
    """
    organisation = task.notice.organisation
    check_supervisor(actor, organisation.pk)
    lock_numbers(organisation)
    known = OutgoingDocument.objects.filter(kind=Kind.TASK_SHEET, task=task, task_revision=task.revision).first()
    if known is not None:
        return known
    papers.check_binding(task)
    row = register_document(organisation, Kind.TASK_SHEET, papers.sheet_title(task), today(), actor, task)
    return seal(row, papers.task_sheet(task, row.label))


@transaction.atomic
def issue_handout_sheet(handout: HandOut, actor: Actor) -> OutgoingDocument:
    """Who handed a task out issues the sheet (督办单) under a number, once. Raises Forbidden, DomainError as for a task."""
    check_giver(actor, handout)
    lock_numbers(handout.giver)
    known = OutgoingDocument.objects.filter(kind=Kind.HANDOUT_SHEET, handout=handout).first()
    if known is not None:
        return known
    task = handout.task
    papers.check_binding(task)
    title = papers.sheet_title(task)
    row = register_document(handout.giver, Kind.HANDOUT_SHEET, title, today(), actor, task, handout)
    return seal(row, papers.handout_sheet(handout, row.label))
