"""What measures a task, and what else is put to it."""

from __future__ import annotations

import math

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.evidence.queries import indicator
from silverbridge.domain.ledger import events
from silverbridge.domain.ledger.models import Task, TaskEvidence, TaskIndicator
from silverbridge.domain.ledger.scopes import within
from silverbridge.domain.ledger.services.rights import check_keeper
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.indicators import IndicatorDefinition

_LEAST = {"share": 0.0, "gap": -1.0, "count": 0.0, "quantile": 0.0}
_MOST = {"share": 1.0, "gap": 1.0}


def check_target(definition: IndicatorDefinition, target: float, direction: str, min_sample: int) -> None:
    """Raises Invalid: a target the figure cannot reach, no direction, a sample smaller than the definition allows."""
    wrong: dict[str, DomainError] = {}
    least, most = _LEAST[definition.kind], _MOST.get(definition.kind, math.inf)
    if not math.isfinite(target) or not least <= target <= most:
        wrong["target"] = DomainError(
            "target",
            _("This figure cannot be %(target)s."),
            _("A share lies between 0 and 1 (write 0.95 for 95%%); a count or a time is not below 0."),
            "target",
            target=target,
        )
    if direction not in TaskIndicator.Direction.values:
        wrong["direction"] = DomainError(
            "direction", _("Say whether the target is a least or a most."), _("Choose one of the two."), "direction"
        )
    if min_sample < definition.min_sample:
        wrong["min_sample"] = DomainError(
            "min_sample",
            _("The definition of this figure asks for a sample of at least %(n)s."),
            _("Give that number or a larger one."),
            "min_sample",
            n=definition.min_sample,
        )
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def link_indicator(
    task: Task,
    code: str,
    target: float,
    direction: str,
    min_sample: int | None,
    actor: Actor,
    organisation: Organisation | None = None,
) -> TaskIndicator:
    """Lets an indicator measure a task, or changes the target of one that does; either way the target is unconfirmed.

    Counted are the events of ``organisation`` (the notice's when none is given) and of those it administers. ``min_sample`` None
    takes the definition's. Raises Forbidden, NotFound for an unknown indicator, Invalid for a target that cannot
    be, Conflict when somebody linked it at the same moment.
    """
    notice = task.notice
    check_keeper(actor, notice.organisation_id)
    definition = indicator(code).definition
    min_sample = definition.min_sample if min_sample is None else min_sample
    check_target(definition, target, direction, min_sample)
    whose = organisation or notice.organisation
    if whose.pk not in within(notice.organisation):
        raise DomainError(
            "organisation",
            _("%(name)s does not belong to the organisation of this ledger."),
            _("Choose one that it administers."),
            "organisation",
            name=whose.name,
        )
    link = TaskIndicator.objects.select_for_update().filter(task=task, code=code).first()
    link = link or TaskIndicator(task=task, code=code, revision=0)
    link.target, link.direction, link.min_sample, link.organisation = float(target), direction, min_sample, whose
    link.linked_by, link.confirmed_by, link.confirmed_at = actor.user, None, None
    link.revision += 1
    try:
        with transaction.atomic():
            link.save()
    except IntegrityError as error:
        raise somebody_was_first() from error
    payload = events.IndicatorLinked(indicator=code, target=link.target, direction=direction, min_sample=min_sample)
    note(payload, task.object_key, actor, notice.organisation)
    return link


@transaction.atomic
def unlink_indicator(link: TaskIndicator, actor: Actor) -> None:
    """Lets an indicator measure a task no longer; the journal keeps that it did. Raises Forbidden."""
    notice = link.task.notice
    check_keeper(actor, notice.organisation_id)
    gone, _each = TaskIndicator.objects.filter(pk=link.pk).delete()
    if gone:
        payload = events.IndicatorUnlinked(indicator=link.code, confirmed=link.is_confirmed)
        note(payload, link.task.object_key, actor, notice.organisation)


@transaction.atomic
def attach_evidence(task: Task, evidence: Evidence, actor: Actor) -> None:
    """Puts evidence on file to a task, once. Raises Forbidden, DomainError for evidence of another institution."""
    notice = task.notice
    check_keeper(actor, notice.organisation_id)
    if evidence.organisation_id not in within(notice.organisation):
        raise DomainError(
            "evidence",
            _("This evidence is about another organisation."),
            _("Choose evidence of this one, or of one it administers."),
            "evidence",
        )
    _row, made = TaskEvidence.objects.get_or_create(task=task, evidence=evidence, defaults={"attached_by": actor.user})
    if made:
        note(events.EvidenceAttached(kind=evidence.kind), task.object_key, actor, notice.organisation)
