"""What units owed in returns of a period, what came when, and which entry of a return counts. Nothing is decided here.

Each question can be asked as of a past day: steps, extensions and acceptances since then are left out of sight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.adding import Part, Whole, add_up
from silverbridge.domain.returns.models import Field, Filing, FilingFigure, FilingStep

Kind, State = FilingStep.Kind, Filing.State
STOOD = {
    Kind.FILED: State.FILED,
    Kind.SENT_BACK: State.SENT_BACK,
    Kind.ACCEPTED: State.ACCEPTED,
    Kind.SEALED: State.SEALED,
    Kind.EXEMPTED: State.EXEMPT,
}


@dataclass(frozen=True)
class Owed:
    """Returns of a period whose day has come, or that came before it. Exempt ones and those of closed units are not owed.

    Timeliness is that of the first entry; ``counting`` is the later one that counts, by id of the first, where there is one.
    """

    filings: tuple[Filing, ...]
    counting: dict[int, Filing] = field(default_factory=dict)

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


def owed_by(units: Iterable[int], period: tuple[date, date], day: date | None = None) -> Owed:
    """The returns of these units (ids) for periods that end in this one, as they stood at the end of a day (today)."""
    now = today()
    day = min(day or now, now)
    rows = Filing.objects.filter(unit__in=set(units), last__range=period).select_related("form", "unit")
    rows = rows.order_by("unit__code", "form__title", "last", "entry")
    if day < now:
        rows = [_as_it_stood(row, day) for row in rows.prefetch_related("steps", "extensions")]
    first, counting = [], {}
    for row in rows:
        if row.entry == 1:
            came = row.state in Filing.ARRIVED
            if row.state not in (State.EXEMPT, State.CLOSED) and (came or row.due < day):
                first.append(row)
        elif _counts(row, day):
            counting[row.form_id, row.unit_id, row.first] = row
    of = {row.pk: counting.get((row.form_id, row.unit_id, row.first)) for row in first}
    return Owed(tuple(first), {pk: later for pk, later in of.items() if later is not None})


def _as_it_stood(row: Filing, day: date) -> Filing:
    """The row with the state and the due day it had at the end of a past day; in memory alone."""
    later = [one for one in row.extensions.all() if timezone.localdate(one.at) > day]
    if later:
        row.due = later[0].due_before
    if row.state != State.CLOSED:
        moves = [one.kind for one in row.steps.all() if one.kind in STOOD and timezone.localdate(one.at) <= day]
        row.state = STOOD[moves[-1]] if moves else State.DUE
    return row


def _counts(row: Filing, day: date) -> bool:
    return row.accepted_on is not None and row.accepted_on <= day


@dataclass(frozen=True)
class Told:
    """One figure as one return has it: the entry that counts, and the entries it took the place of, newest first."""

    figure: FilingFigure
    earlier: tuple[FilingFigure, ...] = ()


def figures_of(unit: Organisation, form: str, key: str, period: tuple[date, date], day: date) -> list[Told]:
    """A figure (by title of the form and key of the field) in the unit's own returns of periods that end in this one.

    Of each return the newest entry accepted by the end of the day counts; one not accepted by then is not there. One query.
    """
    rows = FilingFigure.objects.filter(
        filing__unit=unit,
        filing__form__title=form,
        filing__last__range=period,
        filing__accepted_on__lte=day,
        field__key=key,
        field__kind=Field.Kind.FIGURE,
    )
    held: dict[tuple[int, date], list[FilingFigure]] = {}
    for row in rows.select_related("field", "filing__form").order_by("filing__last", "-filing__entry"):
        held.setdefault((row.filing.form_id, row.filing.last), []).append(row)
    return [Told(entries[0], tuple(entries[1:])) for entries in held.values()]


def whole_of(told: Iterable[Told]) -> Whole:
    """What a figure comes to over several returns of one unit, by the rule of its field; of one return, that figure."""
    figures = [one.figure for one in told]
    if len(figures) == 1:
        only = figures[0]
        return Whole(only.claimed_state, only.claimed, int(only.claimed is not None))
    # A mean over periods has no weight here: it stays without a value rather than become a wrong one.
    rule = figures[0].field.roll_up if figures else Field.RollUp.SUM
    parts = [Part(f"{row.filing.form_id} {row.filing.last}", row.claimed_state, row.claimed) for row in figures]
    return add_up(rule, parts)
