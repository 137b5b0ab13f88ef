"""R13 R34 R30: high contrast, a large cursor, and the way in and out of the elder edition."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

HIGH, CURSOR = 7.0, 32


@measure("R13")
def high_contrast(page: Page) -> Iterator[Verdict]:
    """A control that brings all text to 7:1."""
    probe = page.probes.get("scheme")
    required = f"a control that reaches {HIGH:g}:1"
    if not probe:
        yield Verdict("fail", None, "none found", required) if page.mode in ("elder", "home") else na()
    else:
        outcome = "pass" if probe["least"] >= HIGH - 0.05 and probe["changed"] else "fail"
        yield Verdict(
            outcome, probe["selector"], f"{probe['least']:.2f}:1" if probe["changed"] else "changes nothing", required
        )


@measure("R34")
def big_cursor(page: Page) -> Iterator[Verdict]:
    """On a desktop: a control that makes the pointer large."""
    if page.viewport != "desktop":
        yield na()
        return
    probe = page.probes.get("cursor")
    required = f"≥ {CURSOR} px"
    if probe:
        outcome = "pass" if probe["size"] >= CURSOR else "fail"
        yield Verdict(outcome, probe["selector"], f"{probe['size']} px" if probe["size"] else "no change", required)
    elif page.elder:
        yield Verdict("review", None, "none found", required)
    else:
        yield na()


@measure("R30")
def elder_mode_kept(page: Page) -> Iterator[Verdict]:
    """A way out of the elder edition; a switch that stays switched after a reload."""
    probe = page.probes.get("elder", {})
    switch = probe.get("switch")
    if switch and switch["changed"] and not switch["kept"]:
        yield Verdict("fail", switch["selector"], "lost on reload", "kept after reload")
    elif page.elder and not probe.get("exit"):
        yield Verdict("fail", None, "no way out", "a link or button to the standard edition")
    elif page.elder or switch:
        yield Verdict("pass")
    else:
        yield na()
