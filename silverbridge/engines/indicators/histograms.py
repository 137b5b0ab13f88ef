"""Quantiles of a column of visits, many at once: counted by value first, so that one pass serves every quantile of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .definition import IndicatorDefinition
from .predicates import matches
from .scoping import SLOT

if TYPE_CHECKING:
    import ibis


def column_quantiles(scope: ibis.Table, definitions: Sequence[IndicatorDefinition], by: tuple[str, ...]) -> ibis.Table:
    """For each slot and group `m0`, `m1`, ... (visits measured) and `q0`, ... (the value at the rank, by nearest rank).

    All definitions are of the same column. A visit without a value was not measured and is left out.
    """
    import ibis

    column, keys = definitions[0].column, [SLOT, *by]
    known = scope.filter(scope[column].notnull())
    counts = {f"c{at}": known.count(where=matches(known, d.of)) for at, d in enumerate(definitions)}
    tall = known.aggregate(by=[*keys, column], **counts)
    frame = {"group_by": keys, "order_by": tall[column]}
    upto = {f"u{at}": tall[f"c{at}"].sum().over(rows=(None, 0), **frame) for at in range(len(definitions))}
    whole = {f"w{at}": tall[f"c{at}"].sum().over(group_by=keys) for at in range(len(definitions))}
    ranked = tall.mutate(**upto, **whole)
    figures = {}
    for at, definition in enumerate(definitions):
        rank = (ranked[f"w{at}"] * definition.permille + 999) // 1000
        reached = (ranked[f"u{at}"] >= rank) & (ranked[f"w{at}"] > 0)
        figures |= {f"m{at}": ranked[f"c{at}"].sum(), f"q{at}": ranked[column].min(where=reached)}
    found = ranked.aggregate(by=keys, **figures)
    seen = scope.aggregate(by=keys, seen=scope.count())
    absent = {name: ibis.null("int64") for name in figures}
    present = {name: found[name].cast("int64") for name in figures}
    rows = seen.select(*keys, "seen", **absent).union(
        found.select(*keys, seen=ibis.literal(0, type="int64"), **present)
    )
    return rows.aggregate(by=keys, seen=rows.seen.max(), **{name: rows[name].max() for name in figures})
