"""What an indicator is: its words, its rows, its arithmetic. Held in YAML an institution can change."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from silverbridge.engines.definitions import Unfit

from .conditions import Selection, Strict

DIGITAL_DOORS = ("web", "kiosk")
STAFFED_DOORS = ("phone", "counter", "home")
DOORS = (*DIGITAL_DOORS, *STAFFED_DOORS, "partner")

Kind = Literal["count", "share", "quantile", "gap"]
Unit = Literal["share", "count", "minutes", "days"]
Direction = Literal["up", "down"]
Counted = Literal["events", "objects", "subjects"]

_NEEDS: dict[Kind, tuple[str, ...]] = {
    "count": ("numerator",),
    "share": ("numerator", "denominator"),
    "gap": ("numerator", "denominator"),
    "quantile": ("start", "end", "q"),
}
_UNITS: dict[Kind, tuple[Unit, ...]] = {
    "count": ("count",),
    "share": ("share",),
    "gap": ("share",),
    "quantile": ("minutes", "days"),
}


class Words(Strict):
    """The same words in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class IndicatorDefinition(Strict):
    """One indicator. `meaning` is its definition in words (口径), `sources` the clauses that ask for it.

    - count: how many of the numerator's rows there are, each `distinct` thing once.
    - share: how many of the denominator's things also have a row of the numerator. The numerator narrows the
      denominator row by row, so a share lies between 0 and 1 and its conditions need not be repeated.
    - gap: the share at digital doors (web, kiosk) minus the share at staffed doors (phone, counter, home).
    - quantile: for each object with an `end` event in the period, the time since its first `start` event; of
      these times the smallest that at least the share `q` of them do not exceed (nearest rank), so the
      figure is always a time somebody really waited. An object ended twice in the period counts with its
      last end.

    `min_sample` is the fewest things a judgement may rest on; `min_cell` the fewest a shown group may hold.
    """

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: int = Field(ge=1, strict=True)
    name: Words
    meaning: Words
    unit: Unit
    kind: Kind
    direction: Direction
    distinct: Counted = "objects"
    numerator: Selection | None = None
    denominator: Selection | None = None
    start: Selection | None = Field(default=None, alias="from")
    end: Selection | None = Field(default=None, alias="to")
    q: float | None = Field(default=None, gt=0, lt=1)
    min_sample: int = Field(ge=0, strict=True)
    min_cell: int = Field(ge=1, strict=True)
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def permille(self) -> int:
        """`q` in thousandths, exact. Raises ValueError for an indicator that is no quantile."""
        if self.q is None:
            raise ValueError(f"{self.code} is a {self.kind} and has no q")
        return round(self.q * 1000)

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        for name in ("numerator", "denominator", "start", "end", "q"):
            given, needed = getattr(self, name) is not None, name in _NEEDS[self.kind]
            key = {"start": "from", "end": "to"}.get(name, name)
            if needed and not given:
                raise Unfit(f"A {self.kind} needs {key}.", f"Add {key}.", key)
            if given and not needed:
                raise Unfit(f"A {self.kind} has no {key}.", f"Remove {key}.", key)
        return self

    @model_validator(mode="after")
    def _check_unit(self) -> Self:
        allowed = _UNITS[self.kind]
        if self.unit not in allowed:
            raise Unfit(f"A {self.kind} is not given in {self.unit}.", f"Use {' or '.join(allowed)}.", "unit")
        return self

    @model_validator(mode="after")
    def _check_quantile(self) -> Self:
        if self.kind == "quantile" and self.distinct != "objects":
            raise Unfit("A wait is measured on objects.", "Write objects, or leave it out.", "distinct")
        if self.q is not None and abs(self.q * 1000 - self.permille) > 1e-9:
            raise Unfit("A quantile has at most three decimals.", "Round it, as in 0.9 or 0.975.", "q")
        return self

    @model_validator(mode="after")
    def _check_numerator(self) -> Self:
        if self.numerator and self.denominator:
            stray = sorted(set(self.numerator.event) - set(self.denominator.event))
            if stray:
                mend = "Add it to denominator.event, or take it out here."
                raise Unfit(f"{stray[0]} is not among the denominator's events.", mend, "numerator.event")
        return self
