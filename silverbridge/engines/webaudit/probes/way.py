"""The way to a page: what stands in the browser before it is opened, and the steps that lead on from its address."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext
from playwright.async_api import Page as BrowserPage

KEEP = """rows => { try { for (const [k, v] of rows) localStorage.setItem(k, v); } catch { return; } }"""
FORGET = """() => {
  try { localStorage.clear(); sessionStorage.clear(); } catch { return location.origin; }
  if (window.__sbh) window.__sbh.hold = false;
  return location.origin;
}"""


@dataclass(frozen=True)
class Way:
    """Cookies and storage of somebody who is signed in, and steps; both empty for a page that anybody opens."""

    cookies: tuple[dict[str, Any], ...] = ()
    origins: tuple[dict[str, Any], ...] = ()
    steps: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, state: Path | None, steps: list[dict[str, Any]]) -> Way:
        """From a storage state of Playwright's and steps as `read_steps` gives them."""
        told = json.loads(state.read_text(encoding="utf-8")) if state else {}
        return cls(tuple(told.get("cookies", ())), tuple(told.get("origins", ())), tuple(steps))

    def then(self, steps: tuple[dict[str, Any], ...]) -> Way:
        """The same way, and further."""
        return replace(self, steps=(*self.steps, *steps)) if steps else self

    async def forget(self, tab: BrowserPage) -> None:
        """Leaves nothing of what was done on the page, and everything that was there before it."""
        origin, _ = await asyncio.gather(tab.evaluate(FORGET), self.anew(tab.context))
        for kept in self.origins:
            if kept["origin"] == origin and kept.get("localStorage"):
                await tab.evaluate(KEEP, [[row["name"], row["value"]] for row in kept["localStorage"]])

    async def anew(self, context: BrowserContext) -> None:
        """The cookies as they were."""
        await context.clear_cookies()
        if self.cookies:
            await context.add_cookies([dict(cookie) for cookie in self.cookies])

    async def walk(self, tab: BrowserPage) -> None:
        """Takes the steps from the address to the page that is meant: fill, click, wait, goto."""
        for step in self.steps:
            if step["do"] == "fill":
                await tab.fill(step["selector"], str(step["value"]))
            elif step["do"] == "click":
                await tab.click(step["selector"])
            elif step["do"] == "wait":
                await tab.wait_for_selector(step["selector"])
            else:
                await tab.goto(step["url"], wait_until="load")
        if self.steps:
            await tab.wait_for_load_state("load")
