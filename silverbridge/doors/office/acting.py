"""The acts of a hand-out as an office page offers them: title, form, what the service is told, what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import HandOut
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.forms import working as forms

Run = Callable[[HandOut, int, Any, Actor], Any]


@dataclass(frozen=True)
class Act:
    """One act. ``first`` is shown open; ``run`` gets the hand-out, the revision that was seen, the form and the actor."""

    title: Any
    button: Any
    done: Any
    form: type[OfficeForm]
    run: Run
    help: Any = ""
    first: bool = False


def _acknowledge(row: HandOut, revision: int, form: Any, actor: Actor) -> None:
    measures = form.cleaned_data["measures"]
    services.acknowledge(row, revision, actor, form.contact(), measures)


def _send_back(row: HandOut, revision: int, form: Any, actor: Actor) -> None:
    data = form.cleaned_data
    services.send_back(row, revision, data["remark"], actor, data["due"], data["reason"])


def _look_back(row: HandOut, revision: int, form: Any, actor: Actor) -> None:
    data = form.cleaned_data
    holds = data["outcome"] == "holds"
    due, reason = (None, "") if holds else (data["due"], data["reason"])
    services.look_back(row, revision, holds, data["remark"], actor, due, reason)


ACTS: dict[str, Act] = {
    "acknowledge": Act(
        _("Acknowledge"),
        _("Acknowledge"),
        _("The task is acknowledged."),
        forms.AcknowledgeForm,
        _acknowledge,
        _("You say that you have this task. From now on reports are awaited."),
        first=True,
    ),
    "report": Act(
        _("Report back"),
        _("Send the report"),
        _("The report is sent."),
        forms.ReportForm,
        lambda row, revision, form, actor: services.report_back(
            row, revision, form.told(), actor, form.cleaned_data["files"]
        ),
        first=True,
    ),
    "material": Act(
        _("Supply material"),
        _("Supply it"),
        _("The material is supplied."),
        forms.MaterialForm,
        lambda row, _revision, form, actor: services.supply_material(row, form.cleaned_data["files"], actor),
    ),
    "ask": Act(
        _("Ask to close"),
        _("Ask to close"),
        _("Closing is asked for. The other side checks it now."),
        forms.RemarkForm,
        lambda row, revision, form, actor: services.ask_to_close(row, revision, actor, form.cleaned_data["remark"]),
        _("It needs a report and at least one file as proof."),
    ),
    "verify": Act(
        _("Verify"),
        _("It is so"),
        _("It is verified. It can be closed now."),
        forms.RemarkForm,
        lambda row, revision, form, actor: services.verify(row, revision, actor, form.cleaned_data["remark"]),
        _("You looked at the material or at the place, and it is as the unit says."),
        first=True,
    ),
    "close": Act(
        _("Close"),
        _("Close the task"),
        _("The task is closed."),
        forms.RemarkForm,
        lambda row, revision, form, actor: services.close(row, revision, actor, form.cleaned_data["remark"]),
        first=True,
    ),
    "send-back": Act(
        _("Send back"),
        _("Send back"),
        _("The task is sent back to the unit."),
        forms.SendBackForm,
        _send_back,
    ),
    "look-back": Act(
        _("Look back"),
        _("Note it"),
        _("The look back is noted."),
        forms.LookBackForm,
        _look_back,
        _("Some time after closing: is it still so?"),
    ),
    "withdraw": Act(
        _("Take back"),
        _("Take the task back"),
        _("The task is taken back."),
        forms.ReasonForm,
        lambda row, revision, form, actor: services.withdraw(row, revision, form.cleaned_data["remark"], actor),
    ),
}


@dataclass(frozen=True)
class Offer:
    """An act that can be done now, with its form."""

    code: str
    act: Act
    form: OfficeForm
    open: bool


def starting(code: str, row: HandOut) -> dict[str, str]:
    """What a form of this act begins with."""
    return {"contact_name": row.contact_name, "measures": row.measures} if code == "acknowledge" else {}


def offers(row: HandOut, possible: tuple[str, ...], tried: tuple[str, OfficeForm] | None = None) -> list[Offer]:
    """What can be done, in order; ``tried`` is the act and the form that could not be taken, and stands open."""
    found = []
    for code in dict.fromkeys(possible):
        act = ACTS.get(code)
        if act is None:
            continue
        failed = tried is not None and tried[0] == code
        form = tried[1] if tried and failed else act.form(auto_id=f"{code}-%s", initial=starting(code, row))
        found.append(Offer(code, act, form, failed or (act.first and tried is None)))
    if tried is not None and tried[0] not in possible and tried[0] in ACTS:
        # It could be done when the page was read, and cannot now: the words are kept, with the reason.
        found.append(Offer(tried[0], ACTS[tried[0]], tried[1], True))
    return found
