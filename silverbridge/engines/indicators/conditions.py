"""Which events an indicator counts: names, and conditions on columns or on fields of their data."""

import re
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from silverbridge.engines.definitions import Unfit

from .schema import SHAPES, Family

Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
_DATA_FIELD = re.compile(r"data\.[a-z][a-z0-9_]*")
# Engines spell a JSON text alike only when nothing in it needs escaping, and when it is no other JSON value.
_PLAIN_TEXT = re.compile(r"(?!(?:true|false|null)\Z)[A-Za-z_][A-Za-z0-9_.-]*")
KindName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.:-]{0,63}$")]
EventName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]


class Strict(BaseModel):
    """A part of a definition: unchangeable, and no key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Strict):
    """One condition on one field. An empty field fulfils none of them but `is_null`.

    `in` and `not_in` take a list, `ge` and `le` a number, `eq` one value, `is_null` true or false.
    """

    field: str
    op: Literal["in", "not_in", "eq", "ge", "le", "is_null"]
    value: Scalar | tuple[Scalar, ...] = Field(union_mode="left_to_right")

    @property
    def data_key(self) -> str | None:
        """The key inside `data` this looks at, or None when it looks at a column."""
        return self.field.removeprefix("data.") if self.field.startswith("data.") else None

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The value or values, always as a tuple."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @model_validator(mode="after")
    def _check_field(self) -> Self:
        known = SHAPES["events"].conditions
        if any(self.field in shape.conditions for shape in SHAPES.values()) or _DATA_FIELD.fullmatch(self.field):
            return self
        near = get_close_matches(self.field, known, n=1)
        mend = f"Did you mean {near[0]}?" if near else f"Use {', '.join(known)} or data.NAME."
        raise Unfit(f"{self.field!r} is no field of an event.", mend, "field")

    @model_validator(mode="after")
    def _check_shape(self) -> Self:
        several = isinstance(self.value, tuple)
        if self.op in ("in", "not_in") and not (several and self.value):
            raise Unfit(f"{self.op} compares with a list.", "Write a list with at least one value.", "value")
        if self.op not in ("in", "not_in") and several:
            raise Unfit(f"{self.op} takes one value, not a list.", "Write one value, or use in.", "value")
        if self.op == "is_null" and not isinstance(self.value, bool):
            raise Unfit("is_null asks yes or no.", "Write true or false.", "value")
        if self.op in ("ge", "le") and (isinstance(self.value, bool | str)):
            raise Unfit(f"{self.op} compares numbers.", "Write a number.", "value")
        return self

    @model_validator(mode="after")
    def _check_type(self) -> Self:
        if self.op == "is_null":
            return self
        kinds = {_kind(value) for value in self.values}
        if len(kinds) > 1:
            raise Unfit("The list mixes kinds of values.", "Keep texts, numbers and true/false apart.", "value")
        if self.data_key is not None:
            odd = [value for value in self.values if isinstance(value, str) and not _PLAIN_TEXT.fullmatch(value)]
            if odd:
                mend = "Use a code: Latin letters, digits, _ . - with a letter first."
                raise Unfit(f"A field of data is compared by its code, not by {odd[0]!r}.", mend, "value")
            return self
        numbers = {name for shape in SHAPES.values() for name in shape.numbers}
        wanted = "truth" if self.field == "acting_for" else "number" if self.field in numbers else "text"
        if kinds != {wanted}:
            raise Unfit(f"{self.field} holds a {wanted}, not a {kinds.pop()}.", f"Write a {wanted}.", "value")
        return self


Counted = Literal["events", "objects", "subjects", "places", "amount"]


class Selection(Strict):
    """The facts of one family that fulfil every condition.

    `event` names the events. `kinds` names the snapshots, and `over` says how they are read: `point` takes the latest of each
    place and kind up to the period's last day, of places open then; `period` takes all that are dated in the period. In a ratio
    `distinct` says what is counted, since its two sides need not be alike.
    """

    facts: Family = "events"
    event: tuple[EventName, ...] = ()
    kinds: tuple[KindName, ...] = ()
    over: Literal["point", "period"] | None = None
    distinct: Counted | None = None
    where: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _check_family(self) -> Self:
        wanted = {"events": ("event",), "visits": (), "snapshots": ("kinds", "over")}[self.facts]
        for name in ("event", "kinds", "over"):
            if bool(getattr(self, name)) != (name in wanted):
                mend = f"Add {name}." if name in wanted else f"Remove {name}."
                raise Unfit(
                    f"A selection of {self.facts} goes {'with' if name in wanted else 'without'} {name}.", mend, name
                )
        return self

    @model_validator(mode="after")
    def _check_conditions(self) -> Self:
        shape = SHAPES[self.facts]
        for condition in self.where:
            if condition.data_key is not None and self.facts == "events":
                continue
            if condition.field not in shape.conditions:
                mend = f"Use {', '.join(shape.conditions)}."
                raise Unfit(f"{condition.field!r} is no field of {self.facts}.", mend, "where")
        return self


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"
