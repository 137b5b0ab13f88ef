"""Probes that act: larger letters, other colours, a voice, the elder switch, forms, search. Each begins on a fresh page."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from .. import scripts
from ..measures import Page
from ..measures.overlays import is_float
from .way import Way

SIZE = re.compile(r"字号|字体|大字|放大|A\s*[+＋]|加大|变大|调大|大号|特大|超大|文字大小|更大|字大|^大$|T[+＋]")
SCHEME = re.compile(r"对比|高反差|配色|黑底|黄字|反色|黑黄|蓝底|白底")
POINTER = re.compile(r"鼠标|光标|指针|箭头")
VOICE = re.compile(r"朗读|语音|读给我|听|播报|读屏|念|读出")
ELDER = re.compile(r"长辈|适老|关怀|关爱|亲情|大字版|老年")
EXIT = re.compile(
    r"退出(?!登录|账号|账户|系统)|((切换|返回|回到|转到|进入|前往|去|用|看)?.{0,4}(标准|普通|常规|正常|原|完整|通用|经典|默认|旧|传统).{0,2}(版|模式|网站|页面|首页))|关闭(长辈|关怀|适老|大字)|切换(到|回|至)?(版本|模式)"
)
PRESSES = 8
ANSWER_TRIES, ANSWER_EVERY = 50, 0.1
GROWS, KEEPS = 1.2, 0.98
READY = f"{scripts.MEASURE} {scripts.ACT} window.__sb.quiet()"
WORDS = ("长辈版", "亲情版", "关爱版", "关怀版")


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


async def press(tab: BrowserPage, index: int, option: int = 0) -> None:
    """Presses a found control; when that leads to another page, its scripts are there too."""
    try:
        await tab.evaluate("([i, o]) => window.__sb.press(i, o)", [index, option])
        ready = await tab.evaluate("() => !!(window.__sb && window.__sb.glance)")
    except Error:
        ready = False
    if not ready:
        await tab.wait_for_load_state("load")
        await tab.evaluate(READY)


async def glance(tab: BrowserPage) -> dict[str, Any]:
    """Sizes and contrast of all text now."""
    return await tab.evaluate("window.__sb.glance()")


async def try_controls(tab: BrowserPage, asked: Any, page: Page, way: Way) -> dict[str, Any]:
    """Every probe for which the page has something to try."""
    out: dict[str, Any] = {}
    names = [c["name"] + " " + c["title"] for c in page.rows("controls")] + [
        f["label"] + f["beside"] + f["aria"] + f["value"] for f in page.rows("fields")
    ]
    plain = page.snapshot["plain"]
    at = At(asked.url, way)
    out["elder"] = {"exit": way_out(page), "switch": None}

    def some(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(name) for name in names if len(name) < 60)

    if some(SIZE) or re.search(r"字号|字体|文字大小|字大小", plain):
        await fresh(tab, at)
        out["size"] = await size(tab)
    if some(SCHEME) or re.search(r"配色|对比度", plain):
        await fresh(tab, at)
        out["scheme"] = await scheme(tab)
    if asked.viewport == "desktop" and some(POINTER):
        await fresh(tab, at)
        out["cursor"] = await cursor(tab)
    if page.article and some(VOICE):
        await fresh(tab, at)
        out["voice"] = await voice(tab)
    if any(
        ELDER.search(c["name"]) and len(c["name"]) < 24 and not leads_away(c["href"])
        for c in page.rows("controls")
        if c["clicks"] or c["native"]
    ):
        await fresh(tab, at)
        out["elder"]["switch"] = await switch(tab)
    if page.mode == "home" and any(f["search"] for f in page.rows("fields")):
        await fresh(tab, at)
        out["search"] = await search(tab, at)
    if asked.sandbox:
        await fresh(tab, at)
        out["forms"] = await forms(tab, at)
        if page.rows("controls"):
            out["toasts"] = await brief_messages(tab, at, page)
    for layer in page.probes.get("popups", {}).get("judged", []):
        if layer["closes"] and layer["promo"] and (is_float(layer) or layer["backdrop"] or layer["centre"]):
            layer["reopened"] = await reopened(tab, at, layer)
    return out


def elder_editions(page: Page, url: str) -> tuple[str, list[str]]:
    """What turns the page into its elder edition when pressed ('' when nothing does), and addresses of one elsewhere."""
    told = (page.probes.get("elder") or {}).get("switch") or {}
    links = [
        urldefrag(urljoin(url, c["href"]))[0]
        for c in page.rows("controls")
        if leads_away(c["href"]) and not c["hidden"] and len(c["name"]) < 24 and ELDER.search(c["name"])
    ]
    return told.get("selector", "") if told.get("changed") else "", list(dict.fromkeys(links))


def leads_away(href: str | None) -> bool:
    """Is it a link to another page, and no switch of this one?"""
    return bool(href) and not href.startswith(("#", "?", "javascript:"))


def way_out(page: Page) -> bool:
    """Is there a link or button back to the standard edition?"""
    return any(
        c["target"] and not c["hidden"] and len(c["name"]) < 30 and EXIT.search(c["name"])
        for c in page.rows("controls")
    )


async def size(tab: BrowserPage) -> dict[str, Any] | None:
    """Drives every control of size to its largest step. None when there is none."""
    base = now = await glance(tab)
    best, tried, first = (
        {"median": base["median"], "least": base["least"], "selector": "", "name": "", "option": 0},
        set(),
        "",
    )
    for _round in range(2):
        found = await tab.evaluate("window.__sb.find('size')")
        todo = [(i, f) for i, f in enumerate(found) if (f["selector"], f["name"]) not in tried]
        if not todo:
            break
        for i, f in todo:
            tried.add((f["selector"], f["name"]))
            first = first or f["selector"]
            await tab.evaluate("window.__sb.find('size')")
            last = now
            for step in range(f["options"] or PRESSES):
                await press(tab, i, step)
                now = await glance(tab)
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
    if out["works"]:
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


async def scheme(tab: BrowserPage) -> dict[str, Any] | None:
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
                await press(tab, i, step)
                now = await glance(tab)
                changed = now["looks"] != base["looks"]
                if changed and now["low"] > best["least"]:
                    best |= {"least": now["low"], "changed": True, "selector": f["selector"]}
                if best["least"] >= 7:
                    return best
    return best if best["selector"] else None


async def cursor(tab: BrowserPage) -> dict[str, Any] | None:
    """How large the pointer gets, in px. None when there is no such control."""
    best = None
    for i, f in enumerate(await tab.evaluate("window.__sb.find('cursor')")):
        await press(tab, i, f["options"] - 1 if f["options"] else 0)
        told = await tab.evaluate("window.__sb.cursorSize()")
        if best is None or told > best["size"]:
            best = {"selector": f["selector"], "size": round(told)}
    return best


async def voice(tab: BrowserPage) -> dict[str, Any] | None:
    """Does a control read the page aloud, and does it stop? None when there is no such control."""
    found = await tab.evaluate("window.__sb.find('voice')")
    for i, f in enumerate(found):
        before = await tab.evaluate("window.__sb.speech()")
        await press(tab, i)
        await tab.clock.run_for(1200)
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


async def switch(tab: BrowserPage) -> dict[str, Any] | None:
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
        try:
            found = await tab.evaluate("w => window.__sb.searchFor(w)", word)
            await tab.clock.run_for(1500)
            there = await tab.evaluate("() => !!window.__sb")
        except Error:
            there = False
        await tab.wait_for_load_state("load")
        if not there or tab.url.split("#")[0] != path.split("#")[0]:
            ok = await tab.evaluate(
                "() => !performance.getEntriesByType('navigation').some(n => n.responseStatus >= 400)"
            )
            if not ok:
                continue
            await tab.evaluate(f"{scripts.MEASURE} {scripts.ACT}")
            await tab.clock.run_for(1500)
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


async def brief_messages(tab: BrowserPage, at: At, page: Page) -> list[dict[str, Any]]:
    """Buttons that only show something are pressed, and the clock runs on."""
    del page
    await fresh(tab, at)
    pressed = await tab.evaluate("window.__sb.pressAll()")
    if not pressed:
        return []
    await tab.clock.run_for(10_500)
    return (await tab.evaluate("window.__sb.watched()"))["toasts"]


async def reopened(tab: BrowserPage, at: At, layer: dict[str, Any]) -> bool:
    """Is a promotion back after it was closed and the page reloaded?"""
    await fresh(tab, at)
    there = "k => window.__sb.layers().some(l => l.key === k)"
    if layer["after"]:
        await tab.clock.run_for(int(layer["after"] * 1000) + 500)
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
        await tab.clock.run_for(int(layer["after"] * 1000) + 500)
    return await tab.evaluate(there, layer["key"])
