"""Probes that press controls: larger letters, other colours, a larger pointer, a voice, the elder switch."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Page as BrowserPage

from .clock import run_for
from .pressing import GLANCE, At, again, glance, press

SMALLER = re.compile(r"^(小|中|标准|正常|默认|小号|中号)$")
PRESSES = 8
GROWS, KEEPS = 1.2, 0.98
GLANCE_BACK = f"({{ ...{GLANCE}, memory: window.__sb.memory() }})"


async def size(tab: BrowserPage, _at: At) -> dict[str, Any] | None:
    """Drives every control of size to its largest step. None when there is none."""
    base = now = await tab.evaluate(GLANCE_BACK)
    best: dict[str, Any] = {"median": base["median"], "least": base["least"], "selector": "", "name": "", "option": 0}
    tried: set[tuple[str, str]] = set()
    first = ""
    for _round in range(2):
        found = await tab.evaluate("window.__sb.find('size')")
        larger = any("大" in f["name"] for f in found)
        todo = [
            (i, f)
            for i, f in enumerate(found)
            if (f["selector"], f["name"]) not in tried and not (larger and SMALLER.search(f["name"]))
        ]
        if not todo:
            break
        for i, f in todo:
            tried.add((f["selector"], f["name"]))
            first = first or f["selector"]
            await tab.evaluate("window.__sb.find('size')")
            last = now
            for step in range(f["options"] or PRESSES):
                now = await press(tab, i, step, GLANCE_BACK)
                if now["median"] > best["median"] + 0.05 or (
                    now["median"] >= best["median"] - 0.05
                    and now["median"] > base["median"]
                    and now["least"] > best["least"]
                ):
                    best = {
                        "median": now["median"],
                        "least": now["least"],
                        "selector": f["selector"],
                        "name": f["name"],
                        "option": step,
                        # Where nothing was written down and no field holds it, a reload has nothing to take the choice from.
                        "forgets": not f["filled"] and base["memory"] is not None and base["memory"] == now["memory"],
                    }
                if not f["options"] and now["median"] <= last["median"] + 0.05 and step:
                    break
                if f["kind"] == "range":
                    break
                last = now
    if not first:
        return None
    growth = best["median"] / base["median"] - 1 if base["median"] else 0.0
    out = {
        "selector": best["selector"] or first,
        "growth": growth,
        "works": growth >= GROWS - 1 - 0.005,
        "least": best["least"],
        "kept": False,
    }
    if out["works"] and not best["forgets"]:
        await drive(tab, best)
        await again(tab)
        out["kept"] = (await glance(tab))["median"] >= best["median"] * KEEPS
    return out


async def drive(tab: BrowserPage, best: dict[str, Any]) -> None:
    """Brings the page back to its largest letters."""
    for _ in range(PRESSES + 2):
        if (await glance(tab))["median"] >= best["median"] * KEEPS:
            return
        found = await tab.evaluate("window.__sb.find('size')")
        at = next((i for i, f in enumerate(found) if f["selector"] == best["selector"]), None)
        if at is None:
            at = next((i for i, f in enumerate(found) if f["name"] == best["name"]), None)
        if at is None:
            return
        await press(tab, at, best["option"])


async def scheme(tab: BrowserPage, _at: At) -> dict[str, Any] | None:
    """The best contrast that a control of colours brings. None when there is none."""
    base = await glance(tab)
    best: dict[str, Any] = {"least": 0.0, "changed": False, "selector": ""}
    tried: set[tuple[str, str]] = set()
    for _round in range(2):
        found = await tab.evaluate("window.__sb.find('scheme')")
        todo = [(i, f) for i, f in enumerate(found) if (f["selector"], f["name"]) not in tried]
        if not todo:
            break
        for i, f in todo:
            tried.add((f["selector"], f["name"]))
            best["selector"] = best["selector"] or f["selector"]
            for step in range(f["options"] or 3):
                await tab.evaluate("window.__sb.find('scheme')")
                now = await press(tab, i, step, GLANCE)
                changed = now["looks"] != base["looks"]
                if changed and now["low"] > best["least"]:
                    best |= {"least": now["low"], "changed": True, "selector": f["selector"]}
                if best["least"] >= 7:
                    return best
    return best if best["selector"] else None


async def cursor(tab: BrowserPage, _at: At) -> dict[str, Any] | None:
    """How large the pointer gets, in px. None when there is no such control."""
    best = None
    for i, f in enumerate(await tab.evaluate("window.__sb.find('cursor')")):
        await press(tab, i, f["options"] - 1 if f["options"] else 0)
        told = await tab.evaluate("window.__sb.cursorSize()")
        if best is None or told > best["size"]:
            best = {"selector": f["selector"], "size": round(told)}
    return best


async def voice(tab: BrowserPage, _at: At) -> dict[str, Any] | None:
    """Does a control read the page aloud, and does it stop? None when there is no such control."""
    found = await tab.evaluate("window.__sb.find('voice')")
    for i, f in enumerate(found):
        before = await tab.evaluate("window.__sb.speech()")
        await press(tab, i)
        await run_for(tab, 1200)
        now = await tab.evaluate("window.__sb.speech()")
        if now["spoken"] <= before["spoken"]:
            continue
        for attempt in ("same", "other"):
            if attempt == "same":
                await tab.evaluate("window.__sb.find('voice')")
                await press(tab, i)
            else:
                for k in range(await tab.evaluate("window.__sb.stopper()")):
                    await press(tab, k)
            after = await tab.evaluate("window.__sb.speech()")
            # Saying it over again begins with a stop; only silence counts.
            if after["stopped"] > now["stopped"] and after["spoken"] <= now["spoken"]:
                return {"selector": f["selector"], "speaks": True, "stops": True}
            now = now | {"stopped": after["stopped"], "spoken": after["spoken"]}
        native = await tab.evaluate(
            "() => [...document.querySelectorAll('audio[controls]')].some(a => window.__sb.shown(a))"
        )
        return {"selector": f["selector"], "speaks": True, "stops": native}
    if found:
        return {"selector": found[0]["selector"], "speaks": False, "stops": False}
    return None


async def switch(tab: BrowserPage, _at: At) -> dict[str, Any] | None:
    """A control that changes this very page into its elder edition, and whether that lasts."""
    base = await glance(tab)
    for i, f in enumerate(await tab.evaluate("window.__sb.find('elder')")):
        url = tab.url
        await press(tab, i)
        now = await glance(tab)
        if tab.url.split("#")[0].split("?")[0] != url.split("#")[0].split("?")[0]:
            return None
        if now["mode"] != base["mode"] or now["median"] != base["median"]:
            await again(tab)
            kept = await glance(tab)
            same = kept["mode"] == now["mode"] or (kept["median"] == now["median"] != base["median"])
            return {"selector": f["selector"], "changed": True, "kept": same}
    return None
