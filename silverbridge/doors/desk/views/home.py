"""The first page of the desk: find somebody, what is waiting, what today brings."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.core.references import clean_reference
from silverbridge.domain.intake import queries as intake
from silverbridge.domain.ledger.consulting import any_open
from silverbridge.domain.people import queries as people
from silverbridge.domain.places.queries import today
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.doors import keyed_items
from silverbridge.doors.desk.lists import shown
from silverbridge.doors.desk.reach import PURPOSES, log_person, remember_found, searched
from silverbridge.doors.staff.access import staff_page

SHOWN_TODAY = 12


def first_page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    """The home page, with what was typed and what came of it."""
    reach = set(request.staff.organisations)
    rows = intake.worklist(reach)
    due = rows.filter(Q(promised_on__lte=today()) | Q(fulfilment_parts__starts_at__date=today())).distinct()
    context = {
        "counts": intake.counts(reach),
        "due": shown(due[:SHOWN_TODAY]),
        "purposes": [(code, _(words)) for code, words in PURPOSES.items()],
        "purpose": "take",
        "consults": any_open(),
        "anonymous": keyed_items(anonymous=True),
        "typed": "",
    }
    keys = [("Enter", _("find")), ("1…9", _("open the person with this number"))]
    return desk_page(request, "home", context | more, "home", keys, status)


@staff_page(*DESK_ROLES)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Focus stands in the field to find somebody."""
    return first_page(request)


@staff_page(*DESK_ROLES)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Somebody by exact number or a narrowed pair; or a request by its number. Every person shown is a logged read."""
    typed, purpose = request.POST.get("find", "")[:80], request.POST.get("purpose", "take")
    purpose = purpose if purpose in PURPOSES else "take"
    reference = _reference(request, typed)
    if reference:
        return redirect("desk:request", reference)
    kept = {"typed": typed, "purpose": purpose}
    try:
        found = searched(request, typed)
    except DomainError as error:
        return first_page(request, status=error.status, error=error, **kept)
    for person in found:
        remember_found(request, person, purpose)
        log_person(request, person, "person.find", purpose)
    if len(found) == 1:
        return redirect("desk:person", found[0].pk)
    cards = [(n, people.card(person)) for n, person in enumerate(found, 1)]
    return first_page(request, found=cards, searched=True, **kept)


def _reference(request: HttpRequest, typed: str) -> str:
    """The number of a request of one's organisations, if that is what was typed."""
    try:
        number = clean_reference(typed)
        return intake.for_staff(number, set(request.staff.organisations)).reference
    except (NotFound, DomainError):
        return ""
