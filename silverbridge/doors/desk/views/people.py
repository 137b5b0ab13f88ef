"""A person's record, masked, and registering somebody who has none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake import queries as intake
from silverbridge.domain.people.models import Assurance, Channel, Person
from silverbridge.domain.people.queries import acts_for, by_id_number, card, proxies_of
from silverbridge.domain.people.services import check_id_number, save_person
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.doors import keyed_items
from silverbridge.doors.desk.forms import NEEDS, PersonForm, put_errors
from silverbridge.doors.desk.lists import shown
from silverbridge.doors.desk.reach import log_person, open_person, remember_found
from silverbridge.doors.staff.access import staff_page


def person_context(request: HttpRequest, person: Person) -> dict[str, object]:
    """What the left column shows of somebody: masked card, care, permissions, latest requests."""
    names = dict(NEEDS)
    return {
        "person": person,
        "card": card(person),
        "needs": [names.get(code, code) for code in person.needs or ()],
        "assurance": Assurance(person.assurance).label,
        "proxies": proxies_of(person),
        "recent": shown(intake.recent(person, request.staff.organisations)),
    }


@staff_page(*DESK_ROLES)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The card, and every item one key away."""
    row = open_person(request, pk)
    if request.GET.get("show") == "phone":
        log_person(request, row, "person.phone", "tell")
    by = request.GET.get("by", "")
    context = person_context(request, row) | {
        "items": keyed_items(),
        "acts_for": [p for p in acts_for(row) if p.principal.organisation_id in request.staff.organisations],
        "by": by if by.isascii() and by.isdecimal() else "",
        "may_merge": Role.SUPERVISOR in request.staff.roles,
        "show_phone": request.GET.get("show") == "phone",
    }
    keys = [("1…9 a…z", _("take this request")), ("/", _("find somebody else"))]
    return desk_page(request, "person", context, "home", keys)


@staff_page(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Somebody who has no record yet: seen at the counter, or called back."""
    reach, own = request.staff.organisations, request.user.place
    start = own.organisation_id if own and own.organisation_id in reach else min(reach)
    first = {"channel": Channel.CALL, "organisation": start}
    form = PersonForm(request.POST if request.method == "POST" else None, organisations=reach, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made, known = _register(request, form)
        except DomainError as error:
            put_errors(form, error)
        else:
            remember_found(request, made, "take")
            said = _("There is a record already; nothing in it was changed.") if known else _("Registered.")
            messages.info(request, said)
            return redirect("desk:person", made.pk)
    context = {"form": form, "one_organisation": len(reach) == 1}
    keys = [("Ctrl+Enter", _("register"))]
    return desk_page(request, "person_new", context, "person-new", keys, 422 if form.errors else 200)


def _register(request: HttpRequest, form: PersonForm) -> tuple[Person, bool]:
    """The record made, or the one that exists: a number typed again changes nothing. Raises DomainError."""
    data, claim = form.cleaned_data, form.claim()
    if claim.id_number:
        known = by_id_number(check_id_number(claim.id_number).number)
        if known is not None and known.organisation_id in request.staff.organisations:
            log_person(request, known, "person.find", "take")
            return known, True
        if known is not None:
            raise DomainError(
                "id_number.elsewhere",
                _("This number cannot be registered here."),
                _("Ask your supervisor."),
                "id_number",
            )
    made = save_person(
        claim,
        data["organisation"],
        int(data["assurance"]),
        district=data["district"],
        needs=data["needs"],
        care_note=data["care_note"],
        channel=data["channel"],
        need_id=not data["no_id"],
    )
    return made, False
