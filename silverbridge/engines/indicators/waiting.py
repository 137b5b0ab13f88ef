"""How long things took from one event to another, and a quantile that every engine computes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .definition import IndicatorDefinition
from .predicates import matches
from .schema import GROUP_COLUMNS
from .scoping import SLOT

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir


def waits(definition: IndicatorDefinition, scope: ibis.Table, events: ibis.Table) -> ibis.Table:
    """One row for each object that ended in scope: its last end event, `seconds` since its first start event.

    The start may lie before the period, so it is sought in all `events`. An object without a start, or with a
    clock that puts the start after the end, has no measured wait and is left out.
    """
    import ibis

    ends = scope.filter(matches(scope, definition.end))
    newest_first = ibis.row_number().over(
        group_by=[ends.object_key, ends[SLOT]], order_by=[ends.occurred_at.desc(), ends.event_id.desc()]
    )
    ends = ends.mutate(nth=newest_first, ended=_seconds(ends.occurred_at))
    kept = (*GROUP_COLUMNS, SLOT, *(("district",) if "district" in ends.columns else ()))
    ends = ends.filter(ends.nth == 0).select("event_id", "object_key", *kept, "ended")
    starts = events.filter(matches(events, definition.start))
    starts = starts.group_by(start_key=starts.object_key).aggregate(started=_seconds(starts.occurred_at).min())
    both = ends.join(starts, ends.object_key == starts.start_key)
    both = both.filter(both.started <= both.ended)
    return both.select("event_id", "object_key", *kept, seconds=both.ended - both.started)


def wait_figures(
    definition: IndicatorDefinition, scope: ibis.Table, events: ibis.Table, by: tuple[str, ...]
) -> ibis.Table:
    """For each slot and group with a wait `measured` (objects that have one), and `seconds`, the quantile by rank.

    The rank is the q-th part of the number measured, rounded up, in whole numbers: a float's ceiling would
    differ between engines.
    """
    import ibis

    measured, by = waits(definition, scope, events), (SLOT, *by)
    keys = [measured[column] for column in by]
    order = ibis.row_number().over(group_by=keys, order_by=[measured.seconds, measured.event_id])
    ranked = measured.mutate(rank=order + 1, size=measured.count().over(group_by=keys))
    wanted = (ranked["size"] * definition.permille + 999) // 1000
    return ranked.aggregate(
        by=list(by),
        measured=ranked.count(),
        seconds=ranked.seconds.max(where=ranked["rank"] == wanted),
    )


def _seconds(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Whole seconds since 1970; engines keep different fractions."""
    return moment.epoch_seconds().floor().cast("int64")
