"""The demonstration lives through a past quarter: its clock is set, and every service believes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

from silverbridge.engines.calendars import WorkingCalendar

OPENS, CLOSES = time(9), time(17)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, ``django.utils.timezone.now()`` answers ``moment``; for single-threaded demonstration building only.

    The clock is set one step below ``now``, because fields hold ``timezone.now`` itself as their default.
    """
    real = timezone.datetime

    class Stopped(real):
        """A datetime class whose ``now`` stands still."""

        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return moment.astimezone(tz) if tz is not None else timezone.make_naive(moment)

    timezone.datetime = Stopped
    try:
        yield
    finally:
        timezone.datetime = real


def local(day: object, hour: int, minute: int = 0) -> datetime:
    """A time of day in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def is_working(moment: datetime) -> bool:
    """Whether somebody sits at the counters then."""
    here = timezone.localtime(moment)
    return WorkingCalendar().is_working_day(here.date()).working and OPENS <= here.time() < CLOSES


def in_working_hours(moment: datetime) -> datetime:
    """The moment itself, or some minutes after the next opening; the minutes are its own, so that not all come at nine."""
    here = timezone.localtime(moment)
    if is_working(here):
        return here
    day = here.date() if here.time() < OPENS else here.date() + timedelta(days=1)
    opening = WorkingCalendar().working_day_on_or_after(day).day
    return local(opening, OPENS.hour, here.minute)


def working_days_later(moment: datetime, days: int, hour: int, minute: int) -> datetime:
    """A time of day so many working days on."""
    return local(WorkingCalendar().add_working_days(timezone.localtime(moment).date(), days).day, hour, minute)
