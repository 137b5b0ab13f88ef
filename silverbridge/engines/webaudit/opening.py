"""A page is opened: its address, what stands in the way, the steps that lead on."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from .model import Trouble
from .probes.way import Way
from .visiting import Visit

JUMPED = ("ERR_ABORTED", "interrupted by another navigation")
"""What Playwright says of a page that is there and jumped on, into an app or to another page, before it was loaded."""


@dataclass
class Opened:
    """How a page came. `slow`: it has not finished loading; `barred`: why it is not to be measured."""

    slow: bool = False
    barred: Trouble | None = None


async def open_page(tab: BrowserPage, asked: Visit, way: Way) -> Opened:
    """Opens the address and goes on to the page that is meant. Raises what the browser does."""
    opened, response, before = Opened(), None, tab.url
    try:
        response = await tab.goto(asked.url, wait_until="load")
    except Error as error:
        if "Timeout" in str(error):
            opened.slow = True
        elif tab.url != before and any(sign in str(error) for sign in JUMPED):
            await tab.wait_for_load_state("load")
        else:
            raise
    if response is not None and response.status >= 400:
        chinese, english = f"网页返回{response.status}", f"the page answers {response.status}"
        opened.barred = Trouble(asked.name, "status", chinese, english, asked.viewport)
        return opened
    opened.barred = await sign_in_wall(tab, asked)
    if opened.barred is None and way.steps:
        await way.walk(tab)
        opened.barred = await sign_in_wall(tab, asked)
    return opened


async def sign_in_wall(tab: BrowserPage, asked: Visit) -> Trouble | None:
    """A redirect to a page that asks for a password, which is not the page that was asked for."""
    moved = tab.url.split("#")[0].split("?")[0] != asked.url.split("#")[0].split("?")[0]
    if not moved or not await tab.evaluate("() => !!document.querySelector('input[type=password]')"):
        return None
    english = f"leads to a sign-in page ({tab.url[:80]}); give --storage-state"
    return Trouble(asked.name, "sign-in", "要登录才能看", english, asked.viewport)
