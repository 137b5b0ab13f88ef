"""Which facts are in scope: of which days, and of whom. An organisation may belong to the scope for a part of the time only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from .results import Period

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

SLOT = "slot"
"""Which of several periods a row belongs to, counted from 0."""


class Member(NamedTuple):
    """An organisation that belongs to the scope from one day to another, both included."""

    organisation: str
    first: date
    last: date


Scope = Sequence[str] | Sequence[Member] | None
"""None: everybody. An empty sequence: nobody."""


def check_periods(periods: Sequence[Period]) -> None:
    """Raises ValueError for a period of times, or one that ends before it begins."""
    for first, last in periods:
        if isinstance(first, datetime) or isinstance(last, datetime):
            raise ValueError("a period is two dates, not times")
        if last < first:
            raise ValueError(f"the period ends on {last}, before it begins on {first}")


def disjoint(periods: Sequence[Period]) -> list[tuple[Period, ...]]:
    """The periods in lists in none of which two overlap, so that a day tells the period."""
    lists: list[list[Period]] = []
    for period in sorted(set(periods)):
        room = next((held for held in lists if held[-1][1] < period[0]), None)
        if room is None:
            lists.append([period])
        else:
            room.append(period)
    return [tuple(held) for held in lists]


def in_scope(table: ibis.Table, periods: Sequence[Period], organisations: Scope) -> ibis.Table:
    """The facts of these periods (no two of which overlap) and organisations, each with its `slot`.

    Whoever belongs twice counts once: this is a condition on each fact, not a sum over members.
    """
    import ibis

    days = table.business_date
    inside = table.filter(reduce(or_, (days.between(first, last) for first, last in _stretches(periods))))
    inside = belonging(inside, organisations)
    if len(periods) == 1:
        return inside.mutate(**{SLOT: ibis.literal(0, type="int64")})
    cases = [(inside.business_date <= last, at) for at, (_first, last) in enumerate(sorted(periods))]
    return inside.mutate(**{SLOT: ibis.cases(*cases).cast("int64")})


def _stretches(periods: Sequence[Period]) -> list[Period]:
    """The periods with those that follow on each other made one: fewer comparisons for each fact."""
    found: list[Period] = []
    for first, last in sorted(periods):
        if found and first == found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def belonging(table: ibis.Table, organisations: Scope) -> ibis.Table:
    """The facts of these organisations; of members on the fact's own day."""
    import ibis

    if organisations is None:
        return table
    if not organisations:
        return table.filter(ibis.literal(False))
    if isinstance(organisations[0], str):
        return table.filter(table.organisation.isin(list(organisations)))
    spans: dict[tuple[date, date], list[str]] = {}
    for member in organisations:
        spans.setdefault((member.first, member.last), []).append(member.organisation)

    def holds(first: date, last: date, codes: list[str]) -> ir.BooleanValue:
        return table.organisation.isin(codes) & table.business_date.between(first, last)

    return table.filter(reduce(or_, (holds(*span, codes) for span, codes in spans.items())))


def with_district(table: ibis.Table, places: ibis.Table | None) -> ibis.Table:
    """The facts with the district of their place. Raises ValueError where nobody says which place lies where."""
    if places is None:
        raise ValueError("which district a place lies in is not known here")
    named = places.select(district_place=places.place, district=places.district)
    return table.left_join(named, table.place == named.district_place).drop("district_place")
