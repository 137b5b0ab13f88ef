"""Plans of unannounced visits: drawn, assigned, replaced, concluded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.oversight.models import Plan, Seat
from silverbridge.domain.oversight.queries import visits as queries
from silverbridge.domain.oversight.queries.definitions import checklists
from silverbridge.domain.oversight.queries.reach import visitors
from silverbridge.domain.oversight.services import assign, conclude, draw_plan, replace
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import attempt, page_of, supervised
from silverbridge.doors.office.oversight.forms.visits import AssignForm, BecauseForm, PlanForm
from silverbridge.doors.office.oversight.views.shared import KEEPERS, SUPERVISORS, acted, form_page, page, starting
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans, newest first."""
    rows = page_of(request, queries.plans_for(request.staff.organisations))
    return page(request, "plans", {"page": rows, "may_draw": bool(supervised(request))})


@staff_page(*SUPERVISORS)
def new(request: HttpRequest) -> HttpResponse:
    """Draws the places."""
    start = starting(request, first=today(), last=quarter_period()[1], kind="unannounced", method="proportional")
    start |= {"by": ["district"], "size": 10}
    form = PlanForm(request.staff.organisations, checklists(today()), request.POST or None, initial=start)
    made = acted(
        request,
        form,
        lambda: draw_plan(form.cleaned_data["organisation"], form.order(), request.staff.actor),
        _("The places are drawn."),
    )
    if made is not None:
        return redirect("office:visit-plan", made.pk)
    back = (reverse("office:visit-plans"), _("Plans of visits"))
    intro = _(
        "Who is drawn follows from the list of places and the seed alone. Both are kept, so that anybody can draw again."
    )
    return form_page(request, form, _("Draw places to visit"), back, _("Draw"), intro)


@staff_page(*KEEPERS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: how it was drawn, who goes where, what was found."""
    return _plan_page(request, queries.plan_for(pk, request.staff.organisations))


def _plan_page(request: HttpRequest, row: Plan, form: AssignForm | None = None, status: int = 200) -> HttpResponse:
    seats = list(queries.seats_of(row))
    may = row.organisation_id in supervised(request) and row.state == Plan.State.DRAWN
    shown = {
        "plan": row,
        "seats": [seat for seat in seats if seat.state != Seat.State.SPARE],
        "spares": [seat for seat in seats if seat.state == Seat.State.SPARE],
        "found": queries.found_by_unit(row),
        "may": may,
        "frame_size": len(row.frame),
        "open": sum(seat.state == Seat.State.DRAWN for seat in seats),
    }
    if may:
        shown["form"] = form or _assigning(row, seats)
        shown["drop"] = BecauseForm()
    return page(request, "plan", shown, status)


def _assigning(row: Plan, seats: list[Seat], data: object = None) -> AssignForm:
    waiting = [(seat.pk, seat.place.name) for seat in seats if seat.state == Seat.State.DRAWN]
    return AssignForm(visitors(row.organisation), waiting, data)


@staff_page(*SUPERVISORS)
@require_POST
def assign_seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends somebody to the places that were ticked."""
    row = queries.plan_for(pk, request.staff.organisations)
    form = _assigning(row, list(queries.seats_of(row)), request.POST)

    def act() -> int:
        return assign(row, form.cleaned_data["seats"], form.cleaned_data["visitor"], request.staff.actor)

    if acted(request, form, act, _("The visitor is named.")):
        return redirect("office:visit-plan", pk)
    return _plan_page(request, row, form, 422)


@staff_page(*SUPERVISORS)
@require_POST
def replace_seat(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """A place drops out, the next of its stratum comes in."""
    row = queries.plan_for(pk, request.staff.organisations)
    held, because = queries.seat_of(row, seat), request.POST.get("because", "")
    back = reverse("office:visit-plan", args=[pk])
    return attempt(request, lambda: replace(held, because, request.staff.actor), _("The place is replaced."), back)


@staff_page(*SUPERVISORS)
@require_POST
def conclude_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """No more visits under this plan."""
    row = queries.plan_for(pk, request.staff.organisations)
    back = reverse("office:visit-plan", args=[pk])
    return attempt(request, lambda: conclude(row, request.staff.actor), _("The plan is concluded."), back)
