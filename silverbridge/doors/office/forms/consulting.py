"""A draft before the public: when, why, what a caller says, and what is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.catalogue.models import Door
from silverbridge.domain.ledger.consulting import WHOLE, passages
from silverbridge.domain.ledger.models import Answer, Consultation
from silverbridge.domain.ledger.services import Saying
from silverbridge.domain.ledger.services.consulting import GIST_LIMIT, PLAIN_LIMIT, REASON_LIMIT, WORDS_LIMIT
from silverbridge.domain.people.services import NAME_LIMIT
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OpenForm(OfficeForm):
    """What it is about, and until when comments are taken."""

    plain = forms.CharField(
        label=_("In plain words"),
        max_length=PLAIN_LIMIT,
        help_text=_("One short sentence, as you would tell your mother what it is about."),
    )
    closes_on = forms.DateField(label=_("Comments until"), widget=Day, help_text=_("This day included."))


class ExtendForm(OfficeForm):
    """A later last day."""

    closes_on = forms.DateField(label=_("New last day"), widget=Day)


class CloseForm(OfficeForm):
    """Why it ends before its day."""

    reason = forms.CharField(
        label=_("Reason"), max_length=GIST_LIMIT, widget=_area(2), help_text=_("It stands on the portal.")
    )


class AnswerForm(OfficeForm):
    """What becomes of the comments ticked, and why."""

    verdict = forms.ChoiceField(label=_("What becomes of it"), choices=Answer.Verdict, widget=forms.RadioSelect)
    gist = forms.CharField(
        label=_("What was said"),
        max_length=GIST_LIMIT,
        widget=_area(2),
        help_text=_("In your words, without anybody's name or number. It is published."),
    )
    reason = forms.CharField(
        label=_("The answer"),
        max_length=REASON_LIMIT,
        widget=_area(3),
        help_text=_("What changes, or why nothing does. It is published."),
    )


class TakeForm(OfficeForm):
    """What a caller or visitor says, written down by the one who hears it."""

    door = forms.ChoiceField(label=_("How it came in"), choices=[(door, Door(door).label) for door in STAFFED])
    clause = forms.TypedChoiceField(label=_("Clause"), coerce=int)
    words = forms.CharField(
        label=_("What was said"),
        max_length=WORDS_LIMIT,
        widget=_area(6),
        help_text=_("In the caller's own words. Read it back before you send it."),
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, required=False, help_text=_("Only if they like."))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("Only if they like. With it they can follow the comment."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = (WHOLE, _("The whole draft"))
        named = [(one.n, f"{one.n} {one.beginning}") for one in passages(consultation)]
        self.fields["clause"].choices = [whole, *named]

    def saying(self) -> Saying:
        """As the service takes it."""
        data = self.cleaned_data
        return Saying(data["clause"], data["words"], data["key"], data["door"], data["name"], data["phone"])
