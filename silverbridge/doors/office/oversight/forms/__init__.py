"""What people type in the rooms of oversight; the rules are the domain's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day
from silverbridge.doors.office.forms.working import FilesField

LONG, SHORT = forms.Textarea(attrs={"rows": 5}), forms.Textarea(attrs={"rows": 2})


class PeriodForm(OfficeForm):
    """An organisation and a period."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    first = forms.DateField(label=_("From"), widget=Day)
    last = forms.DateField(label=_("To"), widget=Day)

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", Organisation.objects.filter(pk__in=set(reach)))

    @property
    def period(self) -> tuple[Any, Any]:
        """First and last day."""
        return self.cleaned_data["first"], self.cleaned_data["last"]


class OneFileForm(OfficeForm):
    """Adds a file that need not be given."""

    file_label = _("File")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = FilesField(label=self.file_label, required=False)
        self.fields["file"].widget.attrs.pop("multiple", None)

    def upload(self) -> Upload | None:
        """The file, None where none was given."""
        given = self.cleaned_data.get("file") or []
        return given[0] if given else None
