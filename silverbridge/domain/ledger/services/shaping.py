"""A person says what is one task: cut in two, joined with its neighbour, found, taken out, brought back. Nothing is deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import events_signing as events
from silverbridge.domain.ledger.fields import span_of
from silverbridge.domain.ledger.models import Correction, Notice, Task, TaskEvidence, TaskIndicator
from silverbridge.domain.ledger.passages import Span, clause_at, mark_after, trimmed
from silverbridge.domain.ledger.services.holding import (
    check_not_held,
    check_span,
    hold,
    hold_notice,
    next_number,
    remember,
    rewrite,
)

Act = Correction.Act
_SHARED = (
    *("clause", "leads", "responsible", "cooperating", "lead_organisation_id", "units", "confidence"),
    *("deadline_kind", "deadline", "deadline_text", "deadline_start", "deadline_end", "deadline_confidence"),
    *("recurrence", "resp_start", "resp_end"),
)


@transaction.atomic
def split_task(task: Task, at: int, revision: int, actor: Actor) -> tuple[Task, Task]:
    """Cuts a task at a place in the notice's text. Both parts keep units and deadline; the second gets a number of its own.

    A numeric target goes with the part that states it. Raises Forbidden, Conflict, DomainError where one part would be empty.
    """
    now = hold(task, revision, actor)
    text, before = now.notice.text, span_of(now)
    first, second = trimmed(text, now.start, max(now.start, at)), trimmed(text, min(at, now.end), now.end)
    if not now.start < at < now.end or first[0] == first[1] or second[0] == second[1]:
        raise DomainError(
            "split", _("A task is split inside its text."), _("Choose a place between two of its sentences."), "at"
        )
    parts = Task.everything.filter(notice=now.notice, clause=now.clause).aggregate(last=Max("part"))["last"] or 1
    beyond = [target for target in now.targets if target["start"] >= second[0]]
    new = Task.objects.create(
        notice=now.notice,
        number=next_number(now.notice),
        part=parts + 1,
        targets=beyond,
        **_stretch(text, second),
        **{name: getattr(now, name) for name in _SHARED},
    )
    within = [target for target in now.targets if target not in beyond]
    rewrite(now, targets=within, part=now.part or 1, **_stretch(text, first))
    remember(now, Act.SPLIT, actor, [("", before, span_of(now) | {"number": new.number})])
    remember(new, Act.SPLIT, actor, [("", {"number": now.number}, span_of(new))])
    note(events.TaskSplit(number=now.number, into=new.number), now.object_key, actor, now.notice.organisation)
    return now, new


@transaction.atomic
def merge_tasks(task: Task, other: Task, revisions: tuple[int, int], actor: Actor) -> Task:
    """Joins two neighbours into the one that comes first in the text; the other is taken out.

    Units of both stay, the deadline is the first's unless it has none. Figures and evidence of the other go along; its
    judgements stay with it. Raises Forbidden, Conflict, DomainError for two that are no neighbours, and while
    a unit has the other in hand.
    """
    one, two = hold(task, revisions[0], actor), hold(other, revisions[1], actor)
    if one.pk == two.pk or one.notice_id != two.notice_id:
        raise DomainError("merge", _("Only neighbouring tasks can be merged."), _("Choose the one before or after it."))
    first, second = sorted((one, two), key=lambda row: row.start)
    between = Task.objects.filter(notice=first.notice, start__gt=first.start, start__lt=second.start)
    if between.exists():
        raise DomainError("merge", _("Only neighbouring tasks can be merged."), _("Choose the one before or after it."))
    check_not_held(second)
    before, taken = span_of(first), span_of(second)
    rewrite(second, removed_at=timezone.now())
    span = check_span(first.notice, (first.start, max(first.end, second.end)), [first.pk])
    rewrite(first, **_stretch(first.notice.text, span), **_joined(first, second))
    _move(second, first)
    remember(first, Act.MERGE, actor, [("", before, span_of(first) | {"number": second.number})])
    remember(second, Act.MERGE, actor, [("", taken, {"number": first.number})])
    note(
        events.TaskMerged(number=first.number, taken=second.number), first.object_key, actor, first.notice.organisation
    )
    return first


@transaction.atomic
def add_task(notice: Notice, span: Span, actor: Actor) -> Task:
    """A passage of the text is a task that was not read; whose and by when is corrected next.

    Raises Forbidden, DomainError for a passage outside the text or partly of another task.
    """
    now = hold_notice(notice.pk, actor)
    span = check_span(now, span)
    mark = mark_after(now.text, span[1]) or (None, None)
    new = Task.objects.create(
        notice=now,
        number=next_number(now),
        clause=clause_at(now.text, span[0])[:120],
        confidence=1.0,
        resp_start=mark[0],
        resp_end=mark[1],
        **_stretch(now.text, span),
    )
    remember(new, Act.ADD, actor, [("", None, span_of(new))])
    note(events.TaskAdded(number=new.number), new.object_key, actor, now.organisation)
    return new


@transaction.atomic
def remove_task(task: Task, revision: int, reason: str, actor: Actor) -> Task:
    """Takes out what is no task, and keeps it with the reason. Raises Forbidden, Conflict, DomainError without a
    reason and while a unit has it in hand.
    """
    if not reason.strip():
        raise DomainError("reason", _("The reason is missing."), _("Say in a few words why this is no task."), "reason")
    now = hold(task, revision, actor)
    check_not_held(now)
    rewrite(now, removed_at=timezone.now())
    remember(now, Act.REMOVE, actor, [("", span_of(now), None)], reason.strip()[:200])
    note(events.TaskRemoved(number=now.number), now.object_key, actor, now.notice.organisation)
    return now


@transaction.atomic
def restore_task(task: Task, revision: int, actor: Actor) -> Task:
    """Brings back a task that was taken out, unconfirmed. Raises as ``add_task``, and Conflict when it stands."""
    now = hold(task, revision, actor, removed=True)
    check_span(now.notice, (now.start, now.end), [now.pk])
    rewrite(now, removed_at=None)
    remember(now, Act.RESTORE, actor, [("", None, span_of(now))])
    note(events.TaskRestored(number=now.number), now.object_key, actor, now.notice.organisation)
    return now


def _stretch(text: str, span: Span) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "text": text[slice(*span)]}


def _joined(first: Task, second: Task) -> dict[str, Any]:
    """Who acts and by when in two tasks made one: whoever leads one of them is no other, as everywhere."""
    leads = list(dict.fromkeys([*first.leads, *second.leads]))
    responsible = [n for n in dict.fromkeys([*first.responsible, *second.responsible]) if n not in leads]
    known = {*leads, *responsible}
    cooperating = [n for n in dict.fromkeys([*first.cooperating, *second.cooperating]) if n not in known]
    roles = {"lead": leads, "responsible": responsible, "cooperating": cooperating}
    units: dict[str, dict[str, Any]] = {}
    for unit in (*first.units, *second.units):
        if unit["name"] in roles[unit["role"]] or "vague" in unit["flags"]:
            units.setdefault(unit["name"], unit)
    values: dict[str, Any] = {
        "leads": leads,
        "responsible": responsible,
        "cooperating": cooperating,
        "units": list(units.values()),
        "lead_organisation_id": first.lead_organisation_id or second.lead_organisation_id,
        "targets": [*first.targets, *second.targets],
        "recurrence": first.recurrence or second.recurrence,
    }
    if first.deadline_kind == Task.Deadline.NONE:
        names = (name for name in _SHARED if name.startswith("deadline"))
        values |= {name: getattr(second, name) for name in names}
    if first.resp_start is None:
        values |= {"resp_start": second.resp_start, "resp_end": second.resp_end}
    return values


def _move(second: Task, first: Task) -> None:
    """Figures and evidence of the task taken in go to the one that stays; a target is agreed anew for what it measures now."""
    own = TaskIndicator.objects.filter(task=first).values_list("code", flat=True)
    links = TaskIndicator.objects.filter(task=second).exclude(code__in=list(own))
    links.update(task=first, confirmed_by=None, confirmed_at=None, revision=F("revision") + 1)
    held = TaskEvidence.objects.filter(task=first).values_list("evidence", flat=True)
    TaskEvidence.objects.filter(task=second).exclude(evidence__in=list(held)).update(task=first)
