"""R20 R21 R22 R24 R25: puzzles, codes that run out, sessions that end, messages that vanish, sounds that begin."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Verdict
from .registry import Page, measure, na

ZOOM, LONGER, LIMIT, WARNING, BRIEF, SOUND = 2.0, 2.0, 600, 20, 10, 3.0
SAME = 15
"""Seconds within which what a countdown counts down to, and what befalls the page, are the same (R21 judges it)."""


@measure("R20")
def captcha(page: Page) -> Iterator[Verdict]:
    """A picture or drag puzzle needs a voice form and an enlargement of two."""
    required = f"a voice form and ≥ {ZOOM:g} ×"
    for c in page.rows("captchas"):
        zoom = page.probes.get("zooms", {}).get(c["e"])
        lacks = []
        if c["speak"] is None:
            lacks.append("no voice form")
        if c["zoom"] is None:
            lacks.append("no enlargement")
        elif zoom is not None and zoom < ZOOM - 0.05:
            lacks.append(f"{zoom:.1f} ×")
        yield Verdict("fail" if lacks else "pass", c["e"], ", ".join(lacks) or "both", required)
    if not page.rows("captchas"):
        yield na("no captcha")


@measure("R21")
def timed_code(page: Page) -> Iterator[Verdict]:
    """What expires within three minutes says so aloud and can be made twice as long."""
    required = f"announced, and extendable to ≥ {LONGER:g} ×"
    for c in page.rows("countdowns"):
        lacks = []
        if not c["live"] and c["speak"] is None:
            lacks.append("not announced")
        longer = page.probes.get("extensions", {}).get(c["e"])
        if c["extend"] is None:
            lacks.append("no extension")
        elif longer is not None and longer < LONGER - 0.1:
            lacks.append(f"extends to {longer:.1f} ×")
        yield Verdict("fail" if lacks else "pass", c["e"], f"{c['left']} s; " + (", ".join(lacks) or "both"), required)
    if not page.rows("countdowns"):
        yield na("no countdown")


@measure("R22")
def time_out(page: Page) -> Iterator[Verdict]:
    """A reload, jump or logout within ten minutes needs a warning of twenty seconds."""
    required = f"a warning ≥ {WARNING} s before"
    bad = False
    late = page.probes.get("waiting", {})
    for refresh in page.rows("refresh"):
        seconds = _seconds(refresh["content"])
        if seconds is not None and 0 < seconds <= LIMIT and not (late.get("told") and seconds >= WARNING):
            bad = True
            yield Verdict("fail", refresh["e"], f"refresh after {seconds:g} s", required)
    ends = [c["left"] for c in page.rows("countdowns")]
    left = [e for e in late.get("left", []) if not any(abs(e["after"] - end) <= SAME for end in ends)]
    for first in left[:1]:  # what would come after it comes to nobody
        if first["lead"] < WARNING:
            bad = True
            yield Verdict(
                "fail", None, f"{first['what']} after {first['after']:g} s, warned {first['lead']:g} s before", required
            )
    if not bad:
        yield Verdict("pass")


def _seconds(content: str) -> float | None:
    head = content.replace(",", ";").split(";")[0].strip()
    try:
        return float(head)
    except ValueError:
        return None


@measure("R24")
def toast(page: Page) -> Iterator[Verdict]:
    """A message gone in less than ten seconds, not announced and nowhere else to be read."""
    found = page.probes.get("waiting", {}).get("toasts", []) + page.probes.get("toasts", [])
    done = set()
    for t in found:
        if t["live"] or t["kept"] or t["seconds"] >= BRIEF or t["selector"] in done:
            continue
        done.add(t["selector"])
        yield Verdict(
            "fail", t["selector"], f"gone after {t['seconds']:g} s: {t['words'][:40]}", "announced, or kept to be read"
        )
    if not done:
        yield Verdict("pass" if found else "na", None, "" if found else "no message that vanishes")


@measure("R25")
def autoplay(page: Page) -> Iterator[Verdict]:
    """Sound that begins by itself, longer than three seconds, without controls."""
    bad = False
    required = f"≤ {SOUND:g} s, or controls"
    for m in page.rows("media") + page.probes.get("waiting", {}).get("media", []):
        begins = m["autoplay"] or m["played"]
        if (
            not begins
            or m["muted"]
            or m["controls"]
            or (m["duration"] is not None and m["duration"] <= SOUND and not m["loop"])
        ):
            continue
        bad = True
        yield Verdict(
            "fail",
            m.get("selector", m.get("e")),
            "endless" if m["loop"] else f"{m['duration'] or 0:.0f} s" if m["duration"] else "plays on load",
            required,
        )
    loose = page.snapshot["plays"] + page.probes.get("waiting", {}).get("plays", 0)
    if (
        not bad
        and loose
        and not any(m["played"] for m in page.rows("media") + page.probes.get("waiting", {}).get("media", []))
    ):
        bad = True
        yield Verdict("fail", None, "a sound that is no part of the page", required)
    if not bad:
        yield Verdict("pass" if page.rows("media") else "na")
