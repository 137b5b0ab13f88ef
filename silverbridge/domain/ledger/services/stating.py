"""Reporting duties and aims: corrected, found, taken out, brought back and confirmed as tasks are. Nothing is deleted."""

from __future__ import annotations

import math
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.ledger import events_statements as events
from silverbridge.domain.ledger.fields import DIRECTIONS
from silverbridge.domain.ledger.models import Correction, Duty, Notice, Statement
from silverbridge.domain.ledger.passages import Span, clause_at, trimmed
from silverbridge.domain.ledger.services.correcting import too_long
from silverbridge.domain.ledger.services.holding import hold_notice
from silverbridge.domain.ledger.statements import (
    KINDS,
    ROUTES,
    DutyFields,
    Fields,
    GoalFields,
    kept_statement,
    kind_of,
    statement_columns,
    statement_fields,
)

Act = Correction.Act
_LONGEST = {"who": 400, "what": 400, "when": 120, "to": 200}
MOST_TIERS = 9


@transaction.atomic
def correct_statement(row: Statement, wanted: Fields, revision: int, actor: Actor) -> Statement:
    """Lets a duty or an aim read as ``wanted``; where nothing differs nothing is written.

    ``revision`` is the one the person saw. Raises Forbidden, Invalid by field, Conflict when somebody changed it meanwhile.
    """
    now = _hold(row, revision, actor)
    text = now.notice.text
    before, after = kept_statement(statement_fields(now), text), kept_statement(wanted, text)
    if before == after:
        return now
    span = _check(now, wanted)
    after |= {"span": {"start": span[0], "end": span[1], "text": text[slice(*span)]}}
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return now
    _rewrite(now, **statement_columns(now, wanted, span, set(changed)))
    _remember(now, Act.CORRECT, actor, [(name, before[name], after[name]) for name in changed])
    payload = events.StatementCorrected(kind=kind_of(now), number=now.number, fields=tuple(changed))
    note(payload, now.object_key, actor, now.notice.organisation)
    return now


@transaction.atomic
def add_statement(notice: Notice, kind: str, span: Span, actor: Actor) -> Statement:
    """A passage of the text is a reporting duty (``duty``) or an aim (``goal``) that was not read; its fields are filled in next.

    Raises Forbidden, DomainError for another kind and for a passage outside the text.
    """
    if kind not in KINDS:
        raise DomainError("kind", _("This is neither a reporting duty nor an aim."), _("Choose one."), "kind")
    now = hold_notice(notice.pk, actor)
    start, end = _span(now, span)
    last = KINDS[kind].everything.filter(notice=now).aggregate(last=Max("number"))["last"] or 0
    new = KINDS[kind].objects.create(
        notice=now, number=last + 1, start=start, end=end, clause=clause_at(now.text, start)[:120], confidence=1.0
    )
    _remember(new, Act.ADD, actor, [("", None, _span_of(new))])
    note(events.StatementAdded(kind=kind, number=new.number), new.object_key, actor, now.organisation)
    return new


@transaction.atomic
def remove_statement(row: Statement, revision: int, reason: str, actor: Actor) -> Statement:
    """Takes out what is none, and keeps it with the reason. Raises Forbidden, Conflict, DomainError without a reason."""
    if not reason.strip():
        raise DomainError("reason", _("The reason is missing."), _("Say in a few words why this is none."), "reason")
    now = _hold(row, revision, actor)
    _rewrite(now, removed_at=timezone.now())
    _remember(now, Act.REMOVE, actor, [("", _span_of(now), None)], reason.strip()[:200])
    payload = events.StatementRemoved(kind=kind_of(now), number=now.number)
    note(payload, now.object_key, actor, now.notice.organisation)
    return now


@transaction.atomic
def restore_statement(row: Statement, revision: int, actor: Actor) -> Statement:
    """Brings back what was taken out, unconfirmed. Raises Forbidden, and Conflict when it stands."""
    now = _hold(row, revision, actor, removed=True)
    _rewrite(now, removed_at=None)
    _remember(now, Act.RESTORE, actor, [("", None, _span_of(now))])
    payload = events.StatementRestored(kind=kind_of(now), number=now.number)
    note(payload, now.object_key, actor, now.notice.organisation)
    return now


@transaction.atomic
def confirm_statement(row: Statement, actor: Actor, revision: int | None = None) -> Statement:
    """A duty or an aim was compared with its sentence.

    ``revision`` is the one the person saw (that of ``row`` when none is given). Raises Forbidden, DomainError for a duty
    that does not say who reports, Conflict the second time and when it was corrected or taken out meanwhile.
    """
    now = _hold(row, revision or row.revision, actor)
    if now.is_confirmed:
        raise somebody_was_first()
    if isinstance(now, Duty) and not now.who:
        raise DomainError("who", _("It is not said who reports."), _("Fill in the unit first."), "who")
    now.confirmed_by, now.confirmed_at = actor.user, timezone.now()
    now.save(update_fields=["confirmed_by", "confirmed_at", "updated_at"])
    payload = events.StatementConfirmed(kind=kind_of(now), number=now.number)
    note(payload, now.object_key, actor, now.notice.organisation)
    return now


def _hold(row: Statement, revision: int, actor: Actor, removed: bool = False) -> Statement:
    """The row as it is now, its notice locked. Raises Forbidden; Conflict when it changed since ``revision`` was read."""
    notice = hold_notice(row.notice_id, actor)
    now = type(row).everything.get(pk=row.pk)
    if now.revision != revision or (now.removed_at is not None) is not removed:
        raise somebody_was_first()
    now.notice = notice
    return now


def _rewrite(row: Statement, **values: Any) -> None:
    values |= {"revision": row.revision + 1, "confirmed_by": None, "confirmed_at": None, "updated_at": timezone.now()}
    if not type(row).everything.filter(pk=row.pk, revision=row.revision).update(**values):
        raise somebody_was_first()
    for name, value in values.items():
        setattr(row, name, value)


def _remember(row: Statement, act: str, actor: Actor, changes: list[tuple[str, Any, Any]], reason: str = "") -> None:
    common = {"notice": row.notice, kind_of(row): row, "act": act, "reason": reason, "by": actor.user}
    Correction.objects.bulk_create(
        Correction(field=name, before=before, after=after, **common) for name, before, after in changes
    )


def _span_of(row: Statement) -> dict[str, Any]:
    return {"start": row.start, "end": row.end, "text": row.text}


def _span(notice: Notice, span: Span) -> Span:
    start, end = span
    if not 0 <= start <= end <= len(notice.text):
        raise DomainError("span", _("This passage lies outside the text."), _("Choose words of the text."), "words")
    start, end = trimmed(notice.text, start, end)
    if start == end:
        raise DomainError("span", _("There are no words in this passage."), _("Choose at least one sentence."), "words")
    return start, end


def _check(row: Statement, wanted: Fields) -> Span:
    """The span to be written. Raises Invalid with every field that cannot be taken."""
    wrong: dict[str, DomainError] = {}
    span = wanted.span
    try:
        span = _span(row.notice, wanted.span)
    except DomainError as fault:
        wrong["words"] = fault
    if isinstance(wanted, DutyFields):
        wrong |= too_long({name: (getattr(wanted, name), most) for name, most in _LONGEST.items()})
        wrong |= too_long({"attachments": (max(wanted.attachments, key=len, default=""), 200)})
        if not wanted.who.strip():
            wrong["who"] = DomainError("who", _("It is not said who reports."), _("Fill in the unit first."), "who")
        if set(wanted.route) - set(ROUTES):
            wrong["route"] = DomainError("route", _("There is no such way to send it."), _("Choose one."), "route")
        if wanted.tier is not None and not 1 <= wanted.tier <= MOST_TIERS:
            wrong["tier"] = DomainError("tier", _("A tier counts from 1 to %(n)s."), _("Correct it."), n=MOST_TIERS)
    if isinstance(wanted, GoalFields) and any(
        not (t.words.strip() and math.isfinite(t.value) and t.direction in DIRECTIONS) for t in wanted.targets
    ):
        wrong["targets"] = DomainError(
            "targets", _("A target needs its words, a number and a direction."), _("Complete it, or empty its row.")
        )
    if wrong:
        raise Invalid(wrong)
    return span
