"""Which entry of a kept ledger is which task of a notice: the assignment with the greatest likeness in all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .assignment import best_pairs
from .rows import Entry, combined

_LEAST, _SURE, _MARGIN = 0.3, 0.62, 0.06
_NOISE = re.compile(r"[\W_]+")
_LEADING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])\s*")


@dataclass(frozen=True)
class KnownTask:
    """A task of the notice: its number, the path of its clause (二/(三)/7), its words, and its units."""

    number: int
    clause: str
    text: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Join:
    """An entry and the task it is taken for: None where none is alike. A doubtful one wants a person's word.

    ``choices`` are the tasks that come into question, the likeliest first, each with its likeness from 0 to 1.
    """

    entry: Entry
    task: int | None
    likeness: float
    doubtful: bool
    choices: tuple[tuple[int, float], ...]


def join(entries: Sequence[Entry], tasks: Sequence[KnownTask]) -> list[Join]:
    """Each entry with its task, no task twice, in the order of the sheet.

    Rows under one merged task are one entry where the notice has that task as one, and entries of their own where the notice
    has a task for each of their measures.
    """
    index = _Index(tasks)
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    items = [item for rows in groups.values() for item in _divided(rows, index)]
    likeness = [_alike(item, index) for item in items]
    pairs = best_pairs(likeness, _LEAST)
    return [_joined(n, item, likeness, pairs, tasks) for n, item in enumerate(items)]


def _joined(
    n: int, item: Entry, likeness: list[list[float]], pairs: dict[int, int], tasks: Sequence[KnownTask]
) -> Join:
    ranked = sorted(range(len(tasks)), key=lambda t: (-likeness[n][t], t))
    choices = tuple((tasks[t].number, round(likeness[n][t], 2)) for t in ranked[:8] if likeness[n][t] > 0.1)
    found = pairs.get(n)
    if found is None:
        near = bool(choices) and choices[0][1] >= _LEAST
        return Join(item, None, 0.0, near, choices)
    mine = likeness[n][found]
    others = [likeness[n][t] for t in range(len(tasks)) if t != found]
    rivals = [row[found] for m, row in enumerate(likeness) if m != n]
    close = max([*others, *rivals, 0.0]) > mine - _MARGIN
    return Join(item, tasks[found].number, round(mine, 2), mine < _SURE or close, choices)


def _pairs_of(text: str) -> Counter[str]:
    """A text as the pairs of its characters, without its number and marks, for comparing."""
    said = _NOISE.sub("", unicodedata.normalize("NFKC", _LEADING.sub("", text)).lower())
    return Counter(said[i : i + 2] for i in range(len(said) - 1)) if len(said) > 1 else Counter([said] if said else [])


class _Index:
    """The tasks by the pairs of characters they hold, so that a text is compared only with tasks it shares something with."""

    def __init__(self, tasks: Sequence[KnownTask]) -> None:
        self.tasks, self.units = tasks, [frozenset(task.units) for task in tasks]
        self.sizes: list[int] = []
        self._holding: dict[str, list[tuple[int, int]]] = {}
        for n, task in enumerate(tasks):
            pairs = _pairs_of(task.text)
            self.sizes.append(pairs.total())
            for pair, count in pairs.items():
                self._holding.setdefault(pair, []).append((n, count))

    def like(self, text: str) -> dict[int, float]:
        """How alike the tasks are that share anything with a text, from 0 to 1.

        Dice's measure, or how much of the shorter text stands in the longer one, where that is long enough to tell.
        """
        own, both = _pairs_of(text), Counter[int]()
        for pair, count in own.items():
            for n, times in self._holding.get(pair, ()):
                both[n] += min(count, times)
        found, size = {}, own.total()
        for n, shared in both.items():
            small = min(size, self.sizes[n])
            dice = 2 * shared / (size + self.sizes[n])
            found[n] = max(dice, 0.92 * shared / small if small >= 5 else 0.0)
        return found


def _divided(rows: list[Entry], index: _Index) -> list[Entry]:
    """The rows of one merged task as one entry, or each on its own where that is more like the notice."""
    whole = combined(rows)
    if len(rows) == 1 or not all(row.measures for row in rows) or len({row.measures for row in rows}) < len(rows):
        return [whole]
    as_one = max(index.like(whole.task).values(), default=0.0)
    each, met = 0.0, set()
    for row in rows:
        said = index.like(row.measures)
        if said:
            best = max(said, key=lambda n, said=said: (said[n], -n))
            each += said[best] / len(rows)
            met.add(best)
    return rows if each > as_one and len(met) == len(rows) else [whole]


def _alike(entry: Entry, index: _Index) -> list[float]:
    """How likely an entry is each task: mostly by words; a clause, a number and units add to it."""
    words: dict[int, float] = {}
    for text in dict.fromkeys((entry.task, entry.measures, f"{entry.task}{entry.measures}")):
        for n, alike in index.like(text).items():
            words[n] = max(words.get(n, 0.0), alike)
    named = frozenset((*entry.lead, *entry.responsible, *entry.cooperating))
    found = [0.0] * len(index.tasks)
    for n, alike in words.items():
        if alike < 0.15:
            continue
        task, units = index.tasks[n], index.units[n]
        clause = _clause_fits(entry.clause, task.clause)
        number = entry.number.isdecimal() and int(entry.number) == task.number
        shared = len(named & units) / len(named | units) if named and units else 0.0
        found[n] = min(1.0, 0.86 * alike + (0.08 if clause else 0.0) + (0.06 if number else 0.0) + 0.06 * shared)
    return found


def _clause_fits(said: str, path: str) -> bool:
    wanted = _marks(said)
    return bool(wanted) and _marks(path)[-len(wanted) :] == wanted


def _marks(text: str) -> list[str]:
    return re.findall(r"[一二三四五六七八九十百]+|\d+", unicodedata.normalize("NFKC", text))
