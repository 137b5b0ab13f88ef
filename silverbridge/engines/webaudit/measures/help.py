"""R27 R28 R29 R41: the page read aloud, the way to the elder edition, a human being."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

ELDER_NAME = re.compile(r"长辈(版|模式|专区|专版|频道)?")
ALIAS = re.compile(r"适老(版|化|模式|化版)?|(关怀|关爱|亲情|大字|老年|敬老|银发|孝心|老人)(版|模式)")
HUMAN = re.compile(r"人工(?!智能)")
LEAST = 44.0


@measure("R27")
def read_aloud(page: Page) -> Iterator[Verdict]:
    """Article pages: a control that reads aloud, and stops."""
    if not page.article:
        yield na("asked of article pages")
        return
    probe = page.probes.get("voice")
    required = "a control that reads aloud and stops"
    if not probe:
        yield Verdict("fail", None, "none found", required)
    elif not probe["speaks"]:
        yield Verdict("fail", probe["selector"], "nothing is heard", required)
    elif not probe["stops"]:
        yield Verdict("fail", probe["selector"], "cannot be stopped", required)
    else:
        yield Verdict("pass", probe["selector"], "reads and stops", required)


@measure("R28")
def elder_entry(page: Page) -> Iterator[Verdict]:
    """Home pages: 长辈版 in the first screen, large enough to hit."""
    if page.mode != "home":
        yield na("asked of home pages")
        return
    required = f"长辈版 in the first screen, ≥ {LEAST:g} × {LEAST:g} px"
    entries, aliases = [], []
    for c in page.rows("controls"):
        if c["hidden"] or not c["target"] or len(c["name"]) > 30 or c["type"] in ("text", "search"):
            continue
        if ELDER_NAME.search(c["name"]):
            entries.append(c)
        elif ALIAS.search(c["name"]):
            aliases.append(c)
    good = [c for c in entries if c["box"][1] < page.snapshot["height"] - 8 and c["box"][0] < page.snapshot["width"]]
    hit = [c for c in good if min(c["w"], c["h"]) >= LEAST - 0.6]
    if hit:
        yield Verdict("pass", hit[0]["e"], f"{hit[0]['w']:g} × {hit[0]['h']:g} px", required)
    elif good:
        yield Verdict("fail", good[0]["e"], f"{good[0]['w']:g} × {good[0]['h']:g} px", required)
    elif entries:
        yield Verdict("fail", entries[0]["e"], f"at {entries[0]['box'][1]:.0f} px, below the first screen", required)
    elif aliases:
        yield Verdict("fail", aliases[0]["e"], f"only as {aliases[0]['name'][:20]}", required)
    else:
        yield Verdict("fail", None, "none to be seen", required)


@measure("R29")
def elder_search(page: Page) -> Iterator[Verdict]:
    """Home pages with a search box: 长辈版 and its other names lead somewhere."""
    probe = page.probes.get("search")
    required = "长辈版, 亲情版, 关爱版, 关怀版 each find a link"
    if page.mode != "home" or not probe:
        yield na("asked of home pages with a search box")
    elif not probe["works"]:
        yield Verdict("review", probe["selector"], "the search does not answer here", required)
    elif probe["missed"]:
        yield Verdict("fail", probe["selector"], f"nothing for {'、'.join(probe['missed'])}", required)
    else:
        yield Verdict("pass", probe["selector"], "all four", required)


@measure("R41")
def human_help(page: Page) -> Iterator[Verdict]:
    """A telephone link, or the word 人工, anywhere on the page."""
    s = page.snapshot
    words = s["plain"] + "\n" + s["names"] + "\n".join(c["name"] for c in page.rows("controls"))
    if s["telAny"] or HUMAN.search(words):
        yield Verdict("pass")
    else:
        yield Verdict("fail", None, "neither tel: nor 人工", "a way to a human being")
