"""Two versions of a notice, task by task: what stayed, moved, was reworded, changed hands or dates, came or went."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from .assignment import pair

Kind = Literal["unchanged", "moved", "reworded", "units", "deadline", "added", "dropped"]

# What two tasks differ in, in millionths of a whole; each part is a metric, and so is their sum.
TEXT, UNITS, CLAUSE, DEADLINE = 750_000, 100_000, 100_000, 50_000
# Tasks further apart than this are two tasks: one dropped, one added.
APART = 600_000
# Up to so many tasks without their equal on a side, every pair is weighed; beyond, only likely ones.
ALL_PAIRS = 160
SHARED_BY_AT_MOST, PARTNERS = 48, 16


class Comparable(Protocol):
    """What is looked at in a task; the engine's `Task` has it all."""

    @property
    def clause(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def leads(self) -> Sequence[str]: ...
    @property
    def responsible(self) -> Sequence[str]: ...
    @property
    def cooperating(self) -> Sequence[str]: ...
    @property
    def deadline(self) -> str | None: ...
    @property
    def deadline_text(self) -> str | None: ...


@dataclass(frozen=True)
class Change:
    """What became of a task: its places in the old and in the new list (None: not there), and in what they differ.

    `kinds` is ("unchanged",), ("added",), ("dropped",), or all that apply of moved, reworded, units, deadline.
    `similarity` of the words goes from 0 to 1.
    """

    old: int | None
    new: int | None
    kinds: tuple[Kind, ...]
    similarity: float

    @property
    def same_words(self) -> bool:
        """Whether the same is asked of the same units by the same day: unchanged, or only moved."""
        return set(self.kinds) <= {"unchanged", "moved"}


@dataclass(frozen=True)
class _Seen:
    """A task as it is compared: marks in one form, white space left out, units without their order."""

    clause: str
    words: str
    units: frozenset[tuple[str, str]]
    deadline: tuple[str, str]
    pairs: frozenset[str]

    @property
    def key(self) -> tuple:
        return self.words, self.clause, tuple(sorted(self.units)), self.deadline


def compare(old: Iterable[Comparable], new: Iterable[Comparable]) -> tuple[Change, ...]:
    """What changed between two lists of tasks; every task of both stands in exactly one change, in the new order.

    1. Tasks equal in everything are paired, in their order: since the distance is a metric, no better pairing is lost.
    2. Of the others, the pairing with the least total distance in words (shared pairs of characters), units, clause
    and deadline is found, where staying alone costs APART. 3. What has no partner was dropped or added. Swapping the
    sides gives the same pairs. Time grows about linearly: beyond ALL_PAIRS only tasks that share a clause, rare words
    or a place are weighed.
    """
    olds, news = [_seen(task) for task in old], [_seen(task) for task in new]
    turned = [one.key for one in olds] > [one.key for one in news]
    first, second = (news, olds) if turned else (olds, news)
    found = _pairs(first, second)
    partner = {b: a for a, b in found} if turned else dict(found)
    return _in_order(olds, news, partner)


def _seen(task: Comparable) -> _Seen:
    words = _plain(task.text)
    roles = (("lead", task.leads), ("responsible", task.responsible), ("cooperating", task.cooperating))
    units = frozenset((role, _plain(name)) for role, names in roles for name in names)
    deadline = (task.deadline or "", "" if task.deadline else _plain(task.deadline_text or ""))
    framed = f"\x02{words}\x03"
    return _Seen(task.clause, words, units, deadline, frozenset(framed[n : n + 2] for n in range(len(framed) - 1)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _pairs(olds: list[_Seen], news: list[_Seen]) -> list[tuple[int, int]]:
    waiting: dict[tuple, list[int]] = defaultdict(list)
    for n, one in enumerate(news):
        waiting[one.key].append(n)
    for group in waiting.values():
        group.reverse()
    pairs, left = [], []
    for n, one in enumerate(olds):
        if waiting.get(one.key):
            pairs.append((n, waiting[one.key].pop()))
        else:
            left.append(n)
    taken = {b for _a, b in pairs}
    right = [n for n in range(len(news)) if n not in taken]
    costs = _costs([olds[n] for n in left], [news[n] for n in right])
    chosen = pair(costs, APART)
    return pairs + [(left[a], right[b]) for a, b in enumerate(chosen) if b is not None]


def _costs(olds: list[_Seen], news: list[_Seen]) -> list[dict[int, int]]:
    """For each old task the new ones it may have become, and how far each is."""
    if max(len(olds), len(news), 0) <= ALL_PAIRS:
        candidates: Iterable[Iterable[int]] = (range(len(news)) for _old in olds)
    else:
        candidates = _sharing(olds, news)
    costs = []
    for one, others in zip(olds, candidates, strict=True):
        far = {n: _distance(one, news[n]) for n in others}
        costs.append({n: distance for n, distance in far.items() if distance < APART})
    return costs


def _sharing(olds: list[_Seen], news: list[_Seen]) -> list[list[int]]:
    """The new tasks with the words or the clause of each old one, with most rare pairs of characters, or near by.

    Near by: after the one that has the words of the last old task whose words stand once on both sides.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    same: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(news):
        places[one.clause].append(n)
        same[one.words].append(n)
        for two in one.pairs:
            holders[two].append(n)
    once = {words for words, n in Counter(one.words for one in olds).items() if n == 1 and len(same[words]) == 1}
    found, here = [], 0
    for one in olds:
        if one.words in once:
            here = same[one.words][0]
        rare = (holders[two] for two in one.pairs if len(holders.get(two, ())) in range(1, SHARED_BY_AT_MOST + 1))
        shared = Counter(n for several in rare for n in several)
        best = sorted(shared, key=lambda n: (-shared[n], n))[:PARTNERS]
        near = range(max(0, here - PARTNERS // 2), min(len(news), here + PARTNERS))
        found.append(sorted({*best, *places[one.clause][:PARTNERS], *same[one.words][:PARTNERS], *near}))
    return found


def _apart(one: frozenset, other: frozenset) -> float:
    """Jaccard's distance of two sets, 0 where both are empty."""
    shared = len(one & other)
    whole = len(one) + len(other) - shared
    return 1 - shared / whole if whole else 0.0


def _distance(one: _Seen, other: _Seen) -> int:
    return round(
        TEXT * _apart(one.pairs, other.pairs)
        + UNITS * _apart(one.units, other.units)
        + CLAUSE * (one.clause != other.clause)
        + DEADLINE * (one.deadline != other.deadline)
    )


def _kinds(one: _Seen, other: _Seen) -> tuple[Kind, ...]:
    differs: tuple[tuple[Kind, bool], ...] = (
        ("moved", one.clause != other.clause),
        ("reworded", one.words != other.words),
        ("units", one.units != other.units),
        ("deadline", one.deadline != other.deadline),
    )
    return tuple(kind for kind, is_so in differs if is_so) or ("unchanged",)


def _in_order(olds: list[_Seen], news: list[_Seen], partner: dict[int, int]) -> tuple[Change, ...]:
    """Changes in the order of the new list; a dropped task stands after what it stood after."""
    back = {b: a for a, b in partner.items()}
    after: dict[int, list[int]] = defaultdict(list)
    last = -1
    for n in range(len(olds)):
        last = partner.get(n, last)
        if n not in partner:
            after[last].append(n)
    changes = [Change(n, None, ("dropped",), 0.0) for n in after[-1]]
    for n, one in enumerate(news):
        if n in back:
            was = olds[back[n]]
            changes.append(Change(back[n], n, _kinds(was, one), 1 - _apart(was.pairs, one.pairs)))
        else:
            changes.append(Change(None, n, ("added",), 0.0))
        changes += [Change(gone, None, ("dropped",), 0.0) for gone in after[n]]
    return tuple(changes)
