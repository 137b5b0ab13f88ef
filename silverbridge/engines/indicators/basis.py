"""The words around a figure: its 口径 point by point, and what clauses ask of it from when on."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from silverbridge.engines.definitions import Unfit

from .conditions import Strict


class Words(Strict):
    """The same words in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Basis(Strict):
    """口径, point by point: what is in scope, a day's stock or a period's sum, what one unit is, when an age is taken,
    whence it comes."""

    scope: Words
    figure: Literal["point", "period"]
    counts: Literal["times", "persons", "cases", "places", "things", "money", "time"]
    age_day: Literal["day_of_service", "period_end", "as_reported", "none"]
    source: Words


class DatedTarget(Strict):
    """What is asked from a day on: by a clause of a notice, or (then said so) by ourselves."""

    value: float
    valid_from: date
    valid_until: date | None = None
    clause: str = Field(min_length=1)
    ours: bool = False

    @model_validator(mode="after")
    def _check_dates(self) -> Self:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise Unfit("The target ends before it begins.", "Write valid_until after valid_from.", "valid_until")
        return self
