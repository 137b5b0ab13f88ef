"""What a cell's number format says it holds. Built-in formats: ECMA-376 part 1, 18.8.30, with the Chinese ones."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .slots import ValueType

_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 49: "@"}
_DATES = {14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy-m-d h:mm", 31: 'yyyy"年"m"月"d"日"'}
_OTHER_DATES = {*range(27, 37), *range(50, 59)}
_FIXED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def built_in(number: int) -> str:
    """A built-in format by its number; "" is General."""
    if number in _OTHER_DATES and number not in _DATES:
        return "yyyy-m-d"
    return _BUILT_IN.get(number) or _DATES.get(number, "")


def type_of(code: str) -> ValueType:
    """What a format is for."""
    bare = _FIXED.sub("", code.split(";", maxsplit=1)[0]).lower()
    if "%" in bare:
        return "percent"
    if "y" in bare or "d" in bare or ("m" in bare and "0" not in bare and "#" not in bare):
        return "date"
    if "@" in bare:
        return "text"
    return "number" if "0" in bare or "#" in bare else "any"


def serial(day: date, since_1904: bool) -> int:
    """A day as a spreadsheet counts it. 1900 is taken for a leap year, as everywhere since Lotus 1-2-3."""
    if since_1904:
        return (day - date(1904, 1, 1)).days
    days = (day - date(1899, 12, 31)).days
    return days + 1 if day >= date(1900, 3, 1) else days


def day_of_serial(number: float, since_1904: bool) -> date | None:
    """The day of a serial number; None outside the calendar."""
    whole = int(number)
    if not 0 < whole < 2_958_466:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(whole)
    return date(1899, 12, 31) + timedelta(whole - 1 if whole > 60 else whole)
