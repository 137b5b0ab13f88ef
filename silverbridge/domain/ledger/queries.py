"""Questions about the ledger, each bounded by the organisations the asker may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.models import Evidence, IndicatorResult
from silverbridge.domain.evidence.queries import Period
from silverbridge.domain.evidence.rows import Part, RowsPage, evidence_rows
from silverbridge.domain.evidence.services import compute_indicator
from silverbridge.domain.ledger.models import Judgement, Notice, Statement, Task, TaskIndicator
from silverbridge.domain.ledger.scopes import within
from silverbridge.domain.ledger.statements import KINDS, DutyAsked, duties_asked
from silverbridge.domain.ledger.status import TaskStatus, is_enforceable, task_statuses

# What ``Task.objects`` leaves out, where a count goes through the relation instead.
_STANDS = Q(tasks__removed_at__isnull=True)


@dataclass(frozen=True)
class TaskLine:
    """A task with its three judgements side by side: the system's (``status``), the unit's own, the supervisor's."""

    task: Task
    status: TaskStatus
    unit: Judgement | None
    supervisor: Judgement | None
    enforceable: bool


@dataclass(frozen=True)
class TaskRows:
    """A figure with the rows behind it, computed from one and the same export.

    ``beyond`` says that the figure also counts organisations whose rows this reader may not see.
    """

    result: IndicatorResult
    page: RowsPage
    beyond: bool


def notices_for(organisations: set[int]) -> QuerySet[Notice]:
    """The notices of these organisations, newest first, each with its number of tasks and of confirmed ones; without the text.

    Tasks taken out are not counted.
    """
    rows = Notice.objects.filter(organisation__in=organisations).select_related("organisation", "confirmed_by")
    counts = {
        "task_count": Count("tasks", filter=_STANDS),
        "confirmed_count": Count("tasks", filter=_STANDS & Q(tasks__confirmed_at__isnull=False)),
    }
    return rows.defer("text").annotate(**counts).order_by("-dated", "-pk")


def notice_for(pk: int, organisations: set[int]) -> Notice:
    """One notice of these organisations. Raises NotFound for anybody else's."""
    rows = Notice.objects.select_related("organisation", "confirmed_by", "uploaded_by")
    found = rows.filter(pk=pk, organisation__in=organisations).first()
    if found is None:
        raise NotFound("notice", _("There is no such notice here."), _("Go back to the list."))
    return found


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("notice__organisation", "lead_organisation", "confirmed_by")


def task_for(pk: int, organisations: set[int]) -> Task:
    """One task of a notice of these organisations. Raises NotFound for anybody else's."""
    found = _tasks().filter(pk=pk, notice__organisation__in=organisations).first()
    if found is None:
        raise NotFound("task", _("There is no such task here."), _("Go back to the list."))
    return found


def task_taken_out(pk: int, organisations: set[int]) -> Task:
    """One task of these organisations, whether it stands or was taken out. Raises NotFound for anybody else's."""
    rows = Task.everything.select_related("notice__organisation")
    found = rows.filter(pk=pk, notice__organisation__in=organisations).first()
    if found is None:
        raise NotFound("task", _("There is no such task here."), _("Go back to the list."))
    return found


def statement_for(kind: str, pk: int, organisations: set[int], removed: bool = False) -> Statement:
    """One reporting duty (``duty``) or aim (``goal``) of these organisations; ``removed`` finds those taken out as well.

    Raises NotFound for anybody else's and for any other kind.
    """
    model = KINDS.get(kind)
    rows = None if model is None else (model.everything if removed else model.objects)
    found = rows and rows.select_related("notice__organisation", "confirmed_by").filter(
        pk=pk, notice__organisation__in=organisations
    )
    row = found.first() if found is not None else None
    if row is None:
        raise NotFound("statement", _("There is no such entry here."), _("Go back to the notice."))
    return row


def duties(notice: Notice) -> list[DutyAsked]:
    """The confirmed reporting duties of a notice, with clause, rule of time, addressee and tier, in the text's order."""
    return duties_asked(notice)


def link_for(pk: int, organisations: set[int]) -> TaskIndicator:
    """One link of a task to an indicator, of these organisations. Raises NotFound for anybody else's."""
    rows = TaskIndicator.objects.standing().select_related("task__notice__organisation", "organisation", "confirmed_by")
    found = rows.filter(pk=pk, task__notice__organisation__in=organisations).first()
    if found is None:
        raise NotFound("link", _("There is no such figure here."), _("Go back to the task."))
    return found


def task_lines(notice: Notice, organisations: set[int], period: Period) -> list[TaskLine]:
    """Every task of a notice with its judgements in a period, in the notice's order: a constant number of queries."""
    tasks = _tasks().filter(notice=notice, notice__organisation__in=organisations).order_by("start", "number")
    return _lines(tasks, period)


def task_line(task: Task, organisations: set[int], period: Period) -> TaskLine:
    """One task with its judgements in a period. Raises NotFound for anybody else's."""
    found = _lines(_tasks().filter(pk=task.pk, notice__organisation__in=organisations), period)
    if not found:
        raise NotFound("task", _("There is no such task here."), _("Go back to the list."))
    return found[0]


def _lines(tasks: QuerySet[Task], period: Period) -> list[TaskLine]:
    judged = Judgement.objects.filter(first=period[0], last=period[1]).select_related("made_by")
    rows = list(tasks.prefetch_related(Prefetch("judgements", judged, to_attr="of_period")))
    statuses, lines = task_statuses(rows, period), []
    for task in rows:
        sides = {judgement.side: judgement for judgement in task.of_period}
        unit, supervisor = sides.get(Judgement.Side.UNIT), sides.get(Judgement.Side.SUPERVISOR)
        lines.append(TaskLine(task, statuses[task.pk], unit, supervisor, is_enforceable(task)))
    return lines


def evidence_for(task: Task, organisations: set[int]) -> QuerySet[Evidence]:
    """Evidence put to a task, of these organisations, newest first."""
    return task.evidence.filter(organisation__in=organisations).select_related("organisation", "result", "recorded_by")


def task_rows(
    link: TaskIndicator, period: Period, part: Part, page: int, actor: Actor, organisations: set[int], purpose: str
) -> TaskRows:
    """The masked rows behind a task's figure. The figure is computed again from the same export, so that both agree.

    Shows only rows of ``organisations``; the reading is logged. Raises NotFound for others' tasks, else as ``evidence_rows``.
    """
    link = link_for(link.pk, organisations)
    counted, table = within(link.organisation), open_facts()
    result = compute_indicator(link.code, period, counted, link.scope, table)
    shown = evidence_rows(link.code, period, counted & organisations, part, page, actor, purpose, table)
    return TaskRows(result, shown, beyond=not counted <= organisations)
