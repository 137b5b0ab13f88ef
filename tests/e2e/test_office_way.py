"""The whole way in a browser: a notice comes in, is confirmed and linked; requests come; the figure leads down to its rows."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from silverbridge.domain.accounts.models import Access
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import Notice
from tests.domain.evidence_world import NOTICE, ask
from tests.e2e.browser import DESKTOP, browser_test, press
from tests.e2e.office_walk import at_office, sign_in

pytestmark = browser_test
MOST_TABS = 60


@pytest.fixture
def city(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The city before its first notice, with the definitions of figures loaded."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    return live_world


def press_named(page: Page, name: str) -> None:
    """Presses the button or link of this name."""
    press(page, page.locator("main").locator("button, a").filter(has_text=name).first)


def take_in_and_link(page: Page, base: str) -> Notice:
    """许岚 uploads the notice and links its first task to the share of staffed doors."""
    page.goto(base + "/office/")
    press_named(page, "录入文件")
    file = {"name": "notice.txt", "mimeType": "text/plain", "buffer": NOTICE.encode("gb18030")}
    page.set_input_files("[name=file]", file)
    press_named(page, "读取")
    expect(page.locator(".notice")).to_contain_text("文件已读取")
    expect(page.locator("#task-1 .standing .chip")).to_contain_text("没有数据")
    assert page.locator("mark").count() >= 4
    press(page, "#task-1 th a")
    press_named(page, "关联指标")
    press(page, page.locator("li", has_text="人工渠道占比").get_by_role("link"))
    page.fill("[name=target]", "50")
    page.fill("[name=min_sample]", "30")
    press_named(page, "关联")
    expect(page.locator(".figure")).to_contain_text("没有数据，不是零")
    return Notice.objects.get()


def confirm_all(page: Page, base: str, row: Notice) -> None:
    """何文 confirms the notice, its tasks and the target."""
    page.goto(f"{base}/office/notices/{row.pk}/")
    press_named(page, "确认文件")
    press_named(page, "确认本页3项任务")
    expect(page.locator("#task-1")).to_contain_text("已确认")
    press(page, "#task-1 th a")
    press_named(page, "确认目标")
    expect(page.locator(".figure")).to_contain_text("不差，都已确认")


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.once), False])
def test_from_notice_to_rows(chromium: Browser, live_server: Any, city: SimpleNamespace, script: bool) -> None:
    """With JavaScript and without."""
    base = live_server.url
    page = at_office(chromium, live_server, city.officer, viewport=DESKTOP, java_script_enabled=script)
    row = take_in_and_link(page, base)
    sign_in(page, base, city.supervisor)
    confirm_all(page, base, row)
    for n in range(30):
        ask(city, f"k{n}", "phone" if n % 3 else "web")
    press_named(page, "重新计算")
    expect(page.locator(".figure .big")).to_have_text("66.7%")
    expect(page.locator(".figure .chip").first).to_contain_text("已达到")
    expect(page.locator(".figure")).to_contain_text("20 / 30")
    press_named(page, "查看分子明细")
    page.fill("[name=purpose]", "核对任务1")
    press_named(page, "查看明细")
    expect(page.locator("tbody tr")).to_have_count(20)
    expect(page.locator("tbody tr").first).to_contain_text("李**")
    assert "李桂兰" not in page.content()
    assert Access.objects.filter(what="evidence.rows", purpose="核对任务1", user=city.supervisor).count() == 20
    page.goto(f"{base}/office/notices/{row.pk}/")
    expect(page.locator("#task-1")).to_contain_text("测得66.7%，要求不低于50%")
    expect(page.locator("#task-1")).to_contain_text("样本30")
    expect(page.locator("#task-1 .standing .chip")).to_contain_text("已达到")
    page.context.close()


def test_by_keys_alone(chromium: Browser, live_server: Any, city: SimpleNamespace) -> None:
    """A notice is pasted and read without a mouse, and every control shows where the focus is."""
    page = at_office(chromium, live_server, city.officer, viewport=DESKTOP)
    page.goto(live_server.url + "/office/notices/upload")
    seen: list[str] = []
    for _n in range(MOST_TABS):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.className")
        seen.append(name)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", name
        if name == "text":
            break
    page.keyboard.insert_text(NOTICE)
    while "btn-main" not in page.evaluate("document.activeElement.className"):
        page.keyboard.press("Tab")
        assert len(seen) < MOST_TABS
        seen.append(page.evaluate("document.activeElement.name || document.activeElement.className"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("文件已读取")
    assert {"organisation", "file", "text"} <= set(seen)
    page.context.close()
