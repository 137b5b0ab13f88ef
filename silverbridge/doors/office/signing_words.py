"""What a correction keeps, in words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from silverbridge.domain.ledger.fields import fields_of, kept
from silverbridge.domain.ledger.models import Notice, Statement, Task
from silverbridge.domain.ledger.statements import kept_statement, statement_fields
from silverbridge.doors.office.forms.signing import DIRECTIONS, SPEAKS_OF, TaskForm
from silverbridge.doors.office.forms.statements import ROUTE_NAMES, StatementForm

LONGEST = 160


def said(values: Mapping[str, Any]) -> dict[str, str]:
    """Each field's value in words, by the field's name."""
    return {field: _words(field, value) for field, value in values.items()}


def said_now(task: Task, form: TaskForm) -> dict[str, str]:
    """How a task reads now, of those fields in which a form says otherwise."""
    differs = {SPEAKS_OF.get(name, name) for name in form.changed_data}
    return {field: words for field, words in said(kept(fields_of(task), task.notice.text)).items() if field in differs}


def statement_now(row: Statement, form: StatementForm) -> dict[str, str]:
    """How a duty or an aim reads now, of those fields in which a form says otherwise."""
    differs = {SPEAKS_OF.get(name, name) for name in form.changed_data}
    now = said(kept_statement(statement_fields(row), row.notice.text))
    return {field: words for field, words in now.items() if field in differs}


def _words(field: str, value: Any) -> str:
    nothing = _("nothing")
    if value in (None, "", []):
        return nothing
    if field == "span":
        return _short(value.get("text") or _("task %(n)s") % {"n": value.get("number", "")})
    if field == "deadline":
        kind = value["day"] or str(Task.Deadline(value["kind"]).label)
        return f"{kind}（{value['words']}）" if value["words"] else kind
    if field == "targets":
        ways = dict(DIRECTIONS)
        return "；".join(f"{t['what']} {ways[t['direction']]} {t['value']:g} {t['unit']}".strip() for t in value)
    if field == "status":
        return str(Notice.Status(value).label)
    if field == "route":
        ways = dict(ROUTE_NAMES)
        return "、".join(str(ways.get(code, code)) for code in value)
    return "、".join(value) if isinstance(value, list) else _short(str(value))


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
