"""Every page of the office, measured: axe with AAA contrast, sizes of targets, reflow at 320 px, nothing from other hosts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.catalogue.models import Offering
from tests.e2e.browser import (
    NARROW,
    VIEWS,
    axe_faults,
    looks_test,
    press,
    shot,
    sideways,
    small_targets,
    strangers,
)
from tests.e2e.office_walk import at_office, sign_in, worked_in

pytestmark = looks_test
LEAST_TARGET = 24  # CSS px; links inside tables and lists, WCAG 2.5.8


@pytest.fixture
def office(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """A ledger that was worked in."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return worked_in(live_world)


def pages(w: SimpleNamespace) -> dict[str, str]:
    """Name and address of every page a supervisor opens by its address."""
    offering = Offering.objects.get(organisation=w.city, item="taxi", door="phone").pk
    old = type(w.notice).objects.get(status="repealed").pk
    return {
        "home": "/office/",
        "offerings": "/office/offerings/",
        "offering-new": "/office/offerings/new/",
        "offering": f"/office/offerings/{offering}/",
        "item": "/office/items/taxi/",
        "notices": "/office/notices/",
        "upload": "/office/notices/upload",
        "notice": f"/office/notices/{w.notice.pk}/",
        "notice-repealed": f"/office/notices/{old}/",
        "text": f"/office/notices/{w.notice.pk}/text",
        "sign-head": f"/office/notices/{w.notice.pk}/sign?part=head",
        "sign": f"/office/notices/{w.notice.pk}/sign?task={w.task.pk}&whole=1",
        "papers": f"/office/notices/{w.notice.pk}/papers",
        "kept": f"/office/notices/{w.notice.pk}/kept",
        "task": f"/office/tasks/{w.task.pk}/",
        "link-choose": f"/office/tasks/{w.task.pk}/link",
        "link": f"/office/tasks/{w.task.pk}/link?indicator=staffed-door-share",
        "evidence-new": f"/office/tasks/{w.task.pk}/evidence",
        "purpose": f"/office/tasks/{w.task.pk}/rows",
        "hand-out": f"/office/tasks/{w.task.pk}/hand-out",
        "work": "/office/work/",
        "supervision": "/office/supervision/",
        "outgoing": "/office/outgoing/",
        "handout": f"/office/handouts/{w.handout.pk}/",
        "chase": f"/office/chases/{w.chase.pk}/",
        "indicators": "/office/indicators/",
        "indicator": "/office/indicators/digital-divide-gap/",
        "import": "/office/import/",
        "import-people": "/office/import/people/",
    }


def faulty(page: Page) -> list[str]:
    """Everything wrong with the page as it stands."""
    wide = sideways(page)
    return axe_faults(page) + small_targets(page, LEAST_TARGET) + ([f"{wide} px too wide"] if wide else [])


def walk(page: Page, base: str, w: SimpleNamespace, tag: str) -> dict[str, list[str]]:
    """Opens every page and what appears only after a form; the faults of each that has any."""
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        shot(page, f"{name}-{tag}")
        if faults := faulty(page):
            found[name] = faults

    for name, address in pages(w).items():
        page.goto(base + address)
        assert page.locator("h1").count() == 1, name
        look(name)
    page.goto(f"{base}/office/tasks/{w.task.pk}/rows?part=numerator")
    press(page, "main .btn-main")
    look("purpose-error")
    page.fill("[name=purpose]", "核对任务1")
    press(page, "main .btn-main")
    page.wait_for_selector("table")
    look("rows")
    page.goto(f"{base}/office/notices/upload")
    page.fill("[name=text]", "今天天气很好。")
    press(page, "main .btn-main")
    page.wait_for_selector("#id_file-error")
    look("upload-error")
    page.goto(f"{base}/office/offerings/new/")
    page.fill("[name=fee]", "5")
    page.uncheck("[name=cash]")
    press(page, "main .btn-main")
    page.wait_for_selector("#id_cash-error")
    look("red-line")
    page.goto(f"{base}/office/import/places/")
    rows = "编码,机构编码,类别,名称\nhall-9,anlan,办事大厅,新街服务中心\nhall-8,nowhere,办事大厅,老街\n"
    page.set_input_files("[name=file]", {"name": "places.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    press(page, "main .btn-main")
    page.wait_for_selector("dl.figs")
    look("import-review")
    sign_in(page, base, w.north_clerk.user)
    for name, address in (("unit-work", "work/"), ("unit-handout", f"handouts/{w.handout.pk}/")):
        page.goto(f"{base}/office/{address}")
        look(name)
    page.locator("#act-report .btn-main").scroll_into_view_if_needed()
    press(page, "#act-report .btn-main")
    look("unit-report-error")
    sign_in(page, base, w.auditor)
    page.goto(f"{base}/office/access/")
    look("access")
    page.goto(f"{base}/office/")
    look("home-auditor")
    return found


@pytest.mark.parametrize(("view", "size", "theme"), VIEWS)
def test_no_page_has_a_fault(
    chromium: Browser, live_server: Any, office: SimpleNamespace, view: dict[str, int], size: int, theme: str
) -> None:
    """All pages in one window size, letter size and theme."""
    page = at_office(chromium, live_server, office.supervisor, viewport=view, size=size, theme=theme)
    found = walk(page, live_server.url, office, f"{view['width']}-{size}-{theme}")
    assert found == {}
    assert page.faults == []
    assert strangers(page, live_server.url) == []
    page.context.close()


def test_nothing_scrolls_sideways_at_320_px(chromium: Browser, live_server: Any, office: SimpleNamespace) -> None:
    """With the largest letters."""
    page = at_office(chromium, live_server, office.supervisor, viewport=NARROW, size=30)
    wide = {}
    for name, address in pages(office).items():
        page.goto(live_server.url + address)
        wide[name] = sideways(page)
    assert {name: px for name, px in wide.items() if px} == {}
    page.context.close()
