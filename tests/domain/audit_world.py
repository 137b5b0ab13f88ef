"""What the tests of audits share: a registered site, and runs whose measurements are given instead of made by a browser."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.audits.measuring import digest
from silverbridge.domain.audits.models import AuditRun, Site
from silverbridge.domain.audits.services import SiteTerms, ask_for_audit, perform, register_site
from silverbridge.engines.webaudit import Audit, Finding, Trouble, load_pack, pack_version
from tests.conftest import PASSWORD, SINCE

BASE = "https://anlan.example"


def add_site(w: SimpleNamespace, **more: Any) -> SimpleNamespace:
    """安澜's portal, looked after by the city; the north's officer mends."""
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    told = {"name": "安澜门户", "addresses": (f"{BASE}/",), "every": 2, "unit": Site.Unit.WEEKS} | more
    w.site = register_site(w.city, SiteTerms(**told), w.clerk)
    user = save_user("officer-north", "郑岚", PASSWORD, w.hall)
    grant(user, Role.OFFICER, w.north, SINCE)
    w.mender = Actor.staff(user)
    return w


def found(rule: str, outcome: str = "fail", page: str = "/", selector: str = "#a", **more: Any) -> Finding:
    """One measurement; a failure of the rule's own severity unless told otherwise."""
    told = {"viewport": "phone", "mode": "home", "measured": "12", "required": "18"} | more
    severity = told.pop("severity", load_pack()[rule].severity)
    return Finding(page=f"{BASE}{page}", rule=rule, outcome=outcome, selector=selector, severity=severity, **told)


def audit_of(findings: list[Finding], pages: tuple[str, ...] = ("/",), troubles: tuple[Trouble, ...] = ()) -> Audit:
    """A run in the engine's own form, of these pages on a telephone."""
    rows = [
        {"page": f"{BASE}{p}", "url": f"{BASE}{p}", "viewport": "phone", "state": "default", "audited": True}
        for p in pages
    ]
    return Audit(findings=findings, troubles=list(troubles), pages=rows, pack=pack_version(load_pack()))


def run_with(w: SimpleNamespace, audit: Audit) -> AuditRun:
    """An audit of the world's site that measured just this."""
    run = ask_for_audit(w.site, w.clerk)
    perform(run.pk, lambda site: digest(audit, site))
    run.refresh_from_db()
    return run
