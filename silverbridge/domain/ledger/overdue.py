"""Which day of a hand-out went by, and which step of the chasing ladder that calls for. Pure: no table is read here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from silverbridge.domain.ledger.models import Chase, HandOut

State, Cause = HandOut.State, Chase.Cause


@dataclass(frozen=True)
class Missed:
    """What is awaited, the last day it was in time, and how many calendar days ago that was (at least 1)."""

    cause: str
    day: date
    days: int


def missed(handout: HandOut, day: date) -> Missed | None:
    """What a unit owes on a day; the weightiest where it owes several things. None when it owes nothing yet.

    Once the unit asked to close, the next move is the other side's, and the unit owes nothing.
    """
    awaited: list[tuple[str, date | None]] = []
    if handout.state in (State.HANDED_OUT, State.IN_PROGRESS):
        awaited.append((Cause.CLOSING, handout.due))
    if handout.state == State.HANDED_OUT:
        awaited.append((Cause.ACKNOWLEDGEMENT, handout.acknowledge_by))
    if handout.state == State.IN_PROGRESS:
        awaited.append((Cause.REPORT, handout.report_by))
    for cause, last in awaited:
        if last is not None and day > last:
            return Missed(str(cause), last, (day - last).days)
    return None


def next_level(owed: Missed, chases: Iterable[Chase], ladder: Sequence[int]) -> int | None:
    """The level to propose, from 1; None when its day has not come, one still waits to be sent, or the ladder is at its end.

    ``ladder`` holds the days late at which each level is due. A step that somebody found not needed counts as taken.
    """
    chases = list(chases)
    if any(chase.state == Chase.State.PROPOSED for chase in chases):
        return None
    level = 1 + max(taken(owed, chases), default=0)
    return level if level <= len(ladder) and owed.days >= ladder[level - 1] else None


def taken(owed: Missed, chases: Iterable[Chase]) -> list[int]:
    """The levels already taken about what is owed now."""
    return [chase.level for chase in chases if (chase.cause, chase.missed) == (owed.cause, owed.day)]
