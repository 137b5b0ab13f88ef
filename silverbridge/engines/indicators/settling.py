"""Why a place has no figure: shut all the period, exempt, late, or nothing to count. None of these is zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from .definition import IndicatorDefinition
from .results import Period, Result
from .stocks import OPEN

if TYPE_CHECKING:
    import ibis

    from .facts import Facts

EXEMPT = "exempt."
"""The snapshot `exempt.CODE` says from which day on a place need not tell of an indicator (1), or must again (0)."""
REPORTED = "reported."
"""The snapshot `reported.visits` (or `.events`) says up to which day a place has told everything of a family, visits or
none."""


@dataclass(frozen=True)
class Roster:
    """What is known of places: dated statements of opening and exemption, and up to which day each said that it told all its
    visits. `visited` finds the last day on which each had one, as far as anybody asks."""

    opened: Mapping[str, Sequence[tuple[date, bool]]]
    exempt: Mapping[str, Mapping[str, Sequence[tuple[date, bool]]]] = field(default_factory=dict)
    told: Mapping[str, date] = field(default_factory=dict)
    visited: Callable[[], Mapping[str, date]] = dict
    lasts: dict[tuple[str, Period], date | None] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What `last_open` answered: every indicator asks the same."""

    @classmethod
    def of(cls, facts: Facts, last: date, since: date = date(1, 1, 1)) -> Roster:
        """Everything said up to a day. Of two statements of one day the later recorded holds.

        Visits are looked at from `since` on, the first day of the periods to settle: one told before says no more than none.
        """
        opened: dict[str, dict[date, bool]] = {}
        exempt: dict[str, dict[str, dict[date, bool]]] = {}
        told: dict[str, date] = {}
        columns = facts.ask(_stated, last).itercolumns()
        for kind, place, day, value in zip(*(column.to_pylist() for column in columns), strict=True):
            if kind == OPEN:
                opened.setdefault(place, {})[day] = value > 0
            elif kind.startswith(EXEMPT):
                exempt.setdefault(kind.removeprefix(EXEMPT), {}).setdefault(place, {})[day] = value > 0
            elif kind == f"{REPORTED}visits":
                told[place] = max(told.get(place, day), day)
        return cls(
            {place: sorted(days.items()) for place, days in opened.items()},
            {code: {p: sorted(d.items()) for p, d in held.items()} for code, held in exempt.items()},
            told,
            cache(lambda: dict(zip(*facts.ask(_visited, since, last).to_pydict().values(), strict=True))),
        )

    def last_open(self, place: str, period: Period) -> date | None:
        """The last day of the period on which the place is open; None when it is shut all the time, or was never said to
        be open."""
        if (place, period) not in self.lasts:
            spans = _spans(self.opened.get(place, ()), period)
            self.lasts[place, period] = max((until for _since, until, holds in spans if holds), default=None)
        return self.lasts[place, period]

    def has_told(self, place: str, day: date) -> bool:
        """Whether the place told of its visits up to this day, by its word or by a visit then or later."""
        return day <= self.told.get(place, date.min) or day <= self.visited().get(place, date.min)

    def is_exempt(self, place: str, code: str, period: Period) -> bool:
        """Whether the place need not tell of this indicator on any day of the period."""
        spans = list(_spans(self.exempt.get(code, {}).get(place, ()), period))
        return bool(spans) and spans[0][0] == period[0] and all(holds for *_days, holds in spans)


def _stated(facts: Facts, last: date) -> ibis.Table:
    """What was said of openings, exemptions and reporting, in order."""
    table = facts.of("snapshots")
    wanted = (table.kind == OPEN) | table.kind.startswith(EXEMPT) | table.kind.startswith(REPORTED)
    rows = table.filter(wanted & (table.business_date <= last)).order_by(["business_date", "snapshot_id"])
    return rows.select("kind", "place", "business_date", "value")


def _visited(facts: Facts, since: date, last: date) -> ibis.Table:
    """The last day on which each place had a visit."""
    visits = facts.of("visits")
    some = visits.filter(visits.business_date.between(since, last))
    return some.group_by("place").aggregate(day=some.business_date.max())


def _spans(statements: Iterable[tuple[date, bool]], period: Period) -> Iterable[tuple[date, date, bool]]:
    """The stretches of the period with what holds in each, as far as anything was said."""
    held = list(statements)
    for at, (since, holds) in enumerate(held):
        until = held[at + 1][0] - timedelta(days=1) if at + 1 < len(held) else period[1]
        first, last = max(since, period[0]), min(until, period[1])
        if first <= last:
            yield first, last, holds


def settle(
    definition: IndicatorDefinition,
    results: Sequence[Result],
    roster: Roster,
    period: Period,
    today: date,
    grace_days: int = 3,
) -> list[Result]:
    """One result for each place of the roster, and each that has a figure: the figure, or why there is none.

    The first of these holds: `closed` when the place was open on no day, `exempt` when it need not tell, `late` when its
    visits are not told up to `grace_days` before its last open day of the period (or before today), then what was
    measured, or `no_data`. A late figure would be too small, so it shows no value; its counts stay in the sums of the whole.
    """
    by_place = {result.group.get("place"): result for result in results}
    places = sorted({place for place in by_place if place is not None} | set(roster.opened))
    found = [by_place[None]] if None in by_place else []
    for place in places:
        result = by_place.get(place) or Result(
            definition.code, period, {"place": place}, "no_data", None, None, None, None
        )
        found.append(_settled(definition, result, place, roster, period, today, timedelta(days=grace_days)))
    return found


def _settled(
    definition: IndicatorDefinition,
    result: Result,
    place: str,
    roster: Roster,
    period: Period,
    today: date,
    grace: timedelta,
) -> Result:
    last = roster.last_open(place, period)
    if place in roster.opened and last is None:
        return result._replace(state="closed", value=None)
    if roster.is_exempt(place, definition.code, period):
        return result._replace(state="exempt", value=None)
    if definition.facts == "visits" and last is not None:
        wanted = min(last, today) - grace
        if wanted >= period[0] and not roster.has_told(place, wanted):
            return result._replace(state="late", value=None)
    return result
