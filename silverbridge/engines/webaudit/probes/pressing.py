"""What every probe that acts begins with: the page anew, one press, a glance at what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from .. import scripts
from .way import Way

ANSWER_TRIES, ANSWER_EVERY = 50, 0.1
READY = f"{scripts.MEASURE} {scripts.ACT} window.__sb.quiet()"
GLANCE = "window.__sb.glance()"


@dataclass(frozen=True)
class At:
    """Where the page is, and how one gets there."""

    url: str
    way: Way


async def fresh(tab: BrowserPage, at: At) -> None:
    """The page anew, as somebody finds it who was never there (or has just signed in)."""
    await at.way.forget(tab)
    await tab.goto(at.url, wait_until="load")
    await at.way.walk(tab)
    await tab.evaluate(READY)


async def again(tab: BrowserPage) -> None:
    """The page reloaded, with what it keeps; what it was still telling the server arrives first."""
    for _ in range(ANSWER_TRIES):
        if not await tab.evaluate("() => window.__sbh.pending"):
            break
        await asyncio.sleep(ANSWER_EVERY)
    await tab.evaluate("() => { window.__sbh.hold = false; }")
    await tab.reload(wait_until="load")
    await tab.evaluate(READY)


async def press(tab: BrowserPage, index: int, option: int = 0, then: str = "true") -> Any:
    """Presses a found control; when that leads to another page, its scripts are there too. Answers what is asked afterwards."""
    try:
        await tab.evaluate("([i, o]) => window.__sb.press(i, o)", [index, option])
        found = await tab.evaluate(f"window.__sb && window.__sb.glance ? {then} : null")
    except Error:
        found = None
    if found is None:
        await tab.wait_for_load_state("load")
        await tab.evaluate(READY)
        found = await tab.evaluate(then)
    return found


async def glance(tab: BrowserPage) -> dict[str, Any]:
    """Sizes and contrast of all text now."""
    return await tab.evaluate(GLANCE)
