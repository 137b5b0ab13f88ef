"""Taking over a list, and searching the access log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.doors.office.forms import OfficeForm


class SheetForm(OfficeForm):
    """The file of a list."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("An .xlsx or CSV file. First it is only checked; nothing is written yet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class SubjectForm(OfficeForm):
    """Whose reads the auditor looks for, and why."""

    number = forms.CharField(
        label=_("Number of the person"),
        max_length=40,
        help_text=_("The whole ID number or telephone; or name and last four digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=60, help_text=_("Your search is logged as well."))
