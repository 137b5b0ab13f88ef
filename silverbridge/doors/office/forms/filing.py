"""Putting evidence on file: what a person saw, or a signed document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.evidence.services import Coverage
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day

KINDS = [choice for choice in Evidence.Kind.choices if choice[0] != Evidence.Kind.MEASURED]


class EvidenceForm(OfficeForm):
    """Kind, organisation, period; the finding or the document; how much was looked at."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    first = forms.DateField(label=_("From"), widget=Day)
    last = forms.DateField(label=_("To"), widget=Day)
    summary = forms.CharField(
        label=_("Finding"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For an inspection: what was seen, in a sentence, without names of elders."),
    )
    document = forms.CharField(
        label=_("Document"), required=False, max_length=200, help_text=_("For a signed document: its title or number.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("The signed document itself. It is kept sealed, with its digest."),
    )
    covered = forms.IntegerField(label=_("Looked at"), required=False, min_value=0)
    covered_of = forms.IntegerField(label=_("Out of"), required=False, min_value=0)
    sample = forms.IntegerField(label=_("Sample"), required=False, min_value=0)

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", Organisation.objects.filter(pk__in=reach))

    def clean_file(self) -> Any:
        """No file beyond what an upload may hold."""
        upload = self.cleaned_data["file"]
        if upload is not None and upload.size > settings.MATERIAL_MAX_BYTES:
            most = {"n": settings.MATERIAL_MAX_BYTES // 2**20}
            raise forms.ValidationError(_("The file is larger than %(n)s MB."), params=most)
        return upload

    def coverage(self) -> Coverage:
        """How many were looked at; None where it was not said."""
        data = self.cleaned_data
        return Coverage(data["covered"], data["covered_of"], data["sample"])
