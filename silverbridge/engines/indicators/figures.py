"""From counts to a figure: the arithmetic of each kind, and when there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .counting import SIDES
from .definition import IndicatorDefinition
from .results import NO_SIDES, Group, Period, Result, Side

SECONDS = {"minutes": 60, "days": 86400}
Numbers = Mapping[str, tuple[Any, Any] | None]
"""By part: how many, and how many rows or statements that rests on. None where the group was not seen at all."""


def figure(
    definition: IndicatorDefinition, period: Period, group: Group, now: Numbers, before: Numbers | None = None
) -> Result:
    """One figure before any suppression; `before` are the numbers of the year before, for a change."""
    if definition.change is not None:
        return _change(definition, period, group, now, before or {})
    if definition.kind == "gap":
        sides = {name: _side(now, f"{name}_") for name in SIDES}
        sample = min(side.denominator or 0 for side in sides.values())
        value = sides["digital"].value - sides["staffed"].value if sample else None
        return _result(definition, period, group, value, None, None, sample, sides)
    if definition.kind == "quantile":
        number, measured = now["value"] or (None, 0)
        value = number / SECONDS[definition.unit] if measured else None
        return _result(definition, period, group, value, None, measured or 0, measured or 0)
    if definition.kind == "count":
        number, seen = _of(now, "numerator")
        return _result(definition, period, group, float(number) if seen else None, number, None, number)
    side = _ratio(definition, now)
    return _result(definition, period, group, side.value, side.numerator, side.denominator, side.denominator)


def _ratio(definition: IndicatorDefinition, numbers: Numbers) -> Side:
    """A share or a ratio. A ratio's numerator that nobody told of is no zero, so there is no value."""
    side = _side(numbers, "")
    told = definition.kind == "share" or _of(numbers, "numerator")[1]
    return side if told else Side(None, side.numerator, side.denominator)


def _change(definition: IndicatorDefinition, period: Period, group: Group, now: Numbers, before: Numbers) -> Result:
    """What a figure changed since the year before; no figure where either of the two is missing, or a count was zero."""
    if definition.kind == "count":
        (number, seen), (earlier, seen_earlier) = _of(now, "numerator"), _of(before, "numerator")
        sides = {
            "now": Side(float(number) if seen else None, number, None),
            "before": Side(float(earlier) if seen_earlier else None, earlier, None),
        }
        value = number / earlier - 1 if seen and seen_earlier and earlier else None
        return _result(definition, period, group, value, number, earlier, min(number, earlier), sides)
    sides = {"now": _ratio(definition, now), "before": _ratio(definition, before)}
    values = [side.value for side in sides.values()]
    value = None if None in values else (values[0] - values[1]) * 100
    sample = min(side.denominator or 0 for side in sides.values())
    return _result(definition, period, group, value, None, None, sample, sides)


def _side(numbers: Numbers, prefix: str) -> Side:
    numerator, denominator = _of(numbers, f"{prefix}numerator")[0], _of(numbers, f"{prefix}denominator")[0]
    return Side(numerator / denominator if denominator else None, numerator, denominator)


def _of(numbers: Numbers, name: str) -> tuple[Any, Any]:
    number, seen = numbers.get(name) or (0, 0)
    return number or 0, seen or 0


def _result(
    definition: IndicatorDefinition,
    period: Period,
    group: Group,
    value: float | None,
    numerator: float | None,
    denominator: float | None,
    sample: float,
    sides: dict[str, Side] | None = None,
) -> Result:
    state = "no_data" if value is None else "measured"
    return Result(
        definition.code, period, group, state, value, numerator, denominator, sample, False, sides or NO_SIDES
    )
