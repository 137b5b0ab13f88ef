"""Facts in the life of a service request. The envelope says item, door, acting-for, place, organisation and subject."""

from __future__ import annotations

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Code, Payload, register

Assurance = Literal["claimed", "called_back", "seen", "verified"]


@register
class Submitted(Payload):
    """A request was made."""

    event: ClassVar[str] = "intake.request.submitted"
    fulfilment: Code
    assurance: Assurance
    call_first: bool
    open_now: bool


@register
class Accepted(Payload):
    """Somebody took it on."""

    event: ClassVar[str] = "intake.request.accepted"


@register
class Scheduled(Payload):
    """A time was agreed. ``notice_minutes`` is how long until then."""

    event: ClassVar[str] = "intake.request.scheduled"
    notice_minutes: int


@register
class Assigned(Payload):
    """Somebody was named who comes."""

    event: ClassVar[str] = "intake.request.assigned"
    notice_minutes: int | None


@register
class Queued(Payload):
    """The person stands in a queue."""

    event: ClassVar[str] = "intake.request.queued"


@register
class Started(Payload):
    """Service began. ``wait_minutes`` is since the request was made."""

    event: ClassVar[str] = "intake.request.started"
    wait_minutes: int


@register
class Done(Payload):
    """The request was completed (办结)."""

    event: ClassVar[str] = "intake.request.done"
    within_promise: bool
    working_days: int


@register
class Declined(Payload):
    """It cannot be done; the reason, and the door of the other way that was named."""

    event: ClassVar[str] = "intake.request.declined"
    reason: Code
    alternative_item: Code
    alternative_door: Code


@register
class Withdrawn(Payload):
    """The person or their agent took it back. ``minutes`` since it was made."""

    event: ClassVar[str] = "intake.request.withdrawn"
    minutes: int


@register
class Missed(Payload):
    """The agreed time passed without the person."""

    event: ClassVar[str] = "intake.request.missed"


@register
class Cancelled(Payload):
    """The provider cancelled."""

    event: ClassVar[str] = "intake.request.cancelled"


@register
class Rescheduled(Payload):
    """Another time was agreed."""

    event: ClassVar[str] = "intake.request.rescheduled"
    notice_minutes: int


@register
class Reopened(Payload):
    """A closed request is open again."""

    event: ClassVar[str] = "intake.request.reopened"
    was: Code


@register
class DoorChanged(Payload):
    """A request went on through another door; from a human to a machine only with a yes (red line 8)."""

    event: ClassVar[str] = "intake.request.door_changed"
    before: Code
    after: Code
    agreed: bool


@register
class AnswersCompleted(Payload):
    """Somebody called, and what had been left to a person was answered. ``questions`` is how many answers there are now."""

    event: ClassVar[str] = "intake.request.answers_completed"
    questions: int


@register
class AssuranceRaised(Payload):
    """We are surer who the person is."""

    event: ClassVar[str] = "intake.request.assurance_raised"
    assurance: Assurance
