"""Evaluations, appeals, bulletins, cases, tiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.oversight.models import Accreditation, Appeal, Evaluation, Practice
from silverbridge.domain.oversight.services.tiering import Honour
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day
from silverbridge.doors.office.oversight.forms import LONG, SHORT, OneFileForm, PeriodForm
from silverbridge.doors.office.oversight.forms.visits import said
from silverbridge.engines.evaluation import EvaluationScheme


class EvaluateForm(PeriodForm):
    """Which scheme, which units."""

    scheme = forms.ChoiceField(label=_("Scheme"))
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Units"), widget=forms.CheckboxSelectMultiple
    )
    as_of = forms.DateField(
        label=_("Returns as they stood on"),
        widget=Day,
        required=False,
        help_text=_(
            "Empty: as they stand today. With a past day, what was accepted or corrected since does not count."
        ),
    )

    def __init__(
        self, reach: Iterable[int], units: Iterable[int], schemes: Iterable[EvaluationScheme], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(reach, *args, **kwargs)
        self.fields["organisation"].label = _("Who evaluates")
        self.fields["scheme"].choices = [(one.code, said(one.name)) for one in schemes]
        self.fields["units"].queryset = Organisation.objects.filter(pk__in=set(units))


class AppealForm(OneFileForm):
    """Which item, why, and a file."""

    item = forms.ChoiceField(label=_("Item"))
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=LONG)

    def __init__(self, items: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = list(items)


class DecideForm(OfficeForm):
    """Upheld or not, why, and what follows."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=((Appeal.State.UPHELD, _("Upheld")), (Appeal.State.REJECTED, _("Rejected"))),
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("Reasons"), max_length=2000, widget=LONG)
    remedy = forms.ChoiceField(
        label=_("What follows, if it is upheld"), choices=Appeal.Remedy, required=False, widget=forms.RadioSelect
    )
    value = forms.FloatField(
        label=_("The right figure"),
        required=False,
        help_text=_("A share in per cent. Only where the figure is another one."),
    )

    def figure(self, share: bool) -> float | None:
        """The figure as it is kept: a share between 0 and 1."""
        given = self.cleaned_data["value"]
        return given / 100 if given is not None and share else given


class BulletinForm(PeriodForm):
    """Which period, by which evaluation, citing which cases."""

    evaluation = forms.ModelChoiceField(Evaluation.objects.none(), label=_("Evaluation"), required=False)
    practices = forms.ModelMultipleChoiceField(
        Practice.objects.none(),
        label=_("Good practice to cite"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, reach: Iterable[int], practices: Any, *args: Any, **kwargs: Any) -> None:
        held = set(reach)
        super().__init__(held, *args, **kwargs)
        self.fields["organisation"].label = _("Issued by")
        issued = Evaluation.objects.filter(organisation__in=held, state=Evaluation.State.ISSUED)
        self.fields["evaluation"].queryset = issued
        self.fields["evaluation"].empty_label = _("none")
        self.fields["practices"].queryset = practices


class WordsForm(OfficeForm):
    """Title and text of a draft."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "A paragraph a line. A line that begins with # is a heading; numbers are given when it is written."
        ),
    )


class PracticeForm(OfficeForm):
    """What was done, and what came of it."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"))
    title = forms.CharField(label=_("Title"), max_length=60)
    done = forms.CharField(label=_("What the unit did"), max_length=2000, widget=LONG)
    effect = forms.CharField(
        label=_("Effect, in figures"),
        max_length=400,
        widget=SHORT,
        help_text=_("How many or how long, before and after."),
    )

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", Organisation.objects.filter(pk__in=set(reach)))


class AdoptForm(OfficeForm):
    """Adopted for whose units, or not."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=(("adopt", _("Adopt")), ("aside", _("Do not adopt"))),
        widget=forms.RadioSelect,
    )
    above = forms.ModelChoiceField(Organisation.objects.none(), label=_("For the units of"))
    remark = forms.CharField(label=_("Remark"), required=False, max_length=200, help_text=_("Why not, if it is not."))

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("above", Organisation.objects.filter(pk__in=set(reach)))


class AccreditationForm(OneFileForm):
    """What somebody outside called an outlet."""

    file_label = _("Document")
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Outlet"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Accreditation.Kind, widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("Given by"), max_length=80)
    on = forms.DateField(label=_("Day"), widget=Day)
    until = forms.DateField(label=_("Valid until"), required=False, widget=Day)
    document = forms.CharField(label=_("Title or number of the document"), max_length=120)

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("place", places)

    def honour(self) -> Honour:
        """What the domain is told."""
        names = ("kind", "issuer", "on", "document", "until")
        return Honour(**{name: self.cleaned_data[name] for name in names})
