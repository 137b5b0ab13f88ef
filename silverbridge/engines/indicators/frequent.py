"""Frequent business (高频事项): which items elders use most, and which they leave unfinished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .folding import shanghai_hour
from .results import Period
from .scoping import SLOT, Scope, in_scope

if TYPE_CHECKING:
    import ibis

    from .facts import Facts

By = Literal["door", "place", "hour", "age_band"]
BREAKDOWNS: tuple[By, ...] = ("door", "place", "hour", "age_band")
_ASKED, _LEFT = "intake.request.submitted", ("intake.request.withdrawn", "intake.request.missed")
_COLUMNS = ("item", *BREAKDOWNS, "left")


@dataclass(frozen=True)
class Frequent:
    """An item in a group (None: of all): how often it was used, how often left unfinished. Both None where so few used it."""

    group: str | int | None
    item: str
    used: int | None
    left: int | None

    @property
    def left_share(self) -> float | None:
        """The share left unfinished."""
        return self.left / self.used if self.used and self.left is not None else None

    @property
    def left_percent(self) -> str:
        """The same in per cent with one decimal; "" where so few used it."""
        return "" if self.left_share is None else f"{self.left_share * 100:.1f}"


def frequent(
    facts: Facts,
    period: Period,
    organisations: Scope = None,
    by: By | None = None,
    min_cell: int = 5,
    young: bool = False,
) -> list[Frequent]:
    """The items of visits and of service requests in a period, the most used first within each group.

    A visit is left when the person went unserved, a request when it was withdrawn or missed. Requests count by the day
    and hour they were made. Only people known to be 60 or over count, unless ``young`` asks for everybody. Groups of
    fewer than ``min_cell`` uses show no number.
    """
    uses = _visits(facts, period, organisations)
    requests = _requests(facts, period, organisations)
    rows = uses.union(requests) if uses is not None else requests
    if not young:
        rows = rows.filter(rows.age_band.notnull() & (rows.age_band != "under-60"))
    keys = [by, "item"] if by else ["item"]
    rows = rows.filter(rows.item.notnull())
    told = rows.aggregate(by=keys, used=rows.count(), left=rows.left.cast("int64").sum())
    found = [_frequent(row, by, min_cell) for row in told.to_pyarrow().to_pylist()]
    return sorted(
        found, key=lambda f: (str(f.group).zfill(3) if by == "hour" else str(f.group), -(f.used or 0), f.item)
    )


def _frequent(row: dict, by: By | None, min_cell: int) -> Frequent:
    small = row["used"] < min_cell
    return Frequent(
        row[by] if by else None, row["item"], None if small else row["used"], None if small else row["left"]
    )


def _visits(facts: Facts, period: Period, organisations: Scope) -> ibis.Table | None:
    if facts.visits is None:
        return None
    rows = in_scope(facts.of("visits"), [period], organisations)
    return rows.mutate(left=(rows.outcome == "left").fill_null(False)).select(*_COLUMNS)


def _requests(facts: Facts, period: Period, organisations: Scope) -> ibis.Table:
    """One row for each request made in the period; whether it was left is looked for in all events, up to now."""
    rows = in_scope(facts.of("events"), [period], organisations).drop(SLOT)
    asked = rows.filter(rows.name == _ASKED)
    asked = asked.mutate(hour=shanghai_hour(asked.occurred_at))
    ended = facts.events.filter(facts.events.name.isin(_LEFT)).select(ended_key="object_key").distinct()
    both = asked.left_join(ended, asked.object_key == ended.ended_key)
    return both.mutate(left=both.ended_key.notnull()).select(*_COLUMNS)
