"""Good-practice cases: proposed by a unit, adopted by a supervisor above, shown to all units below."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.oversight.models import Practice
from silverbridge.domain.oversight.queries.practices import practice_for, practices_for
from silverbridge.domain.oversight.queries.reach import above
from silverbridge.domain.oversight.services import adopt, propose, set_aside
from silverbridge.doors.office.chrome import page_of, supervised
from silverbridge.doors.office.oversight.forms.judging import AdoptForm, PracticeForm
from silverbridge.doors.office.oversight.views.shared import KEEPERS, SUPERVISORS, acted, form_page, page, starting
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def practice_list(request: HttpRequest) -> HttpResponse:
    """One's own cases, and those adopted above."""
    return page(request, "practices", {"page": page_of(request, practices_for(request.staff.organisations))})


@staff_page(*KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """A unit proposes what it did."""
    form = PracticeForm(request.staff.organisations, request.POST or None, initial=starting(request))

    def act() -> Practice:
        data = form.cleaned_data
        return propose(data["organisation"], data["title"], data["done"], data["effect"], request.staff.actor)

    made = acted(request, form, act, _("The case is proposed."))
    if made is not None:
        return redirect("office:practice", made.pk)
    back = (reverse("office:practices"), _("Good practice"))
    return form_page(request, form, _("Propose a case"), back, _("Propose"))


@staff_page(*KEEPERS)
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """One case."""
    return _practice_page(request, practice_for(pk, request.staff.organisations))


def _adopting(request: HttpRequest, row: Practice, data: object = None) -> AdoptForm:
    return AdoptForm(above({row.organisation_id}) & supervised(request), data)


def _practice_page(request: HttpRequest, row: Practice, form: AdoptForm | None = None) -> HttpResponse:
    may = row.state == Practice.State.PROPOSED and bool(above({row.organisation_id}) & supervised(request))
    may = may and row.proposed_by_id != request.user.pk
    shown = {"practice": row, "may": may, "form": form or (_adopting(request, row) if may else None)}
    return page(request, "practice", shown, 422 if form else 200)


@staff_page(*SUPERVISORS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopted, or not."""
    row = practice_for(pk, request.staff.organisations)
    form = _adopting(request, row, request.POST)

    def act() -> Practice:
        data = form.cleaned_data
        verb = adopt if data["outcome"] == "adopt" else set_aside
        return verb(row, data["above"], request.staff.actor, data["remark"])

    if acted(request, form, act, _("The case is decided.")) is not None:
        return redirect("office:practice", pk)
    return _practice_page(request, row, form)
