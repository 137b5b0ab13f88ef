"""Days as offices in China count them: working days with make-up days, quarters, due days, business dates."""

from .due import Shift, due_after, due_after_quarter_end
from .local import business_date, speak_date_zh
from .quarters import Quarter
from .rules import Fixed, Rule, next_dates
from .working import Day, DueDate, WorkingCalendar

__all__ = [
    "Day",
    "DueDate",
    "Fixed",
    "Quarter",
    "Rule",
    "Shift",
    "WorkingCalendar",
    "business_date",
    "due_after",
    "due_after_quarter_end",
    "next_dates",
    "speak_date_zh",
]
