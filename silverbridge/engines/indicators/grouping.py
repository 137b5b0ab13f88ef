"""Setting counts beside every group there is, those with nothing to count included."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis


def beside_all_groups(
    scope: ibis.Table, counted: ibis.Table, by: tuple[str, ...], counts: tuple[str, ...]
) -> ibis.Table:
    """For each group in scope `seen` (events) and the columns of `counted`, `counts` being 0 if absent.

    The two are stacked and folded, since a join would lose groups whose key is empty.
    """
    import ibis

    names = [column for column in counted.columns if column not in by]
    seen = scope.aggregate(by=list(by), seen=scope.count())
    absent = {name: ibis.null("int64") for name in names}
    present = {name: counted[name].cast("int64") for name in names}
    rows = seen.select(*by, "seen", **absent).union(counted.select(*by, seen=ibis.literal(0, type="int64"), **present))
    folded = {name: rows[name].max() for name in names}
    zero_where_absent = {name: folded[name].fill_null(0) for name in counts}
    return rows.aggregate(by=list(by), seen=rows.seen.max(), **(folded | zero_where_absent))
