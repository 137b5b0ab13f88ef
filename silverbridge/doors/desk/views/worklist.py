"""The work list: what is to be done, most urgent promise first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.intake import queries as intake
from silverbridge.domain.intake.states import State
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.lists import shown
from silverbridge.doors.staff.access import staff_page

PER_PAGE = 25


@staff_page(*DESK_ROLES)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Filtered by state, item and "mine"; names masked."""
    state, item = request.GET.get("state", "open"), request.GET.get("item", "")
    mine = request.user.pk if request.GET.get("mine") == "1" else None
    reach = set(request.staff.organisations)
    page = Paginator(intake.worklist(reach, state, item, mine), PER_PAGE).get_page(request.GET.get("page"))
    states = [("open", _("All open")), ("overdue", _("Overdue")), ("call_first", _("To be called first"))]
    context = {
        "page": page,
        "lines": shown(page.object_list),
        "counts": intake.counts(reach),
        "states": [*states, *State.choices, ("all", _("All"))],
        "items": [(row.code, row.name) for row in current_items()],
        "state": state,
        "item": item,
        "mine": mine is not None,
    }
    return desk_page(request, "requests", context, "requests", [("Enter", _("open"))])
