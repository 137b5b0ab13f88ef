"""R08 R09 R10 R11 R12: contrast of text and icons, colour as the only sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Verdict
from .registry import Page, measure, na

LARGE, LARGE_BOLD = 24.0, 18.66
AA, AA_LARGE, AAA, AAA_LARGE = 4.5, 3.0, 7.0, 4.5
ICON, BORDER = 4.5, 3.0
PICTURED = ("image", "gradient")


def large(text: dict[str, Any]) -> bool:
    """Large as WCAG has it, which is stricter than MIIT's 18 dp."""
    return text["size"] >= LARGE or (text["bold"] and text["size"] >= LARGE_BOLD)


def judged(page: Page) -> list[dict[str, Any]]:
    """Texts with the contrast that is believed: axe's where it is sure, ours elsewhere. Kind says on what they stand."""
    axe = page.probes.get("axe", {}).get("contrast", {})
    pixels = page.probes.get("pixels", {})
    rows = []
    for t in page.rows("texts"):
        if t.get("disabled") or t.get("animated") or not t["letters"] or (t["n"] == 1 and not t["lang"]):
            continue
        row = dict(t, need=AA_LARGE if large(t) else AA, wish=AAA_LARGE if large(t) else AAA)
        told = axe.get(t["e"])
        seen = pixels.get(t["e"])
        if told and told["ratio"] and told["kind"] != "incomplete":
            row |= {"ratio": told["ratio"], "kind": "solid"}
        elif seen is not None:
            kind = (
                t["kind"] if t["kind"] in PICTURED else told["kind"] if told and told["kind"] in PICTURED else "solid"
            )
            why = (told or {}).get("why", "")
            row |= {"ratio": seen, "kind": "image" if why in ("bgImage", "imgNode", "bgGradient") else kind}
        elif t["kind"] == "gradient":
            row |= {"ratio": t["low"] if t["low"] >= row["need"] else t["high"] if t["high"] < row["need"] else None}
        elif t["positioned"] or t["kind"] != "solid":
            known = t.get("sure") and t["ratio"] < row["need"]
            row |= {"ratio": None if t["kind"] != "solid" else t["ratio"], "unsure": t["positioned"] and not known}
        rows.append(row)
    return rows


@measure("R08")
def contrast_aa(page: Page) -> Iterator[Verdict]:
    """Text on plain ground: axe's colour-contrast, and what axe does not look at (frames, placeholders, generated text)."""
    bad = False
    for t in judged(page):
        if t["kind"] != "solid" or t["ratio"] is None or t.get("unsure"):
            continue
        if t["ratio"] < t["need"] - 0.005:
            bad = True
            yield Verdict("fail", t["e"], f"{t['ratio']:.2f}:1", f"≥ {t['need']:g}:1")
    for t in page.rows("pseudo"):
        need = AA_LARGE if large(t) else AA
        if not t["pua"] and t["kind"] == "solid" and t["ratio"] < need - 0.005:
            bad = True
            yield Verdict("fail", t["e"], f"{t['ratio']:.2f}:1", f"≥ {need:g}:1")
    for f in page.rows("fields"):
        shown = f["ink"] if f["value"] else f["hint"]
        if shown and not f["disabled"] and shown["kind"] == "solid" and shown["ratio"] < AA - 0.005:
            bad = True
            yield Verdict("fail", f["e"], f"{shown['ratio']:.2f}:1", f"≥ {AA:g}:1")
    if not bad:
        yield Verdict("pass", None, "", f"≥ {AA:g}:1, large text {AA_LARGE:g}:1")


@measure("R09")
def contrast_aaa(page: Page) -> Iterator[Verdict]:
    """Text that reaches AA but not AAA."""
    bad = False
    for t in judged(page):
        if (
            t["kind"] == "solid"
            and t["ratio"]
            and not t.get("unsure")
            and t["need"] - 0.005 <= t["ratio"] < t["wish"] - 0.005
        ):
            bad = True
            yield Verdict("fail", t["e"], f"{t['ratio']:.2f}:1", f"≥ {t['wish']:g}:1")
    if not bad:
        yield Verdict("pass", None, "", f"≥ {AAA:g}:1, large text {AAA_LARGE:g}:1")


@measure("R10")
def icon_contrast(page: Page) -> Iterator[Verdict]:
    """Icons that are all a control shows, and the edges of fields."""
    bad = seen = False
    pixels = page.probes.get("pixels", {})
    for c in page.rows("controls"):
        icon = c.get("icon")
        if not icon or c["disabled"]:
            continue
        ratio = icon["ratio"] if icon["ratio"] is not None else pixels.get(f"icon{c['e']}")
        if ratio is None:
            continue
        seen = True
        if ratio < ICON - 0.05:
            bad = True
            yield Verdict("fail", c["e"], f"{ratio:.2f}:1", f"≥ {ICON:g}:1")
    for f in page.rows("fields"):
        if f["disabled"] or (
            f["appearance"] == "none" and not f["drawn"] and f["wrapper"] is None and f["fill"] is None
        ):
            continue
        best = max(f["border"], f["fill"] or 0, f["wrapper"] or 0)
        if not f["drawn"] and f["wrapper"] is None:
            if (f["fill"] or 0) > 1.02 and best < BORDER - 0.02:
                seen = bad = True
                yield Verdict("fail", f["e"], f"{best:.2f}:1", f"≥ {BORDER:g}:1")
            elif best < BORDER:
                yield Verdict("review", f["e"], "no edge of its own", f"≥ {BORDER:g}:1")
            continue
        seen = True
        if best < BORDER - 0.02:
            bad = True
            yield Verdict("fail", f["e"], f"{best:.2f}:1", f"≥ {BORDER:g}:1")
    if not bad:
        yield Verdict("pass" if seen else "na", None, "", f"icon ≥ {ICON:g}:1, edge ≥ {BORDER:g}:1")


@measure("R11")
def text_on_pictures(page: Page) -> Iterator[Verdict]:
    """Text on pictures and gradients: the ratio that nine tenths of the ground beneath it reach."""
    rows = [t for t in judged(page) if t["kind"] in PICTURED and not t.get("svg")]
    bad = False
    for t in rows:
        if t["ratio"] is None:
            yield Verdict("review", t["e"], "not measured", f"≥ {t['need']:g}:1")
        elif t["ratio"] < t["need"] - 0.02:
            bad = True
            yield Verdict("fail", t["e"], f"{t['ratio']:.2f}:1", f"≥ {t['need']:g}:1")
    if not rows:
        yield na("no text on pictures")
    elif not bad:
        yield Verdict("pass", None, "", f"≥ {AA:g}:1")


@measure("R12")
def colour_only(page: Page) -> Iterator[Verdict]:
    """Links told from their sentence by colour alone (axe); dots and edges as the only sign of a state."""
    found = page.probes.get("axe", {}).get("rules", {}).get("link-in-text-block", [])
    for at in found:
        yield Verdict("fail", at["e"], at["message"][:120], "underline or ≥ 3:1 to the text around")
    for e in page.rows("states"):
        yield Verdict("review", e, "dots differ by colour alone", "a word or shape beside the colour")
    if not found:
        yield Verdict("pass")
