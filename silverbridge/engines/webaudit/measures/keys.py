"""R31 R32 R33: everything by keyboard, a focus that is seen, in the order that is seen."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure

ROVING = ("tab", "radio", "menuitem", "menuitemradio", "menuitemcheckbox", "option", "treeitem", "gridcell")
BACKDROP = 0.5


def mouse_only(page: Page) -> Iterator[int]:
    """Elements that answer to a mouse and that no key reaches or presses."""
    keyed = page.snapshot["keyDocument"]
    drags = {d["e"] for d in page.snapshot["gestures"]["drags"]}
    puzzles = {c["picture"] for c in page.rows("captchas")} | {c["inner"] for c in page.rows("captchas")}
    for c in page.rows("controls"):
        if c["disabled"] or c["hidden"] or c["e"] in drags | puzzles or (c["muted"] and not c["clicks"]):
            continue
        if c["native"]:
            if (
                c["tabindex"] is not None
                and c["tabindex"] < 0
                and c["role"] not in ROVING
                and not c["muted"]
                and not c["nested"]
            ):
                yield c["e"]
            continue
        if not (c["clicks"] or c["role"] in ("button", "link", "checkbox", "switch")) or c["tag"] in (
            "label",
            "form",
            "body",
            "html",
            "main",
            "fieldset",
            "video",
            "option",
            "dialog",
        ):
            continue
        if c.get("inner") or c["nested"] or c.get("area", 0) > BACKDROP:
            continue
        own = {"keydown", "keyup", "keypress"} & set(c["on"])
        if c["tabindex"] is None or c["tabindex"] < 0:
            if c["role"] not in ROVING:
                yield c["e"]
        elif c["clicks"] and not own and not keyed and c["tag"] != "summary" and not c.get("keyedAround"):
            yield c["e"]


@measure("R31")
def keyboard(page: Page) -> Iterator[Verdict]:
    """What only a mouse can do, and where the focus is caught."""
    required = "reached and pressed by keys"
    seen: set[int] = set()
    for e in mouse_only(page):
        seen.add(e)
        yield Verdict("fail", e, "mouse only", required)
    for e in page.rows("delegated"):
        if e not in seen:
            seen.add(e)
            yield Verdict("fail", e, "mouse only", required)
    for h in page.rows("hovers"):
        seen.add(h["e"])
        yield Verdict("fail", h["e"], f"{h['links']} links for a hovering mouse only", required)
    for e in page.rows("strayBlur"):
        if e not in seen:
            seen.add(e)
            yield Verdict("fail", e, "refuses the focus", required)
    trap = page.probes.get("trap")
    if trap:
        yield Verdict("fail", trap, "keeps the focus", "Tab leads on")
    if not seen and not trap:
        yield Verdict("pass")


@measure("R32")
def focus_visible(page: Page) -> Iterator[Verdict]:
    """Does anything show where the focus is?"""
    rows = page.probes.get("focus", {}).get("rows", [])
    bad = False
    for f in rows:
        if f["seen"] == "no":
            bad = True
            yield Verdict("fail", f["e"], f["how"], "≥ 2 px and ≥ 3:1")
        elif f["seen"] == "unsure":
            yield Verdict("review", f["e"], f["how"], "≥ 2 px and ≥ 3:1")
    if not bad:
        yield Verdict("pass" if rows else "na")


@measure("R33")
def focus_order(page: Page) -> Iterator[Verdict]:
    """Positive tabindex, reordered boxes, focus beneath a fixed bar."""
    bad = False
    for c in page.rows("controls"):
        if (c["tabindex"] or 0) > 0 and not c["hidden"]:
            bad = True
            yield Verdict("fail", c["e"], f"tabindex {c['tabindex']}", "the order that is seen")
    for f in page.rows("flex"):
        bad = True
        yield Verdict("fail", f["e"], f"{f['how']}, {f['items']} items", "the order that is seen")
    for covered in page.probes.get("focus", {}).get("covered", []):
        bad = True
        yield Verdict("fail", covered["e"], f"beneath {covered['bar']}", "focus not covered")
    if not bad:
        yield Verdict("pass")
