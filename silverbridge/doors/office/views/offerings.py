"""Where each item can be had, and on which terms."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.catalogue.models import Door, Offering
from silverbridge.domain.catalogue.queries import current_items, offering_for, offerings_of, open_now, versions
from silverbridge.domain.catalogue.services import change_offering, close_offering, open_offering
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import EDITORS, KEEPERS, attempt, office_page, own_organisation, page_of
from silverbridge.doors.office.forms.offerings import TERMS, ChangeForm, OfferingForm, terms_of
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page

ITEMS_PER_PAGE = 6


@staff_page(*EDITORS)
def offering_list(request: HttpRequest) -> HttpResponse:
    """Items with their doors; filter by item and door."""
    names = {row.code: row.name for row in current_items()}
    item, door = request.GET.get("item", ""), request.GET.get("door", "")
    found = offerings_of(request.staff.organisations, item, door if door in Door.values else "")
    by_item = [(code, names.get(code, code), list(rows)) for code, rows in groupby(found, key=lambda row: row.item)]
    shown = {
        "page": page_of(request, by_item, ITEMS_PER_PAGE),
        "items": sorted(names.items(), key=lambda entry: entry[1]),
        "doors": Door.choices,
        "item": item,
        "door": door,
    }
    return office_page(request, "offerings", shown, "offerings")


@staff_page(*EDITORS)
def new(request: HttpRequest) -> HttpResponse:
    """Offers an item through one more door."""
    reach = request.staff.organisations
    start = {"item": request.GET.get("item", ""), "organisation": own_organisation(request)}
    form = OfferingForm(reach, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = open_offering(
                data["item"], data["organisation"], data["door"], request.staff.actor, form.terms(), data["place"]
            )
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The offering is open."))
            return redirect("office:offering", row.pk)
    return office_page(request, "offering_new", {"form": form}, "offerings")


@staff_page(*EDITORS)
def offering(request: HttpRequest, pk: int) -> HttpResponse:
    """One offering: its terms, to read and to change."""
    row = offering_for(pk, request.staff.organisations)
    form = ChangeForm(request.POST or None, initial=terms_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            change_offering(row, request.staff.actor, form.terms(), form.cleaned_data["revision"])
        except DomainError as refusal:
            show(form, refusal)
            row = offering_for(pk, request.staff.organisations)
            # Whoever has seen what is kept now may save again.
            form.data = form.data.copy()
            form.data["revision"] = row.revision
        else:
            messages.success(request, _("The terms are saved."))
            return redirect("office:offering", pk)
    return _offering_page(request, row, form)


def _offering_page(request: HttpRequest, row: Offering, form: ChangeForm) -> HttpResponse:
    version = versions(row.item)[0]
    stale = form.is_bound and form.cleaned_data.get("revision", row.revision) != row.revision
    shown = {
        "offering": row,
        "version": version,
        "form": form,
        "kept": [(form[name].label, _in_words(getattr(row, name))) for name in TERMS] if stale else (),
        "open_now": open_now(row),
        "ended": bool(row.valid_until and row.valid_until <= today()),
    }
    return office_page(request, "offering", shown, "offerings")


def _in_words(value: object) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("not stated") if value in (None, "") else value


@staff_page(*EDITORS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends an offering today."""
    row = offering_for(pk, request.staff.organisations)
    back = reverse("office:offering", args=[pk])
    return attempt(request, lambda: close_offering(row, request.staff.actor), _("The offering ended."), back)


@staff_page(*{*EDITORS, *KEEPERS})
def item(request: HttpRequest, code: str) -> HttpResponse:
    """An item's definition, as loaded, version by version; it is changed in its file."""
    rows = versions(code)
    asked = request.GET.get("version", "")
    chosen = next((row for row in rows if str(row.version) == asked), rows[0])
    shown = {"versions": rows, "version": chosen, "d": chosen.definition}
    return office_page(request, "item", shown, "offerings")
