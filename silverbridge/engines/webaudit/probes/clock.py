"""The page's clock, moved by the audit. What a page's own scripts throw meanwhile is the page's affair."""

from __future__ import annotations

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage


async def run_for(tab: BrowserPage, milliseconds: float) -> None:
    """Lets so much of the page's time pass, timer by timer."""
    try:
        await tab.clock.run_for(int(milliseconds))
    except Error:
        await outlive(tab)


async def leap(tab: BrowserPage, milliseconds: float) -> None:
    """The same at one leap, each timer at most once."""
    try:
        await tab.clock.fast_forward(int(milliseconds))
    except Error:
        await outlive(tab)


async def outlive(tab: BrowserPage) -> None:
    """A timer's error is reported when all have run: the page goes on. Raises Error where it is gone."""
    await tab.evaluate("() => window.__sbh.timers.size")
