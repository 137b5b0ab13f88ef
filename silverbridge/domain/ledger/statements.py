"""Reporting duties and aims of a notice: what can be corrected of them, where each field is printed, which are confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, get_args

from silverbridge.domain.ledger.fields import TargetFields
from silverbridge.domain.ledger.models import Duty, Goal, Notice, Statement
from silverbridge.domain.ledger.passages import Span, clause_at, printed_near
from silverbridge.engines import notices
from silverbridge.engines.calendars.rules import Rule
from silverbridge.engines.notices.models import Route
from silverbridge.engines.notices.recurrence import rules_in

ROUTES: tuple[str, ...] = get_args(Route)
KINDS: dict[str, type[Statement]] = {"duty": Duty, "goal": Goal}


@dataclass(frozen=True)
class DutyFields:
    """Everything of a reporting duty that a person may correct. ``tier`` 1 files first, where reports are gathered."""

    span: Span
    who: str = ""
    what: str = ""
    when: str = ""
    due: date | None = None
    to: str = ""
    attachments: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    tier: int | None = None


@dataclass(frozen=True)
class GoalFields:
    """Everything of an aim that a person may correct."""

    span: Span
    by: date | None = None
    targets: tuple[TargetFields, ...] = ()


Fields = DutyFields | GoalFields


@dataclass(frozen=True)
class DutyAsked:
    """A confirmed reporting duty, for whoever makes a return of it: ``rule`` is None where the words name no rule of time."""

    duty: Duty
    notice: Notice
    clause: str
    who: str
    what: str
    to: str
    when: str
    rule: Rule | None
    due: date | None
    tier: int | None


def kind_of(row: Statement) -> str:
    """``duty`` or ``goal``."""
    return "duty" if isinstance(row, Duty) else "goal"


def statement_fields(row: Statement) -> Fields:
    """A duty or an aim as it stands."""
    span = (row.start, row.end)
    if isinstance(row, Duty):
        names = ("who", "what", "when", "due", "to", "tier")
        lists = {"attachments": tuple(row.attachments), "route": tuple(row.route)}
        return DutyFields(span=span, **lists, **{name: getattr(row, name) for name in names})
    targets = (TargetFields(t["words"], t["what"], float(t["value"]), t["unit"], t["direction"]) for t in row.targets)
    return GoalFields(span=span, by=row.by, targets=tuple(targets))


def kept_statement(fields: Fields, text: str) -> dict[str, Any]:
    """Each field as it stands in a correction: plain JSON values, the span with its words."""
    start, end = fields.span
    span = {"span": {"start": start, "end": end, "text": text[start:end]}}
    if isinstance(fields, DutyFields):
        plain = {name: getattr(fields, name) for name in ("who", "what", "when", "to", "tier")}
        lists = {"attachments": list(fields.attachments), "route": list(fields.route)}
        return span | plain | lists | {"due": fields.due.isoformat() if fields.due else None}
    targets = [vars(target) | {} for target in fields.targets]
    return span | {"by": fields.by.isoformat() if fields.by else None, "targets": targets}


def statement_columns(row: Statement, wanted: Fields, span: Span, changed: set[str]) -> dict[str, Any]:
    """The columns of the fields that changed. What a person wrote is sure; the rule of time is read from its words anew."""
    text, values = row.notice.text, {}
    if "span" in changed:
        values |= {"start": span[0], "end": span[1], "clause": clause_at(text, span[0])[:120]}
    names = changed - {"span", "targets"}
    values |= {name: _plain(getattr(wanted, name)) for name in names}
    if "targets" in changed and isinstance(wanted, GoalFields):
        values["targets"] = [_target(target, text, span) for target in wanted.targets]
    if isinstance(row, Duty) and names:
        printed = {name: printed_near(text, _words(values[name]), span, None) for name in names - {"route", "tier"}}
        spans = {name: place for name, place in row.spans.items() if name not in printed}
        values["spans"] = spans | {name: place for name, place in printed.items() if place}
        if "when" in names:
            values["rule"] = rule_as_json(rule_of_words(values["when"], row.notice.dated))
    return values


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _words(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str((value or [""])[0] if isinstance(value, list) else value or "")


def _target(target: TargetFields, text: str, span: Span) -> dict[str, Any]:
    start, end = printed_near(text, target.words, span, None) or (0, 0)
    return vars(target) | {"start": start, "end": end, "confidence": 1.0}


def rule_of_words(words: str, issued: date | None) -> Rule | None:
    """The one rule of time that words name, counted from the notice's day where they say so; None for none or several."""
    timed = [found for found in rules_in(words) if found.rule is not None]
    if len(timed) != 1 or timed[0].rule is None:
        return None
    return replace(timed[0].rule, since=issued) if timed[0].issue and issued else timed[0].rule


def rule_as_json(rule: Rule | None) -> dict[str, Any] | None:
    """A rule as a duty's column keeps it."""
    return notices.Duty(who="", what=None, when=None, to=None, rule=rule).model_dump(mode="json")["rule"]


def engine_duty(row: Duty) -> notices.Duty:
    """A duty as the engine knows one."""
    return notices.Duty.model_validate(
        {name: getattr(row, name) or None for name in ("what", "when", "to")}
        | {name: getattr(row, name) for name in ("who", "start", "end", "rule", "due", "attachments", "route", "tier")}
        | {"spans": row.spans, "confidence": row.confidence}
    )


def engine_goal(row: Goal) -> notices.Goal:
    """An aim as the engine knows one."""
    names = ("clause", "text", "by", "start", "end", "confidence", "targets")
    return notices.Goal.model_validate({name: getattr(row, name) for name in names})


def from_engine(notice: Notice, read: notices.ParsedNotice) -> tuple[list[Duty], list[Goal]]:
    """What was read, as rows of a notice that are not written yet."""
    duties = [
        Duty(
            notice=notice,
            number=n,
            **_place(notice, duty.start, duty.end),
            confidence=duty.confidence,
            who=duty.who[:400],
            what=(duty.what or "")[:400],
            when=(duty.when or "")[:120],
            to=(duty.to or "")[:200],
            rule=rule_as_json(duty.rule),
            due=duty.due,
            attachments=list(duty.attachments),
            route=list(duty.route),
            tier=duty.tier,
            spans={name: list(place) for name, place in duty.spans.items()},
        )
        for n, duty in enumerate(read.duties, start=1)
    ]
    goals = [
        Goal(
            notice=notice,
            number=n,
            **_place(notice, goal.start, goal.end),
            confidence=goal.confidence,
            by=goal.by,
            targets=[target.model_dump(mode="json") for target in goal.targets],
        )
        for n, goal in enumerate(read.goals, start=1)
    ]
    return duties, goals


def _place(notice: Notice, start: int | None, end: int | None) -> dict[str, Any]:
    start, end = (start, end) if start is not None and end is not None else (0, 0)
    return {"start": start, "end": end, "clause": clause_at(notice.text, start)[:120]}


def places_of_statement(row: Statement) -> dict[str, list[Span]]:
    """Where each field of a duty or an aim is printed, by the field's name; a field without a place is left out."""
    found: dict[str, list[Span]] = {"span": [(row.start, row.end)] if row.start < row.end else []}
    if isinstance(row, Duty):
        found |= {name: [(place[0], place[1])] for name, place in row.spans.items() if place[0] < place[1]}
        if row.due and "due" not in found and "when" in found:
            found["due"] = found["when"]
    elif isinstance(row, Goal):
        found["targets"] = [(t["start"], t["end"]) for t in row.targets if t["start"] < t["end"]]
        words = _words(row.by)
        found["by"] = (
            [place] if row.by and (place := printed_near(row.notice.text, words, found["span"][0], None)) else []
        )
    return {name: places for name, places in found.items() if places}


def statements_in_order(notice: Notice) -> list[Statement]:
    """The duties of a notice, then its aims, each in the order of the text: those that stand."""
    rows: list[Statement] = []
    for model in KINDS.values():
        rows += model.objects.filter(notice=notice).select_related("confirmed_by").order_by("start", "number")
    for row in rows:
        row.notice = notice
    return rows


def statements_taken_out(notice: Notice) -> list[Statement]:
    """The duties and aims that were taken out, each with its last correction as ``last``."""
    rows: list[Statement] = []
    for model in KINDS.values():
        gone = model.everything.filter(notice=notice, removed_at__isnull=False).order_by("start", "number")
        rows += gone.prefetch_related("corrections__by")
    for row in rows:
        row.notice = notice
        row.last = max(row.corrections.all(), key=lambda correction: correction.pk, default=None)
    return rows


def next_statement(rows: Iterable[Statement], after: Statement | None = None) -> Statement | None:
    """The next duty or aim that nobody confirmed: first those after ``after``, then from the beginning."""
    rows = list(rows)
    at = next((n for n, row in enumerate(rows) if after is not None and _same(row, after)), -1)
    return next((row for row in chain(rows[at + 1 :], rows[: max(at, 0)]) if not row.is_confirmed), None)


def _same(one: Statement, other: Statement) -> bool:
    return type(one) is type(other) and one.pk == other.pk


def duties_asked(notice: Notice) -> list[DutyAsked]:
    """The confirmed reporting duties of a notice, in the order of its text; none that only a machine read.

    A duty's own confirmation counts, whether or not the notice binds anybody today (``notice.is_in_force``).
    """
    rows = Duty.objects.filter(notice=notice, confirmed_at__isnull=False).order_by("start", "number")
    asked = []
    for row in rows:
        row.notice, rule = notice, engine_duty(row).rule
        said = (row.clause, row.who, row.what, row.to, row.when)
        asked.append(DutyAsked(row, notice, *said, rule, row.due, row.tier))
    return asked
