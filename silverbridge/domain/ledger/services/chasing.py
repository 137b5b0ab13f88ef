"""Chasing (催办): the clockwork proposes, a person sends or drops. Of parallel workers one proposes, the others find it done."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.ledger import events_working as events
from silverbridge.domain.ledger.chase_words import chase_text
from silverbridge.domain.ledger.models import Chase, HandOut, Notice, OutgoingDocument
from silverbridge.domain.ledger.overdue import Missed, missed, next_level, taken
from silverbridge.domain.ledger.papers import chase_letter, letter_title
from silverbridge.domain.ledger.services.moves import tell
from silverbridge.domain.ledger.services.outgoing import lock_numbers, register_document, seal
from silverbridge.domain.ledger.services.rights import check_giver
from silverbridge.domain.ledger.status import is_enforceable
from silverbridge.domain.places.queries import today

State = Chase.State
_CHASE = OutgoingDocument.Kind.CHASE
CLOCKWORK = Actor.system("chasing")


def overdue(day: date) -> QuerySet[HandOut]:
    """Hand-outs whose unit owes something on a day, of tasks that bind: confirmed, and not corrected since."""
    waits, going = HandOut.State.HANDED_OUT, HandOut.State.IN_PROGRESS
    late = (
        Q(state=waits, acknowledge_by__lt=day)
        | Q(state=going, report_by__lt=day)
        | Q(state__in=(waits, going), due__lt=day)
    )
    sure = Q(task__confirmed_at__isnull=False, task__notice__confirmed_at__isnull=False)
    return HandOut.objects.filter(late, sure, task__notice__status=Notice.Status.IN_FORCE).order_by("pk")


def propose_chases(day: date | None = None) -> int:
    """Proposes the chases that are due, and drops proposals that the unit was quicker than; answers how many were proposed.

    1. Drop what is overtaken. 2. Take the ids of late hand-outs. 3. Lock each and look again at what it owes. 4. Write the next
    step of the ladder. Safe to repeat and to run in several workers at once: the lock lets one look at a time, and unique
    indexes refuse a second step of one level, whoever comes.
    """
    day, proposed = day or today(), 0
    drop_overtaken(day)
    for pk in overdue(day).values_list("pk", flat=True):
        with transaction.atomic():
            handout = HandOut.objects.select_for_update(of=("self",)).select_related("giver").get(pk=pk)
            chase = step_due(handout, day)
            proposed += chase is not None and write_proposal(chase)
    return proposed


def step_due(handout: HandOut, day: date) -> Chase | None:
    """The step the ladder calls for, not written yet; None when none is due."""
    owed = missed(handout, day)
    level = next_level(owed, handout.chases.all(), settings.CHASE_LADDER) if owed else None
    if owed is None or level is None:
        return None
    return _step(handout, owed, level, day, by_clockwork=True)


def write_proposal(chase: Chase) -> bool:
    """Writes a proposed step with its event; False when somebody wrote the same before."""
    try:
        with transaction.atomic():
            chase.save()
    except IntegrityError:
        return False
    days = (chase.day - chase.missed).days
    payload = events.ChaseProposed(cause=chase.cause, level=chase.level, days=days)
    tell(payload, chase.handout, CLOCKWORK, chase.giver)
    return True


def drop_overtaken(day: date) -> int:
    """Drops proposals about what the unit has done meanwhile; answers how many."""
    dropped = 0
    waiting = Chase.objects.filter(state=State.PROPOSED).select_related("handout__task__notice", "giver")
    for chase in waiting:
        if _still_owed(chase, day) is None:
            with transaction.atomic():
                dropped += _drop(chase, CLOCKWORK, overtaken=True)
    return dropped


@transaction.atomic
def chase_now(handout: HandOut, actor: Actor) -> Chase:
    """Who handed it out chases by hand, at the next level or again at the last; the step waits to be sent like any other.

    One that is waiting already is answered as it is. Raises Forbidden; DomainError when the unit owes nothing or the notice is
    not in force; Conflict when a step of this level was made today.
    """
    check_giver(actor, handout)
    _check_in_force(handout)
    HandOut.objects.select_for_update().get(pk=handout.pk)
    waiting = handout.chases.filter(state=State.PROPOSED).first()
    if waiting is not None:
        return waiting
    day = today()
    owed = missed(handout, day)
    if owed is None:
        raise DomainError("nothing_owed", _("This unit owes nothing today."), _("Chase when a day has gone by."))
    level = min(1 + max(taken(owed, handout.chases.all()), default=0), len(settings.CHASE_LADDER))
    try:
        with transaction.atomic():
            chase = _step(handout, owed, level, day, by_clockwork=False)
            chase.save()
    except IntegrityError as error:
        raise Conflict(
            "chased_today", _("This unit was chased at this level today."), _("Wait until tomorrow.")
        ) from error
    return chase


@transaction.atomic
def send_chase(chase: Chase, actor: Actor) -> Chase:
    """A person sends a proposed chase: it gets its number, and its words are kept. Sent twice by one person, it is sent once.

    Raises Forbidden; DomainError when the unit owes this no longer (it is dropped then by the next tick); Conflict when somebody
    else sent or dropped it.
    """
    handout = chase.handout
    check_giver(actor, handout)
    _check_in_force(handout)
    lock_numbers(chase.giver)
    chase = Chase.objects.select_for_update(of=("self",)).select_related("giver").get(pk=chase.pk)
    if chase.state == State.SENT and chase.sent_by_id == getattr(actor.user, "pk", None):
        return chase
    if chase.state != State.PROPOSED:
        raise somebody_was_first()
    day = today()
    owed = _still_owed(chase, day)
    if owed is None:
        raise DomainError(
            "overtaken", _("The unit has done this meanwhile."), _("There is nothing left to chase; drop this step.")
        )
    # Of the day it goes out; where another step of this level has that day already, of the day it was proposed.
    taken_today = handout.chases.filter(level=chase.level, day=day).exclude(pk=chase.pk)
    if not taken_today.exists():
        chase.day = day
    title = letter_title(handout.task)
    chase.document = register_document(chase.giver, _CHASE, title, day, actor, handout.task, handout)
    chase.state, chase.sent_by, chase.sent_at = State.SENT, actor.user, timezone.now()
    chase.text = chase_text(chase, chase.number)
    chase.save()
    seal(chase.document, chase_letter(chase))
    payload = events.ChaseSent(cause=chase.cause, level=chase.level, days=owed.days, by_clockwork=chase.by_clockwork)
    tell(payload, handout, actor, chase.giver)
    return chase


@transaction.atomic
def drop_chase(chase: Chase, actor: Actor) -> None:
    """A person finds a proposed chase not needed. Raises Forbidden, Conflict when it was sent meanwhile."""
    check_giver(actor, chase.handout)
    if not _drop(chase, actor, overtaken=False) and not Chase.objects.filter(pk=chase.pk, state=State.DROPPED).exists():
        raise somebody_was_first()


def _drop(chase: Chase, actor: Actor, overtaken: bool) -> bool:
    gone = Chase.objects.filter(pk=chase.pk, state=State.PROPOSED).update(state=State.DROPPED)
    if gone:
        payload = events.ChaseDropped(cause=chase.cause, level=chase.level, overtaken=overtaken)
        tell(payload, chase.handout, actor, chase.giver)
    return bool(gone)


def _step(handout: HandOut, owed: Missed, level: int, day: date, by_clockwork: bool) -> Chase:
    return Chase(
        handout=handout,
        giver=handout.giver,
        cause=owed.cause,
        missed=owed.day,
        level=level,
        day=day,
        by_clockwork=by_clockwork,
    )


def _still_owed(chase: Chase, day: date) -> Missed | None:
    handout = HandOut.objects.select_related("task__notice").get(pk=chase.handout_id)
    owed = missed(handout, day) if is_enforceable(handout.task) else None
    return owed if owed and (owed.cause, owed.day) == (chase.cause, chase.missed) else None


def _check_in_force(handout: HandOut) -> None:
    if not handout.task.notice.is_in_force:
        raise DomainError(
            "not_enforceable",
            _("This notice is not in force, so nobody is chased for its tasks."),
            _("Take the task back from the unit."),
        )
