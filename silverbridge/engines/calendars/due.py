"""When a return is due, counted from the end of its period."""

from datetime import date, timedelta
from typing import Literal

from .quarters import Quarter
from .working import DueDate, WorkingCalendar

Shift = Literal["none", "next_working_day"]


def due_after(last: date, days: int, shift: Shift = "none") -> DueDate:
    """The last day to file: `days` calendar days after a period's `last` day.

    With `shift` "next_working_day" a due day on which nobody works moves to the next one on which people do,
    as the Civil Code (article 203) has it; "none" keeps the day as the notice wrote it, never provisional.
    Raises ValueError for `days` below zero or an unknown `shift`.
    """
    if days < 0:
        raise ValueError(f"a due day does not come before the period's end: {days}")
    day = last + timedelta(days=days)
    if shift == "none":
        return DueDate(day)
    if shift == "next_working_day":
        return WorkingCalendar().working_day_on_or_after(day)
    raise ValueError(f'shift is "none" or "next_working_day", not {shift!r}')


def due_after_quarter_end(quarter: Quarter, days: int = 10, shift: Shift = "none") -> DueDate:
    """`due_after` for the last day of a quarter; the default is 10 days."""
    return due_after(quarter.end, days, shift)
