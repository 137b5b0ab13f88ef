"""Plans of visits, who goes where, and what was found, for those who may see it. A unit never sees a plan before the visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.oversight.models import Answer, Photo, Plan, Seat, Visit

HELD = (Seat.State.DRAWN, Seat.State.VISITED)


def plans_for(reach: Iterable[int]) -> QuerySet[Plan]:
    """Plans of these organisations, newest first, with how many places are drawn and visited."""
    rows = Plan.objects.filter(organisation__in=set(reach)).select_related("organisation")
    # A count over other rows drops the order of the table: it is named again, here and below.
    return rows.order_by("-pk").annotate(
        drawn=Count("seats", filter=Q(seats__state__in=HELD)),
        visited=Count("seats", filter=Q(seats__state=Seat.State.VISITED)),
    )


def plan_for(pk: int, reach: Iterable[int]) -> Plan:
    """One of them. Raises NotFound."""
    row = plans_for(reach).filter(pk=pk).first()
    if row is None:
        raise NotFound("plan", _("There is no such plan here."), _("Go back to the list."))
    return row


def seats_of(plan: Plan) -> QuerySet[Seat]:
    """Every place of a plan, with who goes there and what was found."""
    return plan.seats.select_related("place", "organisation", "visitor", "visit", "replaces__place")


def seat_of(plan: Plan, pk: int) -> Seat:
    """One place of a plan. Raises NotFound."""
    row = seats_of(plan).select_related("plan__organisation").filter(pk=pk).first()
    if row is None:
        raise NotFound("seat", _("There is no such place in this plan."), _("Go back to the plan."))
    return row


def my_visits(user: User) -> QuerySet[Seat]:
    """Where somebody still has to go."""
    rows = Seat.objects.filter(visitor=user, state=Seat.State.DRAWN, plan__state=Plan.State.DRAWN)
    return rows.select_related("place", "organisation", "plan").order_by("plan__last", "pk")


def open_visit(pk: int, reach: Iterable[int], user: User) -> Seat:
    """One place that is still to be visited, for who was sent there and who sees the plan. Raises NotFound."""
    rows = Seat.objects.filter(Q(visitor=user) | Q(plan__organisation__in=set(reach)), plan__state=Plan.State.DRAWN)
    rows = rows.select_related("place", "organisation", "plan__organisation")
    row = rows.filter(state=Seat.State.DRAWN, pk=pk).first()
    if row is None:
        raise NotFound("seat", _("There is no such visit to be made."), _("Go back to your visits."))
    return row


def made_visit(seat: int, user: User) -> Visit | None:
    """What somebody recorded of a place they were sent to; None when they have not."""
    return Visit.objects.filter(seat=seat, by=user).first()


def visit_for(pk: int, reach: Iterable[int], user: User) -> Visit:
    """What was found: for whoever sees the plan, and for who was there. Raises NotFound."""
    rows = Visit.objects.select_related("seat__plan", "seat__place", "seat__organisation", "by", "evidence")
    row = rows.filter(Q(seat__plan__organisation__in=set(reach)) | Q(by=user), pk=pk).first()
    if row is None:
        raise NotFound("visit", _("There is no such visit here."), _("Go back to the list."))
    return row


def photo_of(visit: Visit, pk: int) -> Photo:
    """One photograph of a visit. Raises NotFound."""
    row = visit.photos.select_related("file").filter(pk=pk).first()
    if row is None:
        raise NotFound("photo", _("There is no such picture."), _("Go back to the visit."))
    return row


@dataclass(frozen=True)
class UnitFound:
    """What visits found at one unit: places visited of those in the frame, points checked and in order."""

    organisation: str
    places: int
    visited: int
    checked: int
    in_order: int
    serious: int

    @property
    def share(self) -> float | None:
        """In order of what was checked; None when nothing was."""
        return self.in_order / self.checked if self.checked else None


def found_by_unit(plan: Plan) -> list[UnitFound]:
    """The outcome of a plan, unit by unit, by name: one query."""
    rows = Visit.objects.filter(seat__plan=plan).order_by("seat__organisation__name")
    found = rows.values("seat__organisation__name").annotate(
        visited=Count("pk"), checked=Sum("checked"), good=Sum("in_order"), grave=Sum("serious")
    )
    return [
        UnitFound(
            row["seat__organisation__name"],
            plan.frame_places(row["seat__organisation__name"]),
            row["visited"],
            row["checked"],
            row["good"],
            row["grave"],
        )
        for row in found
    ]


def visits_in(units: Iterable[int], period: tuple[date, date]) -> list[Visit]:
    """Every recorded visit to places of these units (ids) in a period."""
    rows = Visit.objects.filter(seat__organisation__in=set(units), on__range=period)
    return list(rows.select_related("seat__place", "seat__plan").order_by("on", "pk"))


def serious_in(units: Iterable[int], period: tuple[date, date]) -> list[Answer]:
    """Every serious point that was not in order, at places of these units in a period."""
    rows = Answer.objects.filter(
        visit__seat__organisation__in=set(units), visit__on__range=period, found=Answer.Found.NO, grade="serious"
    )
    return list(rows.select_related("visit__seat__place", "visit__seat__plan").order_by("visit__on", "pk"))
