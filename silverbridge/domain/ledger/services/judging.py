"""The unit's own judgement and its supervisor's, beside the system's."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.evidence.queries import Period, check_period
from silverbridge.domain.ledger import events
from silverbridge.domain.ledger.models import HandOut, Judgement, Task
from silverbridge.domain.ledger.services.rights import check_holder, check_keeper, check_supervisor
from silverbridge.domain.ledger.status import is_enforceable, task_status


@transaction.atomic
def set_judgement(
    task: Task, side: str, verdict: str, period: Period, actor: Actor, remark: str = "", revision: int = 0
) -> Judgement:
    """Writes down a judgement with who and when, and what the system said at that moment.

    ``revision`` is that of the judgement the writer saw, 0 when there was none. Raises DomainError when the notice is not in
    force or not everything is confirmed, Forbidden (``supervisor`` needs a supervisor of the ledger, ``unit`` the unit that holds
    the task, or, while none does, the ledger's reporting officer), Conflict when somebody was first.
    """
    if side not in Judgement.Side.values or verdict not in Judgement.Verdict.values:
        raise DomainError(
            "verdict", _("This judgement cannot be understood."), _("Choose one of those shown."), "verdict"
        )
    organisation = task.notice.organisation
    if side == Judgement.Side.SUPERVISOR:
        check_supervisor(actor, organisation.pk)
    else:
        _check_unit(task, actor)
    if not task.notice.is_in_force:
        raise DomainError(
            "not_enforceable",
            _("This notice is not in force, so its tasks are not judged."),
            _("If it is in force, a supervisor first corrects its validity."),
        )
    if not is_enforceable(task):
        raise DomainError(
            "not_confirmed",
            _("Nobody confirmed this task and its notice yet, so it is not judged."),
            _("A supervisor first confirms both."),
        )
    first, last = check_period(period)
    system = task_status(task, (first, last)).state
    said = {
        "verdict": verdict,
        "remark": remark.strip()[:400],
        "system_state": system,
        "made_by": actor.user,
        "made_at": timezone.now(),
    }
    key = {"task": task, "side": side, "first": first, "last": last}
    if revision == 0:
        try:
            with transaction.atomic():
                row = Judgement.objects.create(**key, **said)
        except IntegrityError as error:
            raise somebody_was_first() from error
    else:
        rows = Judgement.objects.filter(**key, revision=revision)
        if not rows.update(**said, revision=revision + 1, updated_at=timezone.now()):
            raise somebody_was_first()
        row = Judgement.objects.get(**key)
    note(events.JudgementSet(side=side, verdict=verdict, system=system), task.object_key, actor, organisation)
    return row


def judging_handout(task: Task) -> HandOut | None:
    """The hand-out whose unit judges the task for itself: the lead's, else the first; None while no unit has it."""
    held = HandOut.objects.filter(task=task, parent__isnull=True).exclude(state=HandOut.State.WITHDRAWN)
    rows = sorted(held.select_related("organisation"), key=lambda h: (list(HandOut.Role).index(h.role), h.pk))
    return rows[0] if rows else None


def _check_unit(task: Task, actor: Actor) -> None:
    held = judging_handout(task)
    if held is None:
        check_keeper(actor, task.notice.organisation_id)
    else:
        check_holder(actor, held)
