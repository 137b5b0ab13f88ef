"""What the visits of a period came to by group, in a form to which further visits can be added: the same figures as anew.

Counts add up. Of a quantile's values only those from somewhat below its rank are kept one by one, of the others how many
there are; as long as the rank stays above those, it is found exactly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from .counting import Part, count_if, parts_of, tally
from .definition import IndicatorDefinition
from .predicates import matches
from .results import Period
from .scoping import SLOT, in_scope

if TYPE_CHECKING:
    import ibis
    import numpy as np

    from .facts import Facts

ROOM = 200
"""How far below its rank, in thousandths, the values of a quantile are kept."""
_BITS = 32


class Outgrown(Exception):
    """So much came that a rank lies among the values not kept one by one: compute it anew."""


@dataclass(frozen=True)
class Asked:
    """What of some indicators is found among visits: parts to count, and quantiles of a column."""

    parts: tuple[Part, ...]
    quantiles: tuple[IndicatorDefinition, ...]

    @classmethod
    def of(cls, definitions: Sequence[IndicatorDefinition]) -> Asked:
        """The parts and quantiles of these that are asked of visits."""
        parts = {part: None for d in definitions for part in parts_of(d).values() if part.facts == "visits"}
        keyless = tuple(part for part in parts if part.key is None)
        return cls(keyless, tuple(d for d in definitions if d.kind == "quantile" and d.of is not None))

    @property
    def digest(self) -> str:
        """Changes when anything that is asked does."""
        told = [repr(self.parts), *(repr((d.code, d.of, d.column, d.q)) for d in self.quantiles)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    @property
    def is_all(self) -> bool:
        """Whether quantiles are of one column, so that one pass finds them."""
        return len({d.column for d in self.quantiles}) <= 1


@dataclass
class Tail:
    """The upper values of a quantile by group: `keys` are group number and value in one, ascending, each `counts` times."""

    total: np.ndarray
    below: np.ndarray
    cut: np.ndarray
    keys: np.ndarray
    counts: np.ndarray

    @classmethod
    def empty(cls) -> Tail:
        """Nothing yet."""
        import numpy as np

        return cls(*(np.zeros(0, dtype=np.int64) for _n in range(5)))

    def add(self, groups: np.ndarray, values: np.ndarray, counts: np.ndarray, size: int) -> None:
        """Takes in values, each pair of group number and value once; `size` is how many groups there are now."""
        import numpy as np

        more = np.zeros(size - len(self.total), dtype=np.int64)
        self.total, self.below, self.cut = (np.concatenate([a, more]) for a in (self.total, self.below, self.cut))
        np.add.at(self.total, groups, counts)
        low = values < self.cut[groups]
        np.add.at(self.below, groups[low], counts[low])
        keys, counts = (groups[~low] << _BITS) + values[~low], counts[~low]
        order = np.argsort(keys)
        keys, counts = keys[order], counts[order]
        at = np.searchsorted(self.keys, keys)
        known = np.zeros(len(keys), dtype=bool)
        inside = at < len(self.keys)
        known[inside] = self.keys[at[inside]] == keys[inside]
        self.counts[at[known]] += counts[known]
        self.keys = np.insert(self.keys, at[~known], keys[~known])
        self.counts = np.insert(self.counts, at[~known], counts[~known])

    def trim(self, permille: int) -> None:
        """Lets go of the values far below the rank, keeping how many there were."""
        import numpy as np

        kept = np.ones(len(self.keys), dtype=bool)
        least = self._at(np.maximum(1, self.total * max(1, permille - ROOM) // 1000 - self.below))
        for group in np.flatnonzero(self.total > self.below):
            start = np.searchsorted(self.keys, group << _BITS)
            kept[start : least[group]] = False
            self.below[group] += self.counts[start : least[group]].sum()
            self.cut[group] = self.keys[least[group]] & ((1 << _BITS) - 1)
        self.keys, self.counts = self.keys[kept], self.counts[kept]

    def quantile(self, permille: int) -> np.ndarray:
        """The value at the rank of each group, by nearest rank. Raises Outgrown."""
        import numpy as np

        rank = (self.total * permille + 999) // 1000
        some = self.total > 0
        if (rank[some] <= self.below[some]).any():
            raise Outgrown
        found = np.zeros(len(self.total), dtype=np.int64)
        at = self._at(np.maximum(1, rank - self.below))
        found[some] = self.keys[at[some]] & ((1 << _BITS) - 1)
        return found

    def _at(self, nth: np.ndarray) -> np.ndarray:
        """Where the nth of the kept values of each group stands."""
        import numpy as np

        upto = np.concatenate([[0], np.cumsum(self.counts)])
        starts = np.searchsorted(self.keys, np.arange(len(self.total)) << _BITS)
        return np.searchsorted(upto[1:], upto[starts] + nth)


def _counts(facts: Facts, parts: tuple[Part, ...], period: Period, by: str) -> ibis.Table:
    """The parts of the period's visits by group."""
    return tally(in_scope(facts.of("visits"), [period], None), parts, (by,))


def _values(facts: Facts, quantiles: tuple[IndicatorDefinition, ...], period: Period, by: str) -> ibis.Table:
    """By group and value, how many visits of the period count for each quantile (`c0`, `c1`, ...)."""
    scope, column = in_scope(facts.of("visits"), [period], None), quantiles[0].column
    tests = [matches(scope, d.of) & scope[column].notnull() for d in quantiles]
    wanted = scope.filter(reduce(or_, tests))
    marks = {f"c{at}": count_if(wanted, matches(wanted, d.of)) for at, d in enumerate(quantiles)}
    return wanted.aggregate(by=[by, column], **marks)


@dataclass
class Partial:
    """The counts of one period by group, and of its quantiles the tails (None: not kept). `groups` number the groups."""

    period: Period
    groups: dict[Any, int] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    counts: list[list[int]] = field(default_factory=list)
    tails: list[Tail] | None = None

    def add(self, asked: Asked, facts: Facts, by: str) -> None:
        """Takes in the visits of the period among these facts. Raises Outgrown for a value below zero."""
        told = facts.ask(_counts, asked.parts, self.period, by).to_pydict() if asked.parts else {SLOT: []}
        for at in range(len(told[SLOT])):
            number = self._number(told[by][at], len(asked.parts))
            self.seen[number] += told["seen"][at]
            for part in range(len(asked.parts)):
                self.counts[number][part] += told[f"n{part}"][at]
        if self.tails is not None and asked.quantiles:
            self._add_values(asked, facts, by)

    def _add_values(self, asked: Asked, facts: Facts, by: str) -> None:
        import numpy as np

        column = asked.quantiles[0].column
        told = facts.ask(_values, asked.quantiles, self.period, by)
        coded = told[by].combine_chunks().dictionary_encode(null_encoding="encode")
        numbers = np.array(
            [self._number(name, len(asked.parts)) for name in coded.dictionary.to_pylist()], dtype=np.int64
        )
        groups = numbers[coded.indices.to_numpy()] if len(told) else np.zeros(0, dtype=np.int64)
        values = told[column].to_numpy().astype(np.int64)
        if len(values) and values.min() < 0:
            raise Outgrown
        for at, tail in enumerate(self.tails):
            counts = told[f"c{at}"].to_numpy().astype(np.int64)
            some = counts > 0
            tail.add(groups[some], values[some], counts[some], len(self.groups))

    def _number(self, group: Any, parts: int) -> int:
        if group not in self.groups:
            self.groups[group] = len(self.groups)
            self.seen.append(0)
            self.counts.append([0] * parts)
        return self.groups[group]

    def told(self, asked: Asked) -> Mapping[Any, Mapping[Any, tuple[Any, Any]]]:
        """By part, or code of a quantile, then group: how many (or the value), and how many visits it rests on.

        Raises Outgrown.
        """
        found: dict[Any, dict[Any, tuple[Any, Any]]] = {}
        for part, asked_part in enumerate(asked.parts):
            found[asked_part] = {(g,): (self.counts[n][part], self.seen[n]) for g, n in self.groups.items()}
        for tail, definition in zip(self.tails or (), asked.quantiles, strict=False):
            values, size = tail.quantile(definition.permille).tolist(), tail.total.tolist()
            found[definition.code] = {
                (g,): (values[n] if n < len(size) and size[n] else None, size[n] if n < len(size) else 0)
                for g, n in self.groups.items()
            }
        return found
