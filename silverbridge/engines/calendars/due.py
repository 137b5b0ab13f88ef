"""When a return is due, counted from the end of its quarter."""

from datetime import timedelta
from typing import Literal

from .quarters import Quarter
from .working import DueDate, WorkingCalendar

Shift = Literal["none", "next_working_day"]


def due_after_quarter_end(quarter: Quarter, days: int = 10, shift: Shift = "none") -> DueDate:
    """The last day to file: `days` calendar days after the quarter's last day (the default is 10).

    With `shift` "next_working_day" a due day on which nobody works moves to the next one on which people do,
    as the Civil Code (article 203) has it; "none" keeps the day as the notice wrote it, never provisional.
    Raises ValueError for `days` below zero or an unknown `shift`.
    """
    if days < 0:
        raise ValueError(f"a due day does not come before the quarter's end: {days}")
    day = quarter.end + timedelta(days=days)
    if shift == "none":
        return DueDate(day)
    if shift == "next_working_day":
        return WorkingCalendar().working_day_on_or_after(day)
    raise ValueError(f'shift is "none" or "next_working_day", not {shift!r}')
