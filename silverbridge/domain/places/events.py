"""What happens at a place: the vocabulary of visits, telephone calls, incidents, complaints, activities, inspections and
stocks.

The words are fixed here, below every app that will say them, so that a queue in the lobby, a visit system's extract and
an indicator mean the same thing. Whoever records one sets the envelope: `object_key` stays the same through one visit
(call, incident, complaint, activity, inspection), `item`, `door`, `place` and `organisation` are as of then, and
`business_date` is the day it belongs to.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from silverbridge.domain.core.events import Code, Payload, register

Seconds = Annotated[int, Field(ge=0, le=86_400)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Lane = Literal["green", "care", "ordinary", "booked"]


@register
class VisitArrived(Payload):
    """Somebody came in. `booked` says whether a time had been agreed."""

    event: ClassVar[str] = "visit.arrived"
    booked: bool


@register
class VisitTicketed(Payload):
    """A ticket was drawn, for a lane: the green lane, a care window, the ordinary queue, or a booked time."""

    event: ClassVar[str] = "visit.ticketed"
    lane: Lane
    ahead: Count


@register
class VisitCalled(Payload):
    """The ticket was called to a window; `wait_seconds` since it was drawn."""

    event: ClassVar[str] = "visit.called"
    wait_seconds: Seconds


@register
class VisitServed(Payload):
    """Service ended. `outcome` says how: done, sent elsewhere with a name of where, or not done."""

    event: ClassVar[str] = "visit.served"
    service_seconds: Seconds
    outcome: Literal["done", "referred", "not_done"]


@register
class VisitLeft(Payload):
    """The person left before being served, or did not come when called (过号)."""

    event: ClassVar[str] = "visit.left"
    wait_seconds: Seconds
    stage: Literal["queue", "called"]


@register
class VisitRated(Payload):
    """The person said how it was, from 1 to 5; 4 and 5 are satisfied."""

    event: ClassVar[str] = "visit.rated"
    rating: Annotated[int, Field(ge=1, le=5)]


@register
class PhoneAnswered(Payload):
    """A person answered a call that asked for one; `ring_seconds` is from that asking to the first word."""

    event: ClassVar[str] = "phone.call.answered"
    ring_seconds: Seconds


@register
class PhoneLost(Payload):
    """A caller who asked for a person hung up before one answered."""

    event: ClassVar[str] = "phone.call.lost"
    ring_seconds: Seconds


@register
class IncidentOpened(Payload):
    """Something happened to a visitor: a fall, a faint, somebody lost."""

    event: ClassVar[str] = "incident.opened"
    kind: Code
    severity: Literal["minor", "serious", "grave"]


@register
class IncidentResponded(Payload):
    """Somebody was with the visitor."""

    event: ClassVar[str] = "incident.responded"
    by: Literal["staff", "medic", "police"]


@register
class IncidentClosed(Payload):
    """It is over."""

    event: ClassVar[str] = "incident.closed"
    outcome: Literal["recovered", "hospital", "family", "other"]


@register
class ComplaintOpened(Payload):
    """An elder, or somebody for them, complained."""

    event: ClassVar[str] = "complaint.opened"
    cause: Code


@register
class ComplaintClosed(Payload):
    """The complaint was answered."""

    event: ClassVar[str] = "complaint.closed"
    outcome: Literal["resolved", "explained", "withdrawn", "referred"]


@register
class ActivityHeld(Payload):
    """A lesson, a talk or a visit of care took place; who came is told by `activity.attended`, one for each."""

    event: ClassVar[str] = "activity.held"
    kind: Code


@register
class ActivityAttended(Payload):
    """One person took part once. The object is the activity."""

    event: ClassVar[str] = "activity.attended"
    kind: Code


@register
class InspectionDone(Payload):
    """A place was looked at: how many points were checked, how many of them were in order."""

    event: ClassVar[str] = "inspection.done"
    kind: Literal["own", "unannounced", "sampled", "third_party"]
    checked: Count
    in_order: Count


@register
class InspectionFinding(Payload):
    """One point that was not in order."""

    event: ClassVar[str] = "inspection.finding"
    rule: Code
    grade: Literal["minor", "serious"]


@register
class SnapshotTaken(Payload):
    """How much of something there was (a stock, on `business_date`), or came up to it (a flow, of the month it ends).

    A correction is a later snapshot of the same day: the one recorded last holds.
    """

    event: ClassVar[str] = "snapshot.taken"
    kind: Code
    value: Annotated[float, Field(ge=0, allow_inf_nan=False)]
