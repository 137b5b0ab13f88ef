"""Clues and return calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.oversight.models import Referral, ReturnCall
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day
from silverbridge.doors.office.oversight.forms import SHORT, PeriodForm


class ReferForm(OfficeForm):
    """To whom, by which letter, and until when the outcome is awaited."""

    authority = forms.CharField(
        label=_("Refer to"), max_length=80, help_text=_("Who may punish, as the branch of the central bank.")
    )
    number = forms.CharField(label=_("Number of the letter"), max_length=40)
    on = forms.DateField(label=_("Day of the letter"), widget=Day)
    due = forms.DateField(label=_("Outcome awaited by"), widget=Day)


class OutcomeForm(OfficeForm):
    """What the authority answered."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Referral.Outcome, widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day of the answer"), widget=Day)
    words = forms.CharField(label=_("What was decided"), max_length=400, widget=SHORT)


class CallsForm(PeriodForm):
    """Whose completed requests of which period, and how many."""

    size = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, initial=20)
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        max_length=64,
        help_text=_("A number drawn by lot before witnesses. Left empty, one is made."),
    )

    def __init__(self, reach: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(reach, *args, **kwargs)
        self.fields["organisation"].label = _("Completed by")


class CallForm(OfficeForm):
    """What a call came to."""

    result = forms.ChoiceField(label=_("Result"), choices=ReturnCall.Result, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What the person said"), required=False, max_length=400, widget=SHORT, help_text=_("Without names.")
    )
