"""When a site is due again, and how a finding stands by the day. Pure: no table is read here."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


def next_day(last: date, every: int, unit: str, today: date) -> date:
    """The first day after ``today`` on the grid that began at ``last``: a late run moves no later ones."""
    number = 1
    while (day := step(last, number * every, unit)) <= today:
        number += 1
    return day


def step(day: date, number: int, unit: str) -> date:
    """So many days, weeks or months on; the 31st becomes the last day of a shorter month."""
    if unit != "months":
        return day + timedelta(days=number * (7 if unit == "weeks" else 1))
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Light(models.TextChoices):
    """How a finding in hand stands."""

    GREEN = "green", _("in time")
    YELLOW = "yellow", _("look at it soon")
    RED = "red", _("late")
    NONE = "none", _("not in anybody's hands")


@dataclass(frozen=True)
class Standing:
    """A light, and how many days the finding is over its day (negative: still ahead); None where no day runs."""

    light: Light
    days: int | None = None


def standing(
    owed: bool, due: date | None, acknowledge_by: date | None, waits: bool, today: date, soon: int
) -> Standing:
    """The light of a finding. ``owed``: the unit has still to mend it; ``waits``: it was not acknowledged yet."""
    if due is None:
        return Standing(Light.NONE)
    days = (today - due).days
    if not owed:
        return Standing(Light.GREEN, None)
    if days > 0:
        return Standing(Light.RED, days)
    if -days <= soon or (waits and acknowledge_by is not None and today > acknowledge_by):
        return Standing(Light.YELLOW, days)
    return Standing(Light.GREEN, days)
