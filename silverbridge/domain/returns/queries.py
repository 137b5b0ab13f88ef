"""Questions about returns, each bounded by the organisations the asker may see: the unit, the receiver, whose form it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.adding import Whole
from silverbridge.domain.returns.models import (
    Field,
    Filing,
    FilingChase,
    FilingFigure,
    FilingStep,
    ReturnForm,
    RollPart,
    Tier,
)
from silverbridge.domain.returns.periods import Period
from silverbridge.domain.returns.routes import parts_below
from silverbridge.domain.returns.services.adding import current, standing_of, sums_of

State = Filing.State


def rows() -> QuerySet[Filing]:
    """Filings with what every page names."""
    return Filing.objects.select_related("form__owner", "version", "unit", "receiver", "corrects")


def _seen(reach: Iterable[int]) -> Q:
    reach = set(reach)
    return Q(unit__in=reach) | Q(receiver__in=reach) | Q(form__owner__in=reach)


def filing_for(pk: int, reach: Iterable[int]) -> Filing:
    """One filing that these organisations may see. Raises NotFound for anybody else's."""
    found = rows().filter(_seen(reach), pk=pk).first()
    if found is None:
        raise NotFound("filing", _("There is no such return here."), _("Go back to the list."))
    return found


def owed_by(reach: Iterable[int]) -> QuerySet[Filing]:
    """Returns of these units: what is still to be filed first, what is due first of those; then the newest."""
    return rows().filter(unit__in=set(reach)).order_by("-last", "due", "unit__code", "-entry")


def received_by(reach: Iterable[int]) -> list[tuple[ReturnForm, Organisation, Period, int]]:
    """For which forms and periods these organisations receive returns, newest period first, with how many: one query."""
    found = (
        Filing.objects.filter(receiver__in=set(reach), corrects__isnull=True)
        .order_by()
        .values_list("form", "receiver", "first", "last")
        .annotate(n=Count("pk"))
    )
    found = sorted(found, key=lambda row: (row[2], row[0], row[1]), reverse=True)
    forms = ReturnForm.objects.in_bulk({row[0] for row in found})
    units = Organisation.objects.in_bulk({row[1] for row in found})
    return [(forms[form], units[receiver], (first, last), n) for form, receiver, first, last, n in found]


@dataclass(frozen=True)
class UnitStanding:
    """How a unit stands with one return: its filing that counts, whether it has come, in time, and what it took.

    ``days_late`` counts from the due day to the first filing, or to ``day`` while it has not come; 0 in time. Exempt and closed
    units owe nothing: they are neither complete nor missing.
    """

    filing: Filing
    standing: str
    owes: bool
    arrived: bool
    in_time: bool
    days_late: int
    chased: int = 0
    sent_back: int = 0
    extended: int = 0
    parts: tuple = ()


@dataclass(frozen=True)
class Standings:
    """Every unit of a receiver, for one form and period, with completeness and timeliness: shares of the units that owe.

    ``complete`` and ``timely`` are None where nobody owes anything: that is no share, and not zero.
    """

    units: Sequence[UnitStanding]

    @property
    def owing(self) -> int:
        """How many units owe this return."""
        return sum(u.owes for u in self.units)

    @property
    def arrived(self) -> int:
        """How many of them filed."""
        return sum(u.arrived for u in self.units)

    @property
    def in_time(self) -> int:
        """How many of them filed in time."""
        return sum(u.in_time for u in self.units)

    @property
    def complete(self) -> float | None:
        """Share that came (齐报率)."""
        return self.arrived / self.owing if self.owing else None

    @property
    def timely(self) -> float | None:
        """Share that came in time (及时率)."""
        return self.in_time / self.owing if self.owing else None

    def of(self, *standings: str) -> list[UnitStanding]:
        """The units of these standings."""
        return [u for u in self.units if u.standing in standings]


def standings(form: ReturnForm, receiver: Organisation, period: Period, day: date | None = None) -> Standings:
    """How every unit of a receiver stands with one return on a day (today). A constant number of queries."""
    day = day or today()
    found = rows().filter(form=form, receiver=receiver, first=period[0])
    found = found.annotate(
        chased=Count("chases", filter=Q(chases__state=FilingChase.State.SENT), distinct=True),
        back=Count("steps", filter=Q(steps__kind=FilingStep.Kind.SENT_BACK), distinct=True),
        extended=Count("extensions", distinct=True),
    )
    every = list(found)
    first = {row.unit_id: row for row in every if row.entry == 1}
    return Standings([_standing(row, first.get(row.unit_id, row), day) for row in current(every)])


def _standing(row: Filing, first: Filing, day: date) -> UnitStanding:
    owes = row.state not in (State.EXEMPT, State.CLOSED)
    arrived = owes and first.first_filed_on is not None and first.state != State.SENT_BACK
    until = first.first_filed_on or day
    days_late = max(0, (until - first.due).days) if owes else 0
    if first.late:
        days_late = max(days_late, 1)
    return UnitStanding(
        filing=row,
        standing=standing_of(row, day),
        owes=owes,
        arrived=arrived,
        in_time=arrived and not first.late,
        days_late=days_late,
        chased=first.chased,
        sent_back=first.back,
        extended=first.extended,
    )


@dataclass(frozen=True)
class Column:
    """One figure of a form, over all units of a receiver: the whole, and each unit's own by id of its filing."""

    field: Field
    whole: Whole
    figures: dict[int, FilingFigure] = field(default_factory=dict)


def columns(form: ReturnForm, receiver: Organisation, period: Period, day: date | None = None) -> list[Column]:
    """Every figure as each unit claims it, and added up over what was accepted: three queries."""
    day = day or today()
    found = list(rows().filter(form=form, receiver=receiver, first=period[0]))
    counted = current(found)
    if not counted:
        return []
    version = max((row.version for row in counted), key=lambda version: version.number)
    fields = list(version.fields.filter(kind=Field.Kind.FIGURE))
    sums = sums_of(fields, counted, day)
    figures = FilingFigure.objects.filter(filing__in=[row.pk for row in counted]).select_related("field")
    by_key: dict[str, dict[int, FilingFigure]] = {}
    for figure in figures:
        by_key.setdefault(figure.field.key, {})[figure.filing_id] = figure
    return [Column(asked, sums[asked.pk], by_key.get(asked.key, {})) for asked in fields]


def added_by(
    form: ReturnForm, whole: Organisation, kind: str, period: Period, asked: Field, day: date | None = None
) -> tuple[Whole, dict[int, Whole]]:
    """One figure added up over all below an organisation by relations of a kind on the period's last day.

    Answers the whole, and each direct part by its id. Only what units filed themselves counts, each unit once and in one part, so
    the parts equal the whole whatever the kind of relation: administers, supervises or files to.
    """
    day = day or today()
    part_of = parts_below(whole, kind, period[1])
    found = Filing.objects.filter(form=form, first=period[0], tier=Tier.UNIT, unit__in=part_of)
    counted = current(found.select_related("unit"))
    parts: dict[int, list[Filing]] = {}
    for row in counted:
        parts.setdefault(part_of[row.unit_id], []).append(row)
    total = sums_of([asked], counted, day)[asked.pk]
    return total, {part: sums_of([asked], some, day)[asked.pk] for part, some in parts.items()}


def received_for(form: int, receiver: int, first: str, reach: Iterable[int]) -> tuple[ReturnForm, Organisation, Period]:
    """The form, receiver and period of a list of returns, for the receiver and for whose form it is. Raises NotFound."""
    reach = set(reach)
    try:
        day = date.fromisoformat(first)
    except ValueError:
        day = None
    found = (
        rows().filter(form=form, receiver=receiver, first=day).first() if day and max(form, receiver) < 2**63 else None
    )
    if found is None or not {receiver, found.form.owner_id} & reach:
        raise NotFound("received", _("There are no such returns here."), _("Go back to the list."))
    return found.form, found.receiver, found.period


def neighbours(filing: Filing) -> list[Filing]:
    """The entries of the same return, oldest first; the return itself alone where it was never corrected."""
    found = Filing.objects.filter(form=filing.form_id, unit=filing.unit_id, first=filing.first)
    return list(found.order_by("entry"))


def history(filing: Filing) -> list[FilingStep]:
    """Every step of a filing, oldest first."""
    return list(filing.steps.select_related("by", "organisation"))


def still_owed(form: ReturnForm, receiver: Organisation, period: Period) -> QuerySet[Filing]:
    """What units still owe a receiver for a form and period, by unit."""
    found = Filing.objects.filter(form=form, receiver=receiver, first=period[0], state__in=Filing.OWED)
    return found.select_related("unit", "receiver").order_by("unit__name", "pk")


def chase_for(pk: int, reach: Iterable[int]) -> FilingChase:
    """One chase that these organisations may see: the giver a proposal too, the unit only what was sent. Raises NotFound."""
    reach = set(reach)
    sent = Q(filing__unit__in=reach, state=FilingChase.State.SENT)
    found = FilingChase.objects.filter(Q(giver__in=reach) | sent, pk=pk).select_related(
        "filing__unit", "filing__form", "filing__receiver", "giver", "sent_by", "document__file"
    )
    row = found.first()
    if row is None:
        raise NotFound("chase", _("There is no such chase here."), _("Go back to the list."))
    return row


def chase_proposals(reach: Iterable[int]) -> QuerySet[FilingChase]:
    """What waits for a person to send it, the oldest first."""
    found = FilingChase.objects.filter(giver__in=set(reach), state=FilingChase.State.PROPOSED)
    return found.select_related("filing__unit", "filing__form", "giver").order_by("day", "pk")


Standing = RollPart.Standing
