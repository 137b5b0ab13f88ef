"""One request: what was asked, what happened, and the moves possible now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.intake import queries as intake
from silverbridge.domain.intake.answers import readable
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.people.models import Assurance
from silverbridge.doors.desk import moves
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.lists import line
from silverbridge.doors.desk.reach import log_request, open_request
from silverbridge.doors.desk.views.people import person_context
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.identity import mask_phone

# Moves that leave the state as it is are named by what they did.
MOVES_IN_PLACE = {
    "assurance": gettext_lazy("Surer who it is"),
    "door": gettext_lazy("Another door"),
    "reschedule": gettext_lazy("Another time"),
}


def show(
    request: HttpRequest, row: ServiceRequest, status: int = 200, refused: tuple[str, DomainError] | None = None
) -> HttpResponse:
    """The page of a request as it stands now; ``refused`` is the verb just tried and what was wrong with it."""
    possible, general = moves.possible(row), ""
    if refused:
        verb, error = refused
        tried = next((move for move in possible if move.verb == verb), None)
        if tried is not None:
            moves.fill(tried, request.POST, error)
        if request.POST.get("revision") != str(row.revision):
            # Somebody else was first, even when another fault was met before the revision was looked at.
            general = _("A colleague has moved this request in the meantime. It is shown as it stands now.")
        elif tried is None:
            general = error
        if tried is not None and isinstance(error, Conflict):
            tried.error = ""
    show_phone = request.GET.get("show") == "phone"
    if show_phone:
        log_request(request, row, "request.phone", "tell")
    answers = [(in_language(q.short), words) for q, words in readable(row.version.definition, row.answers)]
    context = {
        "row": row,
        "line": line(row),
        "answers": answers,
        "parts": row.fulfilment_parts.order_by("pk"),
        "movements": [(m, MOVES_IN_PLACE.get(m.verb, "")) for m in row.movements.select_related("user")],
        "moves": possible,
        "general": general,
        "assured": Assurance(row.assurance).label,
        "contact_phone": row.contact_phone if show_phone else mask_phone(row.contact_phone),
        "show_phone": show_phone,
    }
    context |= person_context(request, row.person) if row.person else {}
    keys = [("Ctrl+Enter", _("make the move one is in")), ("p", _("print the slip"))]
    return desk_page(request, "request", context, "requests", keys, status)


@staff_page(*DESK_ROLES)
@require_safe
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request of one's organisations; a logged read."""
    return show(request, open_request(request, reference, "request.page"))


@staff_page(*DESK_ROLES)
@require_POST
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Makes one move, as of the revision its author saw. Who comes second sees what the first did, and what they typed."""
    row = open_request(request, reference, "request.move")
    verb, seen = request.POST.get("verb", ""), request.POST.get("revision", "")
    try:
        moves.perform(
            row, verb, request.POST, request.staff.actor, int(seen) if seen.isdecimal() and len(seen) < 9 else -1
        )
    except DomainError as error:
        fresh = intake.for_staff(reference, set(request.staff.organisations))
        return show(request, fresh, error.status, (verb, error))
    messages.success(request, _("Done: %(state)s.") % {"state": row.get_state_display()})
    return redirect("desk:request", reference)
