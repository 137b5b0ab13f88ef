"""Chasing for returns (催报): the clockwork proposes, a person sends or drops. Of parallel workers one proposes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.ledger.models import OutgoingDocument
from silverbridge.domain.ledger.services.outgoing import lock_numbers, register_document, seal
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns import events
from silverbridge.domain.returns.chase_words import chase_letter, chase_text, letter_title
from silverbridge.domain.returns.models import Filing, FilingChase
from silverbridge.domain.returns.services.rights import check_decider

State = FilingChase.State
SERIES = "催报"
CLOCKWORK = Actor.system("chasing")


def overdue(day: date) -> QuerySet[Filing]:
    """Returns that a unit owes past their day."""
    return Filing.objects.filter(state__in=Filing.OWED, due__lt=day, corrects__isnull=True).order_by("pk")


def propose_filing_chases(day: date | None = None) -> int:
    """Proposes the chases that are due, and drops proposals that the unit was quicker than; answers how many were proposed.

    1. Drop what is overtaken. 2. Take the ids of late returns. 3. Lock each and look again at what it owes. 4. Write the next
    step of the ladder. Safe to repeat and to run in several workers at once: the lock lets one look at a time, and unique
    indexes refuse a second step of one day or one level, whoever comes.
    """
    day, proposed = day or today(), 0
    drop_overtaken(day)
    for pk in overdue(day).values_list("pk", flat=True):
        with transaction.atomic():
            filing = Filing.objects.select_for_update(of=("self",)).select_related("receiver", "unit").get(pk=pk)
            chase = step_due(filing, day)
            proposed += chase is not None and write_proposal(chase)
    return proposed


def step_due(filing: Filing, day: date) -> FilingChase | None:
    """The step the ladder calls for, not written yet; None when none is due."""
    if not owed(filing, day):
        return None
    level = next_level(filing, filing.chases.all(), day)
    return _step(filing, level, day, by_clockwork=True) if level is not None else None


def owed(filing: Filing, day: date) -> bool:
    """Whether a unit is past the day of a return it has not filed."""
    return filing.state in Filing.OWED and day > filing.due


def next_level(filing: Filing, chases: Iterable[FilingChase], day: date) -> int | None:
    """The level to propose, from 1; None when its day has not come, one waits or was sent today, or the ladder is at its end.

    A step that somebody found not needed counts as taken.
    """
    chases = list(chases)
    if any(c.state == State.PROPOSED or (c.state == State.SENT and c.day == day) for c in chases):
        return None
    ladder, level = settings.CHASE_LADDER, 1 + taken(filing, chases)
    return level if level <= len(ladder) and (day - filing.due).days >= ladder[level - 1] else None


def taken(filing: Filing, chases: Iterable[FilingChase]) -> int:
    """The highest level taken about the day that went by."""
    return max((chase.level for chase in chases if chase.missed == filing.due), default=0)


def write_proposal(chase: FilingChase) -> bool:
    """Writes a proposed step with its event; False when somebody wrote the same before."""
    try:
        with transaction.atomic():
            chase.save()
    except IntegrityError:
        return False
    payload = events.FilingChaseProposed(level=chase.level, days=(chase.day - chase.missed).days)
    note(payload, chase.filing.object_key, CLOCKWORK, chase.giver)
    return True


def drop_overtaken(day: date) -> int:
    """Drops proposals about what the unit has filed, or got more days for; answers how many."""
    dropped = 0
    for chase in FilingChase.objects.filter(state=State.PROPOSED).select_related("filing", "giver"):
        if not _still_owed(chase, day):
            with transaction.atomic():
                dropped += _drop(chase, CLOCKWORK, overtaken=True)
    return dropped


@transaction.atomic
def chase_now(filing: Filing, actor: Actor) -> FilingChase:
    """A supervisor of the receiver chases by hand, at the next level or again at the last; the step waits to be sent.

    One that is waiting already is answered as it is. Raises Forbidden; DomainError when nothing is owed; Conflict when the unit
    was chased today.
    """
    check_decider(actor, filing)
    filing = Filing.objects.select_for_update(of=("self",)).select_related("receiver", "unit", "form").get(pk=filing.pk)
    waiting = filing.chases.filter(state=State.PROPOSED).first()
    if waiting is not None:
        return waiting
    day = today()
    if not owed(filing, day):
        raise DomainError("nothing_owed", _("This unit owes nothing today."), _("Chase when a day has gone by."))
    level = min(1 + taken(filing, filing.chases.all()), len(settings.CHASE_LADDER))
    try:
        with transaction.atomic():
            chase = _step(filing, level, day, by_clockwork=False)
            chase.save()
    except IntegrityError as error:
        raise Conflict("chased_today", _("This unit was chased for this today."), _("Wait until tomorrow.")) from error
    return chase


@transaction.atomic
def send_chase(chase: FilingChase, actor: Actor) -> FilingChase:
    """A person sends a proposed chase: it gets its number in the register of outgoing documents, and its letter is kept.

    Sent twice by one person, it is sent once. Raises Forbidden; DomainError when the unit owes this no longer; Conflict when
    somebody else sent or dropped it, or when the unit was chased for this today.
    """
    check_decider(actor, chase.filing)
    lock_numbers(chase.giver)
    rows = FilingChase.objects.select_for_update(of=("self",))
    chase = rows.select_related("filing__unit", "filing__form", "giver").get(pk=chase.pk)
    if chase.state == State.SENT and chase.sent_by_id == getattr(actor.user, "pk", None):
        return chase
    if chase.state != State.PROPOSED:
        raise somebody_was_first()
    day = today()
    if not _still_owed(chase, day):
        raise DomainError(
            "overtaken", _("The unit has done this meanwhile."), _("There is nothing left to chase; drop this step.")
        )
    if chase.filing.chases.filter(state=State.SENT, day=day).exists():
        raise Conflict("chased_today", _("This unit was chased for this today."), _("Wait until tomorrow."))
    kind = OutgoingDocument.Kind.CHASE
    chase.document = register_document(chase.giver, kind, letter_title(chase), day, actor, series=SERIES)
    chase.day, chase.state = day, State.SENT
    chase.year, chase.serial = chase.document.year, chase.document.number
    chase.sent_by, chase.sent_at = actor.user, timezone.now()
    chase.text = chase_text(chase, chase.number)
    chase.save()
    seal(chase.document, chase_letter(chase))
    payload = events.FilingChaseSent(level=chase.level, days=(day - chase.missed).days, by_clockwork=chase.by_clockwork)
    note(payload, chase.filing.object_key, actor, chase.giver)
    return chase


@transaction.atomic
def drop_chase(chase: FilingChase, actor: Actor) -> None:
    """A person finds a proposed chase not needed. Raises Forbidden, Conflict when it was sent meanwhile."""
    check_decider(actor, chase.filing)
    dropped = FilingChase.objects.filter(pk=chase.pk, state=State.DROPPED)
    if not _drop(chase, actor, overtaken=False) and not dropped.exists():
        raise somebody_was_first()


def _drop(chase: FilingChase, actor: Actor, overtaken: bool) -> bool:
    gone = FilingChase.objects.filter(pk=chase.pk, state=State.PROPOSED).update(state=State.DROPPED)
    if gone:
        payload = events.FilingChaseDropped(level=chase.level, overtaken=overtaken)
        note(payload, chase.filing.object_key, actor, chase.giver)
    return bool(gone)


def _still_owed(chase: FilingChase, day: date) -> bool:
    filing = Filing.objects.get(pk=chase.filing_id)
    return owed(filing, day) and filing.due == chase.missed


def _step(filing: Filing, level: int, day: date, by_clockwork: bool) -> FilingChase:
    return FilingChase(
        filing=filing,
        giver=filing.receiver,
        missed=filing.due,
        level=level,
        day=day,
        by_clockwork=by_clockwork,
    )
