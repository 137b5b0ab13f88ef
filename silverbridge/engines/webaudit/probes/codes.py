"""Probes of codes: how much larger a puzzle gets, how much longer a countdown lasts."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page as BrowserPage

from .. import scripts


async def magnify(tab: BrowserPage, snapshot: dict[str, Any]) -> dict[int, float]:
    """How many times larger each captcha becomes."""
    await tab.evaluate(scripts.ACT)
    out = {}
    for c in snapshot["captchas"]:
        if c["zoom"] is not None:
            out[c["e"]] = await tab.evaluate("([p, z]) => window.__sb.magnified(p, z)", [c["picture"], c["zoom"]])
    return out


async def extend(tab: BrowserPage, snapshot: dict[str, Any]) -> dict[int, float]:
    """How many times longer each countdown becomes; left out where pressing shows nothing."""
    await tab.evaluate(scripts.ACT)
    out = {}
    for c in snapshot["countdowns"]:
        if c["extend"] is not None:
            told = await tab.evaluate("([e, b, x]) => window.__sb.extended(e, b, x)", [c["e"], c["box"], c["extend"]])
            if told is not None:
                out[c["e"]] = told
    return out
