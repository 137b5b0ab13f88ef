"""Facts about notices and tasks: codes, counts and verdicts. Titles, clauses and remarks stay in the tables."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Code, Payload, register

Status = Literal["in_force", "repealed", "consultation_draft", "unknown"]


@register
class NoticeImported(Payload):
    """The text of a notice was taken in, with so many tasks read from it."""

    event: ClassVar[str] = "ledger.notice.imported"
    status: Status
    tasks: int


@register
class NoticeConfirmed(Payload):
    """Somebody compared what was read of a notice with the notice."""

    event: ClassVar[str] = "ledger.notice.confirmed"
    status: Status


@register
class ValidityChanged(Payload):
    """A supervisor said whether a notice is in force."""

    event: ClassVar[str] = "ledger.notice.validity_changed"
    before: Status
    after: Status


@register
class TaskConfirmed(Payload):
    """Somebody compared a task with its clause."""

    event: ClassVar[str] = "ledger.task.confirmed"
    number: int


@register
class IndicatorLinked(Payload):
    """A task is to be measured by this indicator, against a target nobody has confirmed yet."""

    event: ClassVar[str] = "ledger.indicator.linked"
    indicator: Code
    target: float
    direction: Literal["up", "down"]
    min_sample: int


@register
class IndicatorUnlinked(Payload):
    """An indicator measures a task no longer."""

    event: ClassVar[str] = "ledger.indicator.unlinked"
    indicator: Code
    confirmed: bool


@register
class TargetConfirmed(Payload):
    """A supervisor agreed with the target."""

    event: ClassVar[str] = "ledger.target.confirmed"
    indicator: Code
    target: float
    direction: Literal["up", "down"]
    min_sample: int


@register
class JudgementSet(Payload):
    """The unit or its supervisor judged a task; ``system`` is what the figures said at that moment."""

    event: ClassVar[str] = "ledger.judgement.set"
    side: Literal["unit", "supervisor"]
    verdict: Literal["met", "not_met", "cannot_say"]
    system: Code


@register
class EvidenceAttached(Payload):
    """Evidence on file was put to a task."""

    event: ClassVar[str] = "ledger.evidence.attached"
    kind: Literal["measured", "inspected", "attested"]
