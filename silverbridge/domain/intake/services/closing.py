"""Moves that end a request against or by the person's wish, and the one that brings it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.intake import events
from silverbridge.domain.intake.fulfilments import fulfilment
from silverbridge.domain.intake.models import Decline, ServiceRequest
from silverbridge.domain.intake.services.moving import change, check_note
from silverbridge.domain.intake.services.recording import minutes_between, note
from silverbridge.domain.intake.services.telling import tell_person
from silverbridge.domain.intake.states import DECLINABLE, REOPENABLE, WITHDRAWABLE, State


def check_decline(reason: str, words: str, alternative: Offering | None) -> None:
    """Red line 7: a refusal names its reason and another way that is open now. Raises DomainError."""
    if reason not in Decline.values:
        raise DomainError("red_line_7.reason", _("A refusal names its reason."), _("Choose one."), "reason")
    if len(words.strip()) < 4:
        raise DomainError(
            "red_line_7.words",
            _("A refusal says why in words the person understands."),
            _("Write one short sentence."),
            "words",
        )
    if alternative is None:
        raise DomainError(
            "red_line_7.alternative",
            _("A refusal names another way."),
            _("Choose one that is open now."),
            "alternative",
        )
    if not catalogue.offerings(alternative.item).filter(pk=alternative.pk).exists() or not catalogue.open_now(
        alternative
    ):
        raise DomainError(
            "red_line_7.closed",
            _("The other way is not open now."),
            _("Choose one that is open now; the telephone often is."),
            "alternative",
        )


def in_full(words: str, way: Offering) -> str:
    """A refusal as the person is told it, in Chinese: why, and the other way with its door, place and number."""
    stopped = words if words.endswith(("。", "！", "？", ".", "!", "?")) else f"{words}。"
    with translation.override("zh-hans"):
        facts = {
            "words": stopped,
            "door": way.get_door_display(),
            "where": way.place or way.organisation,
            "phone": way.phone,
        }
        return (gettext("%(words)s Another way: %(door)s, %(where)s %(phone)s") % facts).strip()


@transaction.atomic
def decline(
    request: ServiceRequest,
    reason: str,
    words: str,
    alternative: Offering | None,
    actor: Actor,
    revision: int,
) -> ServiceRequest:
    """Refuses a request, with reason and another way. Raises DomainError (red line 7) or Conflict."""
    if request.state not in DECLINABLE:
        raise Conflict(
            "not_declinable",
            _("This request can no longer be declined."),
            _("Look at it again; it may have moved."),
        )
    check_decline(reason, words, alternative)
    before = request.state
    full = in_full(check_note(words), alternative)
    change(request, revision, state=State.DECLINED, closed_at=timezone.now(), outcome=full)
    _cancel_parts(request)
    payload = events.Declined(reason=reason, alternative_item=alternative.item, alternative_door=alternative.door)
    note(request, actor, payload, "decline", before, full)
    tell_person(request, "declined", full)
    return request


@transaction.atomic
def withdraw(request: ServiceRequest, actor: Actor, revision: int) -> ServiceRequest:
    """The person, or who asked for them, takes it back. Raises Conflict once service has begun."""
    if request.state not in WITHDRAWABLE:
        raise Conflict(
            "not_withdrawable",
            _("This can no longer be taken back here."),
            _("Telephone us; we stop what can be stopped."),
        )
    before, now = request.state, timezone.now()
    change(request, revision, state=State.WITHDRAWN, closed_at=now)
    _cancel_parts(request)
    note(
        request,
        actor,
        events.Withdrawn(minutes=minutes_between(request.submitted_at, now)),
        "withdraw",
        before,
    )
    tell_person(request, "withdrawn")
    return request


@transaction.atomic
def reopen(request: ServiceRequest, actor: Actor, revision: int, words: str) -> ServiceRequest:
    """A closed request is taken up again, for a stated reason. Raises Conflict or DomainError."""
    if request.state not in REOPENABLE:
        raise Conflict("not_closed", _("This request is still open."), _("Look at it again; it may have moved."))
    if not words.strip():
        raise DomainError("reopen_words", _("Say why it is opened again."), _("One short sentence."), "words")
    before = request.state
    change(request, revision, state=State.ACCEPTED, closed_at=None, outcome="", assignee=actor.user)
    request.fulfilment_parts.update(cancelled_at=None, started_at=None, finished_at=None)
    note(request, actor, events.Reopened(was=before), "reopen", before, check_note(words))
    tell_person(request, "reopened")
    return request


def _cancel_parts(request: ServiceRequest) -> None:
    for part in request.fulfilment_parts.filter(finished_at__isnull=True):
        fulfilment(part.kind).cancel(part)
