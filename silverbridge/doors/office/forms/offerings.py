"""The terms of an offering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.models import Door, Offering
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.catalogue.services import Terms
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.doors.office.forms import OfficeForm

TERMS = (
    "opens",
    "closes",
    "working_days_only",
    "promise_working_days",
    "wait_minutes",
    "fee",
    "cash",
    "phone",
    "note",
    "valid_until",
)


class Clock(forms.TimeInput):
    """Hours and minutes, as browsers ask for them."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class Day(forms.DateInput):
    """A day, as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TermsForm(OfficeForm):
    """Hours, promise, wait, fee, cash, telephone, note, last day."""

    opens = forms.TimeField(
        label=_("Opens"), required=False, widget=Clock, help_text=_("Leave both times empty for round the clock.")
    )
    closes = forms.TimeField(label=_("Closes"), required=False, widget=Clock)
    working_days_only = forms.BooleanField(label=_("On working days only"), required=False)
    promise_working_days = forms.IntegerField(
        label=_("Promised within"),
        required=False,
        min_value=0,
        max_value=60,
        help_text=_("Working days. Empty: as the item's definition says."),
    )
    wait_minutes = forms.IntegerField(
        label=_("Usual wait"),
        required=False,
        min_value=0,
        max_value=600,
        help_text=_("Minutes. Empty means not known; it is never shown as zero."),
    )
    fee = forms.DecimalField(
        label=_("Fee"), required=False, min_value=0, max_digits=8, decimal_places=2, help_text=_("Yuan. Empty: none.")
    )
    cash = forms.BooleanField(label=_("Takes cash"), required=False, initial=True)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=20)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=80, help_text=_("One sentence elders will read.")
    )
    valid_until = forms.DateField(
        label=_("Ends on"),
        required=False,
        widget=Day,
        help_text=_("The first day it can no longer be had. Empty: open end."),
    )

    def terms(self) -> Terms:
        """What was typed, as the catalogue takes it."""
        data = self.cleaned_data
        return Terms(**{name: data.get(name) for name in TERMS} | {"valid_from": data.get("valid_from")})


def terms_of(offering: Offering) -> dict[str, Any]:
    """The terms an offering has, to start the form with, and which revision they are."""
    return {name: getattr(offering, name) for name in (*TERMS, "revision")}


class ChangeForm(TermsForm):
    """Other terms for an offering, decided while looking at one revision of it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class OfferingForm(TermsForm):
    """A new offering: what, whose, through which door, where, from when; then its terms."""

    item = forms.ChoiceField(label=_("Item"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    door = forms.ChoiceField(label=_("Door"), choices=Door)
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Place"), required=False, help_text=_("For a counter: where it stands.")
    )
    valid_from = forms.DateField(label=_("From"), required=False, widget=Day, help_text=_("Empty: today."))
    field_order = ("item", "organisation", "door", "place", "valid_from", *TERMS)

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(row.code, row.name) for row in current_items()]
        self.offer("organisation", Organisation.objects.filter(pk__in=reach, closed_on__isnull=True))
        self.offer("place", Place.objects.filter(organisation__in=reach, closed_on__isnull=True))
