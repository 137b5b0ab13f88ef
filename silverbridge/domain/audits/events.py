"""Facts about sites and their audits: kinds, rules, counts and scores. Addresses, selectors and remarks stay in the tables."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Code, Payload, register

Severity = Literal["veto", "serious", "moderate", "advisory"]


@register
class SiteRegistered(Payload):
    """A site is looked after from now on."""

    event: ClassVar[str] = "audits.site.registered"
    kind: Literal["website", "app_h5"]
    elder_edition: bool
    scheduled: bool


@register
class SiteChanged(Payload):
    """What is audited, how often, or who looks after it was changed."""

    event: ClassVar[str] = "audits.site.changed"
    kind: Literal["website", "app_h5"]
    elder_edition: bool
    scheduled: bool


@register
class SiteRetired(Payload):
    """A site is looked after no longer."""

    event: ClassVar[str] = "audits.site.retired"
    open_findings: int


@register
class RunAsked(Payload):
    """An audit was asked for, by a person or by the clockwork; ``attempt`` is above 1 where one before it died."""

    event: ClassVar[str] = "audits.run.asked"
    by_clockwork: bool
    attempt: int


@register
class RunFinished(Payload):
    """An audit is over. Only ``done`` says anything about the site; ``technical`` is None where nothing was measured."""

    event: ClassVar[str] = "audits.run.finished"
    outcome: Literal["done", "failed", "no_browser", "died"]
    pages: int
    technical: float | None
    veto: int
    serious: int
    moderate: int
    advisory: int
    new: int
    gone: int
    seconds: int | None


@register
class FindingAssigned(Payload):
    """A finding was given to a unit; ``days`` are left."""

    event: ClassVar[str] = "audits.finding.assigned"
    rule: Code
    severity: Severity
    days: int


@register
class FindingAcknowledged(Payload):
    """The unit said that it has the finding."""

    event: ClassVar[str] = "audits.finding.acknowledged"
    rule: Code
    in_time: bool


@register
class FindingMended(Payload):
    """The unit says that it is mended; an audit will tell."""

    event: ClassVar[str] = "audits.finding.mended"
    rule: Code
    in_time: bool


@register
class FindingReturned(Payload):
    """It is not mended: an audit still saw it (``by_run``), or a person."""

    event: ClassVar[str] = "audits.finding.returned"
    rule: Code
    by_run: bool


@register
class FindingClosed(Payload):
    """An audit of the same page no longer saw it; ``claimed`` says whether somebody had said that it is mended."""

    event: ClassVar[str] = "audits.finding.closed"
    rule: Code
    severity: Severity
    claimed: bool
    in_time: bool | None


@register
class FindingReopened(Payload):
    """It had been proven mended, and was seen again."""

    event: ClassVar[str] = "audits.finding.reopened"
    rule: Code
    severity: Severity


@register
class FindingExempted(Payload):
    """Nobody has to mend it, for a reason. It still counts as failed."""

    event: ClassVar[str] = "audits.finding.exempted"
    rule: Code
    severity: Severity


@register
class ExemptionLifted(Payload):
    """It has to be mended after all."""

    event: ClassVar[str] = "audits.finding.exemption_lifted"
    rule: Code


@register
class QuestionAnswered(Payload):
    """A person said whether a rule is kept that a browser cannot judge."""

    event: ClassVar[str] = "audits.question.answered"
    rule: Code
    verdict: Literal["kept", "broken", "cannot_say"]


@register
class SurveyTaken(Payload):
    """Counts of a survey were entered."""

    event: ClassVar[str] = "audits.survey.taken"
    sample: int
    enough: bool


@register
class SelfReportTaken(Payload):
    """A signed self-assessment was entered."""

    event: ClassVar[str] = "audits.self_report.taken"
    points: float | None


@register
class EvaluationKept(Payload):
    """A total was kept as it is now."""

    event: ClassVar[str] = "audits.evaluation.kept"
    total: float
    vetoes: int
    passes: bool
