"""Return calls: drawn by a supervisor, made by an operator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.oversight.models import ReturnCall
from silverbridge.domain.oversight.queries import calls as queries
from silverbridge.domain.oversight.services import draw_calls, record_call
from silverbridge.domain.oversight.services.calling import closed
from silverbridge.doors.office.chrome import page_of, supervised
from silverbridge.doors.office.oversight.forms.following import CallForm, CallsForm
from silverbridge.doors.office.oversight.views.shared import CALLERS, SUPERVISORS, acted, form_page, page, starting
from silverbridge.doors.staff.access import staff_page


@staff_page(*CALLERS)
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds of calls, with what they came to."""
    rows = page_of(request, queries.rounds_for(request.staff.organisations))
    shown = {"page": rows, "told": [(row, queries.outcome_of(row)) for row in rows]}
    return page(request, "calls", shown | {"may_draw": bool(supervised(request))})


@staff_page(*SUPERVISORS)
def draw(request: HttpRequest) -> HttpResponse:
    """Draws whom to call."""
    first, last = quarter_period()
    form = CallsForm(
        request.staff.organisations, request.POST or None, initial=starting(request, first=first, last=last)
    )

    def act() -> object:
        data = form.cleaned_data
        return draw_calls(data["organisation"], form.period, data["size"], request.staff.actor, data["seed"])

    made = acted(request, form, act, _("The requests are drawn."))
    if made is not None:
        return redirect("office:call-round", made.pk)
    back = (reverse("office:calls"), _("Return calls"))
    intro = _(
        "Completed requests are drawn by chance, once for each unit and period. Only those with a telephone number can be."
    )
    return form_page(request, form, _("Draw requests to call about"), back, _("Draw"), intro)


@staff_page(*CALLERS)
def call_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: whom to call, and what came of it. No names and no numbers here."""
    row = queries.round_for(pk, request.staff.organisations)
    rows = page_of(request, queries.calls_of(row))
    shown = {"round": row, "told": queries.outcome_of(row), "page": rows}
    return page(request, "call_round", shown | {"calls": [(one, closed(one)) for one in rows]})


@staff_page(*CALLERS)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what was asked for, the number masked, and the form for the result."""
    row = queries.call_for(pk, request.staff.organisations)
    form, seen = CallForm(request.POST or None), request.POST.get("tries", "")

    def act() -> ReturnCall:
        data = form.cleaned_data
        tries = int(seen) if seen.isdecimal() else -1
        return record_call(row, data["result"], data["words"], tries, request.staff.actor)

    if acted(request, form, act, _("The call is noted.")) is not None:
        return redirect("office:call-round", row.round_id)
    return _call_page(request, row, form)


@staff_page(*CALLERS)
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The number, once; that it was read is logged."""
    row = queries.call_for(pk, request.staff.organisations)
    subject = row.request.person.subject_key if row.request.person else None
    purpose = _("Return call")
    log_access(
        request.staff.actor, "oversight.phone", purpose, row.request.organisation, subject, row.request.object_key
    )
    return _call_page(request, row, CallForm(), number=row.request.contact_phone)


def _call_page(request: HttpRequest, row: ReturnCall, form: CallForm, number: str = "") -> HttpResponse:
    """The page; opening it reads what a person asked for, and is logged."""
    subject = row.request.person.subject_key if row.request.person else None
    purpose = _("Return call")
    log_access(
        request.staff.actor, "oversight.call", purpose, row.request.organisation, subject, row.request.object_key
    )
    own = row.request.assignee_id == request.user.pk
    shown = {"call": row, "form": form, "number": number, "closed": closed(row), "own": own}
    return page(request, "call", shown, 422 if form.errors else 200)
