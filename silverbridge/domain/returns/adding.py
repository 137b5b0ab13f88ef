"""Adding up: what a figure comes to over several units. Pure; no table is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from silverbridge.domain.returns.models import Field, FilingFigure

State, RollUp = FilingFigure.State, Field.RollUp


@dataclass(frozen=True)
class Part:
    """One unit's figure. ``value`` only where ``state`` is ``value``; ``weight`` only where the rule needs one."""

    unit: str
    state: str
    value: Decimal | None = None
    weight: Decimal | None = None


@dataclass(frozen=True)
class Whole:
    """What the parts come to, how many are in it, and why each of the others is not (state by unit). No data is never zero."""

    state: str
    value: Decimal | None = None
    counted: int = 0
    missing: Mapping[str, str] = field(default_factory=dict)


def add_up(rule: str, parts: Iterable[Part]) -> Whole:
    """The whole by the rule of its field.

    ``sum``: of what has a value. ``weighted``: the mean weighted by each part's ``weight``; a part without one is missing.
    ``none``: nothing is added up, and the state says so (empty, for somebody to fill in). Where no part has a value there is no
    data. Raises ValueError for an unknown rule, or where one unit comes twice.
    """
    parts = list(parts)
    if len({part.unit for part in parts}) != len(parts):
        raise ValueError("a unit counts once")
    if rule == RollUp.NONE:
        return Whole(State.EMPTY)
    if rule not in (RollUp.SUM, RollUp.WEIGHTED):
        raise ValueError(f"unknown rule {rule!r}")
    inside, missing = [], {}
    for part in sorted(parts, key=lambda part: part.unit):
        state = part.state
        if state == State.VALUE and rule == RollUp.WEIGHTED and part.weight is None:
            state = State.NO_DATA
        if state == State.VALUE and part.value is not None:
            inside.append(part)
        else:
            missing[part.unit] = state if state != State.VALUE else State.NO_DATA
    value = _value(rule, inside)
    if value is None:
        return Whole(State.NO_DATA, None, 0, missing | {part.unit: State.NO_DATA for part in inside})
    return Whole(State.VALUE, value, len(inside), missing)


def _value(rule: str, inside: list[Part]) -> Decimal | None:
    if not inside:
        return None
    if rule == RollUp.SUM:
        return sum((part.value for part in inside), Decimal(0))
    weights = sum((part.weight for part in inside), Decimal(0))
    if weights == 0:
        return None
    return sum((part.value * part.weight for part in inside), Decimal(0)) / weights


def rounded(value: Decimal | float, decimals: int) -> Decimal:
    """A value as the form has it: so many decimals, a half upward, as offices round."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
