"""A person says yes to what was read or set. Of two who say it at once, one is first."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import events
from silverbridge.domain.ledger.models import Correction, Notice, Task, TaskIndicator
from silverbridge.domain.ledger.services.holding import remember
from silverbridge.domain.ledger.services.rights import check_keeper, check_supervisor


@transaction.atomic
def confirm_notice(notice: Notice, actor: Actor, revision: int | None = None) -> Notice:
    """Title, number, issuers, date and validity were compared with the notice.

    ``revision`` is the one the person saw (that of ``notice`` when none is given). Raises Forbidden, Conflict the second time
    and when something changed meanwhile.
    """
    check_keeper(actor, notice.organisation_id)
    # Not a validity that changed since the reader saw it.
    seen = Notice.objects.filter(pk=notice.pk, status=notice.status, revision=revision or notice.revision)
    _confirm(seen, actor)
    notice.refresh_from_db()
    note(events.NoticeConfirmed(status=notice.status), notice.object_key, actor, notice.organisation)
    return notice


@transaction.atomic
def set_validity(notice: Notice, status: str, actor: Actor) -> Notice:
    """A supervisor says whether the notice is in force: what was unknown becomes known, what was in force is repealed.

    Raises Forbidden, DomainError for no such status, Conflict when somebody changed it since ``notice`` was read.
    """
    check_supervisor(actor, notice.organisation_id)
    if status not in Notice.Status.values:
        raise DomainError(
            "status",
            _("“%(status)s” is no validity."),
            _("Use one of: %(all)s."),
            "status",
            status=status,
            all=", ".join(Notice.Status.values),
        )
    before = notice.status
    if before == status:
        return notice
    changed = Notice.objects.filter(pk=notice.pk, status=before).update(status=status, updated_at=timezone.now())
    if not changed:
        raise somebody_was_first()
    notice.refresh_from_db()
    remember(notice, Correction.Act.CORRECT, actor, [("status", before, status)])
    note(events.ValidityChanged(before=before, after=status), notice.object_key, actor, notice.organisation)
    return notice


@transaction.atomic
def confirm_task(task: Task, actor: Actor, revision: int | None = None) -> Task:
    """Text, units and deadline were compared with the clause.

    ``revision`` is the one the person saw (that of ``task`` when none is given). Raises Forbidden, Conflict the second time and
    when the task was corrected or taken out meanwhile.
    """
    check_keeper(actor, task.notice.organisation_id)
    _confirm(Task.objects.filter(pk=task.pk, revision=revision or task.revision), actor)
    task.refresh_from_db()
    note(events.TaskConfirmed(number=task.number), task.object_key, actor, task.notice.organisation)
    return task


@transaction.atomic
def confirm_target(link: TaskIndicator, actor: Actor, revision: int | None = None) -> TaskIndicator:
    """A supervisor agrees with the target; until then nothing measured against it is ever met.

    ``revision`` is the one the supervisor saw (that of ``link`` when none is given). Raises Forbidden for anybody else, Conflict
    when it was confirmed already or changed since.
    """
    notice = link.task.notice
    check_supervisor(actor, notice.organisation_id)
    _confirm(TaskIndicator.objects.filter(pk=link.pk, revision=revision or link.revision), actor)
    link.refresh_from_db()
    payload = events.TargetConfirmed(
        indicator=link.code, target=link.target, direction=link.direction, min_sample=link.min_sample
    )
    note(payload, link.task.object_key, actor, notice.organisation)
    return link


def _confirm(rows, actor: Actor) -> None:
    now = timezone.now()
    if not rows.filter(confirmed_at__isnull=True).update(confirmed_by=actor.user, confirmed_at=now, updated_at=now):
        raise somebody_was_first()
