"""One hand at a time on what was read of a notice: the lock, the revision a person saw, and the record of each change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.models import Correction, HandOut, Notice, Task
from silverbridge.domain.ledger.passages import Span, trimmed
from silverbridge.domain.ledger.services.rights import check_keeper


def hold_notice(notice_id: int, actor: Actor) -> Notice:
    """The notice as it is now, locked until the transaction ends: tasks are cut, joined and numbered one hand after the other.

    Raises Forbidden for whoever may not keep this ledger.
    """
    notice = Notice.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=notice_id)
    check_keeper(actor, notice.organisation_id)
    return notice


def hold(task: Task, revision: int, actor: Actor, removed: bool = False) -> Task:
    """The task as it is now, its notice locked. Raises Forbidden; Conflict when it changed since ``revision`` was read."""
    notice = hold_notice(task.notice_id, actor)
    now = Task.everything.get(pk=task.pk)
    if now.revision != revision or (now.removed_at is not None) is not removed:
        raise somebody_was_first()
    now.notice = notice
    return now


def rewrite(task: Task, **values: Any) -> Task:
    """Writes a held task anew under its next revision; whoever confirmed it has to look again. Raises Conflict."""
    values |= {"revision": task.revision + 1, "confirmed_by": None, "confirmed_at": None, "updated_at": timezone.now()}
    if not Task.everything.filter(pk=task.pk, revision=task.revision).update(**values):
        raise somebody_was_first()
    for name, value in values.items():
        setattr(task, name, value)
    return task


def check_not_held(task: Task) -> None:
    """Raises DomainError while a unit has the task in hand: nobody is left with a task that is none."""
    held = task.handouts.filter(state__in=HandOut.OPEN).select_related("organisation").first()
    if held is not None:
        raise DomainError(
            "held",
            _("%(unit)s has task %(n)s in hand."),
            _("Take it back from the unit first."),
            unit=held.organisation.name,
            n=task.number,
        )


def next_number(notice: Notice) -> int:
    """The next number of a held notice; those of tasks taken out are never given again."""
    return (Task.everything.filter(notice=notice).aggregate(last=Max("number"))["last"] or 0) + 1


def check_span(notice: Notice, span: Span, apart_from: Iterable[int] = ()) -> Span:
    """The stretch without white space at its ends. Raises DomainError: outside the text, empty, or partly another task's."""
    start, end = span
    if not 0 <= start <= end <= len(notice.text):
        raise DomainError("span", _("This passage lies outside the text."), _("Choose words of the text."), "words")
    start, end = trimmed(notice.text, start, end)
    if start == end:
        raise DomainError("span", _("There are no words in this passage."), _("Choose at least one sentence."), "words")
    others = Task.objects.filter(notice=notice, start__lt=end, end__gt=start).exclude(pk__in=list(apart_from))
    if other := others.first():
        raise DomainError(
            "overlap",
            _("Part of this passage belongs to task %(n)s."),
            _("Shorten one of the two, or merge them."),
            "words",
            n=other.number,
        )
    return start, end


def remember(
    about: Task | Notice, act: str, actor: Actor, changes: Iterable[tuple[str, Any, Any]], reason: str = ""
) -> None:
    """Writes one row per change (field, before, after), in the caller's transaction."""
    task = about if isinstance(about, Task) else None
    notice = about.notice if isinstance(about, Task) else about
    Correction.objects.bulk_create(
        Correction(
            notice=notice, task=task, act=act, field=name, before=before, after=after, reason=reason, by=actor.user
        )
        for name, before, after in changes
    )
