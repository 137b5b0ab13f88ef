"""How near the engine's reading comes to gold: micro-F1 of tasks, units, deadlines and duties.

A marked task and a read one are a pair where their spans overlap by half of what they cover together, each used once.
Units of tasks without a pair count as missed or invented; white space does not count.
"""

from __future__ import annotations

import re
import sys

from silverbridge.engines.notices import ParsedNotice, Task, parse
from tests.notices.marked import HALVES, LAYOUTS, Example, Gold, examples

MEASURES = ("task", "lead", "other", "deadline", "duty", "title", "number", "date")
Counts = dict[str, list[int]]


def squeeze(text: str | None) -> str:
    return re.sub(r"[\s\u200b\ufeff]", "", text or "")


def f1(counts: list[int]) -> float:
    """F1 of hits, inventions and misses; 1 where there is nothing to find and nothing was found."""
    hits, invented, missed = counts
    return 2 * hits / (2 * hits + invented + missed) if any(counts) else 1.0


def pairs(gold: list[Gold], read: tuple[Task, ...]) -> list[tuple[int, int]]:
    near = []
    for i, want in enumerate(gold):
        for j, got in enumerate(read):
            common = max(0, min(want.end, got.end) - max(want.start, got.start))
            union = max(want.end, got.end) - min(want.start, got.start)
            if common * 2 >= union:
                near.append((common / union, i, j))
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for _, i, j in sorted(near, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def _count(counts: Counts, name: str, want: set[str], got: set[str], said: list[str], where: str) -> None:
    for at, n in enumerate((len(want & got), len(got - want), len(want - got))):
        counts[name][at] += n
    if want != got:
        said.append(f"{where} {name}: missed {sorted(want - got)} invented {sorted(got - want)}")


def compare(example: Example, notice: ParsedNotice) -> tuple[Counts, list[str]]:
    """Hits, inventions and misses of each measure, and what went wrong in words."""
    counts: Counts = {name: [0, 0, 0] for name in MEASURES}
    said: list[str] = []
    matched = pairs(example.tasks, notice.tasks)
    lonely_gold = set(range(len(example.tasks))) - {i for i, _ in matched}
    lonely_read = set(range(len(notice.tasks))) - {j for _, j in matched}
    counts["task"] = [len(matched), len(lonely_read), len(lonely_gold)]
    both: list[tuple[Gold | None, Task | None]] = [(example.tasks[i], notice.tasks[j]) for i, j in matched]
    both += [(example.tasks[i], None) for i in sorted(lonely_gold)]
    both += [(None, notice.tasks[j]) for j in sorted(lonely_read)]
    for want, got in both:
        span = want or got
        where = f"{example.name} …{example.text[span.start : span.end][:24]!r}"
        if not (want and got):
            said.append(f"{where}: {'missed' if want else 'invented'}")
        for name, a, b in (
            ("lead", want.leads if want else [], got.leads if got else ()),
            ("other", want.others if want else [], got.others if got else ()),
            (
                "deadline",
                [want.deadline] if want and want.deadline else [],
                [got.deadline] if got and got.deadline else [],
            ),
        ):
            _count(counts, name, {squeeze(x) for x in a}, {squeeze(x) for x in b}, said, where)
    _duties(example, notice, counts, said)
    facts = {"title": notice.title, "number": notice.document_number, "date": notice.date and notice.date.isoformat()}
    for name, value in facts.items():
        want_fact, got_fact = squeeze(example.facts.get(name)), squeeze(value)
        _count(counts, name, {want_fact} - {""}, {got_fact} - {""}, said, example.name)
    return counts, said


def _duties(example: Example, notice: ParsedNotice, counts: Counts, said: list[str]) -> None:
    rest = [(squeeze(d.who), squeeze(d.to)) for d in notice.duties]
    for who, to in example.duties:
        hit = next((r for r in rest if r[0] and (r[0] in who or who in r[0]) and (r[1] in to or to in r[1])), None)
        if hit:
            rest.remove(hit)
            counts["duty"][0] += 1
        else:
            counts["duty"][2] += 1
            said.append(f"{example.name} duty missed: {who} → {to}")
    counts["duty"][1] += len(rest)
    said += [f"{example.name} duty invented: {who} → {to}" for who, to in rest]


def score(half: str, layout: str | None = None) -> tuple[dict[str, float], list[str]]:
    """Micro-F1 of each measure over a half, and every difference in words."""
    total: Counts = {name: [0, 0, 0] for name in MEASURES}
    said = []
    for example in examples(half, layout):
        counts, words = compare(example, parse(example.text))
        said += words
        total = {name: [a + b for a, b in zip(total[name], counts[name], strict=True)] for name in MEASURES}
    return {name: f1(total[name]) for name in MEASURES}, said


if __name__ == "__main__":
    for each in HALVES:
        for layout in (None, *LAYOUTS):
            figures, differences = score(each, layout)
            row = " ".join(f"{name} {value:.3f}" for name, value in figures.items())
            sys.stdout.write(f"{each} {layout or 'as printed':10} {row}\n")
            if each in sys.argv[1:] and (layout or "printed") in sys.argv[1:]:
                sys.stdout.write("".join(f"  {line}\n" for line in differences))
