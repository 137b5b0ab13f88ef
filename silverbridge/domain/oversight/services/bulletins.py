"""Bulletins from draft to issue: two people, one number, one sealed file. To publish is a step of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.models import OutgoingDocument
from silverbridge.domain.ledger.services.outgoing import register_document, seal
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import KEEPERS, SUPERVISORS
from silverbridge.domain.oversight.bulletin_words import gather, paper_of
from silverbridge.domain.oversight.models import Bulletin, Evaluation, Named, Practice
from silverbridge.domain.oversight.services.shared import check_another, tell, words
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today

State = Bulletin.State
SERIES = "通报"
LONGEST = 20_000


@transaction.atomic
def draft_bulletin(
    organisation: Organisation,
    period: tuple[date, date],
    actor: Actor,
    evaluation: Evaluation | None = None,
    practices: Iterable[Practice] = (),
) -> Bulletin:
    """Writes a first text from the figures of a period: an issued evaluation, returns, visits, adopted cases.

    Raises Forbidden; DomainError for another's evaluation, one that is not issued, or a case that was not adopted.
    """
    check_role_over(actor, organisation, KEEPERS)
    if period[1] < period[0]:
        raise DomainError("period", _("The period ends before it begins."), _("Give the first day first."), "last")
    if evaluation is not None and (
        evaluation.organisation_id != organisation.pk or evaluation.state != Evaluation.State.ISSUED
    ):
        raise DomainError(
            "evaluation", _("This evaluation is not issued."), _("Issue it to the units first."), "evaluation"
        )
    cited = list(practices)
    if any(practice.state != Practice.State.ADOPTED for practice in cited):
        raise DomainError("practices", _("A case was not adopted."), _("Adopt it first."), "practices")
    content = gather(organisation, period, evaluation, cited)
    row = Bulletin.objects.create(
        organisation=organisation,
        title=content.title,
        first=period[0],
        last=period[1],
        evaluation=evaluation,
        figures=content.figures,
        text=content.text,
        drafted_by=actor.user,
    )
    row.practices.set(cited)
    Named.objects.bulk_create(Named(bulletin=row, organisation_id=unit, reason=why) for unit, why in content.named)
    _tell(row, "drafted", actor)
    return row


@transaction.atomic
def change_bulletin(row: Bulletin, revision: int, title: str, text: str, actor: Actor) -> Bulletin:
    """The words of a draft are changed; whoever changes them has drafted it. The table stays as the figures are.

    Raises Forbidden, DomainError, Conflict for the second of two.
    """
    check_role_over(actor, row.organisation, KEEPERS)
    said = {"title": words(title, "title", 120), "text": words(text, "text", LONGEST)}
    _move(row, State.DRAFT, State.DRAFT, revision, drafted_by=actor.user, **said)
    _tell(row, "changed", actor)
    return row


@transaction.atomic
def approve_bulletin(row: Bulletin, revision: int, actor: Actor) -> Bulletin:
    """A supervisor who did not draft it approves the words they saw. Raises Forbidden, Conflict."""
    check_role_over(actor, row.organisation, SUPERVISORS)
    check_another(actor, Bulletin.objects.select_related("drafted_by").get(pk=row.pk).drafted_by)
    _move(row, State.DRAFT, State.APPROVED, revision, approved_by=actor.user, approved_at=timezone.now())
    _tell(row, "approved", actor)
    return row


@transaction.atomic
def reopen_bulletin(row: Bulletin, revision: int, actor: Actor) -> Bulletin:
    """An approved bulletin becomes a draft again. Raises Forbidden, Conflict."""
    check_role_over(actor, row.organisation, SUPERVISORS)
    _move(row, State.APPROVED, State.DRAFT, revision, approved_by=None, approved_at=None)
    _tell(row, "reopened", actor)
    return row


@transaction.atomic
def issue_bulletin(row: Bulletin, revision: int, actor: Actor) -> Bulletin:
    """A supervisor issues an approved bulletin inside: next number of the year, and a file that never changes again.

    Raises Forbidden, Conflict.
    """
    check_role_over(actor, row.organisation, SUPERVISORS)
    day = today()
    fresh = Bulletin.objects.select_related("organisation").get(pk=row.pk)
    units = Organisation.objects.filter(pk__in=fresh.named.values("organisation")).order_by("code")
    addressees = tuple(unit.name for unit in units) or ("各单位",)
    # The register's number is given back with the transaction when somebody was first.
    document = register_document(row.organisation, OutgoingDocument.Kind.OTHER, fresh.title, day, actor, series=SERIES)
    document = seal(document, paper_of(fresh, document.label, day, addressees))
    _move(
        row,
        State.APPROVED,
        State.ISSUED,
        revision,
        year=document.year,
        serial=document.number,
        number=document.label,
        issued_by=actor.user,
        issued_on=day,
        file=document.file,
    )
    _tell(row, "issued", actor)
    return row


@transaction.atomic
def drop_bulletin(row: Bulletin, revision: int, actor: Actor) -> Bulletin:
    """A draft is not wanted. Raises Forbidden, Conflict."""
    check_role_over(actor, row.organisation, KEEPERS)
    _move(row, State.DRAFT, State.DROPPED, revision)
    _tell(row, "dropped", actor)
    return row


@transaction.atomic
def allow_publication(row: Bulletin, revision: int, actor: Actor) -> Bulletin:
    """A supervisor approves an issued bulletin for publication; not the one who issued it. Raises Forbidden, Conflict."""
    check_role_over(actor, row.organisation, SUPERVISORS)
    check_another(actor, row.issued_by)
    if row.publishable_at is not None:
        raise somebody_was_first()
    _move(row, State.ISSUED, State.ISSUED, revision, publishable_by=actor.user, publishable_at=timezone.now())
    _tell(row, "publishable", actor)
    return row


def _move(row: Bulletin, before: str, after: str, revision: int, **changes: Any) -> None:
    """One step from the state and revision its author saw. Raises Conflict when somebody was first."""
    moved = Bulletin.objects.filter(pk=row.pk, state=before, revision=revision).update(
        state=after, revision=F("revision") + 1, **changes
    )
    if not moved:
        raise somebody_was_first()
    row.refresh_from_db()


def _tell(row: Bulletin, step: Any, actor: Actor) -> None:
    payload = events.BulletinMoved(step=step, named=row.named.count())
    tell(payload, row.object_key, actor, row.organisation)
