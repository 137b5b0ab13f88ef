"""Which notice is replaced, and from which day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.ledger.models import Notice
from silverbridge.domain.ledger.versions import replaceable
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day


class PredecessorForm(OfficeForm):
    """The notice whose place another takes."""

    old = forms.ModelChoiceField(Notice.objects.none(), label=_("It replaces"))

    def __init__(self, new: Notice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].queryset = replaceable(new)
        self.fields["old"].empty_label = _("Please choose")


class EffectForm(OfficeForm):
    """The first day on which the new notice binds."""

    day = forms.DateField(
        label=_("In force from"),
        widget=Day,
        help_text=_("Today or earlier: at once. A later day: on that day, by itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today()})
        super().__init__(*args, **kwargs)
