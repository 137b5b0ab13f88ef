"""What a computation gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

Period = tuple[date, date]
"""First and last business date, both included."""

Group = dict[str, str | bool | int | None]
State = Literal["measured", "no_data", "late", "exempt", "closed"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a gap, as a share of its own. `value` is None where nothing came through these doors."""

    value: float | None
    numerator: float
    denominator: float | None


NO_SIDES: Mapping[str, Side] = MappingProxyType({})


class Result(NamedTuple):
    """One figure. `group` says which part of the whole it is ({} for all of it).

    `state` is "measured" (and the value may well be zero), or says why there is no value: "no_data" when there was nothing to
    count, "late" when what should have come in has not, "exempt" when the place need not tell, "closed" when it was shut all the
    period. None of these is zero. The last three are known only of places (see `standing`).
    `numerator` and `denominator` are None where the kind has none; a gap has them on its two `sides`, a change on `now`
    and `before`. `sample` is how many things the figure rests on (of a gap, the smaller side). A `suppressed` figure shows
    no number at all: its group is small enough to point at someone, or would let a group that small be
    worked out.
    """

    code: str
    period: Period
    group: Group
    state: State
    value: float | None
    numerator: float | None
    denominator: float | None
    sample: float | None
    suppressed: bool = False
    sides: Mapping[str, Side] = NO_SIDES
