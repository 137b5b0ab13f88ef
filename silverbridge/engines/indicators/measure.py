"""Computing an indicator, and going down from a figure to the rows it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .definition import IndicatorDefinition
from .expressions import SIDES, counted_rows, figures, page_of
from .results import Group, Period, Result, Side
from .schema import GROUP_COLUMNS
from .suppression import suppress_small

if TYPE_CHECKING:
    import ibis

Part = Literal["numerator", "denominator"]
_SECONDS = {"minutes": 60, "days": 86400}


def compute(
    definition: IndicatorDefinition,
    events: ibis.Table,
    period: Period,
    organisations: Sequence[str] | None = None,
    by: tuple[str, ...] = (),
) -> list[Result]:
    """The figure of a period of business dates, or one for each group of `by`, ordered by group.

    Without `by` there is always exactly one Result. With it there is one for each group with any event in
    scope; groups smaller than the definition's `min_cell` are suppressed, with as many others as would give
    them away. A share, gap or quantile of nothing is "no_data"; a count is zero where events of other kinds
    show that the journal was kept, and "no_data" where there is no event at all.

    Raises ValueError for a column that no figure can be broken down by, or a table that is not one of events.
    """
    _check_columns(definition, by)
    table = figures(definition, events, period, organisations, by)
    found = [_result(definition, period, by, row) for row in table.to_pyarrow().to_pylist()]
    found.sort(key=lambda result: [(value is not None, str(value)) for value in result.group.values()])
    return suppress_small(found, definition.min_cell) if by else found


def parts(definition: IndicatorDefinition) -> tuple[Part, ...]:
    """Which parts of this figure lead down to rows."""
    return {
        "count": ("numerator",),
        "share": ("numerator", "denominator"),
        "gap": ("numerator", "denominator"),
        "quantile": ("denominator",),
    }[definition.kind]


def rows(
    definition: IndicatorDefinition,
    events: ibis.Table,
    period: Period,
    organisations: Sequence[str] | None = None,
    part: Part = "numerator",
    *,
    limit: int = 50,
    offset: int = 0,
    group: Mapping[str, str | bool | None] | None = None,
    side: Literal["digital", "staffed"] | None = None,
) -> list[tuple[int, str]]:
    """(event_id, object_key) of the rows a figure counts, ordered by event_id, one page of them.

    There are exactly as many as the figure says: a thing counted once is one row, its first in the period (a
    quantile's rows are the end events it measured). `group` is a Result's group, `side` one side of a gap. It
    shows rows of a suppressed group too: whoever calls it decides who may see them, and masks what they show.
    Raises ValueError for a part this kind does not have, or a negative limit or offset.
    """
    if limit < 0 or offset < 0:
        raise ValueError(f"a page has a limit and an offset of zero or more, not {limit} and {offset}")
    table = _counted(definition, events, period, organisations, part=part, group=group, side=side)
    page = page_of(table, limit, offset).to_pyarrow().to_pylist()
    return [(row["event_id"], row["object_key"]) for row in page]


def count_rows(
    definition: IndicatorDefinition,
    events: ibis.Table,
    period: Period,
    organisations: Sequence[str] | None = None,
    part: Part = "numerator",
    *,
    group: Mapping[str, str | bool | None] | None = None,
    side: Literal["digital", "staffed"] | None = None,
) -> int:
    """How many rows `rows` has on all its pages. Raises ValueError as `rows` does."""
    table = _counted(definition, events, period, organisations, part=part, group=group, side=side)
    return int(table.count().to_pyarrow().as_py())


def _counted(
    definition: IndicatorDefinition,
    events: ibis.Table,
    period: Period,
    organisations: Sequence[str] | None,
    *,
    part: str,
    group: Mapping[str, str | bool | None] | None,
    side: str | None,
) -> ibis.Table:
    if part not in parts(definition):
        raise ValueError(f"{definition.code} is a {definition.kind} and has no {part}")
    if side is not None and (definition.kind != "gap" or side not in SIDES):
        raise ValueError(f"{definition.code} has no side {side!r}")
    group = group or {}
    _check_columns(definition, tuple(group))
    return counted_rows(definition, events, period, organisations, part=part, group=group, side=side)


def _check_columns(definition: IndicatorDefinition, by: tuple[str, ...]) -> None:
    for column in by:
        if column not in GROUP_COLUMNS or by.count(column) > 1:
            raise ValueError(f"break a figure down by some of {', '.join(GROUP_COLUMNS)}, each once, not {column!r}")
    if definition.kind == "gap" and "door" in by:
        raise ValueError(f"{definition.code} compares doors, so it cannot be broken down by door")


def _result(definition: IndicatorDefinition, period: Period, by: tuple[str, ...], row: dict[str, Any]) -> Result:
    """One row of `figures` as a Result, before any suppression."""
    group: Group = {column: row[column] for column in by}
    value, numerator, denominator, sample = None, None, None, 0
    sides: dict[str, Side] = {}
    if definition.kind == "count":
        numerator = sample = row["numerator"]
        value = float(numerator) if row["seen"] else None
    elif definition.kind == "share":
        side = _side(row, "")
        value, numerator, denominator, sample = side.value, side.numerator, side.denominator, side.denominator
    elif definition.kind == "gap":
        sides = {name: _side(row, f"{name}_") for name in SIDES}
        sample = min(side.denominator for side in sides.values())
        if sample:
            value = sides["digital"].value - sides["staffed"].value
    else:
        denominator = sample = row["measured"]
        if sample:
            value = row["seconds"] / _SECONDS[definition.unit]
    state: Literal["measured", "no_data"] = "no_data" if value is None else "measured"
    return Result(definition.code, period, group, state, value, numerator, denominator, sample, sides=sides)


def _side(row: dict[str, Any], prefix: str) -> Side:
    numerator, denominator = row[f"{prefix}numerator"], row[f"{prefix}denominator"]
    return Side(numerator / denominator if denominator else None, numerator, denominator)
