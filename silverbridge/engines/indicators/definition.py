"""What an indicator is: its words, its rows, its arithmetic. Held in YAML an institution can change."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from silverbridge.engines.definitions import Unfit

from .basis import Basis, DatedTarget, Words
from .conditions import Counted, Selection, Strict
from .schema import SHAPES, Family

DIGITAL_DOORS = ("web", "kiosk")
STAFFED_DOORS = ("phone", "counter", "home")
DOORS = (*DIGITAL_DOORS, *STAFFED_DOORS, "partner")

Kind = Literal["count", "share", "quantile", "gap", "ratio"]
Unit = Literal["share", "count", "minutes", "days", "points", "each"]
Direction = Literal["up", "down"]

_NEEDS: dict[Kind, tuple[str, ...]] = {
    "count": ("numerator",),
    "share": ("numerator", "denominator"),
    "gap": ("numerator", "denominator"),
    "ratio": ("numerator", "denominator"),
    "quantile": ("q",),
}
_UNITS: dict[Kind, tuple[Unit, ...]] = {
    "count": ("count",),
    "share": ("share",),
    "gap": ("share",),
    "ratio": ("share", "each"),
    "quantile": ("minutes", "days"),
}
_COUNTED: dict[Family, tuple[Counted, ...]] = {
    "events": ("events", "objects", "subjects"),
    "visits": ("events", "objects", "subjects"),
    "snapshots": ("places", "amount"),
}


class IndicatorDefinition(Strict):
    """One indicator. `meaning` is its definition in words (口径), `sources` the clauses that ask for it.

    - count: how many of the numerator's rows there are, each `distinct` thing once.
    - share: how many of the denominator's things also have a row of the numerator. The numerator narrows the
      denominator row by row, so a share lies between 0 and 1 and its conditions need not be repeated.
    - gap: the share at digital doors (web, kiosk) minus the share at staffed doors (phone, counter, home).
    - quantile: for each object with an `end` event in the period, the time since its first `start` event; of
      these times the smallest that at least the share `q` of them do not exceed (nearest rank), so the
      figure is always a time somebody really waited. An object ended twice in the period counts with its
      last end. Over visits it is the quantile of a `column` of theirs, held in seconds, of the visits in `of`.
    - ratio: the numerator over the denominator, each counted by its own `distinct`, possibly of another family of facts; it may
      exceed 1.

    `change` turns a count, share or ratio into its change since the same period of the year before: `relative` (a share
    of what it was) or in percentage `points`. `basis` is the 口径 point by point, `targets` are dated, each with the
    clause it comes from. `min_sample` is the fewest things a judgement may rest on; `min_cell` the fewest a shown group may hold.
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
    of: Selection | None = None
    column: Literal["wait_seconds", "service_seconds"] | None = None
    q: float | None = Field(default=None, gt=0, lt=1)
    change: Literal["relative", "points"] | None = None
    basis: Basis | None = None
    targets: tuple[DatedTarget, ...] = ()
    disaggregations: tuple[str, ...] = ()
    min_sample: int = Field(ge=0, strict=True)
    min_cell: int = Field(ge=1, strict=True)
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def facts(self) -> Family:
        """The family its rows lead down to: of its numerator, or of what a quantile measures."""
        whole = self.numerator or self.of or self.end
        return whole.facts if whole else "events"

    def counted(self, part: Selection) -> Counted:
        """What is counted in a part: a row, an object, a person, a place, or an amount."""
        if part.distinct is not None:
            return part.distinct
        if part.facts == "snapshots" and self.distinct not in _COUNTED["snapshots"]:
            return "places"
        return self.distinct

    def target_on(self, day: date) -> DatedTarget | None:
        """The target that holds on a day; None when none does."""
        holding = [t for t in self.targets if t.valid_from <= day and (t.valid_until is None or day < t.valid_until)]
        return max(holding, key=lambda t: t.valid_from, default=None)

    @property
    def permille(self) -> int:
        """`q` in thousandths, exact. Raises ValueError for an indicator that is no quantile."""
        if self.q is None:
            raise ValueError(f"{self.code} is a {self.kind} and has no q")
        return round(self.q * 1000)

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        needs = _NEEDS[self.kind]
        if self.kind == "quantile":
            needs += ("of", "column") if self.of or self.column else ("start", "end")
        for name in ("numerator", "denominator", "start", "end", "of", "column", "q"):
            given, needed = getattr(self, name) is not None, name in needs
            key = {"start": "from", "end": "to"}.get(name, name)
            if needed and not given:
                raise Unfit(f"A {self.kind} needs {key}.", f"Add {key}.", key)
            if given and not needed:
                raise Unfit(f"A {self.kind} has no {key}.", f"Remove {key}.", key)
        return self

    @model_validator(mode="after")
    def _check_unit(self) -> Self:
        allowed = _UNITS[self.kind]
        if self.change is not None:
            if self.kind not in ("count", "share", "ratio") or (self.change == "points") != (self.kind != "count"):
                mend = "A count changes by relative, a share or ratio by points."
                raise Unfit(f"A {self.kind} has no change in {self.change}.", mend, "change")
            allowed = ("share",) if self.change == "relative" else ("points",)
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
    def _check_families(self) -> Self:
        parts = [part for part in (self.numerator, self.denominator, self.of, self.start, self.end) if part]
        if self.kind != "ratio" and len({part.facts for part in parts}) > 1:
            raise Unfit("Its parts are facts of different families.", "Use a ratio.", "kind")
        if self.kind in ("share", "gap") and self.facts == "snapshots":
            raise Unfit("Snapshots are no rows to take a share of.", "Use a ratio.", "kind")
        if self.kind == "quantile" and (
            (self.of and self.of.facts != "visits") or (self.end and self.end.facts != "events")
        ):
            raise Unfit("A quantile is of visits, or from one event to another.", "Use facts: visits.", "of")
        for part in parts:
            if self.counted(part) not in _COUNTED[part.facts]:
                mend = f"Use {' or '.join(_COUNTED[part.facts])}."
                raise Unfit(f"{part.facts} are not counted by {self.counted(part)}.", mend, "distinct")
        odd = [name for name in self.disaggregations if name not in SHAPES[self.facts].groups]
        if odd:
            mend = f"Use {', '.join(SHAPES[self.facts].groups)}."
            raise Unfit(f"{odd[0]!r} cannot break down {self.facts}.", mend, "disaggregations")
        return self

    @model_validator(mode="after")
    def _check_numerator(self) -> Self:
        if self.numerator and self.denominator and self.kind != "ratio":
            stray = sorted(set(self.numerator.event) - set(self.denominator.event))
            if stray:
                mend = "Add it to denominator.event, or take it out here."
                raise Unfit(f"{stray[0]} is not among the denominator's events.", mend, "numerator.event")
        return self
