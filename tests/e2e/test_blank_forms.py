"""A receiver's blank in a real browser: uploaded, bound without a script by keyboard, confirmed, and its next one moved."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from silverbridge.demo.blanks import table
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.returns.models import FormVersion
from tests.domain.test_returns_blanks import lowered
from tests.e2e.browser import DESKTOP, PHONE, axe_faults, browser_test, press, shot, sideways, small_targets, strangers
from tests.e2e.office_walk import at_office

pytestmark = browser_test
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def office(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The city, with indicators to bind to."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    return live_world


def bring(page: Page, data: bytes) -> None:
    """Chooses a blank and has it read."""
    page.set_input_files("#id_file", {"name": "附表1.xlsx", "mimeType": SHEET, "buffer": data})
    press(page, "main form button.btn-main")


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    wide = sideways(page)
    return [*axe_faults(page), *small_targets(page, 24), *([f"{wide} px too wide"] if wide else []), *page.faults]


@pytest.mark.once  # what it writes is tested on both databases beneath the pages
def test_a_blank_is_bound_without_a_script_and_its_next_one_shows_what_moved(
    chromium: Browser, live_server: Any, office: SimpleNamespace
) -> None:
    page = at_office(chromium, live_server, office.supervisor, viewport=DESKTOP, java_script_enabled=False)
    page.goto(f"{live_server.url}/office/returns/")
    press(page, "main a[href$='/returns/forms/']")
    press(page, "main a[href$='/forms/new']")
    page.select_option("#id_owner", str(office.city.pk))
    page.fill("#id_title", "便利老年人服务情况季度统计表")
    page.fill("#id_first_day", "2026-07-01")
    bring(page, table())
    expect(page.locator("h1")).to_contain_text("草稿")
    press(page, "form[action$='/suggested'] button")
    assert page.locator("a.slot.taken").count() > 6
    page.locator("a.slot", has_text="?").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.select_option("#id_meaning", "new-figure")
    page.fill("#id_label", "设爱心窗口的网点")
    page.locator("main form button[name='next']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("位置")
    version = FormVersion.objects.get()
    address = f"{live_server.url}/office/returns/blanks/{version.pk}/"
    page.goto(address)
    press(page, "form[action$='/confirm'] button")
    expect(page.locator("h1")).to_contain_text("已确认")
    press(page, "main .back-line a")
    bring(page, lowered(table()))
    expect(page.locator("#moves-head")).to_be_visible()
    second = FormVersion.objects.get(number=2)
    wrong: set[str] = set()
    for look in ({"viewport": PHONE, "size": 30, "theme": "dark"}, {"viewport": DESKTOP, "size": 18, "theme": "light"}):
        seen = at_office(chromium, live_server, office.supervisor, **look)
        slot = page.locator("a.slot").first.get_attribute("href")
        for name, where in {
            "blank": f"{address}?filled=1",
            "moved": f"/office/returns/blanks/{second.pk}/",
            "place": slot,
            "form": f"/office/returns/forms/{version.form_id}/",
            "forms": "/office/returns/forms/",
        }.items():
            seen.goto(where if where.startswith("http") else live_server.url + where)
            shot(seen, f"returns-{name}-{look['viewport']['width']}")
            wrong |= {f"{name} {fault}" for fault in [*faults(seen), *strangers(seen, live_server.url)]}
    assert not wrong
    page.locator("input[name='new']").first.check()
    press(page, page.locator(".moved").first.locator("button.btn-main"))
    assert FormVersion.objects.get(number=2).revision == 2
