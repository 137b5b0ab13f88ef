"""Counting many parts of many indicators in one pass over a family of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from .conditions import Counted, Selection
from .definition import DIGITAL_DOORS, STAFFED_DOORS, IndicatorDefinition
from .predicates import matches
from .schema import Family
from .scoping import SLOT

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

SIDES = {"digital": DIGITAL_DOORS, "staffed": STAFFED_DOORS}


@dataclass(frozen=True)
class Part:
    """A number an indicator is made of: how many things fulfil all these selections, at these doors (at any, if None)."""

    distinct: Counted
    selections: tuple[Selection, ...]
    doors: tuple[str, ...] | None = None

    @property
    def facts(self) -> Family:
        """The family it counts."""
        return self.selections[0].facts

    @property
    def key(self) -> str | None:
        """The column whose different values are counted; None where each row counts."""
        if self.distinct == "subjects":
            return "subject_key"
        return "object_key" if self.distinct == "objects" and self.facts == "events" else None

    def test(self, table: ibis.Table) -> ir.BooleanValue:
        """Whether a row belongs to it. Never null."""
        found = reduce(and_, (matches(table, selection) for selection in self.selections))
        return found if self.doors is None else found & table.door.isin(self.doors).fill_null(False)


def parts_of(definition: IndicatorDefinition) -> dict[str, Part]:
    """The numbers an indicator is made of, by name; none for a quantile."""
    top, whole = definition.numerator, definition.denominator
    if definition.kind == "quantile" or top is None:
        return {}
    if whole is None:
        return {"numerator": Part(definition.counted(top), (top,))}
    if definition.kind == "ratio":
        return {
            "numerator": Part(definition.counted(top), (top,)),
            "denominator": Part(definition.counted(whole), (whole,)),
        }
    both = {"numerator": (whole, top), "denominator": (whole,)}
    if definition.kind == "share":
        return {name: Part(definition.distinct, selections) for name, selections in both.items()}
    return {
        f"{side}_{name}": Part(definition.distinct, selections, doors)
        for side, doors in SIDES.items()
        for name, selections in both.items()
    }


def tally(
    scope: ibis.Table, parts: Sequence[Part], by: tuple[str, ...], beside: Mapping[str, ir.Scalar] | None = None
) -> ibis.Table:
    """For each slot and group `n0`, `n1`, ... for these parts, alike in family and key.

    Of visits it also says how many rows were `seen`, and `beside` further figures, found in the same pass; of events see
    `rows_seen`.
    """
    keys, names = (SLOT, *by), [f"n{at}" for at in range(len(parts))]
    if parts[0].facts == "visits" and parts[0].key is None:
        counts = {name: count_if(scope, part.test(scope)) for name, part in zip(names, parts, strict=True)}
        return scope.aggregate(by=list(keys), seen=scope.count(), **counts, **(beside or {}))
    # Rows no part counts are dropped first: reading their data costs more than all the counting.
    relevant = scope.filter(reduce(or_, (part.test(scope) for part in _widest(parts))))
    ones = {name: part.test(relevant).cast("int64") for name, part in zip(names, parts, strict=True)}
    key = parts[0].key
    if key is None:
        things = relevant.select(*keys, **ones)
    else:
        flagged = relevant.select(*keys, key, **ones).filter(lambda rows: rows[key].notnull())
        things = flagged.aggregate(by=[*keys, key], **{name: flagged[name].max() for name in names})
    return things.aggregate(by=list(keys), **{name: things[name].sum() for name in names})


def rows_seen(scope: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    """For each slot and group in scope how many rows were `seen`: a group with nothing to count is zero, and not absent."""
    return scope.aggregate(by=[SLOT, *by], seen=scope.count())


@cache
def _count_if() -> Any:
    import ibis
    import ibis.expr.datatypes as dt

    @ibis.udf.agg.builtin(name="count_if", signature=((dt.boolean,), dt.int64))
    def count_if(test): ...

    return count_if


def count_if(table: ibis.Table, test: ir.BooleanValue) -> ir.IntegerScalar:
    """How many rows of a table fulfil a test. DuckDB has a function of its own for it, a third faster than a filtered count."""
    return _count_if()(test) if table.get_backend().name == "duckdb" else table.count(where=test)


def _widest(parts: Iterable[Part]) -> list[Part]:
    """The parts that no other part of the same selections contains."""
    found = {
        Part(part.distinct, part.selections[:1], part.doors if len(part.selections) == 1 else None) for part in parts
    }
    return sorted(found, key=repr)


def shape_key(part: Part) -> tuple:
    """Parts with the same one are counted in one pass."""
    return part.facts, part.key, part.selections[0].over


def same_test(part: Part) -> tuple:
    """Parts of rows that count on their own are one number where this is the same."""
    return part.key, part.selections, part.doors
