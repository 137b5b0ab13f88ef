"""Probes that need time: pop-ups, time-outs, motion, traps. The browser's clock is moved; nobody waits."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from ..measures import Page
from ..measures.motion import lasting
from ..measures.overlays import is_popup
from .clock import leap, run_for

DWELL, LIMIT = 10, 600
LONG_DELAY = 8_000
SLOWEST = 9
GROWN = 200
TABS = 60
LAYERS_MOST = 40
COUNT = "document.getElementsByTagName('*').length"


async def trap(tab: BrowserPage) -> str | None:
    """The selector of what keeps the focus when Tab is pressed, or None."""
    await tab.evaluate("window.__sb.listFocus()")
    count = await tab.evaluate("window.__sb.list.length")
    if count < 2:
        return None
    where = "window.__sb.whereFocus()"
    path: list[int] = []
    for _ in range(min(TABS, count + 4)):
        await tab.keyboard.press("Tab")
        path.append(await tab.evaluate(where))
        if path[-1] == -1 and len(path) > 1:
            return None
        held = len(path) >= 4 and len(set(path[-4:])) <= 1
        circle = len(path) >= 9 and len(set(path[-9:])) <= 3
        if held or circle:
            last = path[-1]
            modal = await tab.evaluate(
                "i => window.__sb.inDialog(i)",
                last,
            )
            return (
                None
                if modal or set(path) >= set(range(count))
                else await tab.evaluate("i => window.__sb.selector(window.__sb.list[i])", last)
            )
    return None


async def hold_clock(tab: BrowserPage) -> bool:
    """Stops the page's time, so that it does not change while it is measured; says whether that was possible."""
    now = await tab.evaluate("() => window.__pwClock && window.__pwClock.builtins ? Date.now() : 0")
    if not now:
        return False
    try:
        await tab.clock.pause_at((now + 50) / 1000)
    except Error:
        return False
    return True


async def run_clock(tab: BrowserPage, page: Page) -> dict[str, Any]:
    """Ten seconds and a scroll for pop-ups and motion, ten minutes for time-outs; less where nothing waits to happen."""
    snapshot = page.snapshot
    layers = {layer["key"]: layer | {"after": 0.0} for layer in snapshot["layers"]}
    timers = snapshot["timers"]
    frames, listens, count = await tab.evaluate("w => window.__sb.begin(w)", bool(timers))
    busy = bool(timers) or frames > 0
    out: dict[str, Any] = {}
    if busy:
        if count - snapshot["nodes"] > GROWN:
            await gather(tab, layers, DWELL / 2)  # it came while the page was measured
        for _half in range(2):
            if count - snapshot["nodes"] > GROWN:
                break  # what grows without end is known by now
            await run_for(tab, DWELL / 2 * 1000)
            late = 10.0 if any(v["after"] for v in layers.values()) else 5.0
            count = await gather(tab, layers, late)
    if listens:
        await tab.evaluate("window.__sb.scrollThrough()")
        await run_for(tab, 1500)
        count = await gather(tab, layers, 10.0, "window.scrollTo({ top: 0, behavior: 'instant' })")
    grown = busy and count - snapshot["nodes"] > GROWN
    if busy and not grown and any(t[0] == "every" or t[1] < LONG_DELAY for t in timers):
        await run_for(tab, SLOWEST * 1000)
    if snapshot["animations"]:
        await tab.evaluate("window.__sb.finishAnimations()")
        await gather(tab, layers, 10.0)
    movers = (
        await tab.evaluate("window.__sb.movers()")
        if busy or snapshot["marquees"] or any(map(lasting, snapshot["animations"])) or snapshot["media"]
        else []
    )
    if busy and not grown:
        left = [
            t
            for t in await tab.evaluate("[...window.__sbh.timers.values()].map(t => [t.kind, t.delay])")
            if t[0] == "every" or t[1] >= LONG_DELAY
        ]
        if left:
            if frames > 60:
                await leap(tab, (LIMIT - DWELL) * 1000)
            else:
                await run_for(tab, (LIMIT - DWELL) * 1000)
    last = f"[window.__sb.schemes(), {'window.__sb.watched()' if busy or listens else '{}'}]"
    out["schemes"], watched = await tab.evaluate(last)
    late = await tab.evaluate("window.__sb.ads()") if busy and page.elder else []
    out["popups"] = {"judged": await judged_layers(tab, page, layers, late)}
    out["popups"]["late_ads"] = beyond(late, page, out["popups"]["judged"])
    out["waiting"] = {
        "left": departures(watched),
        "jumps": watched.get("jumps", []),
        "toasts": watched.get("toasts", []) + fading(page),
        "flashes": watched.get("flashes", []),
        "plays": max(0, watched.get("plays", 0) - snapshot["plays"]),
        "media": [],
        "told": False,
    }
    out["motion"] = {"movers": movers}
    return out


async def gather(tab: BrowserPage, layers: dict[str, Any], after: float, then: str = "0") -> int:
    """Adds the layers that are there now and were not before; answers how many elements there are. `then`: done afterwards."""
    found, count, _ = json.loads(await tab.evaluate(f"JSON.stringify([window.__sb.layers(), {COUNT}, {then}])"))
    for layer in found:
        known = layers.get(layer["key"])
        if known is not None:
            known["covers"] = max(known["covers"], layer["covers"])  # one like it may lie over more, and over this one
        elif len(layers) < LAYERS_MOST:
            layers[layer["key"]] = layer | {"after": after}
    return count


def beyond(late: list[dict[str, Any]], page: Page, judged: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Advertising that came later and stands in no pop-up."""
    known = {a["e"] for a in page.rows("ads")}.union(*({la["e"], la["root"], *la["inside"]} for la in judged))
    return [a for a in late if a["e"] not in known]


async def judged_layers(
    tab: BrowserPage, page: Page, layers: dict[str, Any], late: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The layers that matter, with selectors for themselves and their close controls. `late`: advertising there is now."""
    rows = []
    adverts = {a["e"] for a in [*page.rows("ads"), *late]}
    wanted = [layer for layer in layers.values() if not layer["bar"] or layer["backdrop"]]
    asked = [layer["root"] for layer in wanted]
    insides = await tab.evaluate("all => all.map(i => window.__sb.insides(i))", asked) if wanted else []
    for layer, inside in zip(wanted, insides, strict=True):
        advert = bool(adverts & {layer["e"], layer["root"], *inside}) or (
            is_popup(layer) and any(w in layer["words"][:12] for w in ("广告", "推广"))
        )
        rows.append(layer | {"inside": inside, "advert": advert})
    return rows


def departures(watched: dict[str, Any]) -> list[dict[str, Any]]:
    """Reloads, jumps and logouts with the time they came and how long before somebody was warned."""
    if not watched:
        return []
    events = [
        {"what": "reload" if j["type"] == "reload" else "jump", "after": j["after"]}
        for j in watched["jumps"]
        if j["url"].startswith(("http", "about")) and not j["download"]
    ]
    events += [{"what": "logout", "after": t} for t in watched["outs"]]
    warned = sorted([*watched["warns"], *(d["after"] for d in watched["dialogs"] if d["after"] > 0)])
    out = []
    for event in sorted(events, key=lambda e: e["after"]):
        before = [t for t in warned if t <= event["after"]]
        out.append(event | {"after": round(event["after"]), "lead": round(event["after"] - before[0]) if before else 0})
    return out


def fading(page: Page) -> list[dict[str, Any]]:
    """Messages that an animation takes away."""
    return [
        {
            "seconds": a["total"],
            "words": a["words"],
            "live": a.get("live", False),
            "kept": False,
            "selector": a["selector"],
        }
        for a in page.rows("animations")
        if a["gone"] and a["words"] and a["total"] and a["total"] < 10 and a.get("selector")
    ]


async def calmer(tab: BrowserPage, movers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which movers rest for those who ask the system for less motion."""
    if not movers:
        return []
    if not await tab.evaluate("window.__sb.heedsCalm()"):
        return [m | {"reduced": False} for m in movers]
    try:
        await tab.emulate_media(reduced_motion="reduce")
        if any(m["key"] == "script" for m in movers):
            await tab.evaluate("() => { window.__sbh.hold = false; }")
            await tab.reload(wait_until="load")
            from .. import scripts

            await tab.evaluate(f"{scripts.MEASURE} window.__sb.watch()")
            await run_for(tab, (DWELL + SLOWEST) * 1000)
        still = {m["selector"] for m in await tab.evaluate("window.__sb.movers()")}
    except Error:
        still = {m["selector"] for m in movers}
    finally:
        await tab.emulate_media(reduced_motion="null")
    return [m | {"reduced": m["selector"] not in still} for m in movers]
