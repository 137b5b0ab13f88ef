"""Facts about hand-outs: roles, counts, levels and whether it was in time. Names, remarks and reports stay in the tables."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register

Role = Literal["lead", "responsible", "cooperating"]
Cause = Literal["acknowledgement", "report", "closing"]


@register
class HandedOut(Payload):
    """A task was put into a unit's hands, by the ledger (``depth`` 1) or by a unit above it. ``days`` are left until due."""

    event: ClassVar[str] = "ledger.handout.handed_out"
    role: Role
    depth: int
    days: int
    after_deadline: bool


@register
class HandOutWithdrawn(Payload):
    """A hand-out was taken back before anybody acknowledged it."""

    event: ClassVar[str] = "ledger.handout.withdrawn"
    depth: int


@register
class Acknowledged(Payload):
    """The unit said that it has the task."""

    event: ClassVar[str] = "ledger.handout.acknowledged"
    in_time: bool


@register
class ReportedBack(Payload):
    """The unit said how far it is, with so many new files."""

    event: ClassVar[str] = "ledger.handout.reported"
    in_time: bool
    has_problems: bool
    materials: int


@register
class MaterialSupplied(Payload):
    """The unit supplied so many files outside of a report."""

    event: ClassVar[str] = "ledger.handout.material_supplied"
    materials: int


@register
class ChaseProposed(Payload):
    """The clockwork found a day gone by and proposes to chase."""

    event: ClassVar[str] = "ledger.chase.proposed"
    cause: Cause
    level: int
    days: int


@register
class ChaseSent(Payload):
    """A person sent a numbered chase, ``days`` after the day that went by."""

    event: ClassVar[str] = "ledger.chase.sent"
    cause: Cause
    level: int
    days: int
    by_clockwork: bool


@register
class ChaseDropped(Payload):
    """A proposed chase is not sent: somebody found it not needed, or the unit was quicker."""

    event: ClassVar[str] = "ledger.chase.dropped"
    cause: Cause
    level: int
    overtaken: bool


@register
class ClosingAsked(Payload):
    """The unit asks to close, with so many files as proof."""

    event: ClassVar[str] = "ledger.handout.closing_asked"
    in_time: bool
    materials: int


@register
class Verified(Payload):
    """Whoever handed it out checked what the unit says."""

    event: ClassVar[str] = "ledger.handout.verified"
    materials: int


@register
class SentBack(Payload):
    """Whoever handed it out is not content; the unit goes on."""

    event: ClassVar[str] = "ledger.handout.sent_back"
    was_verified: bool
    new_due: bool


@register
class HandOutClosed(Payload):
    """The hand-out is closed (销号)."""

    event: ClassVar[str] = "ledger.handout.closed"
    in_time: bool
    depth: int


@register
class LookedBack(Payload):
    """Somebody looked again after closing, so many days later: it holds, or it was reopened."""

    event: ClassVar[str] = "ledger.handout.looked_back"
    outcome: Literal["holds", "reopened"]
    days: int
