"""What the tests of audits share: a registered site, and runs whose measurements are given instead of made by a browser."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, User
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.audits import services
from silverbridge.domain.audits.measuring import digest
from silverbridge.domain.audits.models import AuditRun, Finding, Site
from silverbridge.domain.audits.scheme import scheme_on
from silverbridge.domain.audits.services import SiteTerms, ask_for_audit, asking, perform, register_site
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.places.queries import today
from silverbridge.engines.webaudit import Audit, Trouble, load_pack, pack_version
from silverbridge.engines.webaudit import Finding as Measured
from tests.conftest import PASSWORD, SINCE

BASE = "https://anlan.example"


def add_site(w: SimpleNamespace, **more: Any) -> SimpleNamespace:
    """安澜's portal, looked after by the city; the north's officer mends."""
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    told = {"name": "安澜门户", "addresses": (f"{BASE}/",), "every": 2, "unit": Site.Unit.WEEKS} | more
    w.site = register_site(w.city, SiteTerms(**told), w.clerk)
    user = User.objects.filter(username="officer-north").first()
    if user is None:
        user = save_user("officer-north", "郑岚", PASSWORD, w.hall)
        grant(user, Role.OFFICER, w.north, SINCE)
    w.mender = Actor.staff(user)
    return w


def found(rule: str, outcome: str = "fail", page: str = "/", selector: str = "#a", **more: Any) -> Measured:
    """One measurement; a failure of the rule's own severity unless told otherwise."""
    told = {"viewport": "phone", "mode": "home", "measured": "12", "required": "18"} | more
    severity = told.pop("severity", load_pack()[rule].severity)
    return Measured(page=f"{BASE}{page}", rule=rule, outcome=outcome, selector=selector, severity=severity, **told)


def audit_of(findings: list[Measured], pages: tuple[str, ...] = ("/",), troubles: tuple[Trouble, ...] = ()) -> Audit:
    """A run in the engine's own form, of these pages on a telephone."""
    rows = [
        {"page": f"{BASE}{p}", "url": f"{BASE}{p}", "viewport": "phone", "state": "default", "audited": True}
        for p in pages
    ]
    return Audit(findings=findings, troubles=list(troubles), pages=rows, pack=pack_version(load_pack()))


def run_with(w: SimpleNamespace, audit: Audit) -> AuditRun:
    """An audit of the world's site that measured just this."""
    with patch.object(asking, "enqueue"):  # the worker of test mode is immediate, and would open a browser
        run = ask_for_audit(w.site, w.clerk)
    perform(run.pk, lambda site: digest(audit, site))
    run.refresh_from_db()
    return run


def add_audited_site(w: SimpleNamespace) -> SimpleNamespace:
    """The site audited twice, with a finding in the north's hands, one late, a question answered, and a whole evaluation."""
    add_site(w, elder_address=f"{BASE}/elder/", contact_name="郑岚", contact_phone="13800006030")
    asked = found("R18", "review", page="/elder/", mode="elder", severity="veto", selector="#lure")
    kept = [found(rule, "pass", selector="body") for rule in ("R02", "R06", "R31", "R36", "R40", "R41")]
    small = [found("R01", page="/elder/", mode="elder", selector=f"main > p:nth-of-type({n})") for n in range(3)]
    both = ("/", "/elder/")
    run_with(
        w, audit_of([*kept, asked, *small, found("R05"), found("R28"), found("R14", selector="a.more")], pages=both)
    )
    now = [found("R05"), found("R12", selector="#dot"), found("R28", "pass", selector="body")]
    w.run = run_with(w, audit_of([*kept, asked, *small, *now], pages=both))
    rows = w.site.findings.filter(rule="R01").order_by("pk")
    services.assign([(row.pk, row.revision) for row in rows[:2]], w.site.pk, w.north, None, today(), "", w.clerk)
    Finding.objects.filter(pk=rows[1].pk).update(due=today() - timedelta(3))
    w.finding = Finding.objects.get(pk=rows[0].pk)
    services.answer_question(w.run, "R18", "kept", "", 0, w.clerk)
    scheme = scheme_on(today())
    counts = {question.code: {"good": 30, "so-so": 10} for question in scheme.survey.questions}
    services.take_survey(w.site, (today(), today()), 40, "在三个窗口，志愿者当面问。", counts, w.clerk)
    said = {item.code: "done" for item in scheme.self_report.items}
    paper = Upload("自评表.pdf", b"%PDF-1.7 signed")
    w.self_report = services.take_self_report(w.site, today(), said, "安澜门户适老化自评表", paper, w.clerk)
    return w
