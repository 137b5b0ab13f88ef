"""Filing a return, and what its receiver does with it: send back, accept, extend, exempt."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_reason, note
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.models import Extension, Filing, FilingStep, RollPart, Tier
from silverbridge.domain.returns.services.filling import check_complete, unsign
from silverbridge.domain.returns.services.moves import move, wrong_state
from silverbridge.domain.returns.services.rights import check_decider, check_filler, check_receiver

State, Kind = Filing.State, FilingStep.Kind
MOST_DAYS = 366


@transaction.atomic
def file_return(filing: Filing, revision: int, actor: Actor) -> Filing:
    """Files a signed return with its stamped scan (报送). After its day it is marked late; after its lock it is refused.

    Raises Forbidden; DomainError without the scan, when an added-up return no longer fits its parts, or when it is locked (then
    with the way out: ask the receiver for more days); Conflict.
    """
    check_filler(actor, filing)
    day = today()
    if filing.state == State.SIGNED:
        check_complete(filing)
        _check_ready(filing, day)
    first = filing.first_filed_on
    late = filing.late if first else day > filing.due
    if move(
        filing,
        Kind.FILED,
        revision,
        actor,
        filing.unit,
        {State.SIGNED},
        state=State.FILED,
        filed_on=day,
        first_filed_on=first or day,
        late=late,
    ):
        payload = events.Filed(
            tier=filing.tier, late=late, days_late=max(0, (day - filing.due).days), again=first is not None
        )
        note(payload, filing.object_key, actor, filing.unit)
    return filing


def _check_ready(filing: Filing, day: date) -> None:
    if day > filing.locks_on:
        raise DomainError(
            "locked",
            _("This return was locked after %(day)s."),
            _("Ask %(receiver)s for more days: a supervisor there extends it, and then it can be filed as late."),
            day=filing.locks_on.isoformat(),
            receiver=filing.receiver.name,
        )
    if not filing.scans.filter(standing=True).exists():
        raise DomainError(
            "no_scan",
            _("The stamped scan is missing."),
            _("Print the form, have it signed and stamped, and attach its scan."),
            "scan",
        )
    if filing.tier == Tier.OFFICE and _overtaken(filing):
        raise DomainError(
            "parts_changed",
            _("A unit's return changed since it was added up."),
            _("Give it back to the preparer, and add it up again."),
        )


def _overtaken(filing: Filing) -> bool:
    """Whether a return that was counted is no longer as it was then."""
    counted = filing.parts.filter(standing=RollPart.Standing.COUNTED).select_related("filing")
    return any(part.filing.state not in (State.ACCEPTED, State.SEALED) for part in counted)


@transaction.atomic
def send_back(filing: Filing, revision: int, reason: str, actor: Actor) -> Filing:
    """The receiver sends a return back with a reason (退回修改). A day that has gone by is not moved: extend it where need be.

    Raises Forbidden, DomainError without a reason or once it was accepted, Conflict.
    """
    check_receiver(actor, filing)
    said = check_reason(reason)
    if move(
        filing, Kind.SENT_BACK, revision, actor, filing.receiver, {State.FILED}, remark=said, state=State.SENT_BACK
    ):
        unsign(filing)
        note(events.FilingSentBack(), filing.object_key, actor, filing.receiver)
    return filing


@transaction.atomic
def accept(filing: Filing, revision: int, actor: Actor) -> Filing:
    """The receiver accepts a return: from now on it counts, and changes only by a correction. Raises Forbidden, Conflict."""
    check_receiver(actor, filing)
    if move(
        filing,
        Kind.ACCEPTED,
        revision,
        actor,
        filing.receiver,
        {State.FILED},
        state=State.ACCEPTED,
        accepted_on=today(),
    ):
        note(events.FilingAccepted(late=filing.late), filing.object_key, actor, filing.receiver)
    return filing


@transaction.atomic
def extend(filing: Filing, revision: int, due: date, reason: str, actor: Actor, keep_late: bool = False) -> Filing:
    """A supervisor of the receiver gives a unit more days; the lock moves along. What was before is kept in the log.

    With ``keep_late`` only the lock moves: the return can be filed until ``due`` and is still late. Raises Forbidden; DomainError
    without a reason, for a day that is not later, or for a return that nobody owes any more; Conflict.
    """
    check_decider(actor, filing)
    said = check_reason(reason, "reason")
    latest = filing.locks_on if keep_late else filing.due
    if due <= latest or due < today() or due > filing.last + timedelta(days=2 * MOST_DAYS):
        raise DomainError(
            "extension",
            _("The new day is not later than %(day)s, or it is over."),
            _("Give a later day."),
            "due",
            day=latest.isoformat(),
        )
    if filing.state not in Filing.OWED:
        raise wrong_state(filing)
    before = {"due_before": filing.due, "locks_before": filing.locks_on}
    locked = today() > filing.locks_on
    distance = filing.locks_on - filing.due
    days = {"due": filing.due, "locks_on": due} if keep_late else {"due": due, "locks_on": due + distance}
    moved_by = (due - latest).days
    if move(filing, Kind.EXTENDED, revision, actor, filing.receiver, Filing.OWED, body=due, remark=said, **days):
        Extension.objects.create(filing=filing, reason=said, by=actor.user, **before, **days)
        note(events.FilingExtended(days=moved_by, was_locked=locked), filing.object_key, actor, filing.receiver)
    return filing


@transaction.atomic
def exempt(filing: Filing, revision: int, reason: str, actor: Actor) -> Filing:
    """A supervisor of the receiver exempts a unit from one return. Raises Forbidden, DomainError without a reason, Conflict."""
    check_decider(actor, filing)
    said = check_reason(reason)[:200]
    if move(
        filing,
        Kind.EXEMPTED,
        revision,
        actor,
        filing.receiver,
        Filing.OWED,
        remark=said,
        state=State.EXEMPT,
        exempt_reason=said,
    ):
        unsign(filing)
        note(events.FilingExempted(), filing.object_key, actor, filing.receiver)
    return filing
