"""What a supervisor types about a form: when each tier files, which unit files with whom, and more days for several units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns.models import DutyCalendar, Filing, FilingRoute
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day
from silverbridge.doors.office.returns.forms import ExtendForm


class CalendarForm(OfficeForm):
    """Days counted from a period's end, and whether they move."""

    days_after = forms.IntegerField(
        label=_("Due, days after the period's end"), help_text=_("Calendar days; 10 means the tenth day after it.")
    )
    shift = forms.ChoiceField(label=_("When that is no working day"), choices=DutyCalendar.Shift)
    opens_before = forms.IntegerField(label=_("Opens, days before it is due"), initial=10)
    locks_after = forms.IntegerField(label=_("Locks, days after it was due"), initial=30)


class RouteForm(OfficeForm):
    """Who files with whom, along which way, from when."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit that files"))
    receiver = forms.ModelChoiceField(Organisation.objects.none(), label=_("Files with"))
    way = forms.ChoiceField(label=_("Way"), choices=FilingRoute.Way)
    since = forms.DateField(
        label=_("From"), widget=Day, help_text=_("The way that holds on a period's last day counts for that period.")
    )

    def __init__(self, receivers: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = Organisation.objects.order_by("name")
        self.offer("unit", everybody)
        self.offer("receiver", everybody.filter(pk__in=set(receivers)))


class ExtendSeveralForm(ExtendForm):
    """Which units get more days."""

    filings = forms.ModelMultipleChoiceField(
        Filing.objects.none(), label=_("Units that get more days"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("filings", "due", "keep_late", "reason")

    def __init__(self, owed: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filings"].queryset = owed
        self.fields["filings"].label_from_instance = lambda row: f"{row.unit}，{row.due:%Y-%m-%d}"
