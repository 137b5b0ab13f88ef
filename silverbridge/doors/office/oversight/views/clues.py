"""Clues of cash refusal: listed, read, referred, answered."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.intake.answers import readable
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.oversight.models import Referral
from silverbridge.domain.oversight.queries import clues as queries
from silverbridge.domain.oversight.services import record_outcome, refer
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import page_of
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.oversight.forms.following import OutcomeForm, ReferForm
from silverbridge.doors.office.oversight.views.shared import KEEPERS, acted, page
from silverbridge.doors.staff.access import staff_page

AWAITED_DAYS = 30


@staff_page(*KEEPERS)
def clue_list(request: HttpRequest) -> HttpResponse:
    """Clues, newest first: all, or of one standing."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in queries.KINDS else ""
    kinds = [
        ("", _("All")),
        ("new", _("Not referred yet")),
        ("referred", _("Referred")),
        ("overdue", _("Overdue")),
        ("answered", _("Answered")),
    ]
    rows = page_of(request, queries.clues(request.staff.organisations, kind))
    return page(request, "clues", {"page": rows, "kind": kind, "kinds": kinds, "today": today()})


@staff_page(*KEEPERS)
def clue(request: HttpRequest, pk: int) -> HttpResponse:
    """One clue, as it was told. That it was read is logged: people write names into what they tell."""
    return _clue_page(request, queries.clue_for(pk, request.staff.organisations))


def _clue_page(request: HttpRequest, row: ServiceRequest, form: OfficeForm | None = None) -> HttpResponse:
    purpose = _("Following up a refusal of cash")
    subject = row.person.subject_key if row.person else None
    log_access(request.staff.actor, "oversight.clue", purpose, row.organisation, subject, row.object_key)
    referrals = list(row.referrals.select_related("by", "outcome_by"))
    waiting = next((referral for referral in referrals if not referral.outcome), None)
    settled = any(r.outcome and r.outcome != Referral.Outcome.NOT_THEIRS for r in referrals)
    start = {"on": today(), "due": today() + timedelta(days=AWAITED_DAYS)}
    form = form or (OutcomeForm(initial={"on": today()}) if waiting else ReferForm(initial=start))
    answering = isinstance(form, OutcomeForm)
    action = reverse("office:referral-outcome", args=[referrals[0].pk]) if answering else None
    shown = {
        "clue": row,
        "told": [(in_language(q.short), words) for q, words in readable(row.version.definition, row.answers)],
        "referrals": referrals,
        "settled": settled and not waiting,
        "answering": answering,
        "action": action or reverse("office:clue-refer", args=[row.pk]),
        "today": today(),
        "form": form,
    }
    return page(request, "clue", shown, 422 if form.errors else 200)


@staff_page(*KEEPERS)
@require_POST
def refer_clue(request: HttpRequest, pk: int) -> HttpResponse:
    """The clue goes to who may punish."""
    row, form = queries.clue_for(pk, request.staff.organisations), ReferForm(request.POST)

    def act() -> Referral:
        data = form.cleaned_data
        return refer(row, data["authority"], data["number"], data["on"], data["due"], request.staff.actor)

    if acted(request, form, act, _("The clue is referred.")) is not None:
        return redirect("office:clue", pk)
    return _clue_page(request, row, form)


@staff_page(*KEEPERS)
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What the authority answered."""
    row, form = queries.referral_for(pk, request.staff.organisations), OutcomeForm(request.POST)

    def act() -> Referral:
        data = form.cleaned_data
        return record_outcome(row, data["outcome"], data["on"], data["words"], request.staff.actor)

    if acted(request, form, act, _("The outcome is written down.")) is not None:
        return redirect("office:clue", row.request_id)
    return _clue_page(request, queries.clue_for(row.request_id, request.staff.organisations), form)
