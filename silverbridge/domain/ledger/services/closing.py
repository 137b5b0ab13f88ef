"""The end of a hand-out: asked for, verified, closed or sent back, and looked at again later."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_length, check_reason
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.ledger import events_working as events
from silverbridge.domain.ledger.models import HandOut, Step
from silverbridge.domain.ledger.services.handing import check_due, check_none_below, locked, next_report
from silverbridge.domain.ledger.services.moves import depth_of, move, tell
from silverbridge.domain.ledger.services.rights import check_giver, check_holder
from silverbridge.domain.places.queries import today

State, Kind = HandOut.State, Step.Kind


@transaction.atomic
def ask_to_close(handout: HandOut, revision: int, actor: Actor, remark: str = "") -> HandOut:
    """The unit asks to close (申请销号).

    Raises Forbidden; DomainError without material or report, or while a unit below still has the task; Conflict.
    """
    check_holder(actor, handout)
    materials = handout.materials.count()
    if locked(handout).state == State.IN_PROGRESS:
        _check_ready(handout, materials)
    said, allowed = check_length(remark), {State.IN_PROGRESS}
    in_time = today() <= handout.due
    if move(
        handout,
        Kind.CLOSING_ASKED,
        revision,
        actor,
        handout.organisation,
        allowed,
        remark=said,
        state=State.CLOSING_ASKED,
        report_by=None,
    ):
        tell(events.ClosingAsked(in_time=in_time, materials=materials), handout, actor, handout.organisation)
    return handout


def _check_ready(handout: HandOut, materials: int) -> None:
    if not materials:
        raise DomainError(
            "no_material",
            _("This task cannot be closed: there is no supporting material."),
            _("Supply at least one file that shows what was done, then ask again."),
            "files",
        )
    if not handout.reports.exists():
        raise DomainError(
            "no_report",
            _("This task cannot be closed: nothing was reported on it."),
            _("Report back what was done, then ask again."),
        )
    check_none_below(handout)


@transaction.atomic
def verify(handout: HandOut, revision: int, actor: Actor, remark: str = "") -> HandOut:
    """Who handed it out has checked what the unit says (核验). Raises Forbidden, also for who asked to close it; Conflict."""
    check_giver(actor, handout)
    _check_other_eyes(handout, actor)
    said, allowed = check_length(remark), {State.CLOSING_ASKED}
    if move(handout, Kind.VERIFIED, revision, actor, handout.giver, allowed, remark=said, state=State.VERIFIED):
        tell(events.Verified(materials=handout.materials.count()), handout, actor, handout.giver)
    return handout


@transaction.atomic
def close(handout: HandOut, revision: int, actor: Actor, remark: str = "") -> HandOut:
    """Closes what was verified (销号). Raises Forbidden, DomainError, Conflict."""
    check_giver(actor, handout)
    _check_other_eyes(handout, actor)
    said, allowed, day = check_length(remark), {State.VERIFIED}, today()
    changes = {"state": State.CLOSED, "closed_on": day}
    if move(handout, Kind.CLOSED, revision, actor, handout.giver, allowed, remark=said, **changes):
        tell(events.HandOutClosed(in_time=day <= handout.due, depth=depth_of(handout)), handout, actor, handout.giver)
    return handout


@transaction.atomic
def send_back(
    handout: HandOut, revision: int, remark: str, actor: Actor, due: date | None = None, reason: str = ""
) -> HandOut:
    """Not content: the unit goes on, if need be until a new day. Raises Forbidden, DomainError without a reason, Conflict."""
    check_giver(actor, handout)
    said, verified = check_reason(remark), handout.state == State.VERIFIED
    changes = {"state": State.IN_PROGRESS} | _new_day(handout, due, reason)
    allowed = {State.CLOSING_ASKED, State.VERIFIED}
    body = due.isoformat() if due else None
    if move(handout, Kind.SENT_BACK, revision, actor, handout.giver, allowed, body, remark=said, **changes):
        payload = events.SentBack(was_verified=verified, new_due=due is not None)
        tell(payload, handout, actor, handout.giver)
    return handout


@transaction.atomic
def look_back(
    handout: HandOut,
    revision: int,
    holds: bool,
    remark: str,
    actor: Actor,
    due: date | None = None,
    reason: str = "",
) -> HandOut:
    """Looked at again after closing (回头看): it holds, or it is reopened until a new day. ``remark`` says what was seen.

    Raises Forbidden; DomainError without a remark, or without a day when reopened; Conflict.
    """
    check_giver(actor, handout)
    said, allowed = check_reason(remark), {State.CLOSED}
    days = (today() - handout.closed_on).days if handout.closed_on else 0
    if holds:
        if _holds(handout, revision, said, actor):
            tell(events.LookedBack(outcome="holds", days=days), handout, actor, handout.giver)
        return handout
    if due is None:
        raise DomainError("due", _("The new day is missing."), _("Say until when the unit goes on."), "due")
    changes = {"state": State.IN_PROGRESS, "closed_on": None} | _new_day(handout, due, reason)
    try:
        with transaction.atomic():
            moved = move(
                handout,
                Kind.REOPENED,
                revision,
                actor,
                handout.giver,
                allowed,
                due.isoformat(),
                remark=said,
                **changes,
            )
    except IntegrityError as error:
        raise Conflict(
            "held_already",
            _("%(unit)s holds this task already."),
            _("It was handed out anew meanwhile; go on with that one."),
            unit=handout.organisation.name,
        ) from error
    if moved:
        tell(events.LookedBack(outcome="reopened", days=days), handout, actor, handout.giver)
    return handout


def _holds(handout: HandOut, revision: int, said: str, actor: Actor) -> bool:
    """Moves nothing but the revision, so that of two who look back at once the second is told."""
    return move(handout, Kind.HELD, revision, actor, handout.giver, {State.CLOSED}, remark=said)


def _new_day(handout: HandOut, due: date | None, reason: str) -> dict:
    if due is None:
        return {"report_by": next_report(today(), handout.due)}
    said = check_length(reason, "reason", 200)
    after = check_due(due, handout.task.deadline, said)
    return {"due": due, "due_reason": said if after else "", "report_by": next_report(today(), due)}


def _check_other_eyes(handout: HandOut, actor: Actor) -> None:
    """Who asked to close neither verifies nor closes: two people look, also where one person holds both roles."""
    asked = handout.steps.filter(kind=Kind.CLOSING_ASKED).order_by("-revision").first()
    if asked is not None and actor.user is not None and asked.by_id == actor.user.pk:
        raise Forbidden("own_request", _("You asked to close this yourself."), _("Somebody else checks and closes it."))
