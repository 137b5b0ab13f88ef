"""From a file to a notice with its tasks: all of it, or nothing."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.errors import Bilingual, DomainError
from silverbridge.domain.ledger import events
from silverbridge.domain.ledger.models import Duty, Goal, Notice, Task
from silverbridge.domain.ledger.register import Register
from silverbridge.domain.ledger.services.proposing import propose_predecessors
from silverbridge.domain.ledger.services.rights import check_keeper
from silverbridge.domain.ledger.statements import from_engine
from silverbridge.domain.ledger.units import match_units
from silverbridge.domain.places.models import Organisation
from silverbridge.engines import notices

# What the engine answers when a text is no notice, in words of the interface.
_WHY_NOT = {
    "no title of an official document was found": _("This text has no title of an official document."),
    "neither numbered clauses nor tasks were found": _("This text has neither numbered clauses nor tasks."),
    "there is no title, number, issuer or date": _("This text has no title, number, issuer or date."),
}
_Deadline = Task.Deadline
READING_SECONDS = 20


def import_notice(data: bytes | str, filename: str, actor: Actor, organisation: Organisation) -> Notice:
    """Takes a notice into the ledger of an organisation, with the tasks read from it; none of it is confirmed yet.

    The same text twice, in whatever encoding, gives the same notice. Raises Forbidden, or DomainError that names what is wrong:
    too large, no readable text, no notice. Then nothing is written.
    """
    check_keeper(actor, organisation.pk)
    text = _text_of(data, filename)
    digest = hashlib.sha256(_plain(text).encode()).hexdigest()
    known = Notice.objects.filter(organisation=organisation, digest=digest).first()
    if known is not None:
        return known
    parsed = notices.parse(text)
    if not parsed.is_notice:
        raise DomainError(
            "not_a_notice",
            _WHY_NOT.get(parsed.why_not or "", _("This text does not read like an official notice.")),
            _("Choose the file with the full text of the notice: title, number and numbered clauses."),
            "file",
        )
    try:
        return _write(parsed, text, digest, filename, actor, organisation)
    except IntegrityError:
        # Somebody took in the same text between our look and our write.
        return Notice.objects.get(organisation=organisation, digest=digest)


def _text_of(data: bytes | str, filename: str) -> str:
    """The text of plain text, a web page, a Word document or a PDF with text. Raises DomainError that names the cause."""
    size = len(data.encode()) if isinstance(data, str) else len(data)
    if size > settings.UPLOAD_MAX_BYTES:
        raise DomainError(
            "file_too_large",
            _("The file is larger than %(n)s MB."),
            _("A notice is text: save it without pictures."),
            "file",
            n=settings.UPLOAD_MAX_BYTES // 2**20,
        )
    if isinstance(data, str):
        text = data.replace("\r\n", "\n").replace("\r", "\n")
    else:
        try:
            limits = notices.Limits(size=settings.UPLOAD_MAX_BYTES, seconds=READING_SECONDS)
            text = notices.read_document(data, filename, limits)
        except notices.DocumentRefused as error:
            english = f"{error.english[:1].upper()}{error.english[1:]}."
            mend = _("You can also copy the text into the field.")
            raise DomainError("document_refused", Bilingual(error.chinese, english), mend, "file") from error
        except notices.UnreadableText as error:
            raise DomainError(
                "not_text",
                _("The file is not plain text in an encoding we can read."),
                _("Save it as plain text in UTF-8 or GB18030, or copy the text into the field."),
                "file",
            ) from error
    if not text.strip():
        raise DomainError("empty", _("The file is empty."), _("Choose the file again."), "file")
    # PostgreSQL keeps no zero character, and no notice holds one.
    if "\x00" in text:
        raise DomainError("not_text", _("The file is not plain text."), _("Save it as plain text in UTF-8."), "file")
    return text


def _plain(text: str) -> str:
    """The text without what editors and downloads change on their own."""
    lines = unicodedata.normalize("NFC", text).lstrip("\ufeff").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


@transaction.atomic
def _write(
    parsed: notices.ParsedNotice, text: str, digest: str, filename: str, actor: Actor, organisation: Organisation
) -> Notice:
    row = Notice.objects.create(
        organisation=organisation,
        title=(parsed.title or "")[:400],
        document_number=(parsed.document_number or "")[:80],
        issuers=list(parsed.issuers),
        dated=parsed.date,
        status=parsed.status,
        status_text=(parsed.status_text or "")[:200],
        text=text,
        digest=digest,
        filename=filename[:200],
        uploaded_by=actor.user,
    )
    register = Register.of(parsed.date)
    Task.objects.bulk_create(_task(row, n, task, register) for n, task in enumerate(parsed.tasks, start=1))
    duties, goals = from_engine(row, parsed)
    Duty.objects.bulk_create(duties)
    Goal.objects.bulk_create(goals)
    note(events.NoticeImported(status=row.status, tasks=len(parsed.tasks)), row.object_key, actor, organisation)
    propose_predecessors(row, actor)
    return row


def _task(row: Notice, number: int, task: notices.Task, register: Register) -> Task:
    return Task(
        notice=row,
        number=number,
        clause=task.clause[:120],
        part=task.part,
        text=task.text,
        start=task.start,
        end=task.end,
        leads=list(task.leads),
        responsible=list(task.responsible),
        cooperating=list(task.cooperating),
        lead_organisation=_lead(row, task, register),
        deadline_text=(task.deadline_text or "")[:120],
        resp_start=task.resp_start,
        resp_end=task.resp_end,
        confidence=task.confidence,
        units=[unit.model_dump(mode="json") for unit in task.units],
        targets=[target.model_dump(mode="json") for target in task.targets],
        recurrence=(task.recurrence or "")[:120],
        deadline_start=task.deadline_start,
        deadline_end=task.deadline_end,
        deadline_confidence=task.deadline_confidence,
        **_deadline(task.deadline),
    )


def _lead(row: Notice, task: notices.Task, register: Register) -> Organisation | None:
    """The organisation that the unit named first to lead means; None where it is not one alone."""
    named = [unit for unit in task.units if unit.role == "lead"][:1]
    matches = match_units(named, row, register)
    return matches[0].organisation if len(matches) == 1 else None


def _deadline(stated: str | None) -> dict[str, Any]:
    if stated is None:
        return {"deadline_kind": _Deadline.NONE, "deadline": None}
    if stated == "ongoing":
        return {"deadline_kind": _Deadline.ONGOING, "deadline": None}
    return {"deadline_kind": _Deadline.DATE, "deadline": date.fromisoformat(stated)}
