"""From conditions to Ibis, in operations DuckDB and Spark share."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from .conditions import Condition, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis
    import ibis.expr.types as ir


def matches(events: ibis.Table, selection: Selection) -> ir.BooleanValue:
    """Whether a fact has one of the names (of the kinds, for a snapshot) and fulfils every condition. Never null."""
    import ibis

    tests = [fulfils(events, condition) for condition in selection.where]
    if selection.facts == "events":
        tests.insert(0, events.name.isin(selection.event))
    elif selection.facts == "snapshots":
        tests.insert(0, events.kind.isin(selection.kinds))
    return _all(tests) if tests else ibis.literal(True)


def fulfils(events: ibis.Table, condition: Condition) -> ir.BooleanValue:
    """Whether an event fulfils one condition, never null."""
    value = events[condition.field] if condition.data_key is None else data_text(events, condition.data_key)
    if condition.op == "is_null":
        return value.isnull() if condition.value else value.notnull()
    wanted = list(condition.values)
    if condition.data_key is not None:
        value, wanted = _comparable(value, wanted)
    test = {
        "in": lambda: value.isin(wanted),
        "eq": lambda: value == wanted[0],
        "not_in": lambda: value.notin(wanted),
        "ge": lambda: value >= wanted[0],
        "le": lambda: value <= wanted[0],
    }[condition.op]()
    return test.fill_null(False)


def data_text(events: ibis.Table, key: str) -> ir.StringValue:
    """The text of a scalar inside `data` (a string without its quotes, true, false, a number), or null.

    Ibis's typed reading of JSON fails on Spark for strings, which Spark hands over without quotes and DuckDB
    with them; taking the text and dropping the quotes reads the same in both.
    """
    import ibis

    text = events.data.cast("json")[key].cast("string")
    return ibis.ifelse(text.startswith('"'), text.substr(1, text.length() - 2), text).nullif("null")


def _comparable(text: ir.StringValue, wanted: list) -> tuple[ir.Value, list]:
    """The text of a data field, and the values it is compared with, as one type."""
    if isinstance(wanted[0], bool):
        return text, ["true" if value else "false" for value in wanted]
    if isinstance(wanted[0], str):
        return text, wanted
    return text.try_cast("float64"), [float(value) for value in wanted]


def _all(tests: Iterable[ir.BooleanValue]) -> ir.BooleanValue:
    return reduce(and_, tests)
