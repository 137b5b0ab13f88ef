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

from .schema import CONDITION_COLUMNS

Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
_DATA_FIELD = re.compile(r"data\.[a-z][a-z0-9_]*")
# Engines spell a JSON text alike only when nothing in it needs escaping, and when it is no other JSON value.
_PLAIN_TEXT = re.compile(r"(?!(?:true|false|null)\Z)[A-Za-z_][A-Za-z0-9_.-]*")
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
        if self.field in CONDITION_COLUMNS or _DATA_FIELD.fullmatch(self.field):
            return self
        near = get_close_matches(self.field, CONDITION_COLUMNS, n=1)
        mend = f"Did you mean {near[0]}?" if near else f"Use {', '.join(CONDITION_COLUMNS)} or data.NAME."
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
        wanted = {"acting_for": "truth", "version": "number"}.get(self.field, "text")
        if kinds != {wanted}:
            raise Unfit(f"{self.field} holds a {wanted}, not a {kinds.pop()}.", f"Write a {wanted}.", "value")
        return self


class Selection(Strict):
    """The events of these names that fulfil every condition."""

    event: tuple[EventName, ...] = Field(min_length=1)
    where: tuple[Condition, ...] = ()


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"
