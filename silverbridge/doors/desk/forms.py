"""Forms of the desk about people. They read what was typed; the rules are the domain's."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.intake.answers import check_answer
from silverbridge.domain.people.models import Assurance, Channel, Proxy
from silverbridge.domain.people.services import Claim, check_claim
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.desk.plans import DAY

WORDS = {
    "required": _("This is missing. Choose or write it."),
    "invalid_choice": _("Choose one of those shown."),
    "max_length": _("This is too long; %(limit_value)d characters fit."),
}
NEEDS = (
    ("hearing", _("Hears badly")),
    ("sight", _("Sees badly")),
    ("walking", _("Walks with difficulty")),
    ("memory", _("Forgets easily")),
    ("dialect", _("Speaks dialect only")),
    ("writing", _("Does not read or write")),
)


def put_errors(form: forms.Form, error: DomainError, names: dict[str, str] | None = None) -> None:
    """Writes a refusal of the domain beside the fields it speaks of; the rest stands above the form."""
    faults = error.fields if isinstance(error, Invalid) else {error.field or "": error}
    for field, fault in faults.items():
        name = (names or {}).get(field, field)
        form.add_error(name if name in form.fields else None, str(fault))


class PersonForm(forms.Form):
    """Somebody who has no record yet."""

    name = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"autofocus": True}))
    id_number = forms.CharField(label=_("ID number"), required=False)
    no_id = forms.BooleanField(label=_("The number is not at hand"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False)
    address = forms.CharField(label=_("Address"), required=False)
    district = forms.CharField(label=_("Neighbourhood"), required=False, max_length=60, error_messages=WORDS)
    needs = forms.MultipleChoiceField(
        label=_("What to mind"), choices=NEEDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    care_note = forms.CharField(label=_("How to speak with them"), required=False, max_length=200, error_messages=WORDS)
    channel = forms.ChoiceField(
        label=_("Tell them by"), choices=Channel, widget=forms.RadioSelect, error_messages=WORDS
    )
    assurance = forms.ChoiceField(
        label=_("How sure we are"), choices=Assurance, widget=forms.RadioSelect, error_messages=WORDS
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: object, organisations: frozenset[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=organisations)
        self.fields["organisation"].queryset = rows

    def claim(self) -> Claim:
        """Who somebody says they are, as typed."""
        typed = self.cleaned_data
        return Claim(typed["name"], typed["id_number"].strip(), typed["phone"], typed["address"])

    def clean(self) -> None:
        """Everything wrong is said at once; the words are the domain's."""
        try:
            check_claim(self.claim(), need_id=not self.cleaned_data["no_id"])
        except DomainError as error:
            put_errors(self, error)


class ProxyForm(forms.Form):
    """Who may act for somebody."""

    agent = forms.CharField(
        label=_("Who may act"),
        required=False,
        help_text=_("Whole ID number or telephone, or name and last four digits: lm 6028."),
    )
    relation = forms.CharField(
        label=_("Is to the person"), max_length=20, error_messages=WORDS, help_text=_("Daughter, son, neighbour …")
    )
    granted = forms.ChoiceField(
        label=_("How it was agreed"), choices=Proxy.Granted, widget=forms.RadioSelect, error_messages=WORDS
    )
    until = forms.CharField(label=_("Until"), required=False, help_text=_("Like 2027-05-31. Empty: until taken back."))
    items = forms.MultipleChoiceField(
        label=_("Only for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for everything."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        open_items = [row for row in current_items() if not row.definition.proxy_barred]
        self.fields["items"].choices = [(row.code, row.name) for row in open_items]

    def clean_until(self) -> date | None:
        """The last day as a date; an impossible day is refused in the domain's words."""
        text = self.cleaned_data["until"].strip()
        if not text:
            return None
        try:
            return date.fromisoformat(check_answer(DAY, text))
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class MergeForm(forms.Form):
    """The record that is the same person: by what staff type, or chosen from those found."""

    other = forms.CharField(
        label=_("The other record"),
        required=False,
        help_text=_("Whole ID number or telephone, or name and last four digits: lm 6028."),
    )
    other_pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
