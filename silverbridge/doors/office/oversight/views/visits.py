"""Visits: where one has to go, writing down what was found, reading it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.oversight.queries import visits as queries
from silverbridge.domain.oversight.services import record_visit
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import page_of
from silverbridge.doors.office.files import download
from silverbridge.doors.office.oversight.forms.visits import VisitForm, said
from silverbridge.doors.office.oversight.views.shared import KEEPERS, acted, page
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.sampling import Checklist


@staff_page(*KEEPERS)
def mine(request: HttpRequest) -> HttpResponse:
    """Where the reader still has to go."""
    return page(request, "visits", {"page": page_of(request, queries.my_visits(request.user))})


@staff_page(*KEEPERS)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of points, to be filled in once."""
    made = queries.made_visit(pk, request.user)
    if made is not None:  # the form was sent twice
        return redirect("office:visit", made.pk)
    seat = queries.open_visit(pk, request.staff.organisations, request.user)
    points = Checklist.model_validate(seat.plan.checklist)
    form = VisitForm(points, request.POST or None, request.FILES or None, initial={"on": today()})

    def act() -> object:
        data = form.cleaned_data
        return record_visit(seat, data["on"], form.findings(), request.staff.actor, data["remark"], form.photos())

    made = acted(request, form, act, _("The visit is recorded and on file."))
    if made is not None:
        return redirect("office:visit", made.pk)
    shown = {"seat": seat, "form": form, "points": said(points.name)}
    return page(request, "visit_record", shown, 422 if form.errors else 200)


@staff_page(*KEEPERS)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, point by point."""
    row = queries.visit_for(pk, request.staff.organisations, request.user)
    points = Checklist.model_validate(row.seat.plan.checklist)
    asks = {item.code: item for item in points.items}
    answers = [(asks[answer.item], said(asks[answer.item].ask), answer) for answer in row.answers.all()]
    order = {"no": 0, "skipped": 2}
    answers.sort(key=lambda told: order.get(told[2].found, 1))
    seen = row.seat.plan.organisation_id in request.staff.organisations
    shown = {"visit": row, "answers": answers, "photos": row.photos.select_related("file"), "seen": seen}
    return page(request, "visit", shown)


@staff_page(*KEEPERS)
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """A photograph; that it was read is logged, for people may be on it."""
    row = queries.visit_for(pk, request.staff.organisations, request.user)
    found = queries.photo_of(row, photo)
    purpose = _("Photograph of a visit")
    log_access(request.staff.actor, "oversight.photo", purpose, row.seat.organisation, object_key=row.object_key)
    return download(found.file)
