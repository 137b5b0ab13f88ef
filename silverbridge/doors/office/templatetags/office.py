"""How the ledger's figures and states stand on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from silverbridge.domain.ledger.models import Notice
from silverbridge.domain.ledger.status import Figure, State, TaskStatus
from silverbridge.doors.look.templatetags.look import chip
from silverbridge.doors.office import figures

register = template.Library()
VALIDITY = {"in_force": "ok", "repealed": "bad", "consultation_draft": "part", "unknown": "none"}

register.filter("amount", figures.amount)
register.filter("target_words", figures.target_words)
register.filter("overdue_words", figures.overdue_words)


@register.filter
def figure_amount(figure: Figure) -> str:
    """What a figure came to."""
    value = figure.result.value if figure.result else None
    return figures.amount(value, figure.version.definition if figure.version else None)


@register.simple_tag
def state_chip(state: str) -> SafeString:
    """The state of a task or figure: shape and word."""
    return chip(figures.CHIPS[State(state)], State(state).label)


@register.simple_tag
def validity_chip(notice: Notice) -> SafeString:
    """Whether a notice is in force: shape and word."""
    return chip(VALIDITY[notice.status], notice.get_status_display())


@register.filter
def decides(status: TaskStatus) -> Figure | None:
    """The figure that decides a task's state."""
    return figures.deciding(status)
