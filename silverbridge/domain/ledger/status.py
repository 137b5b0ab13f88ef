"""How a task stands, by the figures kept at the last refresh. Nothing is computed here, so a list costs few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.evidence.models import IndicatorResult, IndicatorVersion
from silverbridge.domain.evidence.queries import Period, check_period, current_indicators, results
from silverbridge.domain.ledger.models import Task, TaskIndicator
from silverbridge.engines.indicators import Result, Target, judge


class State(models.TextChoices):
    """What the system says of a task. Only the last two are judgements."""

    NOT_ENFORCEABLE = "not_enforceable", _("Not enforceable")
    NO_DATA = "no_data", _("No data")
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    SAMPLE_TOO_SMALL = "sample_too_small", _("Sample too small")
    NOT_MET = "not_met", _("Not met")
    MET = "met", _("Met")


# Of several figures the worst news decides: a task is met only when every figure is.
_WORST_FIRST = (State.NOT_MET, State.NO_DATA, State.UNCONFIRMED, State.SAMPLE_TOO_SMALL, State.MET)
Missing = Literal["notice", "task", "target"]


@dataclass(frozen=True)
class Figure:
    """One indicator of a task in a period. ``result`` is None when it was never computed; that is no data, not zero.

    ``version`` is the definition (None: retired). ``missing`` says whose yes is still wanted.
    """

    link: TaskIndicator
    version: IndicatorVersion | None
    result: IndicatorResult | None
    state: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class TaskStatus:
    """How a task stands in a period. The numbers are those of the figure that decides; ``figures`` has all of them.

    ``value`` and ``target`` are in the indicator's unit (a share from 0 to 1, a count, minutes or days); ``sample`` is how many
    things the value rests on; ``as_of`` is when it was computed. All are None where there is none.
    """

    state: str
    value: float | None = None
    target: float | None = None
    direction: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    sample: int | None = None
    min_sample: int | None = None
    as_of: datetime | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def state_name(self) -> str:
        """The state in the language of the page."""
        return str(State(self.state).label)


def is_enforceable(task: Task) -> bool:
    """Whether anybody may be held to the task: its notice is in force, and people confirmed both and took neither out.

    A repealed notice, a draft and one of unknown validity bind nobody, nor does what was read and nobody compared.
    """
    stands = task.removed_at is None and task.is_confirmed
    return task.notice.is_in_force and task.notice.is_confirmed and stands


def task_status(task: Task, period: Period) -> TaskStatus:
    """How one task stands in a period."""
    return task_statuses([task], period)[task.pk]


def task_statuses(tasks: Iterable[Task], period: Period) -> dict[int, TaskStatus]:
    """How each of these tasks stands, by its id, in a constant number of queries."""
    tasks, period = list(tasks), check_period(period)
    prefetch_related_objects(tasks, "notice", "indicators__organisation")
    links = [link for task in tasks for link in task.indicators.all()]
    codes = {link.code for link in links}
    kept = results(codes, period, {link.scope for link in links})
    versions = {version.code: version for version in current_indicators().filter(code__in=codes)}
    return {
        task.pk: _status(
            task,
            tuple(
                _figure(task, link, versions.get(link.code), kept.get((link.code, link.scope)))
                for link in task.indicators.all()
            ),
        )
        for task in tasks
    }


def _figure(
    task: Task, link: TaskIndicator, version: IndicatorVersion | None, result: IndicatorResult | None
) -> Figure:
    asked = {"notice": task.notice, "task": task, "target": link}
    missing = tuple(name for name, thing in asked.items() if not thing.is_confirmed)
    if not task.notice.is_in_force:
        state = State.NOT_ENFORCEABLE
    elif result is None:
        state = State.NO_DATA
    else:
        target = Target(link.target, link.direction, not missing, link.min_sample)
        state = judge(_as_computed(result), target)
    return Figure(link, version, result, str(state), missing)


def _as_computed(row: IndicatorResult) -> Result:
    return Result(row.code, row.period, {}, row.state, row.value, row.numerator, row.denominator, row.sample)


def _status(task: Task, figures: tuple[Figure, ...]) -> TaskStatus:
    if not figures:
        return TaskStatus(str(State.NO_DATA if task.notice.is_in_force else State.NOT_ENFORCEABLE))
    if not task.notice.is_in_force:
        decides, state = figures[0], State.NOT_ENFORCEABLE
    else:
        decides = min(figures, key=lambda figure: _WORST_FIRST.index(figure.state))
        state = decides.state
    link, result = decides.link, decides.result
    return TaskStatus(
        state=str(state),
        value=result.value if result else None,
        target=link.target,
        direction=link.direction,
        numerator=result.numerator if result else None,
        denominator=result.denominator if result else None,
        sample=result.sample if result else None,
        min_sample=link.min_sample,
        as_of=result.computed_at if result else None,
        figures=figures,
    )
