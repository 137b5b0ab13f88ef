"""Working days in mainland China, from the State Council's holiday notices in `chinese_calendar`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from chinese_calendar.constants import Holiday, holidays, workdays

_ONE_DAY = timedelta(days=1)
# The notice for a year has so far reached back as far as 29 December of the year before it.
_REACHED_BACK_FROM = (12, 29)


@dataclass(frozen=True)
class Day:
    """Whether people work on a day. `name` is the holiday it belongs to or makes up for, None on a plain day.

    `provisional` means no notice covers the day yet, so Monday to Friday was assumed.
    """

    working: bool
    provisional: bool
    name: str | None = None


@dataclass(frozen=True, order=True)
class DueDate:
    """A day reached by counting; `provisional` when any day counted over was provisional."""

    day: date
    provisional: bool = False


class WorkingCalendar:
    """Answers whether a day is a working day and counts in working days. Holds no state of its own."""

    def is_working_day(self, day: date) -> Day:
        """What kind of day this is. Raises ValueError for a datetime, whose date depends on a time zone."""
        _refuse_datetime(day)
        provisional = _is_provisional(day)
        if day in workdays:
            return Day(True, provisional, _name(workdays[day]))
        if day in holidays:
            return Day(False, provisional, _name(holidays[day]))
        return Day(day.weekday() < 5, provisional)

    def working_day_on_or_after(self, day: date) -> DueDate:
        """The day itself if people work then, or else the next day they do."""
        return self._walk(day, steps=1, include_start=True)

    def next_working_day(self, day: date) -> DueDate:
        """The first working day after `day`, which itself never counts."""
        return self._walk(day, steps=1, include_start=False)

    def add_working_days(self, start: date, n: int) -> DueDate:
        """The n-th working day after `start`; the day after it is the first to count (Civil Code, 201).

        With n = 0 it is `start` itself, or the working day that follows. Raises ValueError for n below zero.
        """
        if n < 0:
            raise ValueError(f"working days are counted forwards: {n}")
        if n == 0:
            return self.working_day_on_or_after(start)
        return self._walk(start, steps=n, include_start=False)

    def _walk(self, start: date, *, steps: int, include_start: bool) -> DueDate:
        """Go forward until `steps` working days are behind, remembering any provisional day on the way."""
        day = start if include_start else start + _ONE_DAY
        provisional = False
        while True:
            kind = self.is_working_day(day)
            provisional = provisional or kind.provisional
            steps -= kind.working
            if steps == 0:
                return DueDate(day, provisional)
            day += _ONE_DAY


@lru_cache(maxsize=1)
def known_years() -> range:
    """The years whose holiday notice the library carries; one without a National Day is not known yet."""
    years = {day.year for day, name in holidays.items() if name == Holiday.national_day.value}
    first, last = min(years), max(years)
    return range(first, last + 1)


def _is_provisional(day: date) -> bool:
    years = known_years()
    if day.year not in years:
        return True
    return day.year == years[-1] and (day.month, day.day) >= _REACHED_BACK_FROM


@lru_cache(maxsize=1)
def _chinese_names() -> dict[str, str]:
    return {holiday.value: holiday.chinese for holiday in Holiday}


def _name(english: str) -> str:
    return _chinese_names()[english]


def _refuse_datetime(day: date) -> None:
    if isinstance(day, datetime):
        raise ValueError("a working day is asked for a date; turn a time into one with business_date()")
