"""Scoring units by a scheme; each time a new version, never a changed one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import KEEPERS, SUPERVISORS
from silverbridge.domain.oversight.gathering import Gatherer, kept, opened
from silverbridge.domain.oversight.models import Evaluation, UnitScore
from silverbridge.domain.oversight.queries.definitions import scheme as scheme_on
from silverbridge.domain.oversight.queries.reach import looked_at
from silverbridge.domain.oversight.services.shared import lock_numbers, tell
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.engines.evaluation import EvaluationScheme, Score, rank, score

APPEAL_DAYS = 10
Facts = Mapping[int, dict[str, Any]]
"""Kept facts by the id of the unit."""


@transaction.atomic
def evaluate(
    organisation: Organisation,
    code: str,
    period: tuple[date, date],
    units: Iterable[int],
    actor: Actor,
    because: str = "",
    as_of: date | None = None,
) -> Evaluation:
    """Scores units (ids) for a period by the scheme that holds at its end. The figures are those of the last export.

    Returns are read as they stood at the end of ``as_of`` (today): a correction accepted by then counts, a later one does not.
    Raises Forbidden, NotFound for a scheme there is not, DomainError for no units, units one does not look at, or a day to come
    or before the period.
    """
    check_role_over(actor, organisation, KEEPERS)
    definition, wanted = scheme_on(code, period[1]), set(units)
    if not wanted:
        raise DomainError("units", _("No unit is chosen."), _("Tick those to be scored."), "units")
    if wanted - (looked_at(organisation) - {organisation.pk}):
        raise DomainError("units", _("One of these units is not yours to score."), _("Choose from the list."), "units")
    day = as_of or today()
    if not period[0] <= day <= today():
        raise DomainError(
            "as_of",
            _("Returns cannot be read as of %(day)s: that day is to come, or before the period."),
            _("Give a day from the period's first to today, or leave it empty."),
            "as_of",
            day=day.isoformat(),
        )
    gatherer = Gatherer(definition, period, Organisation.objects.filter(pk__in=wanted).order_by("code"), day)
    facts = {unit.pk: kept(gatherer.readings(unit), gatherer.cases(unit)) for unit in gatherer.units}
    lock_numbers(organisation)
    return write_version(organisation, definition, period, facts, actor, because, returns_as_of=day)


def write_version(
    organisation: Organisation,
    definition: EvaluationScheme,
    period: tuple[date, date],
    facts: Facts,
    actor: Actor,
    because: str = "",
    **more: Any,
) -> Evaluation:
    """The next version with these facts. Whoever calls holds the lock on numbers."""
    held = Evaluation.objects.filter(
        organisation=organisation, scheme_code=definition.code, first=period[0], last=period[1]
    )
    told = definition.model_dump(mode="json")
    scores = {unit: score_of(definition, str(unit), told_of) for unit, told_of in facts.items()}
    ranks = rank(scores.values())
    row = Evaluation.objects.create(
        organisation=organisation,
        scheme_code=definition.code,
        scheme=told,
        first=period[0],
        last=period[1],
        version=(held.aggregate(last=Max("version"))["last"] or 0) + 1,
        because=because[:200],
        digest=digest_of(told, facts),
        made_by=actor.user,
        **more,
    )
    UnitScore.objects.bulk_create(
        UnitScore(
            evaluation=row,
            organisation_id=unit,
            facts=facts[unit],
            points=one.points,
            out_of=one.out_of,
            whole=one.whole,
            share=one.share,
            rank=ranks[str(unit)],
        )
        for unit, one in scores.items()
    )
    ranked = sum(place is not None for place in ranks.values())
    payload = events.EvaluationMade(scheme=definition.code, edition=row.version, units=len(scores), ranked=ranked)
    tell(payload, row.object_key, actor, organisation)
    return row


def score_of(definition: EvaluationScheme, unit: str, facts: dict[str, Any]) -> Score:
    """The score kept facts give under a scheme."""
    readings, cases = opened(facts)
    return score(definition, unit, readings, cases)


def digest_of(scheme: dict[str, Any], facts: Facts) -> str:
    """SHA-256 of scheme and facts: the same digest, the same scores."""
    text = json.dumps([scheme, sorted(facts.items())], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def issue_evaluation(row: Evaluation, actor: Actor) -> Evaluation:
    """A supervisor issues a draft: from now on each unit sees its own score, and may appeal for ten days.

    Raises Forbidden; DomainError when a later version stands; Conflict when it was issued already.
    """
    check_role_over(actor, row.organisation, SUPERVISORS)
    lock_numbers(row.organisation)
    later = Evaluation.objects.filter(
        organisation=row.organisation,
        scheme_code=row.scheme_code,
        first=row.first,
        last=row.last,
        version__gt=row.version,
    )
    if later.exists():
        raise DomainError("superseded", _("There is a later version."), _("Issue that one."))
    until = today() + timedelta(days=APPEAL_DAYS)
    if not Evaluation.objects.filter(pk=row.pk, state=Evaluation.State.DRAFT).update(
        state=Evaluation.State.ISSUED, issued_by=actor.user, appeal_until=until
    ):
        raise somebody_was_first()
    row.refresh_from_db()
    payload = events.EvaluationIssued(scheme=row.scheme_code, edition=row.version)
    tell(payload, row.object_key, actor, row.organisation)
    return row
