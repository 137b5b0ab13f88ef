"""Sites in the office: the whole story with a real audit of a local page, and how its pages look."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.audits.models import AuditRun, Finding, Site
from silverbridge.domain.places.queries import today
from silverbridge.engines.webaudit.serving import served
from tests.domain.audit_world import add_audited_site
from tests.doors.office_world import add_ledger
from tests.e2e.browser import DESKTOP, VIEWS, axe_faults, browser_test, press, shot, sideways, small_targets, strangers
from tests.e2e.office_walk import at_office, sign_in

pytestmark = browser_test
HEAD = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
)
PAGE = (
    HEAD + "<title>办事指南</title><style>body{{font:400 18px/1.6 sans-serif;color:#111;background:#fff}}"
    "p{{font-size:{size}px}}</style></head><body><main><h1>办事指南</h1><p id='small'>带上身份证，到窗口办。</p>"
    "<a href='tel:12345' style='display:inline-block;padding:20px'>打电话找人工</a></main></body></html>"
)
OFFICE = "/office/sites/"


@pytest.fixture
def w(live_world: SimpleNamespace) -> SimpleNamespace:
    """The city with a notice in its ledger."""
    return add_ledger(live_world)


def test_from_registering_to_a_file_for_a_task(
    chromium: Browser, live_server: Any, w: SimpleNamespace, tmp_path: Path
) -> None:
    """Register, audit with a real browser, assign, say mended, audit again: the system closes it; the audit goes on file."""
    guide = tmp_path / "guide.html"
    guide.write_text(PAGE.format(size=10), encoding="utf-8")
    with served(tmp_path) as base:
        page = at_office(chromium, live_server, w.supervisor, viewport=DESKTOP)
        page.context.set_default_timeout(180_000)  # the worker of test mode answers when the audit is over
        page.goto(f"{live_server.url}{OFFICE}new")
        page.select_option("[name=organisation]", str(w.city.pk))
        page.fill("[name=name]", "办事指南站")
        page.check("[name=kind][value=app_h5]")
        page.fill("[name=addresses]", f"{base}guide.html")
        press(page, "main .btn-main")
        site = Site.objects.get()
        press(page, page.get_by_role("button", name="现在检查"))
        run = AuditRun.objects.get()
        assert (run.state, run.pages_audited) == ("done", 1), run.troubles
        found = Finding.objects.get(rule="R02")
        assert (found.page, found.viewport, found.measured.startswith("10")) == ("/guide.html", "phone", True)
        _assign(page, live_server.url, site, found, w)
        found.refresh_from_db()
        guide.write_text(PAGE.format(size=20), encoding="utf-8")
        page.goto(f"{live_server.url}{OFFICE}findings/{found.pk}/")
        press(page, "#act-acknowledge button")
        page.fill("#act-mend textarea", "字号改成20像素")
        press(page, "#act-mend button")
        page.goto(f"{live_server.url}{OFFICE}{site.pk}/")
        press(page, page.get_by_role("button", name="现在检查"))
        found.refresh_from_db()
        assert (found.state, AuditRun.objects.count()) == ("closed", 2)
        assert page.locator("svg.chart").count() == 1
        shot(page, "story-site")
        press(page, page.get_by_role("link", name="把最近一次归入任务"))
        page.select_option("[name=task]", str(w.task.pk))
        press(page, "main .btn-main")
        assert "浏览器实测" in page.inner_text("main") and "办事指南站" in page.inner_text("main")
        assert w.task.evidence.get().sample == 1
        page.context.close()


def _assign(page: Page, base: str, site: Site, found: Finding, w: SimpleNamespace) -> None:
    page.goto(f"{base}{OFFICE}{site.pk}/findings?rule=R02")
    page.check(f"[name=finding][value='{found.pk}-{found.revision}']")
    page.select_option("[name=unit]", str(w.north.pk))
    page.fill("[name=due]", (today() + timedelta(5)).isoformat())
    press(page, "main .btn-main")
    found.refresh_from_db()
    assert (found.state, found.unit) == ("assigned", w.north)


def pages(w: SimpleNamespace) -> dict[str, str]:
    """Name and address of every page of the area."""
    one, run, found = f"{OFFICE}{w.site.pk}/", f"{OFFICE}runs/{w.run.pk}/", f"{OFFICE}findings/{w.finding.pk}/"
    return {
        "sites": OFFICE,
        "new": f"{OFFICE}new",
        "site": one,
        "change": f"{one}change",
        "findings": f"{one}findings?state=all",
        "ours": f"{OFFICE}findings",
        "finding": found,
        "run": run,
        "run-file": f"{run}file",
        "evaluation": f"{one}evaluation",
        "survey": f"{one}survey",
        "self": f"{one}self-report",
        "evaluation-file": f"{one}evaluation/file",
    }


@pytest.mark.looks
@pytest.mark.parametrize(("view", "size", "theme"), VIEWS)
def test_no_page_has_a_fault(
    chromium: Browser, live_server: Any, w: SimpleNamespace, view: dict[str, int], size: int, theme: str
) -> None:
    """All pages, and forms that could not be taken."""
    add_audited_site(w)
    page = at_office(chromium, live_server, w.supervisor, viewport=view, size=size, theme=theme)
    wrong: dict[str, list[str]] = {}

    def look(name: str) -> None:
        shot(page, f"audits-{name}-{view['width']}")
        wide = sideways(page)
        faults = axe_faults(page) + small_targets(page, 24) + ([f"{wide} px too wide"] if wide else [])
        if faults:
            wrong[name] = faults

    for name, address in pages(w).items():
        page.goto(live_server.url + address)
        assert page.locator("h1").count() == 1, name
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        look(name)
    for name in ("new", "survey", "self"):
        page.goto(live_server.url + pages(w)[name])
        press(page, "main .btn-main")
        look(f"{name}-error")
    sign_in(page, live_server.url, w.mender.user)
    page.goto(live_server.url + pages(w)["finding"])
    look("finding-unit")
    assert wrong == {}
    assert page.faults == [] and strangers(page, live_server.url) == []
    page.context.close()
