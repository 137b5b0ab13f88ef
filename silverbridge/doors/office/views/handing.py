"""Handing a task out, by the supervisor; and on, by the unit that holds it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.acts import acts_of
from silverbridge.domain.ledger.handouts import chain_of, handout_for
from silverbridge.domain.ledger.models import HandOut
from silverbridge.domain.ledger.queries import task_for
from silverbridge.domain.ledger.services import hand_on, hand_out, hand_out_kept
from silverbridge.domain.ledger.services.handing import units_below
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import KEEPERS, SUPERVISORS, attempt, office_page
from silverbridge.doors.office.forms.working import HandOutForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page


def _start(request: HttpRequest) -> dict:
    """What the link already said: which unit, in which role."""
    unit, role = request.GET.get("unit", ""), request.GET.get("role", "")
    start = {"organisation": int(unit)} if unit.isdecimal() else {}
    return start | ({"role": role} if role in HandOut.Role.values else {})


@staff_page(*SUPERVISORS)
def out(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor hands a task of the ledger out."""
    task = task_for(pk, set(request.staff.organisations))
    giver, start = task.notice.organisation, _start(request)
    if task.deadline and task.deadline >= today():
        start["due"] = task.deadline
    form = HandOutForm({giver.pk} | units_below(giver), request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            row = hand_out(task, form.cleaned_data["organisation"], form.order(), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The task is handed out to %(unit)s.") % {"unit": row.organisation})
            return redirect("office:task", pk)
    shown = {"task": task, "form": form, "chain": chain_of(task), "deadline": task.deadline}
    return office_page(request, "hand_out", shown, "notices", status=422 if form.errors else 200)


@staff_page(*SUPERVISORS)
@require_POST
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor hands a task out as the kept ledger has it."""
    task = task_for(pk, set(request.staff.organisations))
    done = _("The task is handed out as the kept ledger says.")
    return attempt(request, lambda: hand_out_kept(task, request.staff.actor), done, reverse("office:task", args=[pk]))


@staff_page(*KEEPERS)
def on(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit hands what it holds on to one below it."""
    row = handout_for(pk, request.staff.organisations)
    if "hand-on" not in acts_of(request.user, row).possible:
        messages.error(request, _("Only the unit that holds this task hands it on, once it is acknowledged."))
        return redirect("office:handout", pk)
    start = {"role": HandOut.Role.RESPONSIBLE, "due": max(row.due, today())} | _start(request)
    form = HandOutForm(units_below(row.organisation), request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            below = hand_on(row, form.cleaned_data["organisation"], form.order(), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The task is handed on to %(unit)s.") % {"unit": below.organisation})
            return redirect("office:handout", pk)
    shown = {"task": row.task, "row": row, "form": form, "deadline": row.due}
    return office_page(request, "hand_out", shown, "work", status=422 if form.errors else 200)
