"""The quarter a page speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from silverbridge.domain.evidence.queries import Period
from silverbridge.domain.ledger.services.refreshing import usual_periods
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter


@dataclass(frozen=True)
class Shown:
    """A quarter as a choice of the page."""

    code: str
    label: str
    period: Period
    current: bool


def label(quarter: Quarter) -> str:
    """In the language of the page."""
    if (get_language() or "zh").startswith("zh"):
        return quarter.label_zh
    return _("quarter %(n)s of %(year)s") % {"n": quarter.n, "year": quarter.year}


def choices(chosen: Quarter) -> list[Shown]:
    """The quarters whose figures are kept up to date, and the chosen one."""
    quarters = sorted({Quarter.of(period[0]) for period in usual_periods()} | {chosen}, reverse=True)
    return [Shown(str(q), label(q), (q.start, q.end), q == chosen) for q in quarters]


def quarter_of(request: HttpRequest) -> Quarter:
    """The quarter named by ``period`` in address or form, this one when none is. Raises Http404 for what is none, or to come."""
    named = request.GET.get("period") or request.POST.get("period")
    this = Quarter.of(today())
    if not named:
        return this
    try:
        found = Quarter.parse(named)
    except ValueError:
        raise Http404 from None
    if found > this:
        raise Http404
    return found
