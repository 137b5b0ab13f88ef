"""From readings to points. What was not measured is not scored, and the denominator says so: it is never zero points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .scheme import EvaluationScheme, Source


@dataclass(frozen=True)
class Row:
    """One thing a figure is made of: its kind and key, words to show, and whether it counts for the unit (None: neither)."""

    kind: str
    key: str
    words: str
    counts: bool | None = None


@dataclass(frozen=True)
class Reading:
    """What was found for one item. ``value`` is None where there are no data; ``rows`` lead further down."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    sample: int | None = None
    rows: tuple[Row, ...] = ()
    note: str = ""


NOTHING = Reading(None)


@dataclass(frozen=True)
class ScoredItem:
    """The points of one item. ``state`` is scored, no_data or sample_too_small; only a scored one has points."""

    code: str
    weight: float
    state: str
    points: float | None
    reached: float | None
    reading: Reading


@dataclass(frozen=True)
class Taken:
    """Points taken away by one rule: for how many cases (None: nobody knows), and which."""

    code: str
    cases: int | None
    points: float
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Score:
    """A unit's score: ``points`` of ``out_of`` that could be scored, of ``whole`` in the scheme.

    ``share`` is points over out_of, None where nothing could be scored; ``ranked`` says whether enough was.
    """

    unit: str
    points: float
    out_of: float
    whole: float
    share: float | None
    ranked: bool
    items: tuple[ScoredItem, ...]
    taken: tuple[Taken, ...]


def score(
    scheme: EvaluationScheme,
    unit: str,
    readings: Mapping[str, Reading],
    cases: Mapping[str, tuple[Row, ...] | None],
) -> Score:
    """One unit's score. ``readings`` go by item code, ``cases`` by deduction code (None: it was not looked at).

    Points are rounded to a hundredth, item by item, so that what stands on paper adds up.
    """
    items = tuple(_item(item.code, item.weight, item.source, readings.get(item.code, NOTHING)) for item in scheme.items)
    taken = []
    for rule in scheme.deductions:
        rows = cases.get(rule.code)
        points = round(min(rule.at_most, rule.points * len(rows)), 2) if rows else 0.0
        taken.append(Taken(rule.code, None if rows is None else len(rows), points, rows or ()))
    out_of = round(sum(item.weight for item in items if item.state == "scored"), 2)
    gained = sum(item.points or 0.0 for item in items)
    # Deductions take points from what was scored; they cannot be taken from what was not.
    points = max(0.0, round(gained - sum(one.points for one in taken), 2)) if out_of else 0.0
    share = points / out_of if out_of else None
    ranked = bool(out_of) and out_of >= scheme.least_scored * scheme.whole
    return Score(unit, points, out_of, round(scheme.whole, 2), share, ranked, items, tuple(taken))


def _item(code: str, weight: float, source: Source, reading: Reading) -> ScoredItem:
    if reading.value is None:
        return ScoredItem(code, weight, "no_data", None, None, reading)
    if (reading.sample or 0) < source.least and reading.sample is not None:
        return ScoredItem(code, weight, "sample_too_small", None, None, reading)
    way = (reading.value - source.floor) / (source.target - source.floor)
    reached = min(1.0, max(0.0, way))
    return ScoredItem(code, weight, "scored", round(weight * reached, 2), reached, reading)
