"""The life of one request in the demonstration, as a generator: it acts now, and yields the moment it acts next."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from silverbridge.demo.asking import ask
from silverbridge.demo.clock import in_working_hours, local, working_days_later
from silverbridge.demo.town import Town
from silverbridge.demo.wishes import Wish
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.capacity.services import left
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import DIGITAL
from silverbridge.domain.intake.fulfilments import Plan, fulfilment
from silverbridge.domain.intake.models import Decline, ServiceRequest
from silverbridge.domain.intake.services import (
    advance,
    change_door,
    decline,
    raise_request_assurance,
    reopen,
    reschedule,
    withdraw,
)
from silverbridge.domain.intake.states import PLANNED, State
from silverbridge.domain.people.models import Assurance
from silverbridge.engines.calendars import WorkingCalendar

REFUSALS = (
    (Decline.PAPERS_MISSING, "还差一样：户口本这一页看不清。"),
    (Decline.NOT_HERE, "这件事归住处所在的分中心办。"),
    (Decline.FULL, "这几天都满了，先给您记上。"),
    (Decline.DUPLICATE, "前天已经替您办过一回了。"),
)
COMPANIONS = ("何秀", "许婷", "郑平", "范小军")
DRIVERS = ("马师傅，演示车01", "丁师傅，演示车02", "秦师傅，演示车03", "白师傅，演示车04")
DONE_WORDS = ("办好了。", "办好了，已经打电话告诉本人。", "当面办好，本人签了字。")


def live(town: Town, wish: Wish) -> Iterator[datetime]:
    """One request from its first moment to its end, or to where it is left lying."""
    request, visitor = ask(town, wish)
    if request.is_closed:
        return
    clerk, dice, urgent = town.clerk(request), town.dice, _is_urgent(request)
    if wish.fate == "withdrawn" and dice.random() < 0.6:
        yield timezone.now() + timedelta(minutes=dice.randint(2, 9))
        withdraw(request, visitor, request.revision)
        return
    if wish.fate == "forgotten" and dice.random() < 0.4:
        return
    yield _soon(dice, urgent)
    advance(request, State.ACCEPTED, clerk, request.revision)
    if wish.fate == "forgotten":
        return
    if wish.fate == "withdrawn":
        yield in_working_hours(timezone.now() + timedelta(hours=dice.randint(1, 5)))
        withdraw(request, clerk, request.revision)
        return
    if wish.fate == "declined":
        yield _soon(dice, urgent)
        _decline(dice, request, clerk)
        return
    if wish.fate == "wrong_door":
        _other_door(request, clerk)
    _be_sure(request, clerk)
    planned = fulfilment(_kind(request)).planned
    if planned:
        yield from _planned(town, wish, request, clerk, planned, urgent)
    else:
        yield _finish_at(dice, request, wish.fate == "late")
    if request.state in (State.MISSED, State.CANCELLED):
        return
    if wish.fate == "cancelled":
        advance(request, State.CANCELLED, clerk, request.revision, words="经办人病了，我们另打电话约。")
        return
    advance(request, State.DONE, clerk, request.revision, words=dice.choice(DONE_WORDS))
    if wish.fate == "reopened":
        yield working_days_later(timezone.now(), 2, 10, dice.randrange(60))
        reopen(request, clerk, request.revision, "老人来电话，说还没收到。")
        yield in_working_hours(timezone.now() + timedelta(hours=3))
        advance(request, State.DONE, clerk, request.revision, words="补办好了，打电话问过本人。")


def _planned(
    town: Town, wish: Wish, request: ServiceRequest, clerk: Actor, planned: str, urgent: bool
) -> Iterator[datetime]:
    """From an agreed time to the beginning of service, past a missed appointment if there is one."""
    dice = town.dice
    start = _next_start(town, request, urgent, wish.fate == "late")
    advance(request, planned, clerk, request.revision, _plan(dice, request, start))
    begins = start or timezone.now() + timedelta(minutes=dice.randint(6, 45))
    if wish.fate == "missed":
        yield begins + timedelta(minutes=40)
        advance(request, State.MISSED, clerk, request.revision)
        if planned == State.QUEUED or dice.random() < 0.4:
            return
        yield in_working_hours(timezone.now() + timedelta(hours=2))
        begins = _next_start(town, request, False, False)
        reschedule(request, _plan(dice, request, begins), clerk, request.revision)
    yield begins + timedelta(minutes=dice.randint(0, 8))
    if request.state in PLANNED and wish.fate != "cancelled":
        advance(request, State.IN_SERVICE, clerk, request.revision)
        yield timezone.now() + timedelta(minutes=dice.randint(8, 50))


def _kind(request: ServiceRequest) -> str:
    """How it is carried out."""
    return request.version.definition.fulfilments[0]


def _is_urgent(request: ServiceRequest) -> bool:
    """A taxi, and whatever is promised for the same day, is seen to at once, day or night."""
    return request.item == "taxi" or request.version.definition.promise_working_days == 0


def _soon(dice: random.Random, urgent: bool) -> datetime:
    """When staff next look at a request."""
    if urgent:
        return timezone.now() + timedelta(minutes=dice.randint(1, 6))
    return in_working_hours(timezone.now() + timedelta(minutes=dice.randint(10, 150)))


def _finish_at(dice: random.Random, request: ServiceRequest, late: bool) -> datetime:
    """When a case is finished: by the promised day, or some working days after it."""
    now, promised = timezone.now(), request.promised_on
    if late:
        return working_days_later(local(promised, 12), dice.randint(1, 4), dice.randint(9, 16), dice.randrange(60))
    calendar, day = WorkingCalendar(), timezone.localdate(now)
    days = [
        d for n in range((promised - day).days + 1) if calendar.is_working_day(d := day + timedelta(days=n)).working
    ]
    chosen = local(dice.choice(days), dice.randint(9, 16), dice.randrange(60)) if days else now
    return chosen if chosen > now else now + timedelta(minutes=dice.randint(15, 50))


def _next_start(town: Town, request: ServiceRequest, urgent: bool, late: bool) -> datetime | None:
    """The time of an appointment or visit; a ticket has none."""
    dice, now = town.dice, timezone.now()
    kind = _kind(request)
    if kind == "ticket":
        return None
    if urgent and kind == "visit":
        return now + timedelta(minutes=dice.randint(8, 40))
    earliest = local(request.promised_on, 23) if late else now + timedelta(minutes=30)
    sessions = Session.objects.filter(item=request.item, place=request.place, starts_at__gt=earliest)
    for session in sessions.order_by("starts_at")[dice.randrange(4) :][:40]:
        if left(session, request.door) > 0:
            return session.starts_at
    return _finish_at(dice, request, late)


def _plan(dice: random.Random, request: ServiceRequest, start: datetime | None) -> Plan:
    """Who comes: a driver, two from the bank, or one companion."""
    if request.item == "taxi":
        return Plan(start, dice.choice(DRIVERS))
    if _kind(request) == "visit":
        count = 2 if request.item.startswith("bank") else 1
        return Plan(start, "、".join(dice.sample(COMPANIONS, count)))
    return Plan(start)


def _be_sure(request: ServiceRequest, clerk: Actor) -> None:
    """What the item asks for before it is carried out: a call back, or a look at the person or their document."""
    least = Assurance[request.version.definition.least_assurance.upper()]
    if request.assurance < least:
        raise_request_assurance(request, least, clerk, request.revision)


def _decline(dice: random.Random, request: ServiceRequest, clerk: Actor) -> None:
    """A refusal with its reason and another way that is open now (red line 7)."""
    reason, words = dice.choice(REFUSALS)
    ways = catalogue.alternatives(request.item, besides=[request.offering_id])
    decline(request, reason, words, next(o for o in ways if catalogue.open_now(o)), clerk, request.revision)


def _other_door(request: ServiceRequest, clerk: Actor) -> None:
    """Who came by the wrong door goes on by another: from a machine to a person, or to a machine having said yes."""
    doors = request.version.definition.doors
    if request.door in DIGITAL or "web" not in doors:
        to = "counter" if request.door == "phone" else "phone"
        change_door(request, to, clerk, request.revision)
    else:
        change_door(request, "web", clerk, request.revision, agreed=True)
