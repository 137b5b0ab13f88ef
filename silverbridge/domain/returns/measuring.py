"""What the indicators say of a unit and a period, figure by figure, in the form's own units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.models import IndicatorResult
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.evidence.services import compute_indicator
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.queries import below
from silverbridge.domain.returns.adding import rounded
from silverbridge.domain.returns.models import Field, Filing, FilingFigure
from silverbridge.domain.returns.periods import periods_back
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
    """What each figure of a unit's return was measured at, by key of its field; for the unit and all it administers then.

    A field without an indicator, or whose indicator is defined no more, is empty, not zero. Computes and keeps the results, so
    it is not to be called in a transaction. Raises DomainError as ``open_facts``.
    """
    fields = list(filing.version.fields.filter(kind=Field.Kind.FIGURE))
    known = set(current_indicators().values_list("code", flat=True))
    wanted = [field for field in fields if field.indicator in known]
    found = {field.key: Measured(State.EMPTY) for field in fields}
    if not wanted:
        return found
    facts = facts if facts is not None else open_facts()
    for field in wanted:
        period = periods_back(filing.form.every, filing.period, field.back)
        scope = {filing.unit_id}
        if field.scope == Field.Scope.WHOLE:
            scope |= below(filing.unit, OrganisationRelation.Kind.ADMINISTERS, period[1])
        result = compute_indicator(field.indicator, period, scope, None, facts)
        found[field.key] = of_result(field, result)
    return found


def of_result(field: Field, result: IndicatorResult) -> Measured:
    """A kept result in the units of a field: a share becomes per cent where the form has it so."""
    if result.value is None:
        return Measured(State.NO_DATA, None, result.sample, result)
    value = Decimal(repr(result.value)) * (100 if field.percent else 1)
    return Measured(State.VALUE, rounded(value, field.decimals), result.sample, result)
