"""What the indicators say of a unit and a period, figure by figure, in the form's own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.models import IndicatorResult
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.evidence.services import compute_for_each
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.queries import below_each
from silverbridge.domain.returns.adding import rounded
from silverbridge.domain.returns.models import Field, Filing, FilingFigure
from silverbridge.domain.returns.periods import Period, periods_back
from silverbridge.engines.indicators import Facts

State = FilingFigure.State


@dataclass(frozen=True)
class Measured:
    """One figure as measured; ``result`` is what the indicator came to, None where no indicator measures the field."""

    state: str
    value: Decimal | None = None
    sample: int | None = None
    result: IndicatorResult | None = None


def measure(filing: Filing, facts: Facts | None = None) -> dict[str, Measured]:
    """What each figure of a unit's return was measured at, by key of its field: see ``measure_all``."""
    return measure_all([filing], facts)[filing.pk]


def measure_all(filings: Sequence[Filing], facts: Facts | None = None) -> dict[int, dict[str, Measured]]:
    """What each figure of these returns was measured at, by id of the return and key of the field.

    Figures are for the unit and all it administers on the period's last day, or the unit alone. A field without an indicator, or
    whose indicator is defined no more, is empty, not zero. Each period is computed once, for all units and indicators together:
    passes and queries do not grow with the units. Keeps the results, so it is not to be called in a transaction. Raises
    DomainError as ``open_facts``.
    """
    fields = {row.version_id: list[Field]() for row in filings}
    for asked in Field.objects.filter(version__in=fields, kind=Field.Kind.FIGURE):
        fields[asked.version_id].append(asked)
    known = set(current_indicators().values_list("code", flat=True))
    found = {row.pk: {asked.key: Measured(State.EMPTY) for asked in fields[row.version_id]} for row in filings}
    wanted: dict[Period, list[tuple[Filing, Field]]] = {}
    for row in filings:
        for asked in fields[row.version_id]:
            if asked.indicator in known:
                wanted.setdefault(periods_back(row.form.every, row.period, asked.back), []).append((row, asked))
    if wanted:
        facts = facts if facts is not None else open_facts()
    for period, pairs in wanted.items():
        whole = below_each({row.unit_id for row, _asked in pairs}, OrganisationRelation.Kind.ADMINISTERS, period[1])
        for scope in Field.Scope:
            some = [(row, asked) for row, asked in pairs if asked.scope == scope]
            if not some:
                continue
            sets = {row.unit.code: {row.unit_id} for row, _asked in some}
            if scope == Field.Scope.WHOLE:
                sets = {row.unit.code: {row.unit_id} | whole[row.unit_id] for row, _asked in some}
            results = compute_for_each({asked.indicator for _row, asked in some}, period, sets, facts)
            for row, asked in some:
                found[row.pk][asked.key] = of_result(asked, results[asked.indicator, row.unit.code])
    return found


def of_result(field: Field, result: IndicatorResult) -> Measured:
    """A kept result in the units of a field: a share becomes per cent where the form has it so."""
    if result.value is None:
        return Measured(State.NO_DATA, None, result.sample, result)
    value = Decimal(repr(result.value)) * (100 if field.percent else 1)
    return Measured(State.VALUE, rounded(value, field.decimals), result.sample, result)
