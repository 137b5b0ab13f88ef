"""A real Chromium for tests: open a page as somebody sees it, and measure what a page test needs to know.

A test module under tests/e2e asks for ``chromium`` (made known in conftest.py) and marks itself with ``browser_test``. The pages
come from pytest-django's ``live_server``; a database it shares with the test needs ``transactional_db`` (``live_world``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Playwright, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SHOTS = os.environ.get("SHOTS", "")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1366, "height": 768}
NARROW = {"width": 320, "height": 640}
# Either window, either size of type, either theme. Every way they go together takes three times as long: SILVERBRIDGE_LOOKS=all.
VIEWS = [(PHONE, 30, "dark"), (DESKTOP, 18, "light")]
if os.environ.get("SILVERBRIDGE_LOOKS") == "all":
    VIEWS = [(view, size, theme) for view in (PHONE, DESKTOP) for size in (18, 30) for theme in ("dark", "light")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What passed is not asked for: telling each element's place on the page took half of axe's time.
RULES: dict[str, Any] = {"runOnly": TAGS, "resultTypes": ["violations"], "preload": False}
AAA: dict[str, Any] = {**RULES, "rules": {"color-contrast-enhanced": {"enabled": True}}}
# Anything that reacts to a finger; links inside a sentence are exempt, as the specification has it.
SMALL_TARGETS = """least => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p') && !e.classList.contains('skip'))
  .map(e => [(e.closest('label.opt, label.pick') || e).getBoundingClientRect(), e])
  .filter(([r]) => Math.min(r.width, r.height) < least - 0.5)
  .map(([r, e]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 90)}`)"""
SMALL_TEXT = """least => { const found = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const n = walk.currentNode, e = n.parentElement;
    if (n.textContent.trim() && e.checkVisibility() && !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(e.tagName)
        && !e.closest('.vh') && parseFloat(getComputedStyle(e).fontSize) < least - 0.1)
      found.push(`${getComputedStyle(e).fontSize} ${n.textContent.trim().slice(0, 40)}`); }
  return found; }"""

browser_test = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
looks_test = [*browser_test, pytest.mark.looks]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright of a process, for whoever opens a browser: a second cannot be started beside it."""
    # Playwright's loop and Django's check for one do not go together; this process serves and drives alike.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run; skips where none is installed."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; name another with CHROMIUM=")
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    yield opened
    opened.close()


def window(
    browser: Browser,
    base: str,
    size: int = 18,
    theme: str = "light",
    viewport: dict[str, int] | None = None,
    **more: Any,
) -> Page:
    """An empty page in a window of its own (own cookies), with size and theme as the server keeps them in its cookies.

    ``more`` goes to Playwright's ``new_context``: ``java_script_enabled=False`` for a page without scripts. An error in a script
    and what the content policy refused stand in ``page.faults``, every address asked for in ``page.asked``.
    """
    context = browser.new_context(viewport=viewport or PHONE, **more)
    context.set_default_timeout(10_000)
    values = {"sb_size": str(size), "sb_theme": theme}
    context.add_cookies([{"name": n, "value": v, "url": base} for n, v in values.items()])
    page = context.new_page()
    page.faults, page.asked = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda request: page.asked.append(request.url))
    return page


def press(page: Page, what: str | Locator) -> None:
    """Presses a button or a link that opens a page, and comes back when the new page stands.

    A bare click comes back while the old page still shows: what is looked for next may then be found on it, or on neither.
    """
    with page.expect_navigation():
        (page.locator(what).first if isinstance(what, str) else what).click()


def shot(page: Page, name: str) -> None:
    """Keeps a picture of the whole page in the folder that SHOTS names; nothing when it names none."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def axe_faults(page: Page, options: dict[str, Any] = AAA) -> list[str]:
    """What axe-core finds, AAA contrast included: rule, where, and the element. Empty when there is nothing to mend."""
    before = page.viewport_size
    # A bar that keeps its place covers what scrolls beneath it; seen whole, nothing is covered.
    height = page.evaluate("document.documentElement.scrollHeight") + 100
    page.set_viewport_size({"width": before["width"], "height": height})
    found = Axe().run(page, options=options).response["violations"]
    page.set_viewport_size(before)
    return [f"{v['id']}: {n['target']} {n['html'][:120]}" for v in found for n in v["nodes"]]


def small_targets(page: Page, least: int = 60) -> list[str]:
    """Controls less than ``least`` CSS px high or wide. Needs JavaScript in the page."""
    return page.evaluate(SMALL_TARGETS, least)


def small_text(page: Page, least: float = 18) -> list[str]:
    """Visible text below ``least`` CSS px. Needs JavaScript in the page."""
    return page.evaluate(SMALL_TEXT, least)


def sideways(page: Page) -> int:
    """How many CSS px the page is wider than its window; 0 when nothing scrolls sideways."""
    return max(0, page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def strangers(page: Page, base: str) -> list[str]:
    """Addresses on other hosts that the page asked for, since the window was opened."""
    own = urlsplit(base).netloc
    return [
        url
        for url in page.asked
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != own
    ]


def transferred(page: Page, address: str) -> int:
    """Bytes that come over the wire when the page is opened with an empty cache: heads and bodies of all its answers."""
    answered: list[Request] = []

    def keep(request: Request) -> None:
        answered.append(request)

    page.on("requestfinished", keep)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("requestfinished", keep)
    sizes = [request.sizes() for request in answered]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
