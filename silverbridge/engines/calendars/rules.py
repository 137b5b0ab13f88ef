"""Rules of time as duties print them (每季度结束后10日内, 每年12月底前, 印发之日起30日内), and the days they come to."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from .due import Shift
from .working import DueDate, WorkingCalendar

Every = Literal["year", "half", "quarter", "month", "week", "event"]
CountUnit = Literal["day", "working_day", "week", "month"]
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_LONGEST = 3660  # days a count may reach: ten years


@dataclass(frozen=True)
class Fixed:
    """A day inside a period: its `month` counted from 1 (None: the last), its `day` (None: the month's last day).

    Of a week only `day` counts, from 1 (Monday) to 7.
    """

    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Rule:
    """When something is due, over and over or once.

    With `at`, on those days of each period, `lag` periods later (次月5日前 is lag 1). Without, `count` units after the
    period's last day. `every` "event" counts from `since`, the day something happened, and is due once; `once` ends any
    other rule with its first day after `since`. A count in days is one of calendar days; `shift` "next_working_day"
    moves a day on which nobody works. Raises ValueError for numbers out of range.
    """

    every: Every
    count: int = 0
    unit: CountUnit = "day"
    at: tuple[Fixed, ...] = ()
    lag: int = 0
    once: bool = False
    since: date | None = None
    shift: Shift = "none"

    def __post_init__(self) -> None:
        if self.every not in (*_MONTHS, "week", "event"):
            raise ValueError(f"unknown period {self.every!r}")
        if self.unit not in ("day", "working_day", "week", "month"):
            raise ValueError(f"unknown unit {self.unit!r}")
        if self.shift not in ("none", "next_working_day"):
            raise ValueError(f'shift is "none" or "next_working_day", not {self.shift!r}')
        if self.count < 0 or self.lag < 0 or self._reach() > _LONGEST:
            raise ValueError("a rule counts forwards, and not beyond ten years")
        for fixed in self.at:
            last = 7 if self.every == "week" else 31
            if self.every == "event" or not 1 <= (fixed.day or 1) <= last:
                raise ValueError(f"no such day in a {self.every}: {fixed}")
            if not 1 <= (fixed.month or 1) <= _MONTHS.get(self.every, 1):
                raise ValueError(f"no such month in a {self.every}: {fixed}")

    def starting(self, day: date) -> Rule:
        """The same rule counted from a day: that of issue, or of the event it speaks of."""
        return replace(self, since=day)

    def shifted(self, shift: Shift) -> Rule:
        """The same rule with a setting for days on which nobody works."""
        return replace(self, shift=shift)

    @property
    def repeats(self) -> bool:
        """Whether it comes again and again."""
        return not self.once and self.every != "event"

    def _reach(self) -> int:
        size = {"day": 1, "working_day": 3, "week": 7, "month": 31}[self.unit] * self.count
        return size + self.lag * _days(self.every)


def next_dates(rule: Rule, after: date, n: int) -> list[DueDate]:
    """The next `n` days a rule comes to, each later than `after`; fewer where it ends before.

    A day is provisional where working days were counted, or it was moved to one, in a year whose holidays are not
    announced. Raises ValueError for an event whose day is not known (`rule.starting`), and for n below zero.
    """
    if n < 0:
        raise ValueError(f"a number of dates, not {n}")
    return list(islice(_dates_after(rule, after), n))


def _dates_after(rule: Rule, after: date) -> Iterator[DueDate]:
    if rule.since is None and not rule.repeats:
        raise ValueError("this rule counts from a day that is not given: use starting(day)")
    if rule.every == "event":
        due = _shifted(_counted(rule.since, rule), rule.shift)  # type: ignore[arg-type]
        if due.day > after:
            yield due
        return
    floor = max(after, rule.since - timedelta(days=1)) if rule.since else after
    if rule.once:
        first = next(_walk(rule, rule.since - timedelta(days=1)), None)  # type: ignore[operator]
        if first is not None and first.day > after:
            yield first
        return
    yield from _walk(rule, floor)


def _walk(rule: Rule, floor: date) -> Iterator[DueDate]:
    """Every day of a repeating rule later than `floor`, in order, each once."""
    back = rule._reach() + 40 + 2 * _days(rule.every)
    start = _period_start(floor - timedelta(days=min(back, (floor - date.min).days)), rule.every)
    last = floor
    while start is not None:
        for due in sorted(_of_period(rule, start)):
            if due.day > last:
                last = due.day
                yield due
        start = _shift_period(start, rule.every, 1)


def _of_period(rule: Rule, start: date) -> list[DueDate]:
    """The days a rule comes to for the period that begins on `start`; none where the calendar of years has ended."""
    if not rule.at:
        following = _shift_period(start, rule.every, 1 + rule.lag)
        return [] if following is None else [_shifted(_counted(following - timedelta(days=1), rule), rule.shift)]
    begin = _shift_period(start, rule.every, rule.lag)
    if begin is None:
        return []
    return [_shifted(DueDate(_fixed(begin, fixed, rule.every)), rule.shift) for fixed in rule.at]


def _fixed(start: date, fixed: Fixed, every: Every) -> date:
    if every == "week":
        return start + timedelta(days=(fixed.day or 7) - 1)
    month = start.month - 1 + (fixed.month or _MONTHS[every])
    last = calendar.monthrange(start.year, month)[1]
    return date(start.year, month, min(fixed.day or last, last))


def _counted(day: date, rule: Rule) -> DueDate:
    if rule.unit == "working_day":
        return WorkingCalendar().add_working_days(day, rule.count) if rule.count else DueDate(day)
    if rule.unit == "month":
        months = day.month - 1 + rule.count
        year, month = day.year + months // 12, months % 12 + 1
        # The end of a month leads to the end of a month: 30 June and one month is 31 July.
        ends = day.day == calendar.monthrange(day.year, day.month)[1] and rule.every != "event"
        last = calendar.monthrange(year, month)[1]
        return DueDate(date(year, month, last if ends else min(day.day, last)))
    return DueDate(day + timedelta(days=rule.count * (7 if rule.unit == "week" else 1)))


def _shifted(due: DueDate, shift: Shift) -> DueDate:
    if shift == "none":
        return due
    moved = WorkingCalendar().working_day_on_or_after(due.day)
    return DueDate(moved.day, moved.provisional or due.provisional)


def _days(every: Every) -> int:
    return 7 if every == "week" else 31 * _MONTHS.get(every, 0)


def _period_start(day: date, every: Every) -> date:
    if every == "week":
        return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    size = _MONTHS[every]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def _shift_period(start: date, every: Every, n: int) -> date | None:
    """The start of the period `n` later; None beyond the years a date can have, with room left for counting."""
    if every == "week":
        return start + timedelta(days=7 * n) if start.year < 9900 else None
    months = start.month - 1 + n * _MONTHS[every]
    year = start.year + months // 12
    return date(year, months % 12 + 1, 1) if year < 9900 else None
