"""R35 R36: enlarged to 200 %, narrowed to 320 px, spaced out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure

NARROW = 320


def zoom_barred(content: str | None) -> str:
    """What in a viewport meta keeps a page from being enlarged; empty when nothing does."""
    if not content:
        return ""
    pairs = dict(re.findall(r"([a-z-]+)\s*=\s*([^,;\s]+)", content.lower()))
    if pairs.get("user-scalable") in ("no", "0"):
        return "user-scalable=no"
    try:
        if "maximum-scale" in pairs and float(pairs["maximum-scale"]) < 2:
            return f"maximum-scale={pairs['maximum-scale']}"
    except ValueError:
        return ""
    return ""


@measure("R35")
def zoom_200(page: Page) -> Iterator[Verdict]:
    """At half the width of a desktop: text cut or overlapped, controls lost; and whether a phone may enlarge at all."""
    barred = zoom_barred(page.snapshot["viewportMeta"])
    probe = page.probes.get("half", {})
    if barred:
        yield Verdict("fail", 'meta[name="viewport"]', barred, "≥ 200 %")
    for found in probe.get("clipped", []):
        yield Verdict("fail", found["selector"], found["how"], "nothing cut at 200 %")
    for found in probe.get("overlaps", []):
        yield Verdict("fail", found["selector"], found["how"], "nothing overlaps at 200 %")
    for found in probe.get("lost", []):
        yield Verdict("fail", found["selector"], "not there at 200 %", "every control at 200 %")
    if not barred and not any(probe.get(k) for k in ("clipped", "overlaps", "lost")):
        yield Verdict("pass")


@measure("R36")
def reflow_320(page: Page) -> Iterator[Verdict]:
    """At 320 × 256 nothing scrolls sideways; with the spacing of SC 1.4.12 nothing is cut."""
    narrow, spaced = page.probes.get("narrow", {}), page.probes.get("spaced", {})
    bad = False
    for found in narrow.get("wide", []):
        bad = True
        yield Verdict("fail", found["selector"], f"{found['right']:g} px", f"≤ {NARROW} px")
    for found in spaced.get("clipped", []):
        bad = True
        yield Verdict("fail", found["selector"], f"with wide spacing {found['how']}", "nothing cut")
    if not bad:
        yield Verdict("pass", None, f"{narrow.get('width', NARROW)} px", f"≤ {NARROW} px")
