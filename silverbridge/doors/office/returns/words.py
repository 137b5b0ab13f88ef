"""Returns as a page says them: figures with their unit, states as shape and word, lights with their reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.models import Field, Filing, FilingFigure, RollPart

State, Standing = Filing.State, RollPart.Standing
CHIPS = {
    State.DUE: "none",
    State.DRAFT: "wait",
    State.REVIEWED: "wait",
    State.SIGNED: "wait",
    State.FILED: "part",
    State.SENT_BACK: "bad",
    State.ACCEPTED: "ok",
    State.SEALED: "ok",
    State.EXEMPT: "none",
    State.CLOSED: "none",
}
STANDINGS = {
    Standing.COUNTED: "ok",
    Standing.WAITING: "part",
    Standing.MISSING: "wait",
    Standing.LATE: "bad",
    Standing.SENT_BACK: "bad",
    Standing.EXEMPT: "none",
    Standing.CLOSED: "none",
}


def plain_number(value: Decimal | None, decimals: int) -> str:
    """A number to be typed over: with the form's decimals, without signs for thousands; empty where there is none."""
    return "" if value is None else f"{value:.{decimals}f}"


def shown(value: Decimal | None, asked: Field) -> str:
    """A number with thousands and its unit."""
    return "" if value is None else f"{value:,.{asked.decimals}f}{'' if not asked.unit else f' {asked.unit}'}"


def claimed_words(row: FilingFigure | None, asked: Field) -> str:
    """What is claimed; words where there is no value."""
    if row is None:
        return _("Not filled in")
    return shown(row.claimed, asked) or str(row.get_claimed_state_display())


def measured_words(row: FilingFigure | None, asked: Field) -> str:
    """What was measured; words where nothing was, or where nothing measures it."""
    if row is None or (row.measured_state == FilingFigure.State.EMPTY and not asked.indicator):
        return _("Not measured")
    return shown(row.measured, asked) or str(row.get_measured_state_display())


def difference(row: FilingFigure | None, asked: Field) -> tuple[str, str] | None:
    """Shape and words of how a claim stands to what was measured; None where nothing was there to be compared.

    That is so where nothing measures the figure, and where neither side has a value: the columns beside say as much.
    """
    if row is None or (row.measured_state == FilingFigure.State.EMPTY and not asked.indicator):
        return None
    if row.claimed is None or row.measured is None:
        return None if row.claimed is row.measured else ("none", _("Cannot be compared"))
    if not row.differs:
        return "ok", _("Agrees")
    gap = f"{row.claimed - row.measured:+,.{asked.decimals}f}"
    shape = "part" if row.why and row.reason else "bad"
    return shape, _("Differs by %(n)s") % {"n": gap}


def light(filing: Filing, day: date | None = None) -> tuple[str, str]:
    """Shape and words: late, due soon, in time, or nothing owed."""
    day = day or today()
    if filing.state in Filing.OWED:
        left = (filing.due - day).days
        if left < 0:
            return "bad", ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
        if left == 0:
            return "part", _("Due today")
        words = ngettext("due in %(n)s day", "due in %(n)s days", left) % {"n": left}
        return ("part" if left <= settings.DUE_SOON_DAYS else "wait"), words
    if filing.state in Filing.ARRIVED:
        return ("part", _("Filed late")) if filing.late else ("ok", _("Filed in time"))
    return "none", str(filing.get_state_display())


def share(value: float | None) -> str:
    """A share in per cent; words where nobody owes anything."""
    return _("Nobody owes it") if value is None else f"{value * 100:.1f}%".replace(".0%", "%")
