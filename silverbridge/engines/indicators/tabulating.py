"""Computing many indicators for many periods at once: a plan of few passes over the facts, and figures put together from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from .counting import Part, parts_of, rows_seen, same_test, shape_key, tally
from .definition import IndicatorDefinition
from .facts import Facts
from .figures import figure
from .histograms import column_quantiles, has_own, own_quantiles
from .results import Group, Period, Result
from .schema import SHAPES, Family
from .scoping import SLOT, Scope, check_periods, disjoint, in_scope, with_district
from .stocks import standing, tally_stocks
from .suppression import suppress_small
from .waiting import wait_figures

if TYPE_CHECKING:
    import ibis

GroupKey = tuple[Any, ...]
SEEN = "rows seen"
"""What the pass answers that says how many rows of events there are."""

Told = dict[Period, dict[GroupKey, tuple[Any, Any]]]
"""By period, then group: how many (or the quantile's value), and how many rows or statements it rests on."""


@dataclass(frozen=True)
class Pass:
    """One query of the plan: which part or quantile (by code) it answers in which columns, for these periods.

    The first column holds the number, the second how many rows or statements it rests on. Of a pass `beside` the rows seen, a
    group that is absent has nothing to count, and how many rows there were another pass says. `engine`: another connection to
    work on it, at the same time as the other passes.
    """

    facts: Facts
    question: Callable[..., ibis.Table]
    told: tuple[Hashable, ...]
    asked: tuple[tuple[Any, str, str], ...]
    periods: tuple[Period, ...]
    beside: bool = False
    engine: ibis.BaseBackend | None = None

    @property
    def expression(self) -> ibis.Table:
        """The query."""
        return self.question(self.facts, *self.told)

    def columns(self) -> dict[str, list[Any]]:
        """What it answers."""
        return self.facts.ask(self.question, *self.told, engine=self.engine).to_pydict()


def year_before(period: Period) -> Period:
    """The same days of the year before; 29 February becomes the 28th."""
    return _earlier(period[0]), _earlier(period[1])


def _earlier(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    if (day.month, day.day) == (2, 28) and _is_leap(day.year - 1):
        return date(day.year - 1, 2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def plan(
    definitions: Sequence[IndicatorDefinition],
    facts: Facts,
    periods: Sequence[Period],
    organisations: Scope = None,
    by: tuple[str, ...] = (),
    known: Collection[Any] = (),
) -> list[Pass]:
    """The queries that answer all of it but what is known. Parts that are counted alike share one. Raises ValueError as
    `tabulate` does."""
    check_periods(periods)
    for definition in definitions:
        check_columns(definition, by)
    whose = organisations if organisations is None else tuple(organisations)
    wanted = list(periods)
    if any(definition.change for definition in definitions):
        wanted += [year_before(period) for period in periods]
    passes: list[Pass] = []
    grouped: dict[tuple, dict[Part, None]] = {}
    for definition in definitions:
        for part in parts_of(definition).values():
            if part in known:
                continue
            grouped.setdefault(shape_key(part), {})[part] = None
    together = _together(definitions, facts) if ("visits", None, None) in grouped else ()
    for (family, key, over), parts in grouped.items():
        if family == "snapshots":
            days = tuple(sorted(set(wanted)))
            asked = tuple((part, f"n{at}", f"s{at}") for at, part in enumerate(parts))
            passes.append(Pass(facts, _stocks, (tuple(parts), over, days, whose, by), asked, days))
            continue
        for some in disjoint(wanted):
            scope = (family, some, whose, by)
            if family == "events":
                asked = tuple((part, f"n{at}", f"n{at}") for at, part in enumerate(parts))
                passes.append(Pass(facts, _tallied, (*scope, tuple(parts)), asked, some, beside=True))
                continue
            first_alike = {same_test(part): part for part in reversed(parts)}
            each = {test: at for at, test in enumerate(first_alike)}
            asked = tuple((part, f"n{each[same_test(part)]}", "seen") for part in parts)
            told: tuple[Hashable, ...] = (*scope, tuple(first_alike.values()))
            if (family, key) == ("visits", None) and together:
                # DuckDB finds quantiles while it counts: one pass over the visits less.
                told += (together, tuple(at for at, period in enumerate(some) if period in periods))
                asked += tuple((d.code, f"q{at}", f"m{at}") for at, d in enumerate(together))
            passes.append(Pass(facts, _tallied, told, asked, some, engine=facts.beside()))
    rest = [d for d in definitions if d not in together and d.code not in known]
    passes += _quantile_passes(rest, facts, periods, whose, by)
    if any(step.beside for step in passes):
        for some in disjoint(wanted):
            passes.append(Pass(facts, _rows, (some, whose, by), ((SEEN, "seen", "seen"),), some))
    return passes


def _together(definitions: Sequence[IndicatorDefinition], facts: Facts) -> tuple[IndicatorDefinition, ...]:
    """The quantiles of visits, where the engine can find them in passing."""
    held = tuple(d for d in definitions if d.kind == "quantile" and d.of is not None)
    return held if held and has_own(facts.of("visits")) else ()


def _quantile_passes(
    definitions: Sequence[IndicatorDefinition],
    facts: Facts,
    periods: Sequence[Period],
    whose: Scope,
    by: tuple[str, ...],
) -> list[Pass]:
    found, columns = [], {}
    for definition in definitions:
        if definition.kind == "quantile" and definition.of is not None:
            columns.setdefault(definition.column, []).append(definition)
    for some in disjoint(periods):
        for held in map(tuple, columns.values()):
            asked = tuple((d.code, f"q{at}", f"m{at}") for at, d in enumerate(held))
            found.append(Pass(facts, _quantiles, (some, whose, by, held), asked, some))
        for definition in definitions:
            if definition.kind == "quantile" and definition.of is None:
                asked = ((definition.code, "seconds", "measured"),)
                found.append(Pass(facts, _waits, (some, whose, by, definition), asked, some, beside=True))
    return found


def _tallied(
    facts: Facts,
    family: Family,
    periods: tuple[Period, ...],
    whose: Scope,
    by: tuple[str, ...],
    parts: tuple[Part, ...],
    together: tuple[IndicatorDefinition, ...] = (),
    slots: tuple[int, ...] = (),
) -> ibis.Table:
    scope = _scope(facts, family, periods, whose, by)
    return tally(scope, parts, by, own_quantiles(scope, together, slots) if together else None)


def _stocks(
    facts: Facts, parts: tuple[Part, ...], over: str, periods: tuple[Period, ...], whose: Scope, by: tuple[str, ...]
) -> ibis.Table:
    held = standing(facts.of("snapshots"), periods, over, whose)
    return tally_stocks(with_district(held, facts.places) if "district" in by else held, parts, by)


def _quantiles(
    facts: Facts,
    periods: tuple[Period, ...],
    whose: Scope,
    by: tuple[str, ...],
    held: tuple[IndicatorDefinition, ...],
) -> ibis.Table:
    return column_quantiles(_scope(facts, "visits", periods, whose, by), held, by)


def _waits(
    facts: Facts, periods: tuple[Period, ...], whose: Scope, by: tuple[str, ...], definition: IndicatorDefinition
) -> ibis.Table:
    return wait_figures(definition, _scope(facts, "events", periods, whose, by), facts.of("events"), by)


def _rows(facts: Facts, periods: tuple[Period, ...], whose: Scope, by: tuple[str, ...]) -> ibis.Table:
    return rows_seen(_scope(facts, "events", periods, whose, by), by)


def _scope(facts: Facts, family: Family, periods: Sequence[Period], whose: Scope, by: tuple[str, ...]) -> ibis.Table:
    scope = in_scope(facts.of(family), periods, whose)
    return with_district(scope, facts.places) if "district" in by else scope


def tabulate(
    definitions: Sequence[IndicatorDefinition],
    facts: Facts,
    periods: Sequence[Period],
    organisations: Scope = None,
    by: tuple[str, ...] = (),
    known: Mapping[Any, Told] | None = None,
) -> dict[tuple[str, Period], list[Result]]:
    """The figures of several indicators for several periods, by code and period; see `compute` for what each list holds.

    `known` are parts and quantiles (by code) that were found before, for every period that is asked for (see `partials`).
    Raises ValueError for a column that a figure cannot be broken down by, a family of facts that is not kept, or an odd period.
    """
    known = known or {}
    tables: dict[tuple[str, Period], list[Result]] = {}
    order: list[tuple[GroupKey, Group]] = [] if by else [((), {})]
    for found_so_far in _arriving(plan(definitions, facts, periods, organisations, by, known), by):
        told = found_so_far | known
        groups = {group for held in told.values() for by_group in held.values() for group in by_group}
        if by and len(groups) > len(order):
            # One mapping for each group, in all its figures: there may be a hundred thousand of them.
            order = [(key, dict(zip(by, key, strict=True))) for key in _in_order(groups)]
        for definition in definitions:
            parts = parts_of(definition) or {"value": definition.code}
            if not told.keys() >= set(parts.values()):
                continue
            for period in periods:
                if (definition.code, period) not in tables:
                    found = list(_figures(definition, parts, period, by, told, order))
                    tables[definition.code, period] = suppress_small(found, definition.min_cell) if by else found
    return {(d.code, period): tables[d.code, period] for d in definitions for period in periods}


def _arriving(steps: Sequence[Pass], by: tuple[str, ...]) -> Iterator[dict[Any, Told]]:
    """What was found so far: first of the passes in a row, then of those that another connection worked on meanwhile."""
    row, aside = ([step for step in steps if (step.engine is None) == own] for own in (True, False))
    if not row:
        row, aside = aside, []
    with ThreadPoolExecutor(1) as pool:
        later = [pool.submit(step.columns) for step in aside]
        told = _told_in_a_row(row, by)
        yield told
        for step, answer in zip(aside, later, strict=True):
            _take(step, answer.result(), by, told)
    if aside:
        yield told


def _told_in_a_row(steps: Sequence[Pass], by: tuple[str, ...]) -> dict[Any, Told]:
    """What these passes found; the groups of those beside others completed by all groups with a row."""
    told: dict[Any, Told] = {}
    for step in steps:
        _take(step, step.columns(), by, told)
    seen = told.pop(SEEN, {})
    for step in steps:
        if not step.beside:
            continue
        for asked, number, rests in step.asked:
            nothing = 0 if number == rests else None
            for period in step.periods:
                found, rows = told[asked][period], seen.get(period, {})
                if nothing is None:
                    told[asked][period] = {group: found.get(group, (None, 0)) for group in rows}
                else:
                    told[asked][period] = {g: (found.get(g, (0, 0))[0], n) for g, (n, _n) in rows.items()}
    return told


def _take(step: Pass, columns: dict[str, list[Any]], by: tuple[str, ...], told: dict[Any, Told]) -> None:
    slots = columns[SLOT]
    groups = list(zip(*(columns[name] for name in by), strict=True)) if by else [()] * len(slots)
    for asked, number_column, rests_column in step.asked:
        kept = told.setdefault(asked, {})
        for period in step.periods:
            kept.setdefault(period, {})
        for slot, group, number, on in zip(slots, groups, columns[number_column], columns[rests_column], strict=True):
            if slot is not None:
                kept[step.periods[slot]][group] = (number, on)


def _in_order(groups: Iterable[GroupKey]) -> list[GroupKey]:
    return sorted(groups, key=lambda key: [(value is not None, str(value)) for value in key])


def _figures(
    definition: IndicatorDefinition,
    parts: Mapping[str, Any],
    period: Period,
    by: tuple[str, ...],
    told: dict[Any, Told],
    order: Sequence[tuple[GroupKey, Group]],
) -> Iterable[Result]:
    """One Result for each group of the period (or of the year before, for a change), in order; without `by` always one."""
    now = {name: told.get(asked, {}).get(period, {}) for name, asked in parts.items()}
    before = None
    if definition.change:
        before = {name: told.get(asked, {}).get(year_before(period), {}) for name, asked in parts.items()}
    seen = set().union(*now.values(), *(before or {}).values()) if by else {()}
    for group, named in order:
        if group not in seen:
            continue
        here = {name: held.get(group) for name, held in now.items()}
        then = {name: held.get(group) for name, held in before.items()} if before is not None else None
        yield figure(definition, period, named, here, then)


def check_columns(definition: IndicatorDefinition, by: tuple[str, ...]) -> None:
    """Raises ValueError for a column this figure cannot be broken down by."""
    families = {part.facts for part in parts_of(definition).values()} or {definition.facts}
    for column in by:
        known = [name for name in SHAPES[definition.facts].groups if all(name in SHAPES[f].groups for f in families)]
        if column not in known or by.count(column) > 1:
            raise ValueError(f"break a figure down by some of {', '.join(known)}, each once, not {column!r}")
    if definition.kind == "gap" and "door" in by:
        raise ValueError(f"{definition.code} compares doors, so it cannot be broken down by door")
