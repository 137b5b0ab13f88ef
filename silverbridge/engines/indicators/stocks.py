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


def standing(snapshots: ibis.Table, period: Period, over: str, organisations: Scope) -> ibis.Table:
    """The statements that hold, each place, kind and item once (and each day, over a period): what was said last about it."""
    import ibis

    first, last = period
    days = snapshots.business_date
    told = snapshots.filter(days <= last if over == "point" else days.between(first, last))
    same = [told.place, told.kind, told.item.fill_null("")]
    if over == "period":
        same.append(told.business_date)
    order = ibis.row_number().over(group_by=same, order_by=[told.business_date.desc(), told.snapshot_id.desc()])
    held = told.mutate(nth=order)
    held = held.filter(held.nth == 0).drop("nth")
    held = belonging(held, organisations, last if over == "point" else None)
    if over == "period":
        return held
    opened = held.filter((held.kind == OPEN) & (held.value > 0)).select(open_place="place")
    return held.semi_join(opened, held.place == opened.open_place)


def tally_stocks(held: ibis.Table, slot: int, parts: Sequence[Part], by: tuple[str, ...]) -> ibis.Table:
    """For each group `n0`, `n1`, ... (places with more than nothing, or the amount) and `s0`, ... (statements it rests on)."""
    import ibis

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
    found = each.aggregate(by=list(by), **sums)
    return found.mutate(**{SLOT: ibis.literal(slot, type="int64")})
