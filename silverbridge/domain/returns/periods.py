"""Months, quarters and years as periods of returns, and the days on which a return opens, is due and locks."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from silverbridge.domain.returns.models import DutyCalendar, ReturnForm
from silverbridge.engines.calendars import Quarter, due_after

Every = ReturnForm.Every
Period = tuple[date, date]
"""First and last business date, both included."""


@dataclass(frozen=True)
class Days:
    """The days of one return. ``due_by_rule`` is before any shift; ``provisional`` as long as holidays are not announced."""

    opens_on: date
    due_by_rule: date
    due: date
    locks_on: date
    shifted: bool
    provisional: bool


def period_of(every: str, day: date) -> Period:
    """The period of its kind that a day lies in."""
    if every == Every.QUARTER:
        quarter = Quarter.of(day)
        return quarter.start, quarter.end
    if every == Every.MONTH:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)


def periods_over(every: str, since: date, until: date) -> Iterator[Period]:
    """The periods from the one that begins on or after ``since`` whose last day is ``until`` or earlier, in order."""
    period = period_of(every, since)
    if period[0] < since:
        period = period_of(every, period[1] + timedelta(days=1))
    while period[1] <= until:
        yield period
        period = period_of(every, period[1] + timedelta(days=1))


def periods_back(every: str, period: Period, back: int) -> Period:
    """The period so many periods before this one; itself for 0."""
    for _step in range(back):
        period = period_of(every, period[0] - timedelta(days=1))
    return period


def days_of(rule: DutyCalendar, period: Period) -> Days:
    """When a return of a period opens, is due and locks by its calendar.

    Days are calendar days; only where the calendar says so does a due day on which nobody works move (Civil Code, 203). It opens
    so many days before it is due, never before the period is over.
    """
    last = period[1]
    by_rule = due_after(last, rule.days_after)
    due = due_after(last, rule.days_after, rule.shift)
    opens = max(due.day - timedelta(days=rule.opens_before), last + timedelta(days=1))
    return Days(
        opens_on=min(opens, due.day),
        due_by_rule=by_rule.day,
        due=due.day,
        locks_on=due.day + timedelta(days=rule.locks_after),
        shifted=rule.shift != DutyCalendar.Shift.NONE,
        provisional=due.provisional,
    )


def period_label(period: Period) -> str:
    """A period as a page says it: 2026年第三季度, 2026年7月, 2026年."""
    first, last = period
    quarter = Quarter.of(first)
    if period == (quarter.start, quarter.end):
        return quarter.label_zh if (get_language() or "zh").startswith("zh") else str(quarter)
    if (first.month, last.month) == (1, 12):
        return _("%(year)s") % {"year": first.year}
    return _("%(year)s-%(month)s") % {"year": first.year, "month": first.month}
