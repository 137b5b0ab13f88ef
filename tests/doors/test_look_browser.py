"""The common look in a real browser: accessibility, targets, reflow, controls with and without JavaScript."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.looks,
    pytest.mark.urls("tests.doors.look_pages"),
    pytest.mark.django_db(transaction=True),
]
SHOTS = os.environ.get("LOOK_SHOTS", "")
ELDER = ["/", "/question", "/many", "/done", "/look/read", "/look/about-data", "/look/no-ads", "/nowhere"]
STAFF = ["/office/sample", "/account/login/", "/desk/nowhere"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AAA = {**RULES, "rules": {"color-contrast-enhanced": {"enabled": True}}}
# Anything that reacts to a finger; links inside a sentence are exempt, as the specification has it.
SMALL = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), textarea, select, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p') && !e.classList.contains('skip'))
  .map(e => [e.closest('label.opt, label.pick') || e, e])
  .map(([box, e]) => [box.getBoundingClientRect(), e])
  .filter(([r]) => Math.min(r.width, r.height) < LEAST - 0.5)
  .map(([r, e]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 90)}`)"""


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
    **more: Any,
) -> Page:
    """A page in a window of its own, looking as the server keeps it; notes what the policy blocks."""
    window = browser.new_context(**{"viewport": {"width": 390, "height": 844}, **more})
    looks = {"sb_size": str(size), "sb_theme": theme, "sb_lang": lang}
    window.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in looks.items()])
    page = window.new_page()
    blocked = window.blocked = []
    page.on("console", lambda said: "Content Security" in said.text and blocked.append(said.text))
    page.goto(live_server.url + path)
    if SHOTS:
        width, name = page.viewport_size["width"], path.strip("/").replace("/", "-") or "home"
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{size}-{theme}-{lang}.png", full_page=True)
    return page


def faults(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds: rule, and where."""
    # The call bar keeps its place over what scrolls beneath it; seen whole, nothing is covered.
    height = page.evaluate("document.documentElement.scrollHeight") + 100
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {n['target']} {n['html'][:120]}" for v in found for n in v["nodes"]]


@pytest.mark.looks
@pytest.mark.parametrize("path", ELDER)
@pytest.mark.parametrize(("size", "theme"), [(18, "light"), (30, "light"), (18, "dark")])
def test_elder_pages_have_no_axe_violation(
    browser: Browser, live_server: Any, path: str, size: int, theme: str
) -> None:
    """AAA contrast included, in both themes and at both ends of the size."""
    page = visit(browser, live_server, path, size, theme)
    assert faults(page, AAA) == []
    assert page.evaluate(SMALL.replace("LEAST", "60")) == []
    assert page.context.blocked == []
    page.context.close()


@pytest.mark.looks
@pytest.mark.parametrize("path", STAFF)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_staff_pages_have_no_axe_violation(browser: Browser, live_server: Any, path: str, theme: str) -> None:
    """The same at a desk."""
    page = visit(browser, live_server, path, 18, theme, viewport={"width": 1366, "height": 768})
    assert faults(page, AAA) == []
    assert page.evaluate(SMALL.replace("LEAST", "44")) == []
    assert page.context.blocked == []
    page.context.close()


@pytest.mark.looks
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [*ELDER, *STAFF])
def test_nothing_scrolls_sideways(browser: Browser, live_server: Any, path: str, lang: str) -> None:
    """320 px wide with the largest type, in either language."""
    page = visit(browser, live_server, path, 30, lang=lang, viewport={"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, wide
    page.context.close()


def test_errors_are_readable_by_axe_too(browser: Browser, live_server: Any) -> None:
    """A page with its error box and lines."""
    for path in ("/question", "/many", "/office/sample"):
        page = visit(browser, live_server, path)
        page.locator("main .btn-main").last.click()
        page.wait_for_selector(".err-box")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{path.strip('/').replace('/', '-')}-error.png", full_page=True)
        assert faults(page, AAA) == []
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
