"""Counting over snapshots: the latest of each place and kind up to a day, or all that are dated in a period."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from .counting import Part
from .predicates import matches
from .results import Period
from .scoping import SLOT, Scope, belonging

if TYPE_CHECKING:
    import ibis

OPEN = "place.open"
"""The snapshot that says whether a place is open: 1 from that day on, or 0. A place may close and open again many times."""


def standing(snapshots: ibis.Table, periods: Sequence[Period], over: str, organisations: Scope) -> ibis.Table:
    """The statements that hold in each period, with its `slot`: for a place, kind and item (and day, over a period) the last.

    Periods may overlap: a statement can hold in several of them.
    """
    import ibis

    ordered = sorted(periods)
    told = ibis.union(*(_dated(snapshots, slot, period, over) for slot, period in enumerate(ordered)))
    same = [told[SLOT], told.place, told.kind, told.item.fill_null("")]
    if over == "period":
        same.append(told.business_date)
    order = ibis.row_number().over(group_by=same, order_by=[told.business_date.desc(), told.snapshot_id.desc()])
    held = told.mutate(nth=order)
    held = held.filter(held.nth == 0).drop("nth")
    held = _belonging(held, ordered, over, organisations)
    if over == "period":
        return held
    opened = held.filter((held.kind == OPEN) & (held.value > 0)).select(open_place="place", open_slot=SLOT)
    return held.semi_join(opened, [held.place == opened.open_place, held[SLOT] == opened.open_slot])


def _dated(snapshots: ibis.Table, slot: int, period: Period, over: str) -> ibis.Table:
    """The statements up to the end of a period, or all that are dated in it, with its `slot`."""
    import ibis

    day, (first, last) = snapshots.business_date, period
    inside = snapshots.filter(day.between(first, last) if over == "period" else day <= last)
    return inside.mutate(**{SLOT: ibis.literal(slot, type="int64")})


def _belonging(held: ibis.Table, periods: Sequence[Period], over: str, organisations: Scope) -> ibis.Table:
    """Of members: to a point belongs who does on the period's last day, whenever the statement was made."""
    if over == "period" or not organisations or isinstance(organisations[0], str):
        return belonging(held, organisations)
    tests = []
    for slot, (_first, last) in enumerate(periods):
        codes = sorted({m.organisation for m in organisations if m.first <= last <= m.last})
        tests.append((held[SLOT] == slot) & held.organisation.isin(codes))
    return held.filter(reduce(or_, tests))


def tally_stocks(held: ibis.Table, parts: Sequence[Part], by: tuple[str, ...]) -> ibis.Table:
    """For each slot and group `n0`, `n1`, ... (places with more than nothing, or the amount), and `s0`, ... (statements)."""
    by = (SLOT, *by)
    relevant = held.filter(reduce(or_, (held.kind.isin(part.selections[0].kinds) for part in parts)))
    marks = {}
    for at, part in enumerate(parts):
        test = matches(relevant, part.selections[0])
        marks |= {f"v{at}": test.ifelse(relevant.value, 0.0), f"s{at}": test.cast("int64")}
    rows = relevant.select(*dict.fromkeys((*by, "place")), **marks)
    each = rows.aggregate(by=list(dict.fromkeys((*by, "place"))), **{name: rows[name].sum() for name in marks})
    sums = {}
    for at, part in enumerate(parts):
        amount = each[f"v{at}"]
        sums[f"n{at}"] = amount.sum() if part.distinct == "amount" else (amount > 0).cast("float64").sum()
        sums[f"s{at}"] = each[f"s{at}"].sum()
    return each.aggregate(by=list(by), **sums)
