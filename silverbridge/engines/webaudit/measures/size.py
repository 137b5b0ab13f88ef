"""R14 R44 and the controls of size R03 R04: what a finger meets, and letters that grow."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

ELDER, OTHER = 60.0, 44.0
LARGEST, GROWTH = 30.0, 0.2


@measure("R14")
def target_size(page: Page) -> Iterator[Verdict]:
    """The area that answers to a press: padding, labels, generated boxes and zoom count."""
    least = ELDER if page.elder else OTHER
    closers = {c["e"] for layer in page.probes.get("popups", {}).get("judged", []) for c in layer["closes"]}
    bad = seen = False
    for c in page.rows("controls"):
        if not c["target"] or c["sentence"] or c["disabled"] or c["nested"] or c["e"] in closers or c["muted"]:
            continue
        if c["role"] == "option" or (
            c["tabindex"] is not None and not c["native"] and not c["clicks"] and not c["role"]
        ):
            continue
        seen = True
        if min(c["w"], c["h"]) < least - 0.6:
            bad = True
            yield Verdict("fail", c["e"], f"{c['w']:g} × {c['h']:g} px", f"≥ {least:g} × {least:g} px")
    if not bad:
        yield Verdict("pass" if seen else "na", None, "", f"≥ {least:g} × {least:g} px")


@measure("R44")
def gestures(page: Page) -> Iterator[Verdict]:
    """Gestures of three fingers, and things that can only be dragged."""
    found = page.snapshot["gestures"]
    bad = False
    for g in found["fingers"]:
        bad = True
        yield Verdict("fail", g["e"], f"{g['fingers']} fingers", "≤ 2 fingers")
    for d in found["drags"]:
        if d["captcha"] or d["buttons"] or d["keys"] or d["clicks"] or (d["scrolls"] and not d["draggable"]):
            continue
        bad = True
        yield Verdict("fail", d["e"], "drag only", "a button or key that does the same")
    if not bad:
        yield Verdict("pass")


def _asked(page: Page) -> bool:
    return page.elder or page.mode == "home" or page.article


@measure("R03")
def largest_size(page: Page) -> Iterator[Verdict]:
    """Main text at the largest step of the size control."""
    probe = page.probes.get("size")
    if not probe or not probe["works"]:
        yield na("no working size control")
        return
    required = f"≥ {LARGEST:g} px"
    outcome = "fail" if probe["least"] < LARGEST - 0.05 else "pass"
    yield Verdict(outcome, probe["selector"], f"{probe['least']:g} px", required)


@measure("R04")
def size_control(page: Page) -> Iterator[Verdict]:
    """A control that makes letters grow by a fifth, and keeps them so."""
    probe = page.probes.get("size")
    required = f"+{GROWTH:.0%}, kept after reload"
    if not probe:
        yield Verdict("fail", None, "none found", required) if _asked(page) else na()
    elif not probe["works"]:
        yield Verdict("fail", probe["selector"], f"{probe['growth']:+.0%}", required)
    elif not probe["kept"]:
        yield Verdict("fail", probe["selector"], f"{probe['growth']:+.0%}, lost on reload", required)
    else:
        yield Verdict("pass", probe["selector"], f"{probe['growth']:+.0%}, kept", required)
