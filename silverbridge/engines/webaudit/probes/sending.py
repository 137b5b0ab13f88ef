"""Probes that send something: a search, forms, buttons that answer with a message; and a pop-up that is sent away."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from .. import scripts
from .clock import run_for
from .pressing import At, again, fresh

LEAVING = 10  # s
LEAVES = """begun => !window.__sb
  || window.__sbh.jumps.slice(begun).some(j => !j.same && !j.download && /^https?:/.test(j.url))"""
WORDS = ("长辈版", "亲情版", "关爱版", "关怀版")


async def search(tab: BrowserPage, at: At) -> dict[str, Any] | None:
    """Which of the four names find nothing. None without a search box."""
    selector = await tab.evaluate("window.__sb.searchBox()")
    if selector is None:
        return None
    missed, works = [], False
    for word in WORDS:
        await fresh(tab, at)
        await tab.evaluate("window.__sb.searchBox()")
        base = await tab.evaluate("window.__sb.linkKeys()")
        path = tab.url
        found = {"fresh": 0, "about": 0, "changed": False, "none": False}
        begun = await tab.evaluate("window.__sbh.jumps.length")
        arrived = asyncio.Event()

        def come(_page: BrowserPage, arrived: asyncio.Event = arrived) -> None:
            arrived.set()

        tab.on("domcontentloaded", come)
        try:
            found = await tab.evaluate("w => window.__sb.searchFor(w)", word)
            await run_for(tab, 1500)
            leaves = await tab.evaluate(LEAVES, begun)
        except Error:
            leaves = True
        leaves = leaves and await happens(arrived)
        tab.remove_listener("domcontentloaded", come)
        await tab.wait_for_load_state("load")
        if leaves or tab.url.split("#")[0] != path.split("#")[0]:
            ok = await tab.evaluate(
                "() => !performance.getEntriesByType('navigation').some(n => n.responseStatus >= 400)"
            )
            if not ok:
                continue
            await tab.evaluate(f"{scripts.MEASURE} {scripts.ACT}")
            await run_for(tab, 1500)
            told = await tab.evaluate("b => window.__sb.results(b)", base)
            works = True
            hit = told["links"] > 0
        else:
            told = await tab.evaluate("b => window.__sb.results(b)", base)
            works = works or found["changed"] or told["links"] > 0 or told["none"]
            hit = found["fresh"] > 0 or found["about"] > 0 or told["links"] > 0
        if not hit:
            missed.append(word)
    return {"selector": selector, "works": works, "missed": missed if works else []}


async def happens(arrived: asyncio.Event) -> bool:
    """Does the page come that the old one makes way for?"""
    try:
        await asyncio.wait_for(arrived.wait(), LEAVING)
    except TimeoutError:
        return False
    return True


async def forms(tab: BrowserPage, at: At) -> list[dict[str, Any]]:
    """Each form sent empty; each payment sent once more with everything filled in."""
    out = []
    there = await tab.evaluate("window.__sb.formsThere()")
    for i in range(len(there)):
        if i:
            await fresh(tab, at)
            await tab.evaluate("window.__sb.formsThere()")
        told = await tab.evaluate("i => window.__sb.sendEmpty(i)", i)
        told["review"] = told["undoMinutes"] >= 10 or told["asked"]
        if told["paying"] and not told["review"]:
            await fresh(tab, at)
            await tab.evaluate("window.__sb.formsThere()")
            paid = await tab.evaluate("i => window.__sb.payNow(i)", i)
            told["review"] = paid["asked"] or paid["review"]
        out.append(told)
    return out


async def brief_messages(tab: BrowserPage, _at: At) -> list[dict[str, Any]]:
    """Buttons that only show something are pressed, and the clock runs on."""
    pressed = await tab.evaluate("window.__sb.pressAll()")
    if not pressed:
        return []
    await run_for(tab, 10_500)
    return (await tab.evaluate("window.__sb.watched()"))["toasts"]


async def reopened(tab: BrowserPage, at: At, layer: dict[str, Any]) -> bool:
    """Is a promotion back after it was closed and the page reloaded?"""
    await fresh(tab, at)
    there = "k => window.__sb.layers().some(l => l.key === k)"
    if layer["after"]:
        await run_for(tab, int(layer["after"] * 1000) + 500)
    closed = await tab.evaluate(
        "k => window.__sb.closeLayer(k)",
        layer["key"],
    )
    if not closed:
        return False
    if await tab.evaluate(there, layer["key"]):
        return False
    await again(tab)
    if layer["after"]:
        await run_for(tab, int(layer["after"] * 1000) + 500)
    return await tab.evaluate(there, layer["key"])
