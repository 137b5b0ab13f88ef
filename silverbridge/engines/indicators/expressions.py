"""Each kind of figure as one Ibis expression, and the rows it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .conditions import Selection
from .definition import DIGITAL_DOORS, STAFFED_DOORS, IndicatorDefinition
from .grouping import beside_all_groups
from .predicates import matches
from .results import Period
from .schema import EVENT_COLUMNS
from .waiting import wait_figures, waits

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

SIDES = {"digital": DIGITAL_DOORS, "staffed": STAFFED_DOORS}
_KEYS = {"events": "event_id", "objects": "object_key", "subjects": "subject_key"}


def in_scope(events: ibis.Table, period: Period, organisations: Sequence[str] | None) -> ibis.Table:
    """The events of a period, of these organisations (None: of all, an empty list: of none).

    Raises ValueError for a table that is not one of events, or a period that ends before it begins.
    """
    if missing := [column for column in EVENT_COLUMNS if column not in events.columns]:
        raise ValueError(f"the events table lacks: {', '.join(missing)}")
    first, last = period
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise ValueError("a period is two dates, not times")
    if last < first:
        raise ValueError(f"the period ends on {last}, before it begins on {first}")
    inside = events.filter(events.business_date.between(first, last))
    return inside if organisations is None else inside.filter(inside.organisation.isin(list(organisations)))


def figures(
    definition: IndicatorDefinition,
    events: ibis.Table,
    period: Period,
    organisations: Sequence[str] | None = None,
    by: tuple[str, ...] = (),
) -> ibis.Table:
    """One row for each group of events in scope: the `by` columns, `seen` (events in scope), and the counts.

    The counts are `numerator` and `denominator`, for a gap the same for each side (`digital_numerator`,
    ...), for a quantile `measured` and `seconds`. Runs on whatever engine `events` belongs to.
    """
    scope = in_scope(events, period, organisations)
    if definition.kind == "quantile":
        return wait_figures(definition, scope, events, by)
    # Rows no part counts are dropped first: reading their data costs more than all the counting.
    whole = "numerator" if definition.denominator is None else "denominator"
    relevant = scope.filter(counted(definition, scope, whole))
    flags = _flags(definition, relevant)
    tally = _tally(relevant, flags, definition.distinct, by)
    return beside_all_groups(scope, tally, by, tuple(flags))


def _flags(definition: IndicatorDefinition, relevant: ibis.Table) -> dict[str, ir.BooleanValue]:
    """For each number wanted, whether a row belongs to it."""
    import ibis

    if definition.kind == "count":
        return {"numerator": ibis.literal(True)}
    top = matches(relevant, definition.numerator)  # type: ignore[arg-type]
    if definition.kind == "share":
        return {"denominator": ibis.literal(True), "numerator": top}
    flags = {}
    for side, doors in SIDES.items():
        here = relevant.door.isin(doors).fill_null(False)
        flags |= {f"{side}_denominator": here, f"{side}_numerator": here & top}
    return flags


def _tally(relevant: ibis.Table, flags: dict[str, ir.BooleanValue], distinct: str, by: tuple[str, ...]) -> ibis.Table:
    """How many different things have each flag, by group: first each thing once, then the things."""
    ones = {name: flag.cast("int64") for name, flag in flags.items()}
    if distinct == "events":
        things = relevant.select(*by, **ones)
    else:
        key = _KEYS[distinct]
        marked = relevant.select(*by, key, **ones).filter(lambda rows: rows[key].notnull())
        things = marked.aggregate(by=[*by, key], **{name: marked[name].max() for name in flags})
    return things.aggregate(by=list(by), **{name: things[name].sum() for name in flags})


def counted(definition: IndicatorDefinition, events: ibis.Table, part: str) -> ir.BooleanValue | None:
    """Whether an event is a row of this part, or None where the kind has no such part."""
    if part == "denominator" or definition.denominator is None:
        selection = definition.denominator if part == "denominator" else definition.numerator
        return None if selection is None else matches(events, selection)
    numerator: Selection = definition.numerator  # type: ignore[assignment]
    return matches(events, definition.denominator) & matches(events, numerator)


def counted_rows(
    definition: IndicatorDefinition,
    events: ibis.Table,
    period: Period,
    organisations: Sequence[str] | None,
    *,
    part: str,
    group: Mapping[str, str | bool | None],
    side: str | None,
) -> ibis.Table:
    """`event_id` and `object_key` of the rows a figure counts: the first of each thing."""
    scope = in_scope(events, period, organisations)
    if definition.kind == "quantile":
        return _of_group(waits(definition, scope, events), group).select("event_id", "object_key")
    scope = _of_group(scope, group)
    scope = scope.filter(counted(definition, scope, part))
    if definition.kind == "gap":
        doors = (*DIGITAL_DOORS, *STAFFED_DOORS) if side is None else SIDES[side]
        scope = scope.filter(scope.door.isin(doors))
    return _first_of_each(scope, _KEYS[definition.distinct]).select("event_id", "object_key")


def page_of(rows: ibis.Table, limit: int, offset: int) -> ibis.Table:
    """One page of rows in the order of event_id.

    The place is counted here because Ibis's offset on Spark skips rows in no particular order.
    """
    import ibis

    placed = rows.mutate(place=ibis.row_number().over(order_by=rows.event_id))
    page = placed.filter((placed.place >= offset) & (placed.place < offset + limit))
    return page.order_by("event_id").select("event_id", "object_key")


def _first_of_each(table: ibis.Table, key: str) -> ibis.Table:
    """The earliest recorded row of each key; rows without one count for nobody."""
    if key == "event_id":
        return table
    import ibis

    order = ibis.row_number().over(group_by=table[key], order_by=table.event_id)
    known = table.mutate(nth=order).filter(table[key].notnull())
    return known.filter(known.nth == 0)


def _of_group(table: ibis.Table, group: Mapping[str, str | bool | None]) -> ibis.Table:
    for column, value in group.items():
        table = table.filter(table[column].isnull() if value is None else table[column] == value)
    return table
