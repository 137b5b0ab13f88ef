"""Drawing a plan, and writing down what a visit found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.oversight.models import Answer, Plan
from silverbridge.domain.oversight.services import Finding, PlanOrder
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day
from silverbridge.doors.office.forms.working import FilesField
from silverbridge.doors.office.oversight.forms import SHORT, PeriodForm
from silverbridge.engines.sampling import Checklist

TRAITS = (("district", _("District")), ("tier", _("Tier")), ("organisation", _("Organisation")), ("kind", _("Kind")))


def said(words: Any) -> str:
    """Words that come in both languages, in that of the page."""
    return words.zh if (get_language() or "zh").startswith("zh") else words.en


class PlanForm(PeriodForm):
    """What is to be drawn, and how."""

    title = forms.CharField(label=_("Title"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Plan.Kind, widget=forms.RadioSelect)
    checklist = forms.ChoiceField(label=_("Checklist"))
    by = forms.MultipleChoiceField(
        label=_("Stratified by"), choices=TRAITS, required=False, widget=forms.CheckboxSelectMultiple
    )
    method = forms.ChoiceField(label=_("Places are drawn"), choices=Plan.Method, widget=forms.RadioSelect)
    size = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=2000,
        help_text=_("In proportion: of all together. Otherwise: of each stratum."),
    )
    spares = forms.IntegerField(
        label=_("In reserve"), min_value=0, max_value=20, initial=2, help_text=_("Of each stratum, to replace others.")
    )
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        max_length=64,
        help_text=_("A number drawn by lot before witnesses. Left empty, one is made."),
    )
    field_order = ("organisation", "title", "kind", "first", "last", "checklist")

    def __init__(self, reach: Iterable[int], lists: Iterable[Checklist], *args: Any, **kwargs: Any) -> None:
        super().__init__(reach, *args, **kwargs)
        self.fields["organisation"].label = _("Who looks")
        self.fields["checklist"].choices = [(one.code, said(one.name)) for one in lists]

    def order(self) -> PlanOrder:
        """What the domain is told."""
        data = self.cleaned_data
        names = ("title", "kind", "first", "last", "checklist", "method", "size", "spares", "seed")
        return PlanOrder(by=tuple(data["by"]), **{name: data[name] for name in names})


class AssignForm(OfficeForm):
    """Who goes where."""

    visitor = forms.ModelChoiceField(User.objects.none(), label=_("Visitor"))
    seats = forms.TypedMultipleChoiceField(label=_("Places"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, users: Iterable[User], seats: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visitor"].queryset = User.objects.filter(pk__in=[user.pk for user in users])
        self.fields["visitor"].empty_label = _("Please choose")
        self.fields["seats"].choices = list(seats)


class BecauseForm(OfficeForm):
    """Why a place drops out."""

    because = forms.CharField(label=_("Why it cannot be visited"), max_length=200)


class VisitForm(OfficeForm):
    """Each point of the list with its answer; a remark where there is more to say; photographs."""

    on = forms.DateField(label=_("Day of the visit"), widget=Day)

    def __init__(self, points: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for item in points.items:
            self.fields[item.code] = forms.ChoiceField(
                label=said(item.ask),
                choices=Answer.Found,
                widget=forms.RadioSelect,
                help_text=said(item.how) if item.how else "",
                error_messages={"required": _("This is still missing.")},
            )
            self.fields[f"{item.code}-remark"] = forms.CharField(
                label=_("Remark"), required=False, max_length=400, widget=forms.TextInput
            )
        self.fields["remark"] = forms.CharField(
            label=_("Beyond the list"), required=False, max_length=2000, widget=SHORT
        )
        self.fields["photos"] = FilesField(label=_("Photographs"), required=False)
        self.fields["photos"].widget.attrs["accept"] = ".jpg,.jpeg,.png"
        self.fields["photos"].help_text = _("jpg or png. No faces of customers. Kept sealed.")

    def pairs(self) -> list[tuple[Any, Any, Any]]:
        """Each point with its field and the field of its remark."""
        return [(item, self[item.code], self[f"{item.code}-remark"]) for item in self.points.items]

    def findings(self) -> dict[str, Finding]:
        """What the domain is told."""
        data = self.cleaned_data
        return {item.code: Finding(data[item.code], data[f"{item.code}-remark"]) for item in self.points.items}

    def photos(self) -> list[Upload]:
        """The photographs that were given."""
        return self.cleaned_data["photos"]
