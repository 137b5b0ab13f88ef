"""The acts on a return: what each is called, which form it takes, and which service does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.returns import services
from silverbridge.domain.returns.models import Filing
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.returns import forms

Run = Callable[[Filing, int, OfficeForm, Actor], Any]


@dataclass(frozen=True)
class Act:
    """One thing that can be done: its heading, its button, what is said when it is done, its form, and the service."""

    title: Any
    button: Any
    done: Any
    form: type[OfficeForm]
    run: Run
    help: Any = ""
    first: bool = False


def _signing(service: Callable[..., Any]) -> Run:
    return lambda row, revision, form, actor: service(row, revision, form.signing(), actor)


def _reason(service: Callable[..., Any]) -> Run:
    return lambda row, revision, form, actor: service(row, revision, form.cleaned_data["remark"], actor)


def _plain(service: Callable[..., Any]) -> Run:
    return lambda row, revision, _form, actor: service(row, revision, actor)


def _extend(row: Filing, revision: int, form: OfficeForm, actor: Actor) -> Any:
    data = form.cleaned_data
    return services.extend(row, revision, data["due"], data["reason"], actor, data["keep_late"])


def _inspect(row: Filing, _revision: int, form: OfficeForm, actor: Actor) -> Any:
    data = form.cleaned_data
    return services.note_inspection(row, data["key"], data["value"], data["summary"], actor)


ACTS: dict[str, Act] = {
    "prefill": Act(
        _("Fill in from the indicators"),
        _("Fill in the figures"),
        _("The figures are filled in."),
        OfficeForm,
        _plain(services.prefill),
        _("Figures are measured anew. What you wrote yourself stays."),
    ),
    "add-up": Act(
        _("Add up the units' returns"),
        _("Add up"),
        _("The units' returns are added up."),
        OfficeForm,
        _plain(services.add_up_parts),
        _("Only what was accepted counts. Who is missing is listed, and never counts as zero."),
        True,
    ),
    "prepare": Act(
        _("Ready for review"),
        _("Sign as preparer"),
        _("You have signed as the preparer. A colleague reviews it."),
        forms.PreparerForm,
        _signing(services.prepare),
        _("Save first. Each difference needs its reason or definition."),
    ),
    "review": Act(
        _("Review"),
        _("Sign as reviewer"),
        _("You have signed as the reviewer. The head signs off."),
        forms.SigningForm,
        _signing(services.review),
        _("You have checked figures, reasons and texts."),
        True,
    ),
    "sign-off": Act(
        _("Sign off"),
        _("Sign as head"),
        _("You have signed off. Print the form, stamp it, and attach the scan."),
        forms.SigningForm,
        _signing(services.sign_off),
        "",
        True,
    ),
    "give-back": Act(
        _("Back to the preparer"),
        _("Give it back"),
        _("The preparer has it again."),
        forms.ReasonForm,
        _reason(services.give_back),
    ),
    "scan": Act(
        _("Stamped scan"),
        _("Attach the scan"),
        _("The scan is attached."),
        forms.ScanForm,
        lambda row, revision, form, actor: services.attach_scan(row, revision, form.upload(), actor),
        _("The printed form, signed and stamped."),
        True,
    ),
    "file": Act(
        _("File"),
        _("File the return"),
        _("The return is filed."),
        OfficeForm,
        _plain(services.file_return),
        _("After the day it is marked as late; once it is locked, only an extension helps."),
        True,
    ),
    "accept": Act(
        _("Accept it"),
        _("Accept the return"),
        _("The return is accepted."),
        OfficeForm,
        _plain(services.accept),
        _("From now on it counts. Differences stay on it."),
        True,
    ),
    "send-back": Act(
        _("Send back"),
        _("Send it back"),
        _("The return is sent back."),
        forms.ReasonForm,
        _reason(services.send_back),
        _("Say what is to be corrected or explained."),
    ),
    "extend": Act(
        _("Extend"),
        _("Give more days"),
        _("The new day is noted."),
        forms.ExtendForm,
        _extend,
    ),
    "exempt": Act(
        _("Exempt"),
        _("Exempt the unit"),
        _("The unit is exempt from this return."),
        forms.ReasonForm,
        _reason(services.exempt),
    ),
    "seal": Act(
        _("Seal"),
        _("Seal the return"),
        _("The return is sealed."),
        OfficeForm,
        _plain(services.seal),
        _("Facts, definitions and the form itself are kept under one hash. A correction is a new entry beside it."),
        True,
    ),
    "correct": Act(
        _("Correct"),
        _("Begin a correction"),
        _("The correction is begun. The sealed return stays as it is."),
        forms.ReasonForm,
        lambda row, _revision, form, actor: services.begin_correction(row, form.cleaned_data["remark"], actor),
    ),
    "inspect": Act(
        _("Inspected figure"),
        _("Note it"),
        _("The inspected figure is noted."),
        forms.InspectForm,
        _inspect,
        _("What you or somebody of yours counted on the spot."),
    ),
}


@dataclass(frozen=True)
class Offer:
    """An act that can be done now, with its form."""

    code: str
    act: Act
    form: OfficeForm
    open: bool


def form_of(code: str, filing: Filing, *data: Any, name: str = "") -> OfficeForm:
    """The form of an act, empty or with what was sent."""
    more: dict[str, Any] = {"auto_id": f"{code}-%s"}
    if code in ("prepare", "review", "sign-off"):
        more["initial"] = {"name": name}
    made = ACTS[code].form
    return made(filing, *data, **more) if made is forms.InspectForm else made(*data, **more)


def offers(
    filing: Filing, possible: tuple[str, ...], name: str, tried: tuple[str, OfficeForm] | None = None
) -> list[Offer]:
    """What can be done, in order; ``tried`` is the act and the form that could not be taken, and stands open."""
    found = []
    for code in possible:
        if code in ACTS:
            failed = tried is not None and tried[0] == code
            form = tried[1] if tried and failed else form_of(code, filing, name=name)
            found.append(Offer(code, ACTS[code], form, failed or (ACTS[code].first and tried is None)))
    if tried is not None and tried[0] not in possible and tried[0] in ACTS:
        # It could be done when the page was read, and cannot now: the words are kept, with the reason.
        found.append(Offer(tried[0], ACTS[tried[0]], tried[1], True))
    return found
