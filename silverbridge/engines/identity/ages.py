"""Age on a day, and the bands that events carry instead of an age."""

from bisect import bisect_right
from calendar import isleap
from datetime import date

_BAND_STARTS = (60, 65, 70, 80, 90)

AGE_BANDS = ("under-60", "60-64", "65-69", "70-79", "80-89", "90+")


def age_on(birth_date: date, day: date) -> int:
    """Full years (周岁) a person born on `birth_date` has reached on `day`.

    Someone born on 29 February reaches an age on 28 February of a common year: the Civil Code, article 202,
    ends a period counted in years on the last day of the month where the corresponding day does not exist.
    Raises ValueError when `day` is before the birth.
    """
    if day < birth_date:
        raise ValueError(f"{day} is before the birth date")
    reached = (birth_date.month, birth_date.day)
    if reached == (2, 29) and not isleap(day.year):
        reached = (2, 28)
    return day.year - birth_date.year - ((day.month, day.day) < reached)


def age_band(age: int) -> str:
    """The band of `AGE_BANDS` an age in full years belongs to. Raises ValueError below zero."""
    if age < 0:
        raise ValueError(f"an age cannot be negative: {age}")
    return AGE_BANDS[bisect_right(_BAND_STARTS, age)]
