"""Computing an indicator, and going down from a figure to the rows it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from .counting import SIDES
from .definition import IndicatorDefinition
from .expressions import counted_rows, page_of
from .facts import Facts, as_facts
from .results import Period, Result
from .scoping import Scope, check_periods
from .tabulating import check_columns, plan, tabulate

if TYPE_CHECKING:
    import ibis

Part = Literal["numerator", "denominator"]


def compute(
    definition: IndicatorDefinition,
    events: ibis.Table | Facts,
    period: Period,
    organisations: Scope = None,
    by: tuple[str, ...] = (),
) -> list[Result]:
    """The figure of a period of business dates, or one for each group of `by`, ordered by group.

    Without `by` there is always exactly one Result. With it there is one for each group with any event in
    scope; groups smaller than the definition's `min_cell` are suppressed, with as many others as would give
    them away. A share, gap or quantile of nothing is "no_data"; a count is zero where events of other kinds
    show that the journal was kept, and "no_data" where there is no event at all.

    Raises ValueError for a column that no figure can be broken down by, or a table that is not one of events.
    """
    return tabulate([definition], as_facts(events), [period], organisations, by)[definition.code, period]


def sql(
    definition: IndicatorDefinition,
    events: ibis.Table | Facts,
    period: Period,
    organisations: Scope = None,
    by: tuple[str, ...] = (),
) -> list[str]:
    """The queries that give this figure, as the engine of these facts is asked them."""
    import ibis

    return [
        str(ibis.to_sql(step.expression)) for step in plan([definition], as_facts(events), [period], organisations, by)
    ]


def parts(definition: IndicatorDefinition) -> tuple[Part, ...]:
    """Which parts of this figure lead down to rows."""
    return {
        "count": ("numerator",),
        "share": ("numerator", "denominator"),
        "gap": ("numerator", "denominator"),
        "ratio": ("numerator", "denominator"),
        "quantile": ("denominator",),
    }[definition.kind]


def rows(
    definition: IndicatorDefinition,
    events: ibis.Table | Facts,
    period: Period,
    organisations: Scope = None,
    part: Part = "numerator",
    *,
    limit: int = 50,
    offset: int = 0,
    group: Mapping[str, str | bool | int | None] | None = None,
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
    events: ibis.Table | Facts,
    period: Period,
    organisations: Scope = None,
    part: Part = "numerator",
    *,
    group: Mapping[str, str | bool | int | None] | None = None,
    side: Literal["digital", "staffed"] | None = None,
) -> int:
    """How many rows `rows` has on all its pages. Raises ValueError as `rows` does."""
    table = _counted(definition, events, period, organisations, part=part, group=group, side=side)
    return int(table.count().to_pyarrow().as_py())


def _counted(
    definition: IndicatorDefinition,
    events: ibis.Table | Facts,
    period: Period,
    organisations: Scope,
    *,
    part: str,
    group: Mapping[str, str | bool | int | None] | None,
    side: str | None,
) -> ibis.Table:
    if part not in parts(definition):
        raise ValueError(f"{definition.code} is a {definition.kind} and has no {part}")
    if side is not None and (definition.kind != "gap" or side not in SIDES):
        raise ValueError(f"{definition.code} has no side {side!r}")
    group = group or {}
    check_columns(definition, tuple(group))
    check_periods([period])
    return counted_rows(definition, as_facts(events), period, organisations, part=part, group=group, side=side)
