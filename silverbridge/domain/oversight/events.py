"""Facts about looking after the work of units: draws, referrals, calls, scores, bulletins, tiers. Words stay in the tables.

What a visit found is told by `inspection.done` and `inspection.finding` (places.events).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Code, Payload, register


@register
class PlanDrawn(Payload):
    """A sample of places was drawn."""

    event: ClassVar[str] = "oversight.plan.drawn"
    kind: Literal["unannounced", "sampled", "third_party"]
    method: Literal["proportional", "fixed"]
    population: int
    drawn: int


@register
class SeatAssigned(Payload):
    """Somebody was named who goes there."""

    event: ClassVar[str] = "oversight.seat.assigned"
    places: int


@register
class SeatReplaced(Payload):
    """A place dropped out; the next of its stratum took its seat, if there was one."""

    event: ClassVar[str] = "oversight.seat.replaced"
    replaced: bool


@register
class PlanConcluded(Payload):
    """No more places are visited under this plan."""

    event: ClassVar[str] = "oversight.plan.concluded"
    drawn: int
    visited: int


@register
class ClueReferred(Payload):
    """A clue of cash refusal was referred (移送). ``days`` since it came in."""

    event: ClassVar[str] = "oversight.clue.referred"
    days: int


@register
class ClueAnswered(Payload):
    """What became of a referred clue. ``days`` since it was referred."""

    event: ClassVar[str] = "oversight.clue.answered"
    outcome: Literal["punished", "mended", "not_proved", "not_theirs"]
    days: int


@register
class CallsDrawn(Payload):
    """Completed requests were drawn to be called about."""

    event: ClassVar[str] = "oversight.calls.drawn"
    completed: int
    callable: int
    drawn: int


@register
class CallMade(Payload):
    """A person was called back (回访), or was tried to be."""

    event: ClassVar[str] = "oversight.call.made"
    result: Literal["satisfied", "resolved", "unresolved", "refused", "not_reached"]
    tries: int


@register
class EvaluationMade(Payload):
    """Units were scored. ``edition`` above 1 follows an appeal or a recount."""

    event: ClassVar[str] = "oversight.evaluation.made"
    scheme: Code
    edition: int
    units: int
    ranked: int


@register
class EvaluationIssued(Payload):
    """The units see their scores from now on."""

    event: ClassVar[str] = "oversight.evaluation.issued"
    scheme: Code
    edition: int


@register
class AppealFiled(Payload):
    """A unit appealed against an item of its score."""

    event: ClassVar[str] = "oversight.appeal.filed"
    item: Code


@register
class AppealDecided(Payload):
    """An appeal was decided."""

    event: ClassVar[str] = "oversight.appeal.decided"
    item: Code
    outcome: Literal["upheld", "rejected"]


@register
class BulletinMoved(Payload):
    """A bulletin was drafted, approved, sent back, issued, dropped, or approved for publication."""

    event: ClassVar[str] = "oversight.bulletin.moved"
    step: Literal["drafted", "changed", "approved", "reopened", "issued", "dropped", "publishable"]
    named: int


@register
class PracticeMoved(Payload):
    """A good-practice case was proposed, adopted, or not adopted."""

    event: ClassVar[str] = "oversight.practice.moved"
    step: Literal["proposed", "adopted", "set_aside"]


@register
class TiersWorkedOut(Payload):
    """Outlets were placed in tiers; nothing changed yet."""

    event: ClassVar[str] = "oversight.tiers.worked_out"
    scheme: Code
    edition: int
    outlets: int


@register
class TierConfirmed(Payload):
    """An outlet's tier is another one from now on."""

    event: ClassVar[str] = "oversight.tier.confirmed"
    tier: Code
    before: Code | None


@register
class AccreditationRecorded(Payload):
    """Somebody outside named an outlet."""

    event: ClassVar[str] = "oversight.accreditation.recorded"
    kind: Literal["standard", "model"]
