"""The unit's own judgement and its supervisor's, beside the system's."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.evidence.queries import Period, check_period
from silverbridge.domain.ledger import events
from silverbridge.domain.ledger.models import Judgement, Task
from silverbridge.domain.ledger.services.rights import check_keeper, check_supervisor, note, somebody_was_first
from silverbridge.domain.ledger.status import is_enforceable, task_status


@transaction.atomic
def set_judgement(
    task: Task, side: str, verdict: str, period: Period, actor: Actor, remark: str = "", revision: int = 0
) -> Judgement:
    """Writes down a judgement with who and when, and what the system said at that moment.

    ``revision`` is that of the judgement the writer saw, 0 when there was none. Raises DomainError when the notice is not in
    force or not everything is confirmed, Forbidden (``supervisor`` needs a supervisor, ``unit`` a reporting officer), Conflict
    when somebody was first.
    """
    if side not in Judgement.Side.values or verdict not in Judgement.Verdict.values:
        raise DomainError(
            "verdict", _("This judgement cannot be understood."), _("Choose one of those shown."), "verdict"
        )
    organisation = task.notice.organisation
    (check_supervisor if side == Judgement.Side.SUPERVISOR else check_keeper)(actor, organisation.pk)
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
