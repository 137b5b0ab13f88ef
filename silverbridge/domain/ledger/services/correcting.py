"""A person corrects what was read: the fields of a task, the head of a notice. Each change asks for a new confirmation."""

from __future__ import annotations

import math
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.ledger import events_signing as events
from silverbridge.domain.ledger.fields import (
    DIRECTIONS,
    ROLES,
    NoticeFields,
    TaskFields,
    fields_of,
    kept,
    notice_fields_of,
    notice_kept,
)
from silverbridge.domain.ledger.models import Correction, Notice, Task
from silverbridge.domain.ledger.passages import Span
from silverbridge.domain.ledger.register import Register
from silverbridge.domain.ledger.services.columns import columns, lead_of
from silverbridge.domain.ledger.services.holding import check_span, hold, hold_notice, remember, rewrite

LONGEST_NAME, LONGEST_WORDS = 100, 120


@transaction.atomic
def correct_task(task: Task, wanted: TaskFields, revision: int, actor: Actor) -> Task:
    """Lets a task read as ``wanted``; what does not differ stays, and where nothing differs nothing is written.

    ``revision`` is the one the person saw. Raises Forbidden, Invalid by field, Conflict when somebody changed it meanwhile.
    """
    now = hold(task, revision, actor)
    text = now.notice.text
    before, after = kept(fields_of(now), text), kept(wanted, text)
    if before == after:
        return now
    span = check_task(now, wanted)
    after |= {"span": {"start": span[0], "end": span[1], "text": text[slice(*span)]}}
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return now
    rewrite(now, **columns(now, wanted, span, set(changed)))
    remember(now, Correction.Act.CORRECT, actor, [(name, before[name], after[name]) for name in changed])
    note(events.TaskCorrected(number=now.number, fields=tuple(changed)), now.object_key, actor, now.notice.organisation)
    return now


@transaction.atomic
def correct_notice(notice: Notice, wanted: NoticeFields, revision: int, actor: Actor) -> Notice:
    """Lets the head of a notice read as ``wanted``. Raises Forbidden, Invalid by field, Conflict as for a task."""
    now = hold_notice(notice.pk, actor)
    if now.revision != revision:
        raise somebody_was_first()
    before, after = notice_kept(notice_fields_of(now)), notice_kept(wanted)
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return now
    wrong = too_long({"title": (wanted.title, 400), "document_number": (wanted.document_number, 80)})
    if not wanted.title.strip():
        wrong["title"] = DomainError("title", _("A notice has a title."), _("Copy it from the text."), "title")
    wrong |= _units_wrong("issuers", wanted.issuers)
    if wrong:
        raise Invalid(wrong)
    for name in changed:
        setattr(now, name, list(wanted.issuers) if name == "issuers" else getattr(wanted, name))
    now.revision, now.confirmed_by, now.confirmed_at, now.updated_at = revision + 1, None, None, timezone.now()
    now.save(update_fields=[*changed, "revision", "confirmed_by", "confirmed_at", "updated_at"])
    if "dated" in changed:
        # Which organisation bears a name depends on the day.
        register = Register.of(now.dated)
        for task in Task.everything.filter(notice=now).exclude(leads=[]):
            Task.everything.filter(pk=task.pk).update(lead_organisation=lead_of(now, task.units, register))
    remember(now, Correction.Act.CORRECT, actor, [(name, before[name], after[name]) for name in changed])
    note(events.NoticeCorrected(fields=tuple(changed)), now.object_key, actor, now.organisation)
    return now


def check_task(task: Task, wanted: TaskFields) -> Span:
    """The span to be written. Raises Invalid with every field that cannot be taken."""
    wrong: dict[str, DomainError] = {}
    span = wanted.span
    try:
        span = check_span(task.notice, wanted.span, [task.pk])
    except DomainError as fault:
        wrong["words"] = fault
    for role in ROLES:
        wrong |= _units_wrong(role, getattr(wanted, role))
    if twice := set(wanted.leads) & {*wanted.responsible, *wanted.cooperating} or (
        set(wanted.responsible) & set(wanted.cooperating)
    ):
        wrong["cooperating" if not twice & set(wanted.leads) else "leads"] = DomainError(
            "units", _("%(name)s stands in two roles."), _("Leave it in one of them."), name=sorted(twice)[0]
        )
    if wanted.deadline_kind not in Task.Deadline.values:
        wrong["deadline_kind"] = DomainError("deadline", _("There is no such kind of deadline."), _("Choose one."))
    elif (wanted.deadline_kind == Task.Deadline.DATE) is not (wanted.deadline is not None):
        wrong["deadline"] = DomainError(
            "deadline", _("Kind and day of the deadline do not agree."), _("Give a day, or choose another kind.")
        )
    wrong |= too_long(
        {"deadline_text": (wanted.deadline_text, LONGEST_WORDS), "recurrence": (wanted.recurrence, LONGEST_WORDS)}
    )
    for target in wanted.targets:
        if not (target.words.strip() and math.isfinite(target.value) and target.direction in DIRECTIONS):
            wrong["targets"] = DomainError(
                "targets", _("A target needs its words, a number and a direction."), _("Complete it, or empty its row.")
            )
    if wrong:
        raise Invalid(wrong)
    return span


def too_long(said: dict[str, tuple[str, int]]) -> dict[str, DomainError]:
    """A fault for each words longer than its most, by field."""
    return {
        name: DomainError("long", _("This is longer than %(n)s characters."), _("Shorten it."), name, n=most)
        for name, (words, most) in said.items()
        if len(words) > most
    }


def _units_wrong(field: str, names: Iterable[str]) -> dict[str, DomainError]:
    names = list(names)
    if any(not name.strip() or len(name) > LONGEST_NAME for name in names):
        return {field: DomainError("units", _("This is no name of a unit."), _("Write one unit on each line."), field)}
    if len(set(names)) < len(names):
        return {field: DomainError("units", _("A unit stands here twice."), _("Leave one of them."), field)}
    return {}
