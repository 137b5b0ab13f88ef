"""The figures of several sets of organisations at once: so many passes over the facts as for one set, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .definition import IndicatorDefinition
from .facts import Facts
from .results import Period, Result
from .tabulating import tabulate

if TYPE_CHECKING:
    import ibis

Sets = Mapping[str, Sequence[str]]
"""Codes of organisations by the name of their set."""
NAME = "organisation"


def compute_sets(
    definitions: Sequence[IndicatorDefinition], facts: Facts, period: Period, sets: Sets
) -> dict[tuple[str, str], Result]:
    """What each definition comes to for each set, by code and name: the same as `compute` gives for the set alone.

    Sets that share nobody are counted together, each fact under the name of its set; overlapping ones in as many rounds as
    the most sets one organisation is in. Raises as `tabulate`.
    """
    loose = [d.model_copy(update={"min_cell": 1}) for d in definitions]
    found: dict[tuple[str, str], Result] = {}
    for names in _rounds(sets):
        under = _renamed(facts, {name: sets[name] for name in names})
        for (code, _period), results in tabulate(loose, under, [period], names, (NAME,)).items():
            told = {result.group[NAME]: result._replace(group={}) for result in results}
            found |= {(code, name): told[name] for name in names if name in told}
    absent = [d for d in definitions if any((d.code, name) not in found for name in sets)]
    nothing = tabulate(absent, facts, [period], []) if absent else {}
    for (code, _period), (empty,) in nothing.items():
        found |= {(code, name): empty for name in sets if (code, name) not in found}
    return found


def _rounds(sets: Sets) -> list[list[str]]:
    """The names in rounds, in none of which an organisation is in two sets. An empty set is in none: it has no facts."""
    rounds: list[tuple[list[str], set[str]]] = []
    for name, codes in sets.items():
        if not codes:
            continue
        for names, taken in rounds:
            if taken.isdisjoint(codes):
                names.append(name)
                taken.update(codes)
                break
        else:
            rounds.append(([name], set(codes)))
    return [names for names, _taken in rounds]


def _renamed(facts: Facts, sets: Sets) -> Facts:
    """The facts under the names of the sets. Nobody's are taken out: a stock's last statement may be another unit's."""

    def under(table: ibis.Table | None) -> ibis.Table | None:
        if table is None:
            return None
        import ibis

        cases = [(table[NAME].isin(list(codes)), ibis.literal(name)) for name, codes in sets.items()]
        return table.mutate(**{NAME: ibis.cases(*cases)})

    tables = {family: under(getattr(facts, family)) for family in ("events", "visits", "snapshots")}
    return replace(facts, **tables, journal_visits=None)
