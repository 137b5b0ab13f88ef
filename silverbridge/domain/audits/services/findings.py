"""What people do about findings: assign, acknowledge, say it is mended, return, exempt. Only a run closes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.audits import events
from silverbridge.domain.audits.models import Finding, FindingStep
from silverbridge.domain.audits.services.rights import KEEPERS, check_keeper, check_supervisor, check_words
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import WorkingCalendar

State, Kind = Finding.State, FindingStep.Kind
Seen = tuple[int, int]
"""Id and revision of a finding as it was shown."""


@transaction.atomic
def assign(
    seen: Iterable[Seen], site_id: int, unit: Organisation, person: User | None, due: date, remark: str, actor: Actor
) -> int:
    """Gives findings of one site to a unit, and to somebody there if named; answers how many.

    All of them or none. Raises Forbidden; DomainError without any, for a day gone by, for somebody who does not work for
    the unit; Conflict when one was changed since it was seen.
    """
    seen = sorted(set(seen))
    rows = {row.pk: row for row in Finding.objects.filter(site=site_id, pk__in=[pk for pk, _rev in seen])}
    if not seen or len(rows) != len(seen):
        raise DomainError("none", _("No finding is ticked."), _("Tick at least one, then assign."), "finding")
    site = next(iter(rows.values())).site
    check_keeper(actor, site.organisation)
    check_keeper(actor, unit)
    if due < today():
        raise DomainError("due", _("This day has gone by."), _("Give today or a later day."), "due")
    if person is not None and unit.pk not in organisations(person, KEEPERS):
        raise DomainError(
            "person", _("%(name)s does not work for this unit."), _("Choose somebody else."), "person", name=person
        )
    said = check_words(remark, "remark")
    acknowledge_by = WorkingCalendar().add_working_days(today(), settings.ACKNOWLEDGE_DAYS).day
    changes = {"unit": unit, "person": person, "due": due, "acknowledge_by": acknowledge_by, "state": State.ASSIGNED}
    for pk, revision in seen:
        row = rows[pk]
        if row.outcome != "fail":
            raise DomainError("review", _("Only what failed is assigned."), _("Answer the question first."), "finding")
        _move(row, revision, (State.OPEN, *Finding.OWED), Kind.ASSIGNED, actor, said, **changes)
        payload = events.FindingAssigned(rule=row.rule.lower(), severity=row.severity, days=(due - today()).days)
        note(payload, row.object_key, actor, site.organisation)
    return len(seen)


@transaction.atomic
def acknowledge(finding: Finding, revision: int, actor: Actor) -> Finding:
    """The unit says that it has the finding. Raises Forbidden, DomainError, Conflict."""
    _check_unit(finding, actor)
    in_time = finding.acknowledge_by is None or today() <= finding.acknowledge_by
    _move(finding, revision, (State.ASSIGNED,), Kind.ACKNOWLEDGED, actor, state=State.ACKNOWLEDGED)
    payload = events.FindingAcknowledged(rule=finding.rule.lower(), in_time=in_time)
    note(payload, finding.object_key, actor, finding.unit)
    return finding


@transaction.atomic
def mend(finding: Finding, revision: int, remark: str, actor: Actor) -> Finding:
    """The unit says that it is mended; the next run proves it or returns it. Raises Forbidden, DomainError, Conflict."""
    _check_unit(finding, actor)
    said = check_words(remark, "remark", needed=True)
    in_time = finding.due is not None and today() <= finding.due
    _move(finding, revision, Finding.OWED, Kind.MENDED, actor, said, state=State.MENDED)
    payload = events.FindingMended(rule=finding.rule.lower(), in_time=in_time)
    note(payload, finding.object_key, actor, finding.unit)
    return finding


@transaction.atomic
def send_back(finding: Finding, revision: int, remark: str, actor: Actor) -> Finding:
    """A person saw that it is not mended. Raises Forbidden, DomainError without a reason, Conflict."""
    check_keeper(actor, finding.site.organisation)
    said = check_words(remark, "remark", needed=True)
    _move(finding, revision, (State.MENDED,), Kind.RETURNED, actor, said, state=State.RETURNED)
    payload = events.FindingReturned(rule=finding.rule.lower(), by_run=False)
    note(payload, finding.object_key, actor, finding.site.organisation)
    return finding


@transaction.atomic
def exempt(finding: Finding, revision: int, remark: str, actor: Actor) -> Finding:
    """Nobody has to mend it, for a reason; it still counts as failed. A supervisor's. Raises Forbidden, DomainError, Conflict."""
    check_supervisor(actor, finding.site.organisation)
    said = check_words(remark, "remark", needed=True)
    allowed = (State.OPEN, *Finding.IN_HAND)
    _move(finding, revision, allowed, Kind.EXEMPTED, actor, said, state=State.EXEMPTED)
    payload = events.FindingExempted(rule=finding.rule.lower(), severity=finding.severity)
    note(payload, finding.object_key, actor, finding.site.organisation)
    return finding


@transaction.atomic
def lift(finding: Finding, revision: int, remark: str, actor: Actor) -> Finding:
    """It has to be mended after all; nobody has it yet. A supervisor's. Raises Forbidden, DomainError, Conflict."""
    check_supervisor(actor, finding.site.organisation)
    said = check_words(remark, "remark", needed=True)
    nobody = {"unit": None, "person": None, "due": None, "acknowledge_by": None}
    _move(finding, revision, (State.EXEMPTED,), Kind.LIFTED, actor, said, state=State.OPEN, **nobody)
    payload = events.ExemptionLifted(rule=finding.rule.lower())
    note(payload, finding.object_key, actor, finding.site.organisation)
    return finding


def _check_unit(finding: Finding, actor: Actor) -> None:
    if finding.unit is None:
        raise DomainError("unassigned", _("Nobody has this finding yet."), _("Assign it first."))
    check_keeper(actor, finding.unit)


def _move(
    finding: Finding,
    revision: int,
    allowed: Collection[str],
    kind: str,
    actor: Actor,
    remark: str = "",
    **changes: Any,
) -> None:
    """Moves a finding on from one of the ``allowed`` states as seen at ``revision``. Raises DomainError, Conflict."""
    rows = Finding.objects.filter(pk=finding.pk, revision=revision, state__in=list(allowed))
    moved = rows.update(revision=revision + 1, updated_at=timezone.now(), **changes)
    finding.refresh_from_db()
    if not moved and finding.revision != revision:
        raise somebody_was_first()
    if not moved:
        raise DomainError(
            "finding_state",
            _("This cannot be done now: the finding is “%(state)s”."),
            _("Open the finding to see what can be done."),
            state=finding.get_state_display(),
        )
    FindingStep.objects.create(finding=finding, kind=kind, remark=remark, by=actor.user)
