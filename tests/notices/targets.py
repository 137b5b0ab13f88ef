"""How well figures to reach are read: marked sentences, and precision and recall on them.

A sentence marks its targets as [[words|direction|value|unit|what]]; direction is >=, <= or =. What carries no mark must not
be read as a target. `python -m tests.notices.targets seen fresh late` prints each
mistake; of `held` only the totals are to be looked at.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from silverbridge.engines.notices.models import NumberTarget
from silverbridge.engines.notices.shadow import shadow_of
from silverbridge.engines.notices.targets import find_targets

# `seen` and `held` are halves of one lot. `fresh` and `late` were written afterwards, each measured once before anything was
# tuned on it: precision .857 and .947, recall .857 and .750 then. What is new to the rules does as those figures say.
HALVES = ("seen", "held", "fresh", "late")
_MARK = re.compile(r"\[\[(?P<words>[^|\]]*)\|(?P<way>[<>]?=)\|(?P<value>[^|]*)\|(?P<unit>[^|]*)\|(?P<what>[^\]]*)\]\]")
_WAYS = {">=": "at_least", "<=": "at_most", "=": "equal"}


@dataclass(frozen=True)
class Wanted:
    start: int
    end: int
    direction: str
    value: float
    unit: str
    what: str


def samples(half: str) -> list[tuple[str, list[Wanted]]]:
    """The sentences of a half without their marks, and what the marks say."""
    found = []
    for line in Path(__file__).with_name(f"targets_{half}.txt").read_text("utf-8").splitlines():
        text, wanted, position = "", [], 0
        for mark in _MARK.finditer(line):
            text += line[position : mark.start()]
            words = mark["words"]
            wanted.append(
                Wanted(
                    len(text),
                    len(text) + len(words),
                    _WAYS[mark["way"]],
                    float(mark["value"]),
                    mark["unit"],
                    mark["what"],
                )
            )
            text += words
            position = mark.end()
        found.append((text + line[position:], wanted))
    return found


def agrees(want: Wanted, got: NumberTarget) -> bool:
    """Whether a read target is the marked one: they overlap, and value, unit and direction are the same."""
    overlap = min(want.end, got.end) > max(want.start, got.start)
    return overlap and abs(want.value - got.value) < 0.01 and (want.unit, want.direction) == (got.unit, got.direction)


def measure(half: str) -> tuple[int, int, int, int, list[str]]:
    """Hits, inventions, misses, hits whose `what` has the marked word in it, and each mistake in words."""
    hits = invented = missed = named = 0
    said = []
    for text, wanted in samples(half):
        left = list(find_targets(text, shadow_of(text)))
        for want in wanted:
            got = next((t for t in left if agrees(want, t)), None)
            if got is None:
                missed += 1
                said.append(f"missed {text[want.start : want.end]!r} in {text}")
                continue
            left.remove(got)
            hits += 1
            named += want.what in got.what
            if want.what not in got.what:
                said.append(f"what {want.what!r} read as {got.what!r} in {text}")
        invented += len(left)
        said += [f"invented {t.words!r} {t.direction} {t.value:g} {t.unit} in {text}" for t in left]
    return hits, invented, missed, named, said


if __name__ == "__main__":
    for name in sys.argv[1:] or HALVES:
        hits, invented, missed, named, said = measure(name)
        precision, recall = hits / (hits + invented or 1), hits / (hits + missed or 1)
        sys.stdout.write(
            f"{name}: precision {precision:.3f} recall {recall:.3f} what {named / (hits or 1):.3f} of {hits + missed}\n"
        )
        if name != "held" and len(sys.argv) > 1:
            sys.stdout.write("\n".join(said) + "\n")
