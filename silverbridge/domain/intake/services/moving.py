"""Moves of an open request. Each names the revision its author saw, so that two clerks never both win."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue.definitions import DIGITAL, STAFFED
from silverbridge.domain.catalogue.models import Door
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.intake import events
from silverbridge.domain.intake.fulfilments import Plan, fulfilment
from silverbridge.domain.intake.models import Part, ServiceRequest
from silverbridge.domain.intake.services.recording import minutes_between, note
from silverbridge.domain.intake.services.telling import tell_person
from silverbridge.domain.intake.states import EVENT_OF, FULFILLING, NEXT, PLANNED, RESCHEDULABLE, State
from silverbridge.domain.people.models import Assurance
from silverbridge.domain.people.services import raise_assurance
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import WorkingCalendar

NOTE_LIMIT = 500


def change(request: ServiceRequest, revision: int, **values: object) -> ServiceRequest:
    """The conditional update every move goes through. Raises Conflict when the request has moved since ``revision``."""
    rows = ServiceRequest.objects.filter(pk=request.pk, revision=revision, state=request.state)
    if not rows.update(revision=F("revision") + 1, updated_at=timezone.now(), **values):
        raise Conflict(
            "moved",
            _("A colleague has moved this request in the meantime."),
            _("Look at it again, then decide. Nothing you typed was stored."),
        )
    # Nothing else can have changed: the revision was the one seen. Relations already loaded stay loaded.
    request.refresh_from_db(fields=["revision", "updated_at", *values])
    return request


def check_note(text: str) -> str:
    """A note of bearable length. Raises DomainError."""
    if len(text) > NOTE_LIMIT:
        raise DomainError(
            "note_long",
            _("This note is too long by %(n)s characters."),
            _("Shorten it."),
            "note",
            n=len(text) - NOTE_LIMIT,
        )
    return text.strip()


def check_next(request: ServiceRequest, to: str) -> None:
    """Whether ``advance`` may do this now. Raises Conflict or DomainError (assurance)."""
    if to not in NEXT.get(request.state, ()):
        raise Conflict(
            "not_next",
            _("From “%(a)s” it cannot become “%(b)s”."),
            _("Look at the request again; it may have moved."),
            a=request.get_state_display(),
            b=State(to).label if to in State.values else to,
        )
    least = Assurance[request.version.definition.least_assurance.upper()]
    if to in FULFILLING and request.assurance < least:
        raise DomainError(
            "assurance",
            _("We are not yet sure enough who this is: “%(least)s” is needed."),
            _("Call back on a known number, or check a document at the counter or at home."),
            "assurance",
            least=least.label,
        )


def _main_part(request: ServiceRequest) -> Part:
    return request.fulfilment_parts.order_by("pk").first()


def _payload(request: ServiceRequest, to: str, part: Part) -> events.Payload:
    """The event of a move, with its measured facts."""
    now = timezone.now()
    notice = minutes_between(now, part.starts_at) if part and part.starts_at else None
    match EVENT_OF[to]:
        case "accepted":
            return events.Accepted()
        case "scheduled":
            return events.Scheduled(notice_minutes=notice or 0)
        case "assigned":
            return events.Assigned(notice_minutes=notice)
        case "queued":
            return events.Queued()
        case "started":
            return events.Started(wait_minutes=minutes_between(request.submitted_at, now))
        case "done":
            return events.Done(within_promise=today() <= request.promised_on, working_days=_working_days(request))
        case "missed":
            return events.Missed()
        case _:
            return events.Cancelled()


def _working_days(request: ServiceRequest) -> int:
    """Working days from the day after submission up to today."""
    calendar, day, count = WorkingCalendar(), timezone.localdate(request.submitted_at), 0
    while day < today():
        day += timedelta(days=1)
        count += calendar.is_working_day(day).working
    return count


@transaction.atomic
def advance(
    request: ServiceRequest, to: str, actor: Actor, revision: int, plan: Plan | None = None, words: str = ""
) -> ServiceRequest:
    """Moves a request on: accepted, planned, in service, done, missed or cancelled.

    A planned state keeps the ``plan``; ``words`` are noted, and told to the person where the move closes the request.
    Raises Conflict (moved meanwhile, or no such move), DomainError (assurance, plan).
    """
    check_next(request, to)
    words = check_note(words)
    before, now = request.state, timezone.now()
    part = _main_part(request)
    if to in PLANNED:
        way = fulfilment(part.kind)
        if way.planned != to:
            raise Conflict(
                "other_plan",
                _("This service is not carried out that way."),
                _("Choose one of the moves shown."),
            )
        way.hold(part, plan or Plan())
    values: dict[str, object] = {"state": to}
    if to == State.ACCEPTED:
        values["assignee"] = actor.user
    if to in (State.DONE, State.CANCELLED):
        values |= {"closed_at": now, "outcome": words}
    change(request, revision, **values)
    if to == State.IN_SERVICE:
        request.fulfilment_parts.filter(started_at__isnull=True).update(started_at=now)
    if to == State.DONE:
        request.fulfilment_parts.filter(finished_at__isnull=True).update(finished_at=now)
    if to == State.CANCELLED:
        for row in request.fulfilment_parts.filter(finished_at__isnull=True):
            fulfilment(row.kind).cancel(row)
    note(request, actor, _payload(request, to, part), EVENT_OF[to], before, words)
    tell_person(request, to, words)
    return request


@transaction.atomic
def reschedule(request: ServiceRequest, plan: Plan, actor: Actor, revision: int, words: str = "") -> ServiceRequest:
    """Another time or person; a missed appointment gets a new one. Raises Conflict or DomainError."""
    if request.state not in RESCHEDULABLE:
        raise Conflict(
            "not_planned",
            _("There is no appointment to move."),
            _("Look at the request again; it may have moved."),
        )
    before, part = request.state, _main_part(request)
    fulfilment(part.kind).reschedule(part, plan)
    to = fulfilment(part.kind).planned if before == State.MISSED else before
    change(request, revision, state=to)
    notice = minutes_between(timezone.now(), part.starts_at) if part.starts_at else 0
    note(request, actor, events.Rescheduled(notice_minutes=notice), "reschedule", before, check_note(words))
    tell_person(request, "rescheduled")
    return request


@transaction.atomic
def take(request: ServiceRequest, actor: Actor, revision: int) -> ServiceRequest:
    """Somebody makes an open request theirs, without changing its state."""
    return change(request, revision, assignee=actor.user)


@transaction.atomic
def change_door(request: ServiceRequest, to: str, actor: Actor, revision: int, agreed: bool = False) -> ServiceRequest:
    """Goes on through another door. Red line 8: from a human to a machine only when the person said yes.

    Raises DomainError without that yes, or for a door the item does not have.
    """
    definition = request.version.definition
    if to not in definition.doors or to == request.door:
        raise DomainError("door", _("This item has no such door."), _("Choose one of its doors."), "door")
    if request.door in STAFFED and to in DIGITAL and not agreed:
        raise DomainError(
            "red_line_8",
            _("Nobody is sent from a person to a machine without having said yes."),
            _("Ask first: “Would you like to try the machine? I help you.” Tick the box when they agree."),
            "agreed",
        )
    before = request.door
    change(request, revision, door=to)
    note(
        request,
        actor,
        events.DoorChanged(before=before, after=to, agreed=agreed),
        "door",
        request.state,
        f"{Door(before).label} → {Door(to).label}",
    )
    return request


@transaction.atomic
def raise_request_assurance(request: ServiceRequest, to: int, actor: Actor, revision: int) -> ServiceRequest:
    """Staff called back, saw the person, or checked a document. Never lowers; raises the person's record too."""
    level = Assurance(to)
    if level <= request.assurance:
        return request
    change(request, revision, assurance=level)
    if request.person is not None:
        raise_assurance(request.person, level)
    note(request, actor, events.AssuranceRaised(assurance=level.name.lower()), "assurance", request.state)
    return request
