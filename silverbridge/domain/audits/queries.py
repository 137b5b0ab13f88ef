"""Questions about sites, audits and findings, each bounded by the organisations the asker may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.audits.days import Standing, standing
from silverbridge.domain.audits.evaluating import Verdict, evaluate
from silverbridge.domain.audits.models import AuditRun, Finding, ManualAnswer, SelfReport, Site, Survey
from silverbridge.domain.audits.scheme import scheme_on
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.places.queries import today
from silverbridge.engines.webaudit import load_pack

GRAVITY = {"veto": 0, "serious": 1, "moderate": 2, "advisory": 3}
STILL_OPEN = (Finding.State.OPEN, *Finding.IN_HAND)
Reach = Iterable[int]


@dataclass(frozen=True)
class SiteLine:
    """A site in a list: its last run, the last that says something, and how many findings wait or are late."""

    site: Site
    last: AuditRun | None
    done: AuditRun | None
    open: int
    late: int


def sites_for(organisations: Reach) -> QuerySet[Site]:
    """The sites of these organisations, those still looked after first."""
    rows = Site.objects.filter(organisation__in=set(organisations)).select_related("organisation")
    return rows.order_by(F("retired_on").asc(nulls_first=True), "name", "pk")


def lines_of(sites: Iterable[Site]) -> list[SiteLine]:
    """These sites with what a list shows of them: four queries, however many they are."""
    sites = list(sites)
    keys = [site.pk for site in sites]
    light = AuditRun.objects.filter(site__in=keys).defer("outcomes", "pages", "troubles")
    newest, done = _newest(light), _newest(light.filter(state=AuditRun.State.DONE))
    still = Finding.objects.filter(site__in=keys, outcome="fail", state__in=STILL_OPEN).values_list("site")
    waiting = dict(still.annotate(n=Count("pk")).order_by())
    late = dict(still.filter(is_late()).annotate(n=Count("pk")).order_by())
    return [SiteLine(s, newest.get(s.pk), done.get(s.pk), waiting.get(s.pk, 0), late.get(s.pk, 0)) for s in sites]


def _newest(rows: QuerySet[AuditRun]) -> dict[int, AuditRun]:
    last = rows.order_by("site", "-pk").values_list("site", "pk")
    first_of: dict[int, int] = {}
    for site, pk in last:
        first_of.setdefault(site, pk)
    return {run.site_id: run for run in rows.filter(pk__in=first_of.values())}


def site_for(pk: int, organisations: Reach) -> Site:
    """One site of these organisations. Raises NotFound for anybody else's."""
    found = sites_for(organisations).filter(pk=pk).first()
    if found is None:
        raise NotFound("site", _("There is no such site here."), _("Go back to the list."))
    return found


def runs_of(site: Site) -> QuerySet[AuditRun]:
    """The audits of a site, newest first, without their long parts."""
    return site.runs.select_related("asked_by").defer("outcomes", "pages", "troubles")


def run_for(pk: int, organisations: Reach) -> AuditRun:
    """One audit of a site of these organisations. Raises NotFound for anybody else's."""
    rows = AuditRun.objects.select_related("site__organisation", "asked_by", "report")
    # The report is read when it is saved, not with every page about its run.
    found = rows.defer("report__content").filter(pk=pk, site__organisation__in=set(organisations)).first()
    if found is None:
        raise NotFound("audit", _("There is no such audit here."), _("Go back to the site."))
    return found


def last_done(site: Site) -> AuditRun | None:
    """The last audit that says something about the site; None where there is none."""
    return site.runs.filter(state=AuditRun.State.DONE).first()


def before(run: AuditRun) -> AuditRun | None:
    """The finished audit before this one."""
    return AuditRun.objects.filter(site=run.site_id, state=AuditRun.State.DONE, pk__lt=run.pk).order_by("-pk").first()


def _findings() -> QuerySet[Finding]:
    return Finding.objects.select_related("site__organisation", "unit", "person")


def finding_for(pk: int, organisations: Reach) -> Finding:
    """One finding of a site of these organisations, or in the hands of one of them. Raises NotFound for anybody else's."""
    reach = set(organisations)
    found = _findings().filter(Q(site__organisation__in=reach) | Q(unit__in=reach), pk=pk).first()
    if found is None:
        raise NotFound("finding", _("There is no such finding here."), _("Go back to the list."))
    return found


def is_late() -> Q:
    """The condition that a unit owes a finding past its day."""
    return Q(state__in=Finding.OWED, due__lt=today())


def findings_of(site: Site, state: str = "", severity: str = "", rule: str = "") -> QuerySet[Finding]:
    """Failures of a site, gravest first, as far as these filters let them; ``open`` by default, ``all`` for every state."""
    rows = _findings().filter(site=site, outcome="fail")
    if state == "late":
        rows = rows.filter(is_late())
    elif state in Finding.State.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.filter(state__in=STILL_OPEN)
    if severity in GRAVITY:
        rows = rows.filter(severity=severity)
    if rule in load_pack():
        rows = rows.filter(rule=rule)
    return by_gravity(rows)


def by_gravity(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Veto items first, then serious ones; within those by rule and page."""
    rank = Case(*(When(severity=name, then=n) for name, n in GRAVITY.items()), default=9)
    return rows.order_by(rank, "rule", "page", "pk")


def owed_to(organisations: Reach, late: bool = False) -> QuerySet[Finding]:
    """Findings in the hands of these units, the earliest day first."""
    rows = _findings().filter(unit__in=set(organisations), state__in=Finding.IN_HAND)
    return (rows.filter(is_late()) if late else rows).order_by("due", "pk")


def standing_of(finding: Finding) -> Standing:
    """The light of a finding today."""
    return standing(
        owed=finding.state in Finding.OWED,
        due=finding.due if finding.state in Finding.IN_HAND else None,
        acknowledge_by=finding.acknowledge_by,
        waits=finding.state == Finding.State.ASSIGNED,
        today=today(),
        soon=settings.DUE_SOON_DAYS,
    )


def state_counts(site: Site) -> dict[str, int]:
    """How many failures of a site are in each state, and how many are late."""
    rows = Finding.objects.filter(site=site, outcome="fail")
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return found | {"late": rows.filter(is_late()).count()}


@dataclass(frozen=True)
class Comparison:
    """A run beside the one before: failures that are new, still there, gone, and not looked at this time."""

    before: AuditRun | None
    new: list[Finding]
    still: int
    gone: list[Finding]
    unseen: int


def compare(run: AuditRun) -> Comparison:
    """What changed since the audit before. What was not looked at this time is never counted as gone."""
    earlier = before(run)
    seen = dict(run.sightings.values_list("finding", "outcome"))
    now = {pk for pk, outcome in seen.items() if outcome == "fail"}
    then = set(earlier.sightings.filter(outcome="fail").values_list("finding", flat=True)) if earlier else set()
    gone = set(
        Finding.objects.filter(steps__run=run, steps__kind="closed", outcome="fail").values_list("pk", flat=True)
    )
    return Comparison(
        earlier,
        list(by_gravity(_findings().filter(pk__in=now - then))),
        len(then & seen.keys()),
        list(by_gravity(_findings().filter(pk__in=gone))),
        len(then - seen.keys() - gone),
    )


@dataclass(frozen=True)
class StandingEvaluation:
    """The evaluation as it stands, with what it is made of; None for what is not there."""

    verdict: Verdict
    run: AuditRun | None
    survey: Survey | None
    report: SelfReport | None
    unanswered: int


def standing_evaluation(site: Site) -> StandingEvaluation:
    """The evaluation of a site today: its last finished audit with people's answers, its last survey and self-report."""
    run, survey, report = last_done(site), site.surveys.first(), site.self_reports.first()
    rows = ManualAnswer.objects.filter(run=run) if run else ()
    answers = {row.rule: row.verdict for row in rows}
    verdict = evaluate(
        scheme_on(today()),
        run.outcomes if run else None,
        answers,
        survey.counts if survey else None,
        survey.sample if survey else None,
        report.answers if report else None,
    )
    unanswered = len(set(run.reviews) - set(answers)) if run else 0
    return StandingEvaluation(verdict, run, survey, report, unanswered)
