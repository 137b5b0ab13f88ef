"""Pictures of a page: contrast that only a picture can tell, and the surroundings of findings."""

from __future__ import annotations

import base64
from typing import Any

from playwright.async_api import Error
from playwright.async_api import Page as BrowserPage

from .tabs import Tab

PICTURE_HEIGHT, FAR_APART, BEYOND = 12_000, 300, 4
PICTURED_MOST = 80
CROPS_MOST, CROP_HEIGHT, MARGIN = 60, 420, 12


def pictured(snapshot: dict[str, Any], axe: dict[str, Any]) -> tuple[list[dict], list[dict]]:
    """What only a picture can tell: texts on pictures or under something, icons that are images."""
    texts = []
    for t in snapshot["texts"]:
        if t.get("disabled"):
            continue
        told = axe.get("contrast", {}).get(t["e"])
        unsure = t["kind"] == "image" or (t["kind"] == "gradient" and t["low"] < 4.5 <= t["high"] + 4.5)
        if (
            told
            and told["kind"] == "incomplete"
            and told["why"] in ("bgImage", "imgNode", "bgGradient", "pseudoContent", "bgOverlap", "complexTextShadow")
        ):
            unsure = unsure or told["why"] != "bgOverlap"
        if unsure and t.get("fg") is None and t["kind"] == "solid":
            continue
        if unsure and t.get("fg") and t.get("box") and t["letters"]:
            texts.append({"key": str(t["e"]), "box": t["box"], "fg": t["fg"]})
    icons = [
        {"key": f"icon{c['e']}", "box": c["icon"]["box"]}
        for c in snapshot["controls"]
        if c.get("icon") and c["icon"]["ratio"] is None and c["icon"].get("box")
    ]
    return texts[:PICTURED_MOST], icons[:PICTURED_MOST]


def clips(what: list[dict], snapshot: dict[str, Any]) -> list[tuple[dict[str, float], list[dict]]]:
    """Parts of the page to picture, with the boxes that lie in each, told from the part's corner: a page is mostly not needed."""
    most = min(PICTURE_HEIGHT, max(snapshot["pageHeight"], snapshot["height"]))
    groups: list[list[dict]] = []
    below = 0.0
    for one in sorted(what, key=lambda o: o["box"][1]):
        if not groups or one["box"][1] > below + FAR_APART:
            groups.append([])
        groups[-1].append(one)
        below = max(below, one["box"][3])
    out = []
    for group in groups:
        left, top = (max(0, int(min(o["box"][i] for o in group)) - BEYOND) for i in (0, 1))
        right = min(snapshot["width"], int(max(o["box"][2] for o in group)) + BEYOND)
        bottom = min(most, int(max(o["box"][3] for o in group)) + BEYOND)
        if right <= left or bottom <= top:
            continue
        moved = [o | {"box": [o["box"][i] - (left, top)[i % 2] for i in range(4)]} for o in group]
        out.append(({"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}, moved))
    return out


async def look(tab: Tab, snapshot: dict[str, Any], axe: dict[str, Any]) -> dict[Any, float]:
    """Contrast read off pictures of the page, which stays veiled; nothing is drawn when nothing needs it."""
    texts, icons = pictured(snapshot, axe)
    found: dict[Any, float] = {}
    lens = 0
    for what, hide in ((texts, True), (icons, False)):
        parts = clips(what, snapshot)
        if not parts:
            continue
        lens = lens or await tab.lens()
        areas = [[*corners(clip), [int(o["key"]) for o in boxes]] for clip, boxes in parts] if hide else []
        await tab.page.evaluate("areas => window.__sb.veil(areas)", areas)
        for clip, boxes in parts:
            shot = await tab.shot(clip, clip["y"] + clip["height"] > snapshot["height"])
            told = await tab.seen(lens, shot, boxes if hide else [], [] if hide else boxes)
            for key, ratio in told.items():
                found[int(key) if key.isdigit() else key] = ratio
    return found


def corners(clip: dict[str, float]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a part of the page."""
    return clip["x"], clip["y"], clip["x"] + clip["width"], clip["y"] + clip["height"]


async def crops(tab: BrowserPage, snapshot: dict[str, Any], names: dict[int, Any]) -> dict[int, str]:
    """A picture of the surroundings of each finding, as base64 JPEG."""
    out: dict[int, str] = {}
    height = max(snapshot["pageHeight"], snapshot["height"])
    for index, told in list(names.items())[:CROPS_MOST]:
        if not told["box"]:
            continue
        x, y, width, tall = told["box"]
        left, top = max(0.0, x - MARGIN), max(0.0, y - MARGIN)
        clip = {
            "x": left,
            "y": top,
            "width": max(1.0, min(snapshot["width"], x + width + MARGIN) - left),
            "height": max(1.0, min(height, y + min(tall, CROP_HEIGHT) + MARGIN) - top),
        }
        if top >= height or left >= snapshot["width"]:
            continue
        try:
            shot = await tab.screenshot(full_page=True, clip=clip, type="jpeg", quality=60, animations="disabled")
        except Error:
            continue
        out[index] = base64.b64encode(shot).decode()
    return out
