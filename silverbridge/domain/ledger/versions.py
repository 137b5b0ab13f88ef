"""What one notice changes of another, task by task, and which of the two a task's name leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.ledger.models import HandOut, Notice, Succession, Task, TaskFate
from silverbridge.engines.notices import Change, compare


@dataclass(frozen=True)
class _Side:
    """A task of the ledger, as corrected, in the form the engine compares."""

    clause: str
    text: str
    leads: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperating: tuple[str, ...]
    deadline: str | None
    deadline_text: str | None


@dataclass(frozen=True)
class Difference:
    """A task before and after: ``old`` is None for an added one, ``new`` for a dropped one."""

    old: Task | None
    new: Task | None
    change: Change

    @property
    def kinds(self) -> tuple[str, ...]:
        """In what they differ."""
        return self.change.kinds

    @property
    def same_words(self) -> bool:
        """Whether the same is asked of the same units by the same day."""
        return self.change.same_words


def _side(task: Task) -> _Side:
    ongoing = "ongoing" if task.deadline_kind == Task.Deadline.ONGOING else None
    return _Side(
        task.clause,
        task.text,
        tuple(task.leads),
        tuple(task.responsible),
        tuple(task.cooperating),
        task.deadline.isoformat() if task.deadline else ongoing,
        task.deadline_text,
    )


def differences(old: Notice, new: Notice) -> list[Difference]:
    """Every task of both notices, as they are confirmed or corrected today, in the new one's order; dropped ones in place."""
    before, after = (_tasks(notice) for notice in (old, new))
    found = compare(map(_side, before), map(_side, after))
    return [
        Difference(
            before[change.old] if change.old is not None else None,
            after[change.new] if change.new is not None else None,
            change,
        )
        for change in found
    ]


def _tasks(notice: Notice) -> list[Task]:
    return list(notice.tasks.select_related("confirmed_by").prefetch_related("indicators").order_by("start", "number"))


def counted(found: Iterable[Difference]) -> dict[str, int]:
    """How many tasks are kept (unchanged or only moved), changed, added and dropped."""
    counts = {"kept": 0, "changed": 0, "added": 0, "dropped": 0}
    for one in found:
        kind = one.kinds[0] if one.kinds[0] in ("added", "dropped") else "kept" if one.same_words else "changed"
        counts[kind] += 1
    return counts


def open_work(task: Task) -> list[HandOut]:
    """The hand-outs of a task that a unit still has in hand."""
    return open_work_of([task]).get(task.pk, [])


def open_work_of(tasks: Iterable[Task]) -> dict[int, list[HandOut]]:
    """The hand-outs still in hand, by the id of their task: one query."""
    rows = HandOut.objects.filter(task__in=list(tasks), state__in=HandOut.OPEN).select_related("organisation")
    found: dict[int, list[HandOut]] = {}
    for row in rows.order_by("due", "pk"):
        found.setdefault(row.task_id, []).append(row)
    return found


def undecided_work(organisations: set[int]) -> QuerySet[HandOut]:
    """Hand-outs still in hand whose notice another has replaced: to be taken back, or handed out anew under the new task."""
    in_effect = Succession.objects.filter(state=Succession.State.IN_EFFECT).values("old")
    rows = HandOut.objects.filter(task__notice__organisation__in=organisations, task__notice__in=in_effect)
    return rows.filter(state__in=HandOut.OPEN).select_related("organisation", "task").order_by("due", "pk")


def _successions() -> QuerySet[Succession]:
    names = ("old__organisation", "new__organisation", "decided_by")
    return Succession.objects.select_related(*names).defer("old__text", "new__text")


def succession_for(pk: int, organisations: set[int]) -> Succession:
    """One succession of these organisations. Raises NotFound for anybody else's."""
    rows = _successions().filter(old__organisation__in=organisations, new__organisation__in=organisations)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("succession", _("There is no such comparison here."), _("Go back to the notice."))
    return found


def successions_of(notice: Notice) -> list[Succession]:
    """Where this notice takes another's place or loses its own; what was set aside is left out."""
    rows = _successions().exclude(state=Succession.State.SET_ASIDE)
    return list(rows.filter(new=notice)) + list(rows.filter(old=notice))


def waiting_successions(organisations: set[int]) -> QuerySet[Succession]:
    """Successions that wait for somebody: proposed, or chosen without a day; oldest first."""
    states = (Succession.State.PROPOSED, Succession.State.CHOSEN)
    return _successions().filter(new__organisation__in=organisations, state__in=states).order_by("pk")


def replaceable(new: Notice) -> QuerySet[Notice]:
    """The notices of the same ledger whose place this one may take: not itself, not repealed ones, none taken already."""
    rows = Notice.objects.filter(organisation=new.organisation_id).exclude(pk=new.pk)
    taken = Succession.objects.filter(state__in=[Succession.State.PLANNED, Succession.State.IN_EFFECT]).values("old")
    return rows.exclude(status=Notice.Status.REPEALED).exclude(pk__in=taken).defer("text").order_by("-dated", "-pk")


def fates_of(task: Task) -> list[TaskFate]:
    """What a task became, or what it came from, when its notice was replaced; oldest first."""
    rows = TaskFate.objects.filter(Q(old=task) | Q(new=task)).select_related("old", "new", "succession__new")
    return list(rows.order_by("pk"))
