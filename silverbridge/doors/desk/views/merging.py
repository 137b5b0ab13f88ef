"""Two records of one person: a supervisor sees them side by side and makes them one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake import queries as intake
from silverbridge.domain.intake.services import merge_records
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.queries import card
from silverbridge.doors.desk.chrome import desk_page
from silverbridge.doors.desk.forms import MergeForm, put_errors
from silverbridge.doors.desk.lists import shown
from silverbridge.doors.desk.reach import find_people, open_person
from silverbridge.doors.desk.views.people import person_context
from silverbridge.doors.staff.access import staff_page


@staff_page(Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """First the other record is found, then both are compared, then they are one."""
    keep = open_person(request, pk, "person.merge")
    form = MergeForm(request.POST if request.method == "POST" else None)
    several: list[Person] = []
    other = None
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["other_pk"]:
                other = open_person(request, form.cleaned_data["other_pk"], "person.merge")
            else:
                several = [
                    found for found in find_people(request, form.cleaned_data["other"], "merge") if found != keep
                ]
                other = several[0] if len(several) == 1 else None
                if not several:
                    form.add_error("other", _("This is one and the same record."))
            if other is not None and request.POST.get("verb") == "merge":
                return _merge(request, keep, other)
        except DomainError as error:
            put_errors(form, error, {"find": "other"})
    sides = [
        (person, card(person), shown(intake.recent(person, request.staff.organisations)))
        for person in (keep, other)
        if person
    ]
    phones = sorted({person.phone for person, _card, _recent in sides if person.phone})
    context = person_context(request, keep) | {
        "form": form,
        "sides": sides if other else (),
        "other": other,
        "choices": [(row.pk, card(row)) for row in several] if other is None else (),
        "two_phones": len(phones) > 1,
    }
    return desk_page(request, "merge", context, "home", (), 422 if form.errors else 200)


def _merge(request: HttpRequest, keep: Person, other: Person) -> HttpResponse:
    """Raises DomainError."""
    phone = {"keep": keep.phone, "other": other.phone}.get(request.POST.get("phone", ""))
    moved = merge_records(keep, other, request.staff.actor, phone or None)
    said = ngettext(
        "The two records are one now; %(n)s request came with it.",
        "The two records are one now; %(n)s requests came with it.",
        moved,
    )
    messages.success(request, said % {"n": moved})
    return redirect("desk:person", keep.pk)
