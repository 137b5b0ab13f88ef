"""When each tier files a form, and along which way: seen by its owner, changed by a supervisor."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.blanks import form_for
from silverbridge.domain.returns.duties import calendars_of, routes_of
from silverbridge.domain.returns.models import ReturnForm, Tier
from silverbridge.domain.returns.services import set_calendar, set_route
from silverbridge.doors.office.chrome import KEEPERS, SUPERVISORS, office_page, page_of, supervised
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.returns.duty_forms import CalendarForm, RouteForm
from silverbridge.doors.staff.access import staff_page

DAYS = ("days_after", "shift", "opens_before", "locks_after")
ROUTE = "route"


@staff_page(*KEEPERS)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendars per tier and routes of one form."""
    return _page(request, form_for(pk, request.staff.organisations))


def _page(request: HttpRequest, row: ReturnForm, tried: tuple[str, OfficeForm] | None = None) -> HttpResponse:
    """The page; ``tried`` is the tier, or ``route``, and the form of what could not be taken."""
    own, (what, wrong) = supervised(request), tried or ("", None)
    tiers = []
    for tier, calendar in calendars_of(row).items():
        kept = {name: getattr(calendar, name) for name in DAYS} if calendar else {}
        form = wrong if what == tier else CalendarForm(initial=kept, auto_id=f"{tier}-%s")
        tiers.append({"tier": tier, "label": Tier(tier).label, "calendar": calendar, "form": form})
    shown = {
        "row": row,
        "tiers": tiers,
        "tried": what,
        "page": page_of(request, routes_of(row, today())),
        "route_form": (wrong if what == ROUTE else _route_form(request)) if own else None,
        "may_set": row.owner_id in own,
    }
    return office_page(request, "returns/duty", shown, "returns", 422 if tried else 200)


def _route_form(request: HttpRequest) -> RouteForm:
    return RouteForm(supervised(request), request.POST or None, auto_id="route-%s")


@staff_page(*SUPERVISORS)
@require_POST
def calendar(request: HttpRequest, pk: int, tier: str) -> HttpResponse:
    """Sets when a tier files."""
    row = form_for(pk, request.staff.organisations)
    if tier not in Tier.values:
        raise Http404
    form = CalendarForm(request.POST, auto_id=f"{tier}-%s")
    if form.is_valid():
        try:
            set_calendar(row, tier, actor=request.staff.actor, **form.cleaned_data)
        except NotFound:
            raise
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The days are set. Returns already open keep theirs."))
            return redirect("office:return-form-duty", pk)
    return _page(request, row, (tier, form))


@staff_page(*SUPERVISORS)
@require_POST
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets which way a unit files along, from a day on."""
    row = form_for(pk, request.staff.organisations)
    form = _route_form(request)
    if form.is_valid():
        try:
            set_route(actor=request.staff.actor, **form.cleaned_data)
        except NotFound:
            raise
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The route is set."))
            return redirect("office:return-form-duty", pk)
    return _page(request, row, (ROUTE, form))
