"""Dates as they stand on the wall in China, and as a page or a voice says them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEKDAYS_ZH = "一二三四五六日"


def business_date(moment: datetime) -> date:
    """The date in Asia/Shanghai at this moment. Raises ValueError for a naive datetime."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone, so it names no moment; give an aware datetime")
    return moment.astimezone(SHANGHAI).date()


def speak_date_zh(day: date) -> str:
    """Month, day and weekday: 11月24日 星期二. Raises ValueError for a datetime."""
    if isinstance(day, datetime):
        raise ValueError("a date is spoken, not a time; turn a time into one with business_date()")
    return f"{day.month}月{day.day}日 星期{_WEEKDAYS_ZH[day.weekday()]}"
