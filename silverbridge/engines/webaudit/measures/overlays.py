"""R15 R16: pop-ups nobody asked for, and how they are closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Verdict
from .registry import Page, measure, na

SCREEN, CLOSE = 0.2, 44.0


def is_popup(layer: dict[str, Any]) -> bool:
    """Over a fifth of the screen, or over its centre, and over something; a bar at an edge is none."""
    if layer["bar"] and not layer["backdrop"]:
        return False
    over = layer["covers"] > 0 or layer["backdrop"] or layer["modal"]
    return over and (layer["panelArea"] > SCREEN or layer["centre"] or layer["backdrop"])


def is_float(layer: dict[str, Any]) -> bool:
    """A promotional float: small, with something to sell, and no part of the page's own help."""
    return not layer["bar"] and layer["promo"] and bool(layer["links"] or layer["pictures"] or layer["closes"]) and not (
        layer["help"] and not layer["closes"]
    )  # fmt: skip


@measure("R15")
def popups(page: Page) -> Iterator[Verdict]:
    """Layers that came by themselves within ten seconds."""
    probe = page.probes.get("popups", {})
    adverts = {a["e"] for a in page.rows("ads")} | set(probe.get("adverts", []))
    bad = False
    for layer in probe.get("judged", []):
        if is_popup(layer) and not (
            page.elder and (layer["advert"] or layer["e"] in adverts or layer["root"] in adverts)
        ):
            bad = True
            share = f"{layer['panelArea']:.0%} of the screen" + (", over its centre" if layer["centre"] else "")
            yield Verdict("fail", layer["selector"], f"{share}, after {layer['after']:g} s", "opened by the user only")
    for opened in page.rows("opened"):
        bad = True
        yield Verdict("fail", None, f"a window: {opened['url'][:60]}", "opened by the user only")
    if not bad:
        yield Verdict("pass")


def place(close: dict[str, Any]) -> bool:
    """Top corners, or the bottom's middle third."""
    x, y = close["x"], close["y"]
    return (y <= 1 / 3 and (x <= 1 / 3 or x >= 2 / 3)) or (y >= 2 / 3 and 1 / 3 <= x <= 2 / 3)


@measure("R16")
def popup_close(page: Page) -> Iterator[Verdict]:
    """A close control that can be found and hit, and is heeded."""
    probe = page.probes.get("popups", {})
    asked = [
        layer
        for layer in probe.get("judged", [])
        if is_popup(layer) or is_float(layer) or (layer["closes"] and not layer["bar"])
    ]
    required = f"≥ {CLOSE:g} × {CLOSE:g} px, top corner or bottom middle; stays closed"
    bad = False
    for layer in asked:
        if not layer["closes"]:
            bad = True
            yield Verdict("fail", layer["selector"], "no way to close it", required)
            continue
        sized = [c for c in layer["closes"] if min(c["w"], c["h"]) >= CLOSE - 0.6]
        placed = [c for c in sized if place(c)]
        first = layer["closes"][0]
        if not sized:
            bad = True
            yield Verdict("fail", first["selector"], f"{first['w']:g} × {first['h']:g} px", required)
        elif not placed:
            bad = True
            yield Verdict(
                "fail", sized[0]["selector"], f"at {sized[0]['x']:.0%} / {sized[0]['y']:.0%} of its layer", required
            )
        elif layer.get("reopened"):
            bad = True
            yield Verdict("fail", layer["selector"], "back after reload", required)
    if not asked:
        yield na("no pop-up, no float")
    elif not bad:
        yield Verdict("pass", None, "", required)
