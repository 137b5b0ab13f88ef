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
    pictures = [(task, _Picture(task.text), frozenset(task.units)) for task in tasks]
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    items = [item for rows in groups.values() for item in _divided(rows, pictures)]
    likeness = [[_alike(item, *picture) for picture in pictures] for item in items]
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


class _Picture:
    """A text as the pairs of its characters, for comparing."""

    def __init__(self, text: str) -> None:
        said = _NOISE.sub("", unicodedata.normalize("NFKC", _LEADING.sub("", text)).lower())
        self.pairs = (
            Counter(said[i : i + 2] for i in range(len(said) - 1)) if len(said) > 1 else Counter([said] if said else [])
        )
        self.size = sum(self.pairs.values())

    def like(self, other: _Picture) -> float:
        """Dice's measure, or how much of the shorter text stands in the longer one, where that is long enough to tell."""
        if not self.size or not other.size:
            return 0.0
        small, large = (self, other) if self.size <= other.size else (other, self)
        both = sum(min(count, large.pairs[pair]) for pair, count in small.pairs.items())
        dice, within = 2 * both / (self.size + other.size), both / small.size
        return max(dice, 0.92 * within if small.size >= 5 else 0.0)


def _divided(rows: list[Entry], pictures: list[tuple[KnownTask, _Picture, frozenset[str]]]) -> list[Entry]:
    """The rows of one merged task as one entry, or each on its own where that is more like the notice."""
    whole = combined(rows)
    if len(rows) == 1 or not pictures or not all(row.measures for row in rows):
        return [whole]
    if len({row.measures for row in rows}) < len(rows):
        return [whole]
    task = _Picture(whole.task)
    as_one = max((task.like(picture) for _task, picture, _units in pictures), default=0.0)
    each, met = [], set()
    for row in rows:
        said = _Picture(row.measures)
        best = max(range(len(pictures)), key=lambda t, said=said: said.like(pictures[t][1]))
        each.append(said.like(pictures[best][1]))
        met.add(best)
    apart = sum(each) / len(each) > as_one and len(met) == len(rows)
    return rows if apart else [whole]


def _alike(entry: Entry, task: KnownTask, picture: _Picture, units: frozenset[str]) -> float:
    """How likely an entry is a task: mostly by words; a clause, a number and units add to it."""
    said = [text for text in (entry.task, entry.measures, f"{entry.task}{entry.measures}") if text]
    words = max((_Picture(text).like(picture) for text in said), default=0.0)
    if words < 0.15:
        return 0.0
    clause = _clause_fits(entry.clause, task.clause)
    number = entry.number.isdecimal() and int(entry.number) == task.number
    named = frozenset((*entry.lead, *entry.responsible, *entry.cooperating))
    shared = len(named & units) / len(named | units) if named and units else 0.0
    return min(1.0, 0.86 * words + (0.08 if clause else 0.0) + (0.06 if number else 0.0) + 0.06 * shared)


def _clause_fits(said: str, path: str) -> bool:
    wanted = _marks(said)
    return bool(wanted) and _marks(path)[-len(wanted) :] == wanted


def _marks(text: str) -> list[str]:
    return re.findall(r"[一二三四五六七八九十百]+|\d+", unicodedata.normalize("NFKC", text))
