"""What is looked at on a visit, as data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from silverbridge.engines.definitions import Unfit

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Strict(BaseModel):
    """No key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """One text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class ChecklistItem(Strict):
    """One point: what is asked (yes is in order), how grave a no is, and where the point comes from."""

    code: Code
    ask: Words
    how: Words | None = None
    grade: Literal["minor", "serious"] = "minor"
    photo: bool = Field(default=False, description="a no is shown by a photograph")
    source: str = Field(min_length=1, description="standard, notice, or `project` where no standard has it")


class Checklist(Strict):
    """The points of one kind of place, as they hold from a day on."""

    code: Code
    version: int = Field(ge=1)
    valid_from: date
    name: Words
    places: tuple[str, ...] = Field(min_length=1, description="kinds of places it is for")
    items: tuple[ChecklistItem, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_codes(self) -> Self:
        codes = [item.code for item in self.items]
        if len(set(codes)) != len(codes):
            raise Unfit("Two points have one code.", "Give each point a code of its own.", "items")
        return self
