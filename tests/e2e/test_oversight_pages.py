"""Every page of oversight, measured: axe with AAA contrast, sizes of targets, nothing sideways; a visit recorded by keyboard."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser

from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.oversight.models import Visit
from tests.doors.oversight_rooms import add_rooms
from tests.e2e.browser import NARROW, VIEWS, looks_test, shot, sideways
from tests.e2e.office_walk import at_office, sign_in
from tests.e2e.test_office_pages import faulty

pytestmark = looks_test


@pytest.fixture
def office(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """One thing of everything."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    return add_rooms(live_world)


def pages(w: SimpleNamespace) -> dict[str, str]:
    """Name and address, below ``office/oversight/``, of every page a supervisor opens."""
    return {
        "home": "",
        "plans": "plans/",
        "plan-new": "plans/new",
        "plan": f"plans/{w.plan.pk}/",
        "visits": "visits/",
        "record": f"visits/record/{w.seat.pk}/",
        "visit": f"visits/{w.visit.pk}/",
        "clues": "clues/",
        "clue": f"clues/{w.clue.pk}/",
        "clue-fresh": f"clues/{w.fresh_clue.pk}/",
        "calls": "calls/",
        "round": f"calls/{w.round.pk}/",
        "call": f"calls/one/{w.call.pk}/",
        "evaluations": "evaluations/",
        "evaluation-new": "evaluations/new",
        "evaluation": f"evaluations/{w.evaluation.pk}/",
        "score": f"scores/{w.score.pk}/",
        "rows": f"scores/{w.score.pk}/rows/done-in-promise",
        "appeal": f"appeals/{w.appeal.pk}/",
        "bulletins": "bulletins/",
        "bulletin-new": "bulletins/new",
        "bulletin": f"bulletins/{w.bulletin.pk}/",
        "draft": f"bulletins/{w.draft.pk}/",
        "practices": "practices/",
        "practice": f"practices/{w.practice.pk}/",
        "tiers": "tiers/",
        "tier-run": f"tiers/{w.tiers.pk}/",
        "accreditations": "accreditations/",
        "accreditation-new": "accreditations/new",
    }


def test_no_page_has_a_fault_and_a_visit_is_recorded_without_a_mouse(
    chromium: Browser, live_server: Any, office: SimpleNamespace
) -> None:
    """Both views in one world: making it costs more than looking at it."""
    base, found = f"{live_server.url}/office/oversight/", {}
    for view, size, theme in VIEWS:
        page = at_office(chromium, live_server, office.supervisor, viewport=view, size=size, theme=theme)
        page.set_default_navigation_timeout(60_000)  # the first page also reads every template
        for name, address in pages(office).items():
            page.goto(base + address)
            assert page.locator("h1").count() == 1, name
            shot(page, f"oversight-{name}-{size}-{theme}")
            if faults := faulty(page):
                found[f"{name}-{size}"] = faults
        assert page.faults == []
        page.context.close()
    page = at_office(chromium, live_server, office.supervisor, viewport=NARROW, size=30)
    for name, address in pages(office).items():
        page.goto(base + address)
        if wide := sideways(page):
            found[f"{name}-narrow"] = [f"{wide} px too wide"]
    assert found == {}
    sign_in(page, live_server.url, office.officer)
    page.goto(base + f"visits/record/{office.seat.pk}/")
    page.focus("[name=on]")
    points = page.locator("[type=radio]").count() // 3
    for code in [item["code"] for item in office.plan.checklist["items"]]:
        page.locator(f"[name={code}]").first.focus()
        page.keyboard.press("Space")
    page.locator("main .btn-main").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    made = Visit.objects.get(seat=office.seat)
    assert (made.checked, made.in_order) == (points, points)
    page.context.close()
