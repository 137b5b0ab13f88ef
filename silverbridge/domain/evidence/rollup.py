"""Figures of an organisation and everybody who belongs to it, from the facts themselves; and what it is made up of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.queries import Period, check_period, indicator, organisation_codes
from silverbridge.domain.places.lines import Kind, members, parts_under
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.domain.places.queries import today
from silverbridge.engines.indicators import Facts, IndicatorDefinition, Result, Roster, Side, settle, tabulate

NOT_OWING = frozenset({"closed", "exempt"})
"""States of places that need not tell anything."""


@dataclass(frozen=True)
class Ground:
    """Opened facts and what is known of places up to a day, to be used for many figures."""

    facts: Facts
    roster: Roster
    last: date


@dataclass(frozen=True)
class Measured:
    """One figure of one organisation, by one version of its definition.

    ``state`` is measured, or says why there is no value: no_data, late, closed, exempt; none of these is zero. ``places``
    is how many of its places are in each state, so that a figure shows what it does not cover: what late places have told
    so far is in the sums. Numerator, denominator and sample are as in the engine's Result.
    """

    code: str
    version: int
    organisation: str
    period: Period
    state: str
    value: float | None
    sample: float | None
    numerator: float | None
    denominator: float | None
    places: Mapping[str, int] = field(default_factory=dict)
    sides: Mapping[str, Side] = field(default_factory=dict)


@dataclass(frozen=True)
class RolledUp:
    """A figure of the whole, and of the parts it is made up of: the organisation's own, then each one directly below it."""

    whole: Measured
    parts: tuple[Measured, ...]


def open_ground(period: Period, facts: Facts | None = None) -> Ground:
    """The facts, opened for figures of periods within this one. Raises DomainError as ``open_facts``."""
    opened = open_facts() if facts is None else facts
    return Ground(opened, Roster.of(opened, *reversed(period)), period[1])


def measured(
    code: str,
    organisation: Organisation,
    period: Period,
    kind: str = Kind.ADMINISTERS,
    ground: Ground | None = None,
) -> Measured:
    """What an indicator came to for an organisation and everybody below it by a kind of relation.

    Who belongs is taken on the period's last day (see ``places.lines``): a unit that moved counts once, with its whole period.
    ``ground`` spares opening the facts again for each of many figures. Raises NotFound for an unknown indicator,
    DomainError for a period that ends before it begins, or as ``open_facts``.
    """
    version, period = indicator(code), check_period(period)
    ground = ground or open_ground(period)
    return _measured(
        version.definition, version.version, organisation, members(organisation, kind, period), period, ground
    )


def rolled_up(
    code: str, organisation: Organisation, period: Period, kind: str = Kind.ADMINISTERS, ground: Ground | None = None
) -> RolledUp:
    """The same with its parts, which share out its facts: each fact is in exactly one part.

    So rows, sums and places add up; persons and quantiles do not, and are computed anew for the whole. Raises as ``measured``.
    """
    version, period = indicator(code), check_period(period)
    ground = ground or open_ground(period)
    parts = parts_under(organisation, kind, period)
    held = Organisation.objects.in_bulk(parts)
    made = [
        _measured(version.definition, version.version, held[pk], parts[pk], period, ground)
        for pk in sorted(parts, key=lambda pk: (pk != organisation.pk, held[pk].code))
    ]
    whole = set().union(*parts.values())
    return RolledUp(_measured(version.definition, version.version, organisation, whole, period, ground), tuple(made))


def _measured(
    definition: IndicatorDefinition,
    version: int,
    organisation: Organisation,
    belonging: Collection[int],
    period: Period,
    ground: Ground,
) -> Measured:
    codes = organisation_codes(belonging)
    (result,) = tabulate([definition], ground.facts, [period], codes)[definition.code, period]
    places = places_in_states(definition, codes, period, ground)
    result = told_or_not(result, places)
    return Measured(
        definition.code,
        version,
        organisation.code,
        period,
        result.state,
        result.value,
        result.sample,
        result.numerator,
        result.denominator,
        places,
        result.sides,
    )


def places_in_states(
    definition: IndicatorDefinition, codes: Collection[str], period: Period, ground: Ground
) -> dict[str, int]:
    """How many places of these organisations are in each state for a figure; a place counts where it belongs today."""
    ours = set(Place.objects.filter(organisation__code__in=codes).values_list("code", flat=True))
    found = tabulate([definition], ground.facts, [period], list(codes), ("place",))[definition.code, period]
    states: dict[str, int] = {}
    for result in settle(definition, found, ground.roster, period, today()):
        if result.group["place"] in ours:
            states[result.state] = states.get(result.state, 0) + 1
    return dict(sorted(states.items()))


def told_or_not(result: Result, places: Mapping[str, int]) -> Result:
    """The figure of several places: none where every one is closed, exempt or late, however much was told before."""
    owing = {state: n for state, n in places.items() if state not in NOT_OWING}
    if places and not owing:
        return result._replace(state="exempt" if "exempt" in places else "closed", value=None)
    if owing and (set(owing) == {"late"} or (result.state == "no_data" and "late" in owing)):
        return result._replace(state="late", value=None)
    return result
