"""Handing a task out, and everything that is said about it on its way to being closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.ledger.models import HandOut
from silverbridge.domain.ledger.services import Contact, Order, Told
from silverbridge.domain.places.models import Organisation
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms.offerings import Day

LONG, SHORT = forms.Textarea(attrs={"rows": 4}), forms.Textarea(attrs={"rows": 2})


class ManyFiles(forms.FileInput):
    """A file control that takes several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files. Whether each can be taken is the domain's to say."""

    widget = ManyFiles

    def __init__(self, **more: Any) -> None:
        super().__init__(allow_empty_file=True, **more)
        kinds = ", ".join(settings.MATERIAL_TYPES)
        most = settings.MATERIAL_MAX_BYTES // 2**20
        self.help_text = _("%(kinds)s; at most %(n)s MB each. Kept sealed; only both sides can open them.") % {
            "kinds": kinds,
            "n": most,
        }
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in (*settings.MATERIAL_TYPES, "jpeg"))

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Each file with its name and bytes; of one that is too large, only as much as shows it."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [Upload(one.name, one.read(settings.MATERIAL_MAX_BYTES + 1)) for one in files]


class ContactForm(OfficeForm):
    """The person to chase."""

    contact_name = forms.CharField(label=_("Person to chase"), max_length=40)
    contact_phone = forms.CharField(
        label=_("Telephone"), max_length=30, help_text=_("A mobile number, or a landline with its area code.")
    )

    def contact(self) -> Contact:
        """Name and telephone as typed."""
        return Contact(self.cleaned_data["contact_name"], self.cleaned_data["contact_phone"])


class HandOutForm(ContactForm):
    """To whom, in which role, whom one chases there, until when, and what is to be done."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Hand out to"))
    role = forms.ChoiceField(label=_("Role"), choices=HandOut.Role, widget=forms.RadioSelect)
    due = forms.DateField(label=_("To be closed by"), widget=Day)
    reason = forms.CharField(
        label=_("Why later"),
        required=False,
        max_length=200,
        help_text=_("Only where the day is later than the notice's deadline."),
    )
    measures = forms.CharField(
        label=_("What is to be done"),
        required=False,
        max_length=2000,
        widget=LONG,
        help_text=_("Concretely, for the ledger's column of measures. The unit can complete it."),
    )
    field_order = ("organisation", "role", "contact_name", "contact_phone", "due", "reason", "measures")

    def __init__(self, units: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", Organisation.objects.filter(pk__in=set(units)))

    def order(self) -> Order:
        """What the domain is told."""
        data = self.cleaned_data
        return Order(data["role"], self.contact(), data["due"], data["measures"], data["reason"])


class AcknowledgeForm(OfficeForm):
    """Who is to be chased here really, if somebody else, and what will be done."""

    contact_name = forms.CharField(label=_("Person to chase"), max_length=40, required=False)
    contact_phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("Only where it is somebody else than named, or another number."),
    )
    measures = forms.CharField(label=_("What we will do"), required=False, max_length=2000, widget=LONG)

    def clean(self) -> dict[str, Any]:
        """Somebody else to be chased needs a number of their own."""
        data = super().clean()
        name, named = data.get("contact_name", ""), self.initial.get("contact_name", "")
        if name and named and name != named and not data.get("contact_phone", "").strip():
            self.add_error("contact_phone", _("The number of this person is missing."))
        return data

    def contact(self) -> Contact | None:
        """None where nothing was typed for the telephone: then whom the other side named stays."""
        data = self.cleaned_data
        return Contact(data["contact_name"], data["contact_phone"]) if data["contact_phone"].strip() else None


class ReportForm(OfficeForm):
    """How far, what stands in the way, what comes next, and files."""

    progress = forms.CharField(label=_("Progress"), max_length=2000, widget=LONG)
    problems = forms.CharField(label=_("Problems"), required=False, max_length=2000, widget=SHORT)
    next_steps = forms.CharField(label=_("Next steps"), required=False, max_length=2000, widget=SHORT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(label=_("Supporting material"), required=False)

    def told(self) -> Told:
        """What the domain is told."""
        data = self.cleaned_data
        return Told(data["progress"], data["problems"], data["next_steps"])


class MaterialForm(OfficeForm):
    """Files alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(label=_("Supporting material"))
        self.fields["files"].error_messages["required"] = _("This is still missing.")


class RemarkForm(OfficeForm):
    """A remark, if there is one."""

    remark = forms.CharField(label=_("Remark"), required=False, max_length=400, widget=SHORT)


class ReasonForm(OfficeForm):
    """A reason."""

    remark = forms.CharField(label=_("Reason"), max_length=400, widget=SHORT)


class SendBackForm(ReasonForm):
    """A reason, and a new day where the old one is over."""

    due = forms.DateField(label=_("New day"), required=False, widget=Day, help_text=_("Empty leaves the day as it is."))
    reason = forms.CharField(
        label=_("Why later"),
        required=False,
        max_length=200,
        help_text=_("Only where the day is later than the notice's deadline."),
    )


class LookBackForm(OfficeForm):
    """What was seen, and whether it holds."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=(("holds", _("It holds")), ("reopened", _("It does not hold: reopen"))),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label=_("What was seen"), max_length=400, widget=SHORT)
    due = forms.DateField(
        label=_("New day"), required=False, widget=Day, help_text=_("Only when reopened: until when the unit goes on.")
    )
    reason = forms.CharField(
        label=_("Why later"),
        required=False,
        max_length=200,
        help_text=_("Only where the day is later than the notice's deadline."),
    )
