"""What an evaluation rests on: readings of every source for one unit and period, each with the rows it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import cached_property
from typing import Any

from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.models import IndicatorResult
from silverbridge.domain.evidence.services import compute_for_each
from silverbridge.domain.oversight.models import ReturnCall
from silverbridge.domain.oversight.queries.calls import calls_in
from silverbridge.domain.oversight.queries.returned import Owed, Told, figures_of, owed_by, whole_of
from silverbridge.domain.oversight.queries.visits import serious_in, visits_in
from silverbridge.domain.places.models import Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below_each, today
from silverbridge.domain.returns.models import Filing, FilingFigure
from silverbridge.engines.evaluation import EvaluationScheme, Item, Reading, Row
from silverbridge.engines.sampling import Checklist

Period = tuple[date, date]
Cases = dict[str, tuple[Row, ...] | None]
NO_VALUE = "没有数据"


class Gatherer:
    """Reads the sources of a scheme for one period and these units; their indicators are computed together, when first asked for.

    Returns are read as they stood at the end of ``day`` (today): the entry that counted then, and what had come by then.
    """

    def __init__(
        self, scheme: EvaluationScheme, period: Period, units: Iterable[Organisation], day: date | None = None
    ) -> None:
        self.scheme, self.period, self.units, self.day = scheme, period, list(units), day or today()
        # Asked for by item after item; within one reading they stay what they are.
        under = below_each([unit.pk for unit in self.units], OrganisationRelation.Kind.ADMINISTERS, today())
        self._wholes = {unit: {unit} | below for unit, below in under.items()}
        self._all_owed: dict[int, Owed] = {}

    def readings(self, unit: Organisation) -> dict[str, Reading]:
        """What was found for each item, by code."""
        return {item.code: self.reading(item, unit) for item in self.scheme.items}

    def reading(self, item: Item, unit: Organisation) -> Reading:
        """What was found for one item."""
        units = self._wholes[unit.pk]
        match item.source.kind:
            case "indicator":
                return self._measured(str(item.source.indicator), unit)
            case "return_figure":
                form, key = str(item.source.form), str(item.source.figure)
                return _told(figures_of(unit, form, key, self.period, self.day), self.day)
            case "returns_complete" | "returns_in_time":
                return _returned(self._owed(unit), item.source.kind == "returns_in_time")
            case "inspection":
                return _inspected(units, self.period)
            case _:
                return _called(units, self.period, item.source.kind == "call_satisfied")

    def _owed(self, unit: Organisation) -> Owed:
        if unit.pk not in self._all_owed:
            self._all_owed[unit.pk] = owed_by(self._wholes[unit.pk], self.period, self.day)
        return self._all_owed[unit.pk]

    @cached_property
    def _results(self) -> dict[tuple[str, str], IndicatorResult]:
        """Every indicator of the scheme for every unit, by code of the indicator and id of the unit."""
        codes = {str(item.source.indicator) for item in self.scheme.items if item.source.kind == "indicator"}
        sets = {str(unit.pk): self._wholes[unit.pk] for unit in self.units}
        return compute_for_each(codes, self.period, sets, open_facts())

    def _measured(self, code: str, unit: Organisation) -> Reading:
        result = self._results[code, str(unit.pk)]
        row = Row("indicator", code, f"{code} v{result.version}")
        return Reading(result.value, result.numerator, result.denominator, result.sample, (row,))

    def cases(self, unit: Organisation) -> Cases:
        """What points are taken away for, by the code of the deduction; None where nobody looked."""
        units, found = self._wholes[unit.pk], {}
        for rule in self.scheme.deductions:
            if rule.cases == "serious_findings":
                found[rule.code] = _serious(units, self.period)
            else:
                owed = self._owed(unit)
                missing = tuple(_filing(filing, False) for filing in owed.missing)
                found[rule.code] = missing if owed.filings else None
        return found


def _filing(filing: Filing, counts: bool, later: Filing | None = None) -> Row:
    words = f"{filing.form}，{filing.last:%Y-%m-%d}"
    if later is not None:
        words += f"，后以第{later.entry}次报送更正（{later.accepted_on:%Y-%m-%d}审核通过）"
    return Row("filing", str(filing.pk), words, counts)


def _told(told: list[Told], day: date) -> Reading:
    """A figure of a unit's returns: of each the entry that counts, and beside it what it was before it was corrected."""
    if not told:
        return Reading(None)
    total, rows = whole_of(told), []
    for one in told:
        rows.append(_entry(one.figure, True))
        rows += [_entry(row, False) for row in one.earlier]
    value = None if total.value is None else float(total.value)
    note = f"按截至{day:%Y-%m-%d}审核通过的报表"
    if any(one.earlier for one in told):
        note += "，用的是更正后的数"
    return Reading(value, rows=tuple(rows), note=note)


def _entry(row: FilingFigure, counts: bool) -> Row:
    filing, asked = row.filing, row.field
    said = f"{row.claimed:.{asked.decimals}f}{asked.unit}" if row.claimed is not None else NO_VALUE
    words = f"{filing.form}，{filing.last:%Y-%m-%d}，第{filing.entry}次报送：{said}（{filing.accepted_on:%Y-%m-%d}审核通过）"
    return Row("filing", str(filing.pk), words if counts else f"{words}，更正前", counts)


def _returned(owed: Owed, in_time: bool) -> Reading:
    if not owed.filings:
        return Reading(None)
    good = owed.in_time if in_time else owed.came
    keys = {filing.pk for filing in good}
    rows = tuple(_filing(filing, filing.pk in keys, owed.counting.get(filing.pk)) for filing in owed.filings)
    return Reading(len(good) / len(owed.filings), len(good), len(owed.filings), len(owed.filings), rows)


def _inspected(units: set[int], period: Period) -> Reading:
    visits = visits_in(units, period)
    checked, good = sum(v.checked for v in visits), sum(v.in_order for v in visits)
    if not checked:
        return Reading(None)
    rows = tuple(
        Row("visit", str(v.pk), f"{v.seat.place.name}，{v.on:%Y-%m-%d}，{v.in_order}/{v.checked}") for v in visits
    )
    return Reading(good / checked, good, checked, checked, rows)


def _serious(units: set[int], period: Period) -> tuple[Row, ...] | None:
    if not visits_in(units, period):
        return None
    return tuple(
        Row("visit", str(a.visit_id), f"{a.visit.seat.place.name}，{a.visit.on:%Y-%m-%d}，{_point(a)}", False)
        for a in serious_in(units, period)
    )


def _point(answer: Any) -> str:
    points = Checklist.model_validate(answer.visit.seat.plan.checklist)
    return next((item.ask.zh for item in points.items if item.code == answer.item), answer.item)


def _called(units: set[int], period: Period, satisfied: bool) -> Reading:
    calls = [call for call in calls_in(units, period) if call.result in ReturnCall.ANSWERED]
    if not calls:
        return Reading(None)
    good = (ReturnCall.Result.SATISFIED,)
    if not satisfied:
        good = (*good, ReturnCall.Result.RESOLVED)
    rows = tuple(
        Row("call", str(c.round_id), f"{c.request.version.name}，{c.get_result_display()}", c.result in good)
        for c in calls
    )
    hits = sum(row.counts is True for row in rows)
    return Reading(hits / len(calls), hits, len(calls), len(calls), rows)


def kept(readings: dict[str, Reading], cases: Cases) -> dict[str, Any]:
    """Facts as they are kept with a score."""
    return {
        "readings": {code: asdict(reading) for code, reading in readings.items()},
        "cases": {code: None if rows is None else [asdict(row) for row in rows] for code, rows in cases.items()},
    }


def opened(facts: dict[str, Any]) -> tuple[dict[str, Reading], Cases]:
    """Kept facts as the engine takes them."""
    readings = {}
    for code, told in facts["readings"].items():
        rows = tuple(Row(**row) for row in told["rows"])
        readings[code] = Reading(**{**told, "rows": rows})
    cases = {code: None if rows is None else tuple(Row(**row) for row in rows) for code, rows in facts["cases"].items()}
    return readings, cases
