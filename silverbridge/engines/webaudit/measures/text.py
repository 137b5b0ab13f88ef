"""R01 R02 R05 R06 R07 R37: how large text is seen, how its lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

MAIN_LEAST, TOLERATED = 18.0, 0.02
FLOOR = {"elder": 16.0, "general": 12.0, "home": 12.0}
LINE, PARAGRAPH, GLYPHS = 1.3, 1.3, 40
SLACK = 0.05
SERIF = re.compile(
    r"song|simsun|宋|serif|ming|明|仿宋|fangsong|kai|楷|times|georgia|garamond|palatino|cambria|bodoni|baskerville|隶|行书|lisu|xingkai",
    re.I,
)
SANS = re.compile(
    r"sans|hei|黑|arial|helvetica|verdana|tahoma|system-ui|segoe|roboto|pingfang|yahei|source han sans|等线|dengxian|"
    r"inter|ubuntu|cantarell|blinkmac|-apple|misans|harmony|ui-rounded|hiragino sans|microsoft|san francisco|open sans",
    re.I,
)
MONO = re.compile(r"mono|courier|consolas|menlo|icon|awesome|symbol|emoji|material", re.I)


@measure("R01")
def main_text_size(page: Page) -> Iterator[Verdict]:
    """Share of main-text characters seen below 18 px, in elder editions."""
    texts = [t for t in page.main_texts() if t["letters"]]
    total = sum(t["letters"] for t in texts)
    if not page.elder or not total:
        yield na()
        return
    small = [t for t in texts if t["size"] < MAIN_LEAST - SLACK]
    share = sum(t["letters"] for t in small) / total
    required = f"≥ {MAIN_LEAST:g} px for at least {1 - TOLERATED:.0%}"
    if share > TOLERATED:
        yield Verdict(
            "fail", None, f"{share:.0%} below {MAIN_LEAST:g} px, down to {min(t['size'] for t in small):g} px", required
        )
    else:
        yield Verdict("pass", None, f"{share:.1%} below", required)


@measure("R02")
def text_floor(page: Page) -> Iterator[Verdict]:
    """Any text seen below the floor."""
    least = FLOOR[page.mode]
    required = f"≥ {least:g} px"
    found = {t["e"]: t["size"] for t in page.rows("texts") if t["letters"] and t["size"] < least - SLACK}
    for t in page.rows("pseudo"):
        if not t["pua"] and t["size"] < least - SLACK:
            found.setdefault(t["e"], t["size"])
    for f in page.rows("fields"):
        size = f["size"] if f["hintSize"] is None else min(f["size"], f["hintSize"])
        if size < least - SLACK and (f["value"] or f["placeholder"]):
            found.setdefault(f["e"], size)
    for c in page.rows("controls"):
        if c["tag"] == "input" and c["type"] in ("submit", "button", "reset") and c.get("size", 99) < least - SLACK:
            found.setdefault(c["e"], c["size"])
    for e, size in found.items():
        yield Verdict("fail", e, f"{size:g} px", required)
    if not found:
        yield Verdict("pass", None, "", required)


def _lines(page: Page) -> list[dict]:
    return [b for b in page.rows("blocks") if b["lines"] > 1 and b["pitch"] and not b["vertical"]]


@measure("R05")
def line_height(page: Page) -> Iterator[Verdict]:
    """Distance of lines in blocks of more than one, against the size of the text."""
    blocks = _lines(page)
    bad = [b for b in blocks if b["pitch"] / b["size"] < LINE - 0.015]
    for b in bad:
        yield Verdict("fail", b["e"], f"{b['pitch'] / b['size']:.2f}", f"≥ {LINE}")
    if not blocks:
        yield na("no block of more than one line")
    elif not bad:
        least = min(b["pitch"] / b["size"] for b in blocks)
        yield Verdict("pass", None, f"{least:.2f}", f"≥ {LINE} (1.5 advised)")


@measure("R06")
def paragraph_gap(page: Page) -> Iterator[Verdict]:
    """Distance between the last line of a paragraph and the first of its next sibling."""
    pairs = [p for p in page.rows("paras") if p["n"] >= 4]
    bad = [p for p in pairs if p["gap"] / p["pitch"] < PARAGRAPH - 0.02]
    required = f"≥ {PARAGRAPH} × line pitch"
    groups: dict[int, list[dict]] = {}
    for p in bad:
        groups.setdefault(p["parent"], []).append(p)
    for parent, found in groups.items():
        everywhere = len(found) > 1 and len(found) == sum(p["parent"] == parent for p in pairs)
        for p in found[:1] if everywhere else found:
            yield Verdict("fail", parent if everywhere else p["next"], f"{p['gap'] / p['pitch']:.2f} ×", required)
    if not pairs:
        yield na("no sibling paragraphs")
    elif not bad:
        yield Verdict("pass", None, f"{min(p['gap'] / p['pitch'] for p in pairs):.2f} ×", required)


def serif(family: str) -> bool | None:
    """Does a list of families begin with a serif face? None when it cannot be told, as with a browser's default."""
    if family.strip().strip("\"'") == "Times New Roman":
        return None
    for name in (part.strip().strip("\"'") for part in family.split(",")):
        if SANS.search(name):
            return False
        if MONO.search(name):
            return False
        if SERIF.search(name):
            return True
    return None


@measure("R07")
def sans_serif(page: Page) -> Iterator[Verdict]:
    """Is the text set in a face without serifs?"""
    bad = False
    for font in page.rows("fonts"):
        if font["n"] < 2:
            continue
        kind = serif(font["family"])
        if kind:
            bad = True
            yield Verdict("fail", font["e"], font["family"][:60], "sans-serif")
    if not bad:
        yield Verdict("pass", None, "", "sans-serif")


@measure("R37")
def line_length(page: Page) -> Iterator[Verdict]:
    """Glyphs on a line of a block of text, and justified text."""
    bad = False
    blocks = [
        b
        for b in page.rows("blocks")
        if not b["vertical"] and b["text"] >= 10 and len(b["plain"]) * 2 >= min(b["n"], 400)
    ]
    for b in blocks:
        prose = b["lines"] > 1 or (b["main"] and b["tag"] in ("p", "li", "dd", "td", "div", "blockquote"))
        if b["glyphs"] > GLYPHS + 0.6 and prose:
            bad = True
            yield Verdict("fail", b["e"], f"{b['glyphs']:.0f} glyphs", f"≤ {GLYPHS}")
        elif b["justify"] and b["lines"] > 1:
            bad = True
            yield Verdict("fail", b["e"], "justified", "not justified")
    if not bad:
        yield Verdict("pass" if blocks else "na", None, "", f"≤ {GLYPHS}, not justified")
