"""Facts about returns: tiers, counts and whether it was in time. Names, reasons, figures and texts stay in the tables."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register

Tier = Literal["unit", "office"]


@register
class FormConfirmed(Payload):
    """A version of a form was confirmed for use, with so many fields."""

    event: ClassVar[str] = "returns.form.confirmed"
    number: int
    fields: int


@register
class CalendarSet(Payload):
    """When a tier files a form was set: so many calendar days after the period's end."""

    event: ClassVar[str] = "returns.form.calendar_set"
    tier: Tier
    days_after: int
    to_working_day: bool


@register
class RouteSet(Payload):
    """From a day on a unit files along a way."""

    event: ClassVar[str] = "returns.route.set"
    way: Literal["line", "region", "upward"]
    moved: bool


@register
class RouteEnded(Payload):
    """From a day on a unit files with this receiver no longer."""

    event: ClassVar[str] = "returns.route.ended"


@register
class FilingOpened(Payload):
    """A unit owes a return; ``days`` are left until it is due."""

    event: ClassVar[str] = "returns.filing.opened"
    tier: Tier
    days: int
    provisional: bool
    unit_closed: bool


@register
class FilingPrefilled(Payload):
    """So many figures were measured, and so many have no data."""

    event: ClassVar[str] = "returns.filing.prefilled"
    measured: int
    no_data: int


@register
class FilingAddedUp(Payload):
    """So many units were counted in an office's return, and so many are missing from it."""

    event: ClassVar[str] = "returns.filing.added_up"
    counted: int
    missing: int


@register
class FileTaken(Payload):
    """A form filled in by hand was taken over: so many figures and texts of it, figures that differ from what was measured."""

    event: ClassVar[str] = "returns.filing.file_taken"
    figures: int
    texts: int
    differences: int


@register
class DraftSaved(Payload):
    """A draft was saved: figures filled in, differences from what was measured, differences explained."""

    event: ClassVar[str] = "returns.filing.saved"
    figures: int
    differences: int
    explained: int


@register
class FilingPrepared(Payload):
    """The preparer says that the return is ready, with so many differences explained."""

    event: ClassVar[str] = "returns.filing.prepared"
    differences: int


@register
class FilingReviewed(Payload):
    """Another person than the preparer found the return right."""

    event: ClassVar[str] = "returns.filing.reviewed"
    differences: int


@register
class FilingReturned(Payload):
    """Reviewer or head gave the return back to the preparer."""

    event: ClassVar[str] = "returns.filing.returned"


@register
class FilingSigned(Payload):
    """The head signed the return off."""

    event: ClassVar[str] = "returns.filing.signed"


@register
class ScanAttached(Payload):
    """The scan of the stamped form was attached."""

    event: ClassVar[str] = "returns.filing.stamped"


@register
class Filed(Payload):
    """A return was filed; ``again`` after it was sent back; ``days_late`` is 0 in time."""

    event: ClassVar[str] = "returns.filing.filed"
    tier: Tier
    late: bool
    days_late: int
    again: bool


@register
class FilingSentBack(Payload):
    """The receiver sent a return back."""

    event: ClassVar[str] = "returns.filing.sent_back"


@register
class FilingAccepted(Payload):
    """The receiver accepted a return."""

    event: ClassVar[str] = "returns.filing.accepted"
    late: bool


@register
class FilingExtended(Payload):
    """The receiver gave a unit so many days more."""

    event: ClassVar[str] = "returns.filing.extended"
    days: int
    was_locked: bool


@register
class FilingExempted(Payload):
    """The receiver exempted a unit from a return."""

    event: ClassVar[str] = "returns.filing.exempted"


@register
class FilingSealed(Payload):
    """A return was sealed; ``entry`` above 1 is a correction."""

    event: ClassVar[str] = "returns.filing.sealed"
    entry: int


@register
class CorrectionBegun(Payload):
    """A correction of a sealed return was begun, beside it."""

    event: ClassVar[str] = "returns.filing.correction_begun"
    entry: int


@register
class FilingChaseProposed(Payload):
    """The clockwork proposed a step of chasing."""

    event: ClassVar[str] = "returns.chase.proposed"
    level: int
    days: int


@register
class FilingChaseSent(Payload):
    """A person sent a chase."""

    event: ClassVar[str] = "returns.chase.sent"
    level: int
    days: int
    by_clockwork: bool


@register
class FilingChaseDropped(Payload):
    """A chase was found not needed, or the unit was quicker (``overtaken``)."""

    event: ClassVar[str] = "returns.chase.dropped"
    level: int
    overtaken: bool
