"""Explaining one figure down to its rows: the clause, the 口径, the query, and rows without anything that points at a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.services import Read, log_reading
from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.facts.opening import Engine
from silverbridge.domain.evidence.queries import Period, check_period, indicator
from silverbridge.domain.evidence.rows import facts_of, family_of
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.engines.indicators import (
    SHAPES,
    Facts,
    IndicatorDefinition,
    Result,
    Roster,
    compute,
    parts,
    rows,
    settle,
    sql,
)

ROWS = 5
_HIDDEN = ("object_key", "subject_key", "visit_key", "data", "recorded_at", "version")


@dataclass(frozen=True)
class Explanation:
    """A figure and everything it stands on. ``rows`` hold no key, name or number of a person, an age only as a band."""

    definition: IndicatorDefinition
    period: Period
    result: Result
    queries: tuple[str, ...]
    part: str
    rows: tuple[dict[str, Any], ...]


def explain(
    code: str,
    period: Period,
    actor: Actor,
    purpose: str,
    place: str | None = None,
    engine: Engine = "duckdb",
    limit: int = ROWS,
) -> Explanation:
    """What an indicator came to, of everybody or of one place, and why. The look-up is logged, with each row that is shown.

    A suppressed figure shows no rows. Raises NotFound for an unknown indicator or place, DomainError without a purpose.
    """
    definition, period = indicator(code).definition, check_period(period)
    if place is not None and not Place.objects.filter(code=place).exists():
        raise NotFound("place", _("There is no place “%(name)s”."), _("Give its code."), "place", name=place)
    if place is not None and "place" not in SHAPES[definition.facts].groups:
        raise DomainError("place", _("This figure is not told by place."), _("Leave the place out."), "place")
    facts = open_facts(engine)
    result = _result(definition, facts, period, place)
    queries = tuple(sql(definition, facts, period, None, ("place",) if place else ()))
    part, group = parts(definition)[0], {"place": place} if place else {}
    shown: list[tuple[int, str]] = []
    if not result.suppressed and result.state in ("measured", "no_data"):
        shown = rows(definition, facts, period, None, part, limit=limit, group=group)
    family = family_of(definition, part)
    told = facts_of(facts, family, [identity for identity, _key in shown])
    _log(actor, purpose, code, family, told, place)
    masked = tuple({name: value for name, value in row.items() if name not in _HIDDEN} for row in told)
    return Explanation(definition, period, result, queries, part, masked)


def _result(definition: IndicatorDefinition, facts: Facts, period: Period, place: str | None) -> Result:
    if place is None:
        return compute(definition, facts, period)[0]
    found = compute(definition, facts, period, None, ("place",))
    from silverbridge.domain.places.queries import today

    settled = settle(definition, found, Roster.of(facts, *reversed(period)), period, today())
    none = Result(definition.code, period, {"place": place}, "no_data", None, None, None, None)
    return next((result for result in settled if result.group["place"] == place), none)


@transaction.atomic
def _log(actor: Actor, purpose: str, code: str, family: str, told: list[dict[str, Any]], place: str | None) -> None:
    codes = {row["organisation"] for row in told}
    if place is not None:
        codes |= set(Place.objects.filter(code=place).values_list("organisation__code", flat=True))
    held = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    key = {"events": "object_key", "visits": "visit_key"}.get(family)
    reads = [Read(held.get(row["organisation"]), row.get("subject_key"), row.get(key) if key else None) for row in told]
    log_reading(actor, f"explain.{code}"[:60], purpose, reads or [Read(next(iter(held.values()), None))])
