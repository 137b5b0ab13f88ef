"""Places in the order of shares: equal shares share a place, and the next one is left free (1, 2, 2, 4)."""

from __future__ import annotations

from collections.abc import Iterable

from .scoring import Score


def rank(scores: Iterable[Score]) -> dict[str, int | None]:
    """The place of each unit by what share of its possible points it reached; None for one of which too little was scored.

    Shares are compared to a ten-thousandth, as they are printed.
    """
    held = list(scores)
    shares = sorted((_shown(one) for one in held if one.ranked), reverse=True)
    return {one.unit: shares.index(_shown(one)) + 1 if one.ranked else None for one in held}


def _shown(one: Score) -> float:
    return round(one.share or 0.0, 4)
