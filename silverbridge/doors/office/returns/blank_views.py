"""The receiver's blank forms: the list, a form with its versions, a blank drawn with its places, one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.returns import blanks, samples
from silverbridge.domain.returns.models import FormVersion
from silverbridge.domain.returns.services import binding
from silverbridge.doors.office.chrome import KEEPERS, SUPERVISORS, attempt, office_page, page_of, supervised
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.returns.blank_forms import BlankForm, NewForm, PlaceForm
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines import forms

MENU = "returns"


@staff_page(*KEEPERS)
def form_list(request: HttpRequest) -> HttpResponse:
    """Every form the reader's organisations own."""
    page = page_of(request, blanks.forms_of(request.staff.organisations))
    return office_page(request, "returns/blank_list", {"page": page, "may_make": bool(supervised(request))}, MENU)


@staff_page(*SUPERVISORS)
def new(request: HttpRequest) -> HttpResponse:
    """A new form with its first blank."""
    form = NewForm(set(request.staff.organisations), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            version = binding.take_first(
                data["owner"], data["title"], data["every"], data["first_day"], form.upload(), request.staff.actor
            )
        except DomainError as refusal:
            show(form, refusal)
        else:
            return redirect("office:return-blank", version.pk)
    return office_page(request, "returns/blank_new", {"form": form}, MENU, 422 if form.errors else 200)


@staff_page(*KEEPERS)
def form_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One form: its versions, and a place to bring a new blank to."""
    row = blanks.form_for(pk, request.staff.organisations)
    form = BlankForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = binding.take_blank(row, form.upload(), request.staff.actor, form.cleaned_data["valid_from"])
        except DomainError as refusal:
            show(form, refusal)
        else:
            return redirect("office:return-blank", version.pk)
    shown = {"row": row, "form": form, "versions": row.versions.select_related("confirmed_by").defer("blank__content")}
    return office_page(request, "returns/blank_form", shown, MENU, 422 if form.errors else 200)


def found(request: HttpRequest, pk: int) -> FormVersion:
    """The version asked for, or a 404."""
    return blanks.version_for(pk, request.staff.organisations)


@staff_page(*KEEPERS)
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    """A blank, drawn, with what each of its places takes; with sample values where the address asks for them."""
    version = found(request, pk)
    places, fields = blanks.places(version), {field.key: field for field in version.fields.all()}
    values = samples.sample_values(version) if "filled" in request.GET else {}
    open_moves = blanks.open_moves(version)
    numbers = {place.slot.key: place.number for place in places}
    shown = {
        "version": version,
        "blank": blanks.blank_of(version),
        "places": [_told(place, fields) for place in places],
        "bound": sum(bool(place.source) for place in places),
        "sure": sum(bool(p.suggestions) and p.suggestions[0].score >= blanks.SURE for p in places),
        "pictures": [_drawn(picture, places, fields, values) for picture in blanks.blank_of(version).pictures],
        "moves": [_moved(move, numbers) for move in open_moves],
        "sure_moves": len(blanks.sure_moves(version)) if open_moves else 0,
        "settled": len(blanks.all_moves(version)) - len(open_moves) if blanks.before(version) else 0,
        "is_open": version.confirmed_at is None,
        "may_confirm": version.form.owner_id in supervised(request),
        "filled": "filled" in request.GET,
    }
    return office_page(request, "returns/blank", shown, MENU)


def _told(place: blanks.Place, fields: dict[str, Any]) -> dict[str, Any]:
    hint = place.suggestions[0] if place.suggestions else None
    return {
        "place": place,
        "slot": place.slot,
        "query": urlencode({"key": place.slot.key}),
        "takes": blanks.label_of(place.source, fields) if place.source else "",
        "hint": place.hint,
        "score": round(hint.score * 100) if hint else 0,
    }


def _drawn(picture: forms.Picture, places: list[blanks.Place], fields: dict[str, Any], values: dict) -> dict[str, Any]:
    """A picture with, for each cell, its text and the places in it."""
    known = {place.slot.key: place for place in places}

    def cells(row: tuple[forms.Drawn, ...]) -> Iterator[dict[str, Any]]:
        for cell in row:
            inside = [_told(known[key], fields) for key in cell.keys]
            for it in inside:
                it["value"] = forms.as_text(values[it["slot"].key]) if it["slot"].key in values else ""
            yield {"cell": cell, "places": inside}

    return {"name": picture.name, "hidden": picture.hidden, "rows": [list(cells(row)) for row in picture.rows]}


def _moved(moved: blanks.Moved, numbers: dict[str, int]) -> dict[str, Any]:
    proposals = [
        {"slot": slot, "score": round(score * 100), "number": numbers[slot.key]} for slot, score in moved.move.proposals
    ]
    return {"moved": moved, "proposals": proposals}


@staff_page(*KEEPERS)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place of a draft: what it takes."""
    version, key = found(request, pk), request.GET.get("key", "")
    all_places = blanks.places(version)
    here = next((it for it in all_places if it.slot.key == key), None)
    back = reverse("office:return-blank", args=[pk])
    if not key:
        return redirect(back)
    if here is None:
        raise Http404
    if request.method == "POST" and "loose" in request.POST:
        act = lambda: binding.loose_place(version, key, revision_of(request), request.staff.actor)  # noqa: E731
        return attempt(request, act, _("The place takes nothing now."), back)
    form = PlaceForm(version, here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            meaning, spec = form.cleaned_data["meaning"], form.spec()
            binding.bind_place(version, key, meaning, revision_of(request), request.staff.actor, spec)
        except DomainError as refusal:
            show(form, refusal)
        else:
            later = all_places[here.number :] + all_places[: here.number - 1]
            free = next((it for it in later if not it.source), None)
            if "next" in request.POST and free is not None:
                query = urlencode({"key": free.slot.key})
                return redirect(f"{reverse('office:return-blank-place', args=[pk])}?{query}")
            return redirect(f"{back}#p{here.number}")
    shown = {
        "version": version,
        "here": _told(here, {field.key: field for field in version.fields.all()}),
        "form": form,
        "is_open": version.confirmed_at is None,
    }
    return office_page(request, "returns/blank_place", shown, MENU, 422 if form.errors else 200)


def revision_of(request: HttpRequest) -> int:
    """Which state of the draft the page showed; 0 where it does not say."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0
