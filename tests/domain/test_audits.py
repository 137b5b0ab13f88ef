"""Sites, schedules, runs and findings: by the real services, with measurements in the engine's own form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.audits import queries, services
from silverbridge.domain.audits.days import Light, next_day, standing, step
from silverbridge.domain.audits.measuring import BrowserMissing, is_elder
from silverbridge.domain.audits.models import AuditRun, Finding, Site
from silverbridge.domain.audits.services.asking import SILENT
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.places.queries import today
from silverbridge.engines.webaudit import Trouble
from tests.domain.audit_world import BASE, add_site, audit_of, found, run_with

State = Finding.State
SMALL = found("R01", mode="elder")
LINES = found("R05", selector="#b")
OTHER = found("R08", page="/other", selector="#c")


@pytest.fixture
def w(world):
    return add_site(world)


def finding(w, rule):
    return Finding.objects.get(site=w.site, rule=rule)


def told(name):
    return [event.data for event in Event.objects.filter(name=name).order_by("pk")]


def hand_out(w, *rules, days=10):
    seen = [(row.pk, row.revision) for row in Finding.objects.filter(site=w.site, rule__in=rules)]
    return services.assign(seen, w.site.pk, w.north, w.mender.user, today() + timedelta(days), "", w.clerk)


def test_a_site_is_registered_changed_and_retired_within_ones_reach(w):
    assert (w.site.next_due, told("audits.site.registered")[0]["scheduled"]) == (today(), True)
    terms = services.SiteTerms(name="门户", addresses=(f"{BASE}/",))
    with pytest.raises(Forbidden):
        services.register_site(w.other, terms, w.clerk)
    with pytest.raises(Forbidden):
        services.register_site(w.city, terms, Actor.staff(w.teller))
    with pytest.raises(NotFound):
        queries.site_for(w.site.pk, {w.other.pk})
    same = services.SiteTerms(name="安澜门户", addresses=(f"{BASE}/",))
    with pytest.raises(Conflict):
        services.register_site(w.city, same, w.clerk)
    changed = services.change_site(w.site, terms, 1, w.clerk)
    assert (changed.name, changed.next_due) == ("门户", None)
    with pytest.raises(Conflict):
        services.change_site(w.site, terms, 1, w.boss)
    services.retire_site(w.site, "并入新站", 2, w.clerk)
    with pytest.raises(DomainError):
        services.ask_for_audit(w.site, w.clerk)
    assert services.register_site(w.city, terms, w.clerk).pk != w.site.pk


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("addresses", ("ftp://a.example/",)),
        ("addresses", ("https://user:pass@a.example/",)),
        ("addresses", ("javascript:alert(1)",)),
        ("addresses", ("http://a.example:99999/",)),
        ("addresses", ()),
        ("elder_address", "elder.html"),
        ("sitemap", "file:///etc/passwd"),
        ("hosts", ("https://cdn.example/",)),
        ("most_pages", 0),
        ("depth", 9),
        ("every", 400),
        ("name", " "),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_field(w, field, wrong):
    terms = {"name": "甲", "addresses": (f"{BASE}/",), field: wrong}
    with pytest.raises(Invalid) as refused:
        services.register_site(w.city, services.SiteTerms(**terms), w.clerk)
    assert list(refused.value.fields) == [field]


def test_days_of_a_schedule_keep_their_grid():
    assert next_day(date(2026, 1, 31), 1, "months", date(2026, 2, 1)) == date(2026, 2, 28)
    assert next_day(date(2026, 1, 31), 1, "months", date(2026, 2, 28)) == date(2026, 3, 31)
    assert next_day(date(2026, 1, 1), 2, "weeks", date(2026, 1, 20)) == date(2026, 1, 29)
    assert (step(date(2026, 11, 30), 3, "months"), step(date(2026, 1, 1), 5, "days")) == (
        date(2027, 2, 28),
        date(2026, 1, 6),
    )


def test_the_clockwork_queues_what_is_due_once(w):
    assert (services.queue_due(), services.queue_due()) == (1, 0)
    w.site.refresh_from_db()
    assert w.site.next_due == today() + timedelta(14)
    (run,) = AuditRun.objects.all()
    assert (run.state, run.asked_by, told("audits.run.asked")) == (
        "queued",
        None,
        [{"by_clockwork": True, "attempt": 1}],
    )
    with pytest.raises(Conflict):
        services.ask_for_audit(w.site, w.clerk)
    AuditRun.objects.update(state="failed")
    Site.objects.update(next_due=today() - timedelta(3))
    services.ask_for_audit(w.site, w.clerk)
    w.site.refresh_from_db()
    assert (w.site.next_due, services.queue_due()) == (today() + timedelta(11), 0), "what was due is done by hand"


def test_a_run_that_died_is_marked_and_repeated_three_times_in_all(w):
    services.ask_for_audit(w.site, w.clerk)
    Site.objects.update(next_due=today() + timedelta(9))
    gone = timezone.now() - SILENT - timedelta(seconds=1)
    for _n in range(4):
        AuditRun.objects.filter(state="queued").update(state="running", started_at=gone, beat_at=gone)
        services.queue_due()
    runs = list(AuditRun.objects.order_by("pk"))
    assert [(r.state, r.attempt, r.repeats_id) for r in runs] == [
        ("died", 1, None),
        ("died", 2, runs[0].pk),
        ("died", 3, runs[1].pk),
    ]
    assert [row["outcome"] for row in told("audits.run.finished")] == ["died"] * 3


def test_a_run_given_up_meanwhile_keeps_nothing(w):
    run = services.ask_for_audit(w.site, w.clerk)

    def slow(site):
        AuditRun.objects.filter(pk=run.pk).update(state="died", ended_at=timezone.now())
        from silverbridge.domain.audits.measuring import digest

        return digest(audit_of([SMALL]), site)

    assert services.perform(run.pk, slow) == ""
    assert services.perform(run.pk, slow) == ""
    assert (Finding.objects.count(), AuditRun.objects.get().state) == (0, "died")


def test_without_a_browser_or_a_page_there_is_no_result(w):
    run = services.ask_for_audit(w.site, w.clerk)

    def none(_site):
        raise BrowserMissing

    assert services.perform(run.pk, none) == "no_browser"
    nothing = audit_of([], pages=(), troubles=(Trouble(f"{BASE}/", "dns", "找不到这个网址", "not known"),))
    failed = run_with(w, nothing)
    assert (failed.state, failed.technical, failed.report, failed.pages_asked) == ("failed", None, None, 1)
    assert queries.last_done(w.site) is None
    verdict = queries.standing_evaluation(w.site).verdict
    assert (verdict.total, verdict.passes, [p.missing for p in verdict.parts]) == (
        None,
        None,
        ["no_survey", "no_run", "no_report"],
    )


def test_a_run_keeps_what_was_measured(w):
    kept = found("R41", "pass", selector="body")
    asked = found("R18", "review", selector="#d")
    run = run_with(w, audit_of([SMALL, LINES, OTHER, kept, asked, found("R28")], pages=("/", "/other")))
    assert (run.state, run.pages_audited, run.vetoes, run.reviews) == ("done", 2, ["R28"], ["R18"])
    assert run.counts == {"serious": 3, "veto": 1}
    # weights: R41 2 kept of R01 3, R05 3, R08 3, R28 10, R41 2
    assert run.technical == round(100 * 2 / 21, 1)
    sighting = run.sightings.get(finding__rule="R01")
    assert (sighting.measured, sighting.required, sighting.clauses) == ("12", "18", ["APP-1.1b", "WEB-1.2.3"])
    assert (run.report.kind, run.report.content[:15], run.pack) == ("html", b"<!doctype html>", run.pack)
    assert finding(w, "R08").page == "/other"


def test_findings_are_known_again_and_only_a_look_at_the_page_proves_them_mended(w):
    first = run_with(w, audit_of([SMALL, LINES, OTHER], pages=("/", "/other")))
    hand_out(w, "R01", "R05", "R08")
    services.acknowledge(finding(w, "R01"), 2, w.mender)
    for rule, revision in (("R01", 3), ("R05", 2), ("R08", 2)):
        services.mend(finding(w, rule), revision, "改了", w.mender)
    half = Trouble(f"{BASE}/other", "slow", "没有加载完", "not finished", "phone", fatal=False)
    asked = [found("R01", "pass"), found("R08", "pass")]
    second = run_with(w, audit_of([LINES, *asked], pages=("/", "/other"), troubles=(half,)))
    states = {rule: finding(w, rule).state for rule in ("R01", "R05", "R08")}
    assert states == {"R01": State.CLOSED, "R05": State.RETURNED, "R08": State.MENDED}
    told_of = queries.compare(second)
    assert ([f.rule for f in told_of.gone], told_of.still, told_of.unseen, told_of.before) == (["R01"], 1, 1, first)
    assert told("audits.finding.closed") == [{"rule": "r01", "severity": "serious", "claimed": True, "in_time": True}]
    third = run_with(w, audit_of([SMALL, LINES]))
    again = finding(w, "R01")
    assert (again.state, again.unit, [f.rule for f in queries.compare(third).new]) == (State.OPEN, None, ["R01"])
    assert [step.kind for step in again.steps.all()][-2:] == ["closed", "reopened"]
    assert Finding.objects.count() == 3


def test_who_moves_a_finding_and_how_two_at_once_are_told(w):
    run_with(w, audit_of([SMALL, LINES]))
    with pytest.raises(DomainError):
        hand_out(w, "R01", days=-1)
    with pytest.raises(DomainError):
        services.assign([(finding(w, "R01").pk, 1)], w.site.pk, w.north, w.teller, today(), "", w.clerk)
    with pytest.raises(Forbidden):
        services.assign([(finding(w, "R01").pk, 1)], w.site.pk, w.other, None, today(), "", w.clerk)
    assert hand_out(w, "R01") == 1
    row = finding(w, "R01")
    with pytest.raises(Forbidden):
        services.acknowledge(row, 2, Actor.staff(w.teller))
    services.acknowledge(row, 2, w.mender)
    with pytest.raises(Conflict):
        services.mend(row, 2, "改了", w.mender)
    services.mend(row, 3, "改了", w.mender)
    with pytest.raises(Forbidden):
        services.send_back(row, 4, "没有改", w.mender)
    services.send_back(row, 4, "没有改", w.clerk)
    with pytest.raises(Forbidden):
        services.exempt(row, 5, "地图用的是外单位的", w.clerk)
    services.exempt(row, 5, "地图用的是外单位的", w.boss)
    exempted = run_with(w, audit_of([SMALL, LINES]))
    assert (finding(w, "R01").state, exempted.technical, exempted.counts["serious"]) == (State.EXEMPTED, 0.0, 2)
    services.lift(finding(w, "R01"), 6, "可以改了", w.boss)
    assert finding(w, "R01").state == State.OPEN


def test_lights_by_day():
    day = date(2026, 5, 20)
    ask = {"owed": True, "acknowledge_by": date(2026, 5, 18), "waits": False, "today": day, "soon": 7}
    assert standing(due=None, **ask).light == Light.NONE
    assert standing(due=date(2026, 5, 19), **ask).days == 1
    assert standing(due=date(2026, 5, 19), **ask).light == Light.RED
    assert standing(due=date(2026, 5, 27), **ask).light == Light.YELLOW
    assert standing(due=date(2026, 5, 28), **ask).light == Light.GREEN
    assert standing(due=date(2026, 5, 28), **(ask | {"waits": True})).light == Light.YELLOW
    assert standing(due=date(2026, 5, 19), **(ask | {"owed": False})).light == Light.GREEN


def test_which_pages_are_the_elder_edition(w):
    w.site.elder_address = f"{BASE}/elder/"
    assert [is_elder(w.site, f"{BASE}{p}") for p in ("/elder/", "/elder/a", "/elderly", "/")] == [
        True,
        True,
        False,
        False,
    ]
    w.site.elder_address = f"{BASE}/?edition=elder"
    assert [is_elder(w.site, f"{BASE}{p}") for p in ("/?edition=elder", "/", "/a")] == [True, False, False]
    w.site.elder_address = f"{BASE}/"
    assert [is_elder(w.site, f"{BASE}{p}") for p in ("/", "/a")] == [True, False]
