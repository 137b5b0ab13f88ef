"""Requests as rows of a list: masked, with state as shape and word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.states import State
from silverbridge.domain.people.queries import card
from silverbridge.domain.places.queries import today

CHIPS = {State.DONE: "ok", State.DECLINED: "bad", State.CANCELLED: "bad", State.MISSED: "part", State.WITHDRAWN: "none"}


@dataclass(frozen=True)
class Line:
    """One request in a list."""

    row: ServiceRequest
    who: str
    chip: str
    overdue: bool


def chip_of(row: ServiceRequest) -> str:
    """The shape of a request's state."""
    return CHIPS.get(row.state, "wait")


def line(row: ServiceRequest) -> Line:
    """One request as a row."""
    who = card(row.person).masked_name if row.person else ""
    return Line(row, who, chip_of(row), not row.is_closed and row.promised_on < today())


def shown(rows: Iterable[ServiceRequest]) -> list[Line]:
    """Requests as rows of a list."""
    return [line(row) for row in rows]
