"""Figures as a page says them: a share in per cent, a time with its unit, and no figure where there is none."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.status import Figure, State, TaskStatus
from silverbridge.domain.places.queries import today
from silverbridge.engines.indicators import IndicatorDefinition

CHIPS = {
    State.NOT_ENFORCEABLE: "none",
    State.NO_DATA: "none",
    State.UNCONFIRMED: "wait",
    State.SAMPLE_TOO_SMALL: "part",
    State.NOT_MET: "bad",
    State.MET: "ok",
}


def amount(value: float | None, definition: IndicatorDefinition | None) -> str:
    """A value with its unit; words where nothing was measured, never a zero."""
    if value is None:
        return _("No data")
    if definition is None:
        return f"{value:g}"
    if definition.kind == "gap":
        return _("%(n)s percentage points") % {"n": _short(value * 100)}
    if definition.unit == "points":
        return _("%(n)s percentage points") % {"n": _short(value)}
    if definition.unit == "share":
        return f"{_short(value * 100)}%"
    if definition.unit == "minutes":
        return _("%(n)s minutes") % {"n": _short(value)}
    if definition.unit == "days":
        return _("%(n)s days") % {"n": _short(value)}
    return _short(value)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def target_words(figure: Figure) -> str:
    """At least 95%; at most 30 minutes."""
    words = amount(figure.link.target, figure.version.definition if figure.version else None)
    return _("%(direction)s %(amount)s") % {"direction": figure.link.get_direction_display(), "amount": words}


def deciding(status: TaskStatus) -> Figure | None:
    """The figure whose numbers a status carries; None when a task has no figure."""
    same = (f for f in status.figures if (f.state, f.link.target) == (status.state, status.target))
    return next(same, status.figures[0] if status.figures else None)


def overdue_days(task: Task, status: TaskStatus) -> int:
    """How many days a task is over its deadline; 0 when it is not, or was met, or binds nobody."""
    if task.deadline is None or status.state in (State.MET, State.NOT_ENFORCEABLE):
        return 0
    return max(0, (today() - task.deadline).days)


def overdue_words(days: int) -> str:
    """How much too late."""
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def why_not_yet(notice: Notice) -> str:
    """Why a notice that is in force by its validity does not bind today, in words; empty when it does."""
    if notice.status != Notice.Status.IN_FORCE or notice.is_in_force:
        return ""
    if notice.has_run_out:
        return why_not_binding(Notice.Status.REPEALED)
    if notice.is_to_come:
        return _("It binds from %(day)s; until then nobody is held to it.") % {"day": notice.in_force_from}
    return _("It waits to take the place of another notice, and binds nobody before a supervisor has set the day.")


def why_not_binding(status: str) -> str:
    """Why a notice of this validity is not enforceable, in words; empty when it is."""
    return {
        "repealed": _("This notice was repealed. It is kept for reference: nobody is held to its tasks any more."),
        "consultation_draft": _("This is a draft for consultation. It binds nobody until it is issued."),
        "unknown": _(
            "Nothing in the text says whether this notice is in force. Until a supervisor says so, it binds nobody."
        ),
    }.get(status, "")
