"""What units owed in returns of a period, and what came when. Read from the returns; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.models import Filing


@dataclass(frozen=True)
class Owed:
    """Returns of a period whose day has come, or that came before it. Exempt ones and those of closed units are not owed."""

    filings: tuple[Filing, ...]

    @property
    def came(self) -> list[Filing]:
        """Those that were filed."""
        return [filing for filing in self.filings if filing.state in Filing.ARRIVED]

    @property
    def in_time(self) -> list[Filing]:
        """Those that were filed by their day."""
        return [filing for filing in self.came if not filing.late]

    @property
    def late(self) -> list[Filing]:
        """Those that were filed after their day."""
        return [filing for filing in self.came if filing.late]

    @property
    def missing(self) -> list[Filing]:
        """Those that were not filed."""
        return [filing for filing in self.filings if filing.state not in Filing.ARRIVED]


def _owed(period: tuple[date, date]) -> QuerySet[Filing]:
    due = Q(due__lt=today()) | Q(state__in=Filing.ARRIVED)
    not_owed = (Filing.State.EXEMPT, Filing.State.CLOSED)
    rows = Filing.objects.filter(due, entry=1, last__range=period).exclude(state__in=not_owed)
    return rows.select_related("form", "unit").order_by("unit__code", "form__title", "last")


def owed_by(units: Iterable[int], period: tuple[date, date]) -> Owed:
    """The returns of these units (ids) for periods that end in this one."""
    return Owed(tuple(_owed(period).filter(unit__in=set(units))))
