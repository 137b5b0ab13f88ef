"""Does a figure meet its target? A judgement that cannot be made is said, not guessed."""

from dataclasses import dataclass
from typing import Literal

from .results import Result

Judgement = Literal["no_data", "unconfirmed", "sample_too_small", "met", "not_met"]
_CLOSE = 1e-9
"""Two engines may differ by this much in a float; a target reached to within it is reached."""


@dataclass(frozen=True)
class Target:
    """What a clause asks for. `confirmed` once a person has read the clause and agreed with the number."""

    value: float
    direction: Literal["up", "down"]
    confirmed: bool
    min_sample: int


def judge(result: Result, target: Target) -> Judgement:
    """The first of these that holds: no data, a target nobody confirmed, too small a sample, met, not met.

    A suppressed figure counts as too small a sample: it must not be told through its judgement either.
    """
    if result.state == "no_data":
        return "no_data"
    if not target.confirmed:
        return "unconfirmed"
    if result.suppressed or result.value is None or result.sample is None or result.sample < target.min_sample:
        return "sample_too_small"
    if target.direction == "up":
        met = result.value >= target.value - _CLOSE
    else:
        met = result.value <= target.value + _CLOSE
    return "met" if met else "not_met"
