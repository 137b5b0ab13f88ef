"""Questions about hand-outs, each bounded by the organisations the asker may see: the two sides, and those above them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.evidence.queries import Period, quarter_period
from silverbridge.domain.ledger.chase_words import level_name
from silverbridge.domain.ledger.lights import MET, NOT_MET, Signal, Standing, light_of, worst
from silverbridge.domain.ledger.lines import state_of
from silverbridge.domain.ledger.models import Chase, HandOut, Judgement, Material, Notice, Task
from silverbridge.domain.ledger.status import is_enforceable, task_statuses
from silverbridge.domain.places.queries import today

State = HandOut.State
WAITING = (State.HANDED_OUT, State.IN_PROGRESS)


@dataclass(frozen=True)
class HandOutLine:
    """A hand-out with its light; ``depth`` is 0 for the ledger's own, one more each time it was handed on."""

    handout: HandOut
    signal: Signal
    depth: int = 0


@dataclass(frozen=True)
class Hand:
    """How a task stands: its state by its units (``state_of``; empty while nobody has it), and its light."""

    state: str
    signal: Signal


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened: when, what, on whose behalf, by whom, and what was remarked. ``chase`` where it was one."""

    at: datetime
    what: str
    organisation: str
    who: str
    remark: str = ""
    chase: Chase | None = None


def _rows() -> QuerySet[HandOut]:
    # Four levels at most (services.moves.DEEPEST), so three parents are all there are.
    return HandOut.objects.select_related(
        "task__notice__organisation", "organisation", "giver", "parent__giver", "parent__parent__parent"
    )


def _seen(reach: Iterable[int]) -> Q:
    """Both sides see a hand-out, and so do those it came down through."""
    reach = set(reach)
    return (
        Q(organisation__in=reach)
        | Q(giver__in=reach)
        | Q(parent__giver__in=reach)
        | Q(parent__parent__giver__in=reach)
        | Q(task__notice__organisation__in=reach)
    )


def handout_for(pk: int, reach: Iterable[int]) -> HandOut:
    """One hand-out that these organisations may see. Raises NotFound for anybody else's."""
    found = _rows().filter(_seen(reach), pk=pk).first()
    if found is None:
        raise NotFound("handout", _("There is no such task here."), _("Go back to the list."))
    return found


def material_for(handout: HandOut, pk: int) -> Material:
    """One file of a hand-out the asker may see, with its content. Raises NotFound."""
    found = handout.materials.select_related("file").filter(pk=pk).first()
    if found is None:
        raise NotFound("material", _("There is no such file here."), _("Go back to the task."))
    return found


def materials_of(handout: HandOut) -> QuerySet[Material]:
    """The files of a hand-out, oldest first, without their content."""
    return handout.materials.select_related("file", "by").defer("file__content").order_by("at", "pk")


def chase_for(pk: int, reach: Iterable[int]) -> Chase:
    """One chase: of who chases, and once sent also of whom it is sent to. Raises NotFound for anybody else's."""
    rows = Chase.objects.select_related(
        "handout__task__notice__organisation",
        "handout__organisation",
        "handout__giver",
        "handout__parent",
        "giver",
        "document__file",
    )
    sides = Q(giver__in=set(reach)) | Q(handout__organisation__in=set(reach), state=Chase.State.SENT)
    found = rows.filter(sides, pk=pk).first()
    if found is None:
        raise NotFound("chase", _("There is no such chase here."), _("Go back to the list."))
    return found


def chase_proposals(reach: Iterable[int]) -> QuerySet[Chase]:
    """Chases that wait to be sent by these organisations, the highest step and the longest overdue first."""
    rows = Chase.objects.filter(giver__in=set(reach), state=Chase.State.PROPOSED)
    rows = rows.select_related("handout__task__notice", "handout__organisation", "giver")
    return rows.order_by("-level", "missed", "pk")


def work_of(reach: Iterable[int]) -> QuerySet[HandOut]:
    """What was handed to these organisations from outside of them, or by one of them to itself; what is late comes first."""
    reach = set(reach)
    inside = Q(giver__in=reach) & ~Q(giver=F("organisation"))
    return _late_first(_rows().filter(organisation__in=reach).exclude(inside))


def given_by(reach: Iterable[int]) -> QuerySet[HandOut]:
    """What these organisations handed out; what is late comes first."""
    return _late_first(_rows().filter(giver__in=set(reach)))


def counts(rows: QuerySet[HandOut], day: date | None = None) -> dict[str, int]:
    """How many of these are in each state, and how many are ``overdue``: one query."""
    wanted = {str(state): Count("pk", filter=Q(state=state)) for state in State}
    return rows.order_by().aggregate(**wanted, overdue=Count("pk", filter=is_late(day or today())))


def is_late(day: date) -> Q:
    """The condition that a unit still has to do something whose last day is over."""
    return Q(state__in=WAITING, due__lt=day) | Q(state=State.HANDED_OUT, acknowledge_by__lt=day)


def _late_first(rows: QuerySet[HandOut]) -> QuerySet[HandOut]:
    order = Case(
        When(is_late(today()), then=Value(0)),
        When(state__in=WAITING, then=Value(1)),
        When(state__in=(State.CLOSING_ASKED, State.VERIFIED), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=order).order_by("rank", "due", "pk")


def with_lights(rows: Iterable[HandOut], period: Period | None = None) -> list[HandOutLine]:
    """These hand-outs with their lights by what was judged in a period (this quarter when none is given), in their order."""
    rows = list(rows)
    said = _said({row.task_id: row.task for row in rows}.values(), period or quarter_period())
    return [HandOutLine(row, _signal(row, said[row.task_id])) for row in rows]


def chain_of(task: Task, period: Period | None = None) -> list[HandOutLine]:
    """Every hand-out of a task, each followed by those it was handed on as: the chain of units as a tree, in reading order."""
    rows = list(_rows().filter(task=task).order_by("pk"))
    lines = {line.handout.pk: line for line in with_lights(rows, period)}
    below: dict[int | None, list[HandOut]] = {}
    for row in sorted(rows, key=lambda h: (list(HandOut.Role).index(h.role), h.pk)):
        below.setdefault(row.parent_id, []).append(row)
    found: list[HandOutLine] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below.get(parent, ()):
            found.append(HandOutLine(row, lines[row.pk].signal, depth))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return found


def task_hands(tasks: Iterable[Task], period: Period | None = None) -> dict[int, Hand]:
    """How each task stands in its units' hands, by its id: a constant number of queries.

    The light is the worst of its units' lights, or, while nobody has it, that of its own deadline; what binds nobody has none.
    """
    tasks = list(tasks)
    said, day = _said(tasks, period or quarter_period()), today()
    held: dict[int, list[HandOut]] = {task.pk: [] for task in tasks}
    for row in HandOut.objects.filter(task__in=held, parent__isnull=True).exclude(state=State.WITHDRAWN):
        held[row.task_id].append(row)
    found = {}
    for task in tasks:
        rows = held[task.pk]
        if rows:
            signal = worst([_signal(row, said[task.pk]) for row in rows])
        elif is_enforceable(task):
            signal = _light(Standing(due=task.deadline, is_held=False, **said[task.pk]), day)
        else:
            signal = worst([])
        found[task.pk] = Hand(state_of(rows) if rows else "", signal)
    return found


def history(handout: HandOut) -> list[HistoryLine]:
    """What happened to a hand-out, newest first: its moves and the chases that were sent."""
    lines = [
        HistoryLine(step.at, step.get_kind_display(), step.organisation.name, str(step.by or ""), step.remark)
        for step in handout.steps.select_related("by", "organisation")
    ]
    for chase in handout.chases.filter(state=Chase.State.SENT).select_related("sent_by", "giver", "document"):
        what = f"{level_name(chase.level)} {chase.number}"
        lines.append(HistoryLine(chase.sent_at, what, chase.giver.name, str(chase.sent_by or ""), chase=chase))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _said(tasks: Iterable[Task], period: Period) -> dict[int, dict[str, str | None]]:
    """What system, unit and supervisor say of each task; what the figures cannot judge is None."""
    tasks = list(tasks)
    statuses = task_statuses(tasks, period)
    said: dict[int, dict[str, str | None]] = {
        pk: {"system": status.state if status.state in (MET, NOT_MET) else None} for pk, status in statuses.items()
    }
    for row in Judgement.objects.filter(task__in=said, first=period[0], last=period[1]):
        said[row.task_id][row.side] = row.verdict
    return said


def _signal(handout: HandOut, said: dict[str, str | None]) -> Signal:
    return _light(
        Standing(
            due=handout.due,
            is_closed=not handout.is_open,
            is_asked=handout.state in (State.CLOSING_ASKED, State.VERIFIED),
            acknowledge_by=handout.acknowledge_by if handout.state == State.HANDED_OUT else None,
            report_by=handout.report_by if handout.state == State.IN_PROGRESS else None,
            **said,
        ),
        today(),
    )


def _light(standing: Standing, day: date) -> Signal:
    return light_of(standing, day, settings.DUE_SOON_DAYS)


def not_handed_out(reach: Iterable[int]) -> QuerySet[Task]:
    """Confirmed tasks of confirmed notices in force that no unit has, the earliest deadline first."""
    held = HandOut.objects.exclude(state=State.WITHDRAWN).filter(task=OuterRef("pk"))
    rows = Task.objects.filter(
        ~Exists(held),
        notice__organisation__in=set(reach),
        notice__status=Notice.Status.IN_FORCE,
        notice__confirmed_at__isnull=False,
        confirmed_at__isnull=False,
    )
    return rows.select_related("notice").order_by(F("deadline").asc(nulls_last=True), "notice", "number")
