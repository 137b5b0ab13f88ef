"""What is typed about a return, read into plain values; the rules are the domain's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.returns.models import Field, Filing, FilingFigure
from silverbridge.domain.returns.services import Draft, FigureDraft, Signing
from silverbridge.domain.returns.services.signing import SCANS
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day
from silverbridge.doors.office.forms.working import SHORT, ReasonForm
from silverbridge.doors.office.returns.words import plain_number

State = FilingFigure.State


class DraftForm(OfficeForm):
    """Every figure with its reason, and every text, of one version of a form."""

    def __init__(self, filing: Filing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(filing.version.fields.all())
        rows = {row.field_id: row for row in filing.figures.select_related("field", "evidence")}
        texts = {row.field_id: row.text for row in filing.texts.all()}
        self.rows = rows
        for asked in self.asked:
            if asked.kind == Field.Kind.FIGURE:
                self._figure(asked, rows.get(asked.pk))
            else:
                area = forms.Textarea(attrs={"rows": 2 if asked.kind == Field.Kind.TEXT else 5})
                self.fields[f"text-{asked.key}"] = forms.CharField(
                    label=asked.label, required=False, widget=area, initial=texts.get(asked.pk, "")
                )

    def _figure(self, asked: Field, row: FilingFigure | None) -> None:
        key, name = asked.key, {"aria-label": f"{asked.label}，{_('Claimed')}"}
        self.fields[f"figure-{key}"] = forms.CharField(
            label=asked.label,
            required=False,
            initial=plain_number(row.claimed, asked.decimals) if row else "",
            widget=forms.TextInput(attrs={**name, "inputmode": "decimal", "class": "txt num"}),
        )
        self.fields[f"nodata-{key}"] = forms.BooleanField(
            label=_("No data"), required=False, initial=bool(row and row.claimed_state == State.NO_DATA)
        )
        self.fields[f"why-{key}"] = forms.ChoiceField(
            label=_("Kind of reason"),
            required=False,
            choices=[("", _("Please choose")), *FilingFigure.Why.choices],
            initial=row.why if row else "",
            widget=forms.Select(attrs={"aria-label": f"{asked.label}，{_('Kind of reason')}", "class": "txt"}),
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=_("Reason or definition"),
            required=False,
            initial=row.reason if row else "",
            widget=forms.Textarea(
                attrs={"rows": 2, "aria-label": f"{asked.label}，{_('Reason or definition')}", "class": "txt"}
            ),
        )

    def lines(self) -> list[dict[str, Any]]:
        """The figures, each with its controls, what was measured and what was inspected."""
        return [
            {
                "asked": asked,
                "row": self.rows.get(asked.pk),
                "figure": self[f"figure-{asked.key}"],
                "nodata": self[f"nodata-{asked.key}"],
                "why": self[f"why-{asked.key}"],
                "reason": self[f"reason-{asked.key}"],
            }
            for asked in self.asked
            if asked.kind == Field.Kind.FIGURE
        ]

    def text_fields(self) -> list[BoundField]:
        """The texts."""
        return [self[f"text-{asked.key}"] for asked in self.asked if asked.kind != Field.Kind.FIGURE]

    def draft(self) -> Draft:
        """What the domain is told."""
        data, figures, texts = self.cleaned_data, {}, {}
        for asked in self.asked:
            key = asked.key
            if asked.kind != Field.Kind.FIGURE:
                texts[key] = data[f"text-{key}"]
                continue
            figures[key] = FigureDraft(
                data[f"figure-{key}"], data[f"nodata-{key}"], data[f"why-{key}"], data[f"reason-{key}"]
            )
        return Draft(figures, texts)


class SigningForm(OfficeForm):
    """Name and telephone as they are printed on the form."""

    name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def signing(self) -> Signing:
        """What the domain is told."""
        return Signing(self.cleaned_data["name"], self.cleaned_data["phone"])


class PreparerForm(SigningForm):
    """The preparer can be asked about the figures."""

    phone = forms.CharField(
        label=_("Telephone"), max_length=30, help_text=_("Whom to ask about the figures. It is kept sealed.")
    )


class ScanForm(OfficeForm):
    """The stamped scan."""

    scan = forms.FileField(label=_("Stamped scan"), allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MATERIAL_MAX_BYTES // 2**20
        self.fields["scan"].help_text = _("%(kinds)s; at most %(n)s MB. Kept sealed; only both sides can open it.") % {
            "kinds": ", ".join(SCANS),
            "n": most,
        }
        self.fields["scan"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in (*SCANS, "jpeg"))

    def upload(self) -> Upload:
        """Name and bytes; of a file that is too large, only as much as shows it."""
        file = self.cleaned_data["scan"]
        return Upload(file.name, file.read(settings.MATERIAL_MAX_BYTES + 1))


class ExtendForm(OfficeForm):
    """A later day, and why."""

    due = forms.DateField(label=_("New day"), widget=Day)
    keep_late = forms.BooleanField(
        label=_("Only unlock: it stays late"), required=False, help_text=_("The day it was due stays as it is.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=SHORT)


class InspectForm(OfficeForm):
    """What was counted by whoever looked."""

    key = forms.ChoiceField(label=_("Figure"))
    value = forms.CharField(
        label=_("Number counted"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    summary = forms.CharField(label=_("What was seen"), max_length=400, widget=SHORT)

    def __init__(self, filing: Filing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = filing.version.fields.filter(kind=Field.Kind.FIGURE)
        self.fields["key"].choices = [("", _("Please choose")), *((row.key, row.label) for row in fields)]


__all__ = ["DraftForm", "ExtendForm", "InspectForm", "PreparerForm", "ReasonForm", "ScanForm", "SigningForm"]
