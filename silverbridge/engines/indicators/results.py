"""What a computation gives back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Period = tuple[date, date]
"""First and last business date, both included."""

Group = dict[str, str | bool | None]


@dataclass(frozen=True)
class Side:
    """One side of a gap, as a share of its own. `value` is None where nothing came through these doors."""

    value: float | None
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Result:
    """One figure. `group` says which part of the whole it is ({} for all of it).

    `state` is "no_data" when there was nothing to count: then `value` is None, which is not zero.
    `numerator` and `denominator` are None where the kind has none; a gap has them on its two `sides`.
    `sample` is how many things the figure rests on (of a gap, the smaller side). A `suppressed` figure shows
    no number at all: its group is small enough to point at someone, or would let a group that small be
    worked out.
    """

    code: str
    period: Period
    group: Group
    state: Literal["measured", "no_data"]
    value: float | None
    numerator: int | None
    denominator: int | None
    sample: int | None
    suppressed: bool = False
    sides: dict[str, Side] = field(default_factory=dict)
