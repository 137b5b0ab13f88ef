"""The rows behind a figure, as one Ibis expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .counting import Part, parts_of
from .definition import DIGITAL_DOORS, STAFFED_DOORS, IndicatorDefinition
from .facts import Facts
from .predicates import matches
from .results import Period
from .schema import SHAPES
from .scoping import Scope, in_scope, with_district
from .stocks import standing
from .waiting import waits

if TYPE_CHECKING:
    import ibis


def counted_rows(
    definition: IndicatorDefinition,
    facts: Facts,
    period: Period,
    organisations: Scope,
    *,
    part: str,
    group: Mapping[str, str | bool | int | None],
    side: str | None,
) -> ibis.Table:
    """`event_id` and `object_key` (of visits and snapshots their id, and visit key or place): the first row of each thing."""
    if definition.kind == "quantile" and definition.of is None:
        ended = waits(definition, _placed(in_scope(facts.events, [period], organisations), facts, group), facts.events)
        return _of_group(ended, group).select("event_id", "object_key")
    if definition.of is not None:
        scope = in_scope(facts.of("visits"), [period], organisations)
        scope = scope.filter(scope[definition.column].notnull() & matches(scope, definition.of))
        return _named(_of_group(_placed(scope, facts, group), group), "visits")
    counted = _part(definition, part, side)
    family = counted.facts
    table = facts.of(family)
    if family == "snapshots":
        scope = standing(table, [period], counted.selections[0].over, organisations)
        return _named(_of_group(_placed(scope.filter(counted.test(scope)), facts, group), group), family)
    scope = _of_group(_placed(in_scope(table, [period], organisations), facts, group), group)
    scope = scope.filter(counted.test(scope))
    return _named(_first_of_each(scope, counted.key, SHAPES[family].id), family)


def _part(definition: IndicatorDefinition, part: str, side: str | None) -> Part:
    """What is counted: of a gap without a side, both of them."""
    if definition.kind != "gap":
        return parts_of(definition)[part]
    if side is not None:
        return parts_of(definition)[f"{side}_{part}"]
    one = parts_of(definition)[f"digital_{part}"]
    return Part(one.distinct, one.selections, (*DIGITAL_DOORS, *STAFFED_DOORS))


def _placed(table: ibis.Table, facts: Facts, group: Mapping[str, object]) -> ibis.Table:
    return with_district(table, facts.places) if "district" in group else table


def _named(table: ibis.Table, family: str) -> ibis.Table:
    shape = SHAPES[family]
    return table.select(event_id=table[shape.id], object_key=table[shape.key])


def page_of(rows: ibis.Table, limit: int, offset: int) -> ibis.Table:
    """One page of rows in the order of event_id.

    The place is counted here because Ibis's offset on Spark skips rows in no particular order.
    """
    import ibis

    placed = rows.mutate(place=ibis.row_number().over(order_by=rows.event_id))
    page = placed.filter((placed.place >= offset) & (placed.place < offset + limit))
    return page.order_by("event_id").select("event_id", "object_key")


def _first_of_each(table: ibis.Table, key: str | None, identity: str) -> ibis.Table:
    """The earliest recorded row of each key; rows without one count for nobody."""
    if key is None:
        return table
    import ibis

    order = ibis.row_number().over(group_by=table[key], order_by=table[identity])
    known = table.mutate(nth=order).filter(table[key].notnull())
    return known.filter(known.nth == 0)


def _of_group(table: ibis.Table, group: Mapping[str, str | bool | int | None]) -> ibis.Table:
    for column, value in group.items():
        table = table.filter(table[column].isnull() if value is None else table[column] == value)
    return table
