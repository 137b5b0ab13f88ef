"""Taking a request for somebody by telephone or at the counter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.references import grouped
from silverbridge.domain.intake.services import submit
from silverbridge.domain.people.models import Person
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.reach import open_person
from silverbridge.doors.desk.taking import Taking
from silverbridge.doors.desk.views.people import person_context
from silverbridge.doors.staff.access import staff_page


def _person(request: HttpRequest, what: str) -> Person | None:
    """Whom the form is for, if anybody. Raises Http404 for somebody this session may not open."""
    typed = (request.POST if request.method == "POST" else request.GET).get("person", "")
    return open_person(request, int(typed) if typed.isdecimal() and len(typed) < 18 else 0, what) if typed else None


def _taking(request: HttpRequest, item: str, what: str) -> Taking:
    posted = request.method == "POST"
    data = request.POST if posted else request.GET
    return Taking(catalogue.item(item), request.staff, _person(request, what), data, started=posted)


@staff_page(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, item: str) -> HttpResponse:
    """Person left, questions in the middle, what is read back on the right. On an error all that was typed stays."""
    form, status = _taking(request, item, "person.taking"), 200
    if request.method == "POST" and request.POST.get("do") != "say":
        try:
            made = submit(form.asking(), request.staff.actor)
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            if made.organisation_id in request.staff.organisations:
                return redirect("desk:request", made.reference)
            # Another organisation carries it out; the caller still gets the number.
            words = {"number": grouped(made.reference), "who": made.organisation}
            messages.success(request, _("Taken: number %(number)s. %(who)s carries it out.") % words)
            return redirect("desk:home")
    context = {"form": form, "said": form.said(), "item": form.version}
    context |= person_context(request, form.person) if form.person else {}
    count = len(form.definition.questions)
    keys = [
        (f"Alt+1…{min(count, 9)}", _("go to that question")),
        ("1…9", _("choose")),
        ("F2", _("she said yes")),
        ("Ctrl+Enter", _("take the request")),
    ]
    return desk_page(request, "request_new", context, "home", keys, status)


@staff_page(*DESK_ROLES)
@require_POST
def say(request: HttpRequest, item: str) -> HttpResponse:
    """The text to read back, for what is typed so far; the page asks for it while somebody types."""
    form = _taking(request, item, "")
    return render(request, "desk/parts/said.html", {"said": form.said()})
