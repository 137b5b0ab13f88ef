"""The common look in a real browser: accessibility, targets, reflow, controls with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import DESKTOP, NARROW, axe_faults, looks_test, shot, sideways, small_targets, window

pytestmark = [*looks_test, pytest.mark.urls("tests.doors.look_pages")]
ELDER = ["/", "/question", "/many", "/done", "/look/read", "/look/about-data", "/look/no-ads", "/nowhere"]
STAFF = ["/office/sample", "/account/login/", "/desk/nowhere"]


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The run's one Chromium."""
    return chromium


def visit(
    browser: Browser,
    live_server: Any,
    path: str,
    size: int = 18,
    theme: str = "light",
    lang: str = "zh",
    viewport: dict[str, int] | None = None,
    **more: Any,
) -> Page:
    """A page in a window of its own, looking as the server keeps it."""
    page = window(browser, live_server.url, size, theme, viewport, **more)
    page.context.add_cookies([{"name": "sb_lang", "value": lang, "url": live_server.url}])
    page.goto(live_server.url + path)
    shot(page, f"{path.strip('/').replace('/', '-') or 'home'}-{page.viewport_size['width']}-{size}-{theme}-{lang}")
    return page


@pytest.mark.parametrize("path", ELDER)
@pytest.mark.parametrize(("size", "theme"), [(18, "light"), (30, "dark")])
def test_elder_pages_have_no_axe_violation(
    browser: Browser, live_server: Any, path: str, size: int, theme: str
) -> None:
    """AAA contrast included, in both themes and at both ends of the size."""
    page = visit(browser, live_server, path, size, theme)
    assert axe_faults(page) == []
    assert small_targets(page, 60) == []
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("path", STAFF)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_staff_pages_have_no_axe_violation(browser: Browser, live_server: Any, path: str, theme: str) -> None:
    """The same at a desk."""
    page = visit(browser, live_server, path, 18, theme, viewport=DESKTOP)
    assert axe_faults(page) == []
    assert small_targets(page, 44) == []
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [*ELDER, *STAFF])
def test_nothing_scrolls_sideways(browser: Browser, live_server: Any, path: str, lang: str) -> None:
    """320 px wide with the largest type, in either language."""
    page = visit(browser, live_server, path, 30, lang=lang, viewport=NARROW)
    assert sideways(page) == 0
    page.context.close()


def test_errors_are_readable_by_axe_too(browser: Browser, live_server: Any) -> None:
    """A page with its error box and lines."""
    for path in ("/question", "/many", "/office/sample"):
        page = visit(browser, live_server, path)
        page.locator("main .btn-main").last.click()
        page.wait_for_selector(".err-box")
        shot(page, f"{path.strip('/').replace('/', '-')}-error")
        assert axe_faults(page) == []
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_size_survives_a_reload_and_other_pages(browser: Browser, live_server: Any, script: bool) -> None:
    """With JavaScript the page is not reloaded and typed words stay; without it the server does the same."""
    page = visit(browser, live_server, "/many", java_script_enabled=script)
    page.fill("[name=name]", "李桂兰")
    page.click("button[name=size][value='30']")
    page.wait_for_selector("html[data-size='30'] button[name=size][value='30'][aria-pressed=true]")
    if script:
        assert page.input_value("[name=name]") == "李桂兰"
    page.click("button[name=theme]")
    page.wait_for_selector("html[data-theme=dark] button[name=theme][value=light]")
    page.goto(live_server.url + "/question")
    assert page.locator("html").get_attribute("data-size") == "30"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.context.close()


def test_reading_aloud_speaks_or_leads_to_the_telephone(browser: Browser, live_server: Any) -> None:
    """Where the device speaks, the words of the page are spoken; where it is silent, a person reads."""
    speaks = """() => { window.said = []; speechSynthesis.cancel = () => {};
      speechSynthesis.speak = u => { window.said.push(u.text); u.onstart && u.onstart(); }; }"""
    page = visit(browser, live_server, "/question")
    page.evaluate(speaks)
    page.click("[data-read]")
    assert any("您想哪天去看病" in text for text in page.evaluate("window.said"))
    assert page.inner_text("[data-read] span") == "先停一停"
    page.click("[data-read]")
    assert page.inner_text("[data-read] span") == "读给我听"
    page.evaluate("() => { speechSynthesis.speak = u => { u.onerror(); }; }")
    page.click("[data-read]")
    page.wait_for_url("**/look/read?next=*")
    assert "tel:12345" in page.content()
    page.context.close()
