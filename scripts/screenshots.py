"""Makes the pictures of the README: serves the demonstration city from an empty folder and photographs it in Chromium.

make screenshots
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from demonstration import served
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 900}
PASSWORD = "lantern-bridge-2026"


def opened(browser: Browser, size: dict[str, int]) -> Page:
    """A window with its own cookies."""
    context = browser.new_context(viewport=size, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


def sign_in(page: Page, base: str, name: str) -> None:
    """Somebody of the invented staff signs in."""
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("header form[action*=logout]")


def keep(page: Page, name: str) -> None:
    """Writes what the window shows."""
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


def portal(browser: Browser, base: str) -> None:
    """The home page and a question, as on a telephone."""
    page = opened(browser, PHONE)
    page.goto(base)
    keep(page, "portal-home")
    page.goto(f"{base}/items/benefit-check/")
    keep(page, "portal-item")
    page.click("button[value=self]")
    keep(page, "portal-question")


def desk(browser: Browser, base: str) -> None:
    """Taking a taxi request for somebody who was found."""
    page = opened(browser, DESKTOP)
    sign_in(page, base, "operator")
    page.goto(f"{base}/desk/requests/?state=done")
    page.locator("table a").first.click()
    page.locator("main a[href*='/desk/people/']").first.click()
    page.locator("a.item", has_text="叫出租车").click()
    page.wait_for_selector("#taking")
    page.check("[name=q-when][value=tomorrow-am]", force=True)
    page.fill("[name=q-to]", "安澜市第一人民医院")
    page.check("[name=q-help][value=arm]", force=True)
    page.wait_for_timeout(800)
    keep(page, "desk-call")


def office(browser: Browser, base: str) -> None:
    """The city's notice beside its tasks, for the quarter that the demonstration filled."""
    page = opened(browser, DESKTOP)
    sign_in(page, base, "officer")
    page.goto(f"{base}/office/notices/")
    page.locator("main table a").first.click()
    page.wait_for_selector("#task-1")
    page.get_by_role("link", name=re.compile("季度")).last.click()
    page.wait_for_load_state()
    keep(page, "office-notice")


def main() -> int:
    """Serves, photographs, stops."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        portal(browser, base)
        desk(browser, base)
        office(browser, base)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
