"""Appeals of units against a score (申诉): filed by the unit, decided by somebody else, the score counted anew."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.queries import speaks_for
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import KEEPERS, SUPERVISORS
from silverbridge.domain.oversight.gathering import Gatherer, kept
from silverbridge.domain.oversight.models import Appeal, Evaluation, UnitScore
from silverbridge.domain.oversight.services.evaluating import write_version
from silverbridge.domain.oversight.services.shared import check_another, lock_numbers, tell, words
from silverbridge.domain.places.queries import today
from silverbridge.engines.evaluation import EvaluationScheme


@transaction.atomic
def file_appeal(score: UnitScore, item: str, reason: str, upload: Upload | None, actor: Actor) -> Appeal:
    """The unit itself appeals against an item, with a reason and, if it has one, a file.

    Raises Forbidden for anybody who does not speak for the unit; DomainError for a score that is not issued, after the last day,
    or an item the scheme does not have; Conflict while an appeal against it is open.
    """
    evaluation = score.evaluation
    if actor.user is None or not speaks_for(actor.user, KEEPERS, score.organisation_id, evaluation.organisation_id):
        raise Forbidden("unit", _("Only the unit itself appeals."), _("Ask its reporting officer."))
    if evaluation.state != Evaluation.State.ISSUED or evaluation.appeal_until is None:
        raise DomainError("not_issued", _("This score is not issued."), _("Wait until it is."))
    if today() > evaluation.appeal_until:
        raise DomainError(
            "too_late",
            _("Appeals were taken until %(day)s."),
            _("Write to whoever evaluates."),
            day=evaluation.appeal_until.isoformat(),
        )
    definition = EvaluationScheme.model_validate(evaluation.scheme)
    if item not in {part.code for part in (*definition.items, *definition.deductions)}:
        raise DomainError("item", _("The item is missing."), _("Choose one of those shown."), "item")
    row = Appeal(score=score, item=item, reason=words(reason, "reason", 2000), by=actor.user)
    row.file = keep_file(upload) if upload is not None else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(
            "appealed", _("There is an open appeal against this item."), _("Wait for its decision.")
        ) from error
    tell(events.AppealFiled(item=item), row.object_key, actor, score.organisation)
    return row


@transaction.atomic
def decide_appeal(
    appeal: Appeal, upheld: bool, decision: str, actor: Actor, remedy: str = "", value: float | None = None
) -> Appeal:
    """A supervisor decides, neither who appealed nor who made the evaluation. Upheld, the next version is counted at once.

    ``remedy`` says how: the facts are counted again, the item is not scored, or the figure is ``value``. Raises Forbidden;
    DomainError without reasons, remedy or value; Conflict when it was decided already.
    """
    evaluation = appeal.score.evaluation
    check_role_over(actor, evaluation.organisation, SUPERVISORS)
    check_another(actor, appeal.by, evaluation.made_by)
    said = words(decision, "decision", 2000)
    definition = EvaluationScheme.model_validate(evaluation.scheme)
    if upheld:
        _check_remedy(definition, appeal.item, remedy, value)
    lock_numbers(evaluation.organisation)
    state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
    decided = Appeal.objects.filter(pk=appeal.pk, state=Appeal.State.FILED).update(
        state=state,
        decision=said,
        remedy=remedy if upheld else "",
        value=value if upheld and remedy == Appeal.Remedy.VALUE else None,
        decided_by=actor.user,
        decided_at=timezone.now(),
    )
    if not decided:
        raise somebody_was_first()
    appeal.refresh_from_db()
    if upheld:
        Appeal.objects.filter(pk=appeal.pk).update(led_to=_next_version(appeal, definition, actor))
        appeal.refresh_from_db()
    outcome = "upheld" if upheld else "rejected"
    tell(events.AppealDecided(item=appeal.item, outcome=outcome), appeal.object_key, actor, evaluation.organisation)
    return appeal


def _check_remedy(definition: EvaluationScheme, item: str, remedy: str, value: float | None) -> None:
    if remedy not in Appeal.Remedy.values:
        raise DomainError("remedy", _("What follows from it is missing."), _("Choose one of those shown."), "remedy")
    scored = item in {part.code for part in definition.items}
    if remedy == Appeal.Remedy.VALUE and (value is None or not scored):
        raise DomainError(
            "value",
            _("The right figure is missing."),
            _("Write it down; where points were taken away, choose another way."),
            "value",
        )


def _next_version(appeal: Appeal, definition: EvaluationScheme, actor: Actor) -> Evaluation:
    """The latest version with the facts of this unit mended; it is issued at once, for the units have the one before."""
    evaluation, unit = appeal.score.evaluation, appeal.score.organisation
    latest = (
        Evaluation.objects.filter(
            organisation=evaluation.organisation,
            scheme_code=evaluation.scheme_code,
            first=evaluation.first,
            last=evaluation.last,
            state=Evaluation.State.ISSUED,
        )
        .order_by("-version")
        .first()
    )
    facts = {row.organisation_id: row.facts for row in latest.scores.all()}
    period = (evaluation.first, evaluation.last)
    facts[unit.pk] = _mended(facts[unit.pk], appeal, Gatherer(definition, period, [unit]))
    return write_version(
        evaluation.organisation,
        definition,
        period,
        facts,
        actor,
        because=f"{unit.name}申诉成立",
        returns_as_of=latest.returns_as_of,
        state=Evaluation.State.ISSUED,
        issued_by=actor.user,
        appeal_until=evaluation.appeal_until,
    )


def _mended(facts: dict[str, Any], appeal: Appeal, gatherer: Gatherer) -> dict[str, Any]:
    readings, cases = dict(facts["readings"]), dict(facts["cases"])
    code, unit = appeal.item, appeal.score.organisation
    item = next((part for part in gatherer.scheme.items if part.code == code), None)
    note = "申诉后更正"
    if appeal.remedy == Appeal.Remedy.RECOUNT:
        counted = kept({code: gatherer.reading(item, unit)} if item else {}, gatherer.cases(unit))
        readings |= counted["readings"]
        if item is None:
            cases[code] = counted["cases"][code]
    elif item is None:
        cases[code] = None
    else:
        value = appeal.value if appeal.remedy == Appeal.Remedy.VALUE else None
        readings[code] = {**readings[code], "value": value, "note": note}
        if value is not None:
            # The figure was set by a decision: no longer that of the rows, nor of their number.
            readings[code] |= {"numerator": None, "denominator": None, "sample": None}
    return {"readings": readings, "cases": cases}
