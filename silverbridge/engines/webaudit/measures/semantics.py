"""R40 R45: what a screen reader is told; films with sound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

ELSEWHERE = ("link-in-text-block", "autocomplete-valid", "marquee", "blink")
TRANSCRIPT = re.compile(r"文字稿|文字版|字幕|文稿|解说词|文字说明|视频文字|文字实录|手语")


@measure("R40")
def semantics(page: Page) -> Iterator[Verdict]:
    """axe-core's rules of levels A and AA, and the order of headings."""
    rules = page.probes.get("axe", {}).get("rules", {})
    seen: set[int] = set()
    for name, nodes in rules.items():
        if name in ELSEWHERE:
            continue
        for node in nodes:
            if node["e"] not in seen:
                seen.add(node["e"])
                yield Verdict("fail", node["e"], f"{name}: {node['message'][:100]}", name)
    if not seen:
        yield Verdict("pass" if page.probes.get("axe") else "review")


@measure("R45")
def captions(page: Page) -> Iterator[Verdict]:
    """A film with sound, without captions or a transcript: a human looks whether it speaks."""
    films = [m for m in page.rows("media") if m["tag"] == "video" and not m["muted"]]
    for m in films:
        if not m["tracks"] and not TRANSCRIPT.search(m["beside"]):
            yield Verdict("review", m["e"], "no captions, no transcript", "captions or a transcript")
        else:
            yield Verdict("pass", m["e"])
    if not films:
        yield na("no film with sound")
