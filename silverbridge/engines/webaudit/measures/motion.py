"""R23 R26: what moves by itself, and what flashes."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure

LASTS, FLASHES, DEPTH = 5.0, 3.0, 0.1


def lasting(animation: dict) -> bool:
    """Does an animation run by itself for more than five seconds?"""
    return animation["running"] and (animation["endless"] or (animation["total"] or 0) > LASTS)


@measure("R23")
def auto_motion(page: Page) -> Iterator[Verdict]:
    """Motion of more than five seconds with neither a pause nor heed for those who want less of it."""
    motion = page.probes.get("motion", {})
    bad = False
    for m in motion.get("movers", []):
        if not m["paused"] and not m["reduced"]:
            bad = True
            yield Verdict("fail", m["selector"], m["how"], f"≤ {LASTS:g} s, or a pause, or prefers-reduced-motion")
    if not bad:
        yield Verdict("pass" if motion.get("movers") else "na")


@measure("R26")
def flashing(page: Page) -> Iterator[Verdict]:
    """Light and dark in turns more than three times a second."""
    required = f"≤ {FLASHES:g} / s"
    found: dict[int | str, float] = {}
    for a in page.rows("animations"):
        if (
            a["running"]
            and a["flashes"] > FLASHES + 0.01
            and a["depth"] >= DEPTH
            and (a["endless"] or (a["total"] or 0) >= 1)
        ):
            found[a["e"]] = max(found.get(a["e"], 0), a["flashes"])
    for f in page.probes.get("waiting", {}).get("flashes", []):
        if f["rate"] > FLASHES + 0.01:
            found.setdefault(f["selector"], f["rate"])
    for at, rate in found.items():
        yield Verdict("fail", at, f"{rate:.1f} / s", required)
    if not found:
        yield Verdict("pass", None, "", required)
