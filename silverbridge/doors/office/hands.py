"""Who has a task in hand, for the page of the task: the chain of units, the light, and whom it can still go to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from silverbridge.domain.evidence.queries import Period
from silverbridge.domain.ledger.handouts import chain_of, task_hands
from silverbridge.domain.ledger.models import HandOut, Task

if TYPE_CHECKING:
    from silverbridge.doors.office.views.tasks import Unit


def in_hand(task: Task, units: Iterable[Unit], period: Period, may_supervise: bool) -> dict[str, Any]:
    """What the panel shows; the units the notice names stand in it as long as they do not have the task."""
    chain = chain_of(task, period)
    have = {line.handout.organisation_id for line in chain if line.handout.state != HandOut.State.WITHDRAWN}
    why_not = why_not_out(task)
    return {
        "chain": chain,
        "light": task_hands([task], period)[task.pk].signal,
        "named": [unit for unit in units if unit.organisation is None or unit.organisation.pk not in have],
        "may_hand_out": may_supervise and not why_not,
        "why_not_out": why_not,
    }


def why_not_out(task: Task) -> str:
    """Why this task is not handed out, in words; empty when it can be."""
    if not task.notice.is_in_force:
        return _("Tasks of a notice that is not in force are not handed out.")
    if not task.notice.is_confirmed or not task.is_confirmed:
        return _("A task is handed out when its notice and the task itself are confirmed.")
    return ""
