"""A scheme of evaluation as dated data: what counts how much, where its figure comes from, and what takes points away."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from silverbridge.engines.definitions import Unfit

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Kind = Literal[
    "indicator",
    "return_figure",
    "returns_complete",
    "returns_in_time",
    "inspection",
    "call_resolved",
    "call_satisfied",
]
SHARES = ("returns_complete", "returns_in_time", "inspection", "call_resolved", "call_satisfied")


class Strict(BaseModel):
    """No key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """One text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Source(Strict):
    """Where an item's figure comes from, and how it becomes points.

    All points at ``target`` or better, none at ``floor`` or worse, in proportion between them. An indicator is named, and so
    are the form (by its title) and the figure (by its key) of a ``return_figure``: what units claim in their accepted returns.
    """

    kind: Kind
    indicator: str | None = None
    form: str | None = None
    figure: str | None = None
    target: float
    floor: float
    least: int = Field(default=1, ge=1, description="a smaller sample is not scored")

    @model_validator(mode="after")
    def _check_ends(self) -> Self:
        if (self.kind == "indicator") != (self.indicator is not None):
            raise Unfit("Only an item measured by an indicator names one.", "Name it, or leave it out.", "indicator")
        if {self.form is not None, self.figure is not None} != {self.kind == "return_figure"}:
            raise Unfit("A figure of a return names its form and its key.", "Name both, or leave both out.", "figure")
        if self.target == self.floor:
            raise Unfit("Target and floor are the same.", "Leave room between them.", "floor")
        if self.kind in SHARES and not 0 <= self.floor < self.target <= 1:
            raise Unfit("A share lies between 0 and 1, its target above its floor.", "Correct both.", "target")
        return self


class Item(Strict):
    """One thing that is scored, with its weight in points."""

    code: Code
    name: Words
    weight: float = Field(gt=0, le=1000)
    source: Source


class Deduction(Strict):
    """So many points less for each case, at most so many in all."""

    code: Code
    name: Words
    cases: Literal["serious_findings", "returns_missing"]
    points: float = Field(gt=0)
    at_most: float = Field(gt=0)


class EvaluationScheme(Strict):
    """A scheme as it holds from a day on. A unit of whose weight less than ``least_scored`` was scored has no rank."""

    code: Code
    version: int = Field(ge=1)
    valid_from: date
    name: Words
    meaning: Words
    least_scored: float = Field(default=0.5, ge=0, le=1)
    items: tuple[Item, ...] = Field(min_length=1)
    deductions: tuple[Deduction, ...] = ()

    @model_validator(mode="after")
    def _check_codes(self) -> Self:
        codes = [part.code for part in (*self.items, *self.deductions)]
        if len(set(codes)) != len(codes):
            raise Unfit("Two items have one code.", "Give each a code of its own.", "items")
        return self

    @property
    def whole(self) -> float:
        """The weights of all items together."""
        return sum(item.weight for item in self.items)
