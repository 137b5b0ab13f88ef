"""Uploading a notice, linking a figure, judging a task, saying why one reads rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.ledger.models import Judgement, Notice, TaskIndicator
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.engines.indicators import IndicatorDefinition


class UploadForm(OfficeForm):
    """A notice as a file or as pasted text, and whose ledger it goes into."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Ledger of"))
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("Plain text, a web page, Word (.docx), or a PDF with text in it."),
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf"}),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Title, number, date and all clauses. Either a file or a text, not both."),
    )

    replaces = forms.ModelChoiceField(
        Notice.objects.none(),
        label=_("It replaces"),
        required=False,
        help_text=_("If it is a new version of one in the ledger. You see the difference before anything changes."),
    )

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = list(reach)
        self.offer("organisation", Organisation.objects.filter(pk__in=reach))
        known = Notice.objects.filter(organisation__in=reach).exclude(status=Notice.Status.REPEALED)
        self.fields["replaces"].queryset = known.defer("text")
        self.fields["replaces"].empty_label = _("none, or not known")

    def clean(self) -> dict[str, Any]:
        """Exactly one of file and text."""
        data = super().clean()
        given = [name for name in ("file", "text") if data.get(name) is not None and data.get(name) != ""]
        if not given and "file" not in self.errors:
            self.add_error("file", _("The text of the notice is missing. Choose its file, or paste its text below."))
        if len(given) > 1:
            self.add_error("text", _("There is a file and a text. Leave one of them out."))
        return data

    def content(self) -> tuple[bytes | str, str]:
        """What was given, and the name of its file. Of a file that is too large, only as much as shows it."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return self.cleaned_data["text"], ""
        return upload.read(settings.UPLOAD_MAX_BYTES + 1), upload.name


class LinkForm(OfficeForm):
    """Target, direction and smallest sample of a figure; a share is written in per cent."""

    direction = forms.ChoiceField(
        label=_("The figure should be"), choices=TaskIndicator.Direction, widget=forms.RadioSelect
    )
    target = forms.FloatField(label=_("Target"))
    min_sample = forms.IntegerField(label=_("Smallest sample"), min_value=0)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Counts the requests of"),
        help_text=_("With those it administers."),
    )

    def __init__(self, definition: IndicatorDefinition, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_percent = definition.unit == "share"
        units = {
            "share": _("In per cent: write 95 for 95%."),
            "count": _("A number."),
            "minutes": _("In minutes."),
            "days": _("In days."),
        }
        self.fields["target"].help_text = units[definition.unit]
        least = {"n": definition.min_sample}
        self.fields["min_sample"].help_text = _("With fewer, nothing is judged. The definition asks for %(n)s.") % least
        self.offer("organisation", Organisation.objects.filter(pk__in=reach))

    def clean_target(self) -> float:
        """In the unit the domain keeps: a share from 0 to 1."""
        typed = self.cleaned_data["target"]
        if not self.in_percent:
            return typed
        if not -100 <= typed <= 100:
            raise forms.ValidationError(_("A share is at most 100%. Write 95 for 95%."))
        return typed / 100


class JudgeForm(OfficeForm):
    """Met, not met or cannot be said, and why."""

    verdict = forms.ChoiceField(label=_("Judgement"), choices=Judgement.Verdict, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Reason"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class PurposeForm(OfficeForm):
    """Why somebody reads rows about people."""

    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=60,
        help_text=_("It stands in the access log with your name, for instance: checking task 3."),
    )
