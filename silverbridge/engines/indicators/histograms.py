"""Quantiles of a column of visits, several in one pass. One method, the nearest rank, in two ways that give the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from .counting import count_if
from .definition import IndicatorDefinition
from .predicates import matches
from .scoping import SLOT

if TYPE_CHECKING:
    import ibis


def column_quantiles(scope: ibis.Table, definitions: Sequence[IndicatorDefinition], by: tuple[str, ...]) -> ibis.Table:
    """For each slot and group in scope `m0`, `m1`, ... (visits measured) and `q0`, ... (the value at the rank).

    All definitions are of the same column. A visit without a value was not measured and is left out. DuckDB has the nearest
    rank of its own and takes half the time; other engines count by value first.
    """
    if has_own(scope):
        return scope.aggregate(by=[SLOT, *by], **own_quantiles(scope, definitions))
    return _counted(scope, definitions, by)


@cache
def _quantile_disc() -> Any:
    import ibis
    import ibis.expr.datatypes as dt

    @ibis.udf.agg.builtin(name="quantile_disc", signature=((dt.int64, dt.float64), dt.int64))
    def quantile_disc(value, share): ...

    return quantile_disc


def has_own(table: ibis.Table) -> bool:
    """Whether the engine of this table finds the nearest rank by itself."""
    return table.get_backend().name == "duckdb"


def own_quantiles(
    scope: ibis.Table, definitions: Sequence[IndicatorDefinition], slots: Sequence[int] | None = None
) -> dict[str, ibis.expr.types.IntegerScalar]:
    """`m0`, `q0`, ... as expressions to aggregate by on DuckDB, of these slots alone (None: of all)."""
    figures = {}
    for at, definition in enumerate(definitions):
        column = scope[definition.column]
        test = matches(scope, definition.of) & column.notnull()
        test = test if slots is None else test & scope[SLOT].isin(list(slots))
        figures[f"m{at}"] = count_if(scope, test)
        figures[f"q{at}"] = _quantile_disc()(column, definition.q, where=test)
    return figures


def _counted(scope: ibis.Table, definitions: Sequence[IndicatorDefinition], by: tuple[str, ...]) -> ibis.Table:
    """How often each value occurs, and the smallest at which so many are reached as the rank says, in whole numbers."""
    column, keys = definitions[0].column, [SLOT, *by]
    counts = {f"c{at}": _known(scope, d) for at, d in enumerate(definitions)}
    tall = scope.aggregate(by=[*keys, column], **counts)
    upto, whole = {}, {}
    for at in range(len(definitions)):
        upto[f"u{at}"] = tall[f"c{at}"].sum().over(rows=(None, 0), group_by=keys, order_by=tall[column])
        whole[f"w{at}"] = tall[f"c{at}"].sum().over(group_by=keys)
    ranked = tall.mutate(**upto, **whole)
    figures = {}
    for at, definition in enumerate(definitions):
        rank = (ranked[f"w{at}"] * definition.permille + 999) // 1000
        reached = (ranked[f"u{at}"] >= rank) & (ranked[f"w{at}"] > 0) & ranked[column].notnull()
        figures |= {f"m{at}": ranked[f"c{at}"].sum(), f"q{at}": ranked[column].min(where=reached)}
    return ranked.aggregate(by=keys, **figures)


def _known(scope: ibis.Table, definition: IndicatorDefinition) -> ibis.expr.types.IntegerScalar:
    return count_if(scope, matches(scope, definition.of) & scope[definition.column].notnull())
