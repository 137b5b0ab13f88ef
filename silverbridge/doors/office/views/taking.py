"""Writing down what a caller or visitor says to a draft, so that every door weighs the same."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.consulting import comment_for, consultation_for, passage
from silverbridge.domain.ledger.services import comment
from silverbridge.doors.office.chrome import COMMENT_TAKERS, office_page
from silverbridge.doors.office.forms.consulting import TakeForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page


@staff_page(*COMMENT_TAKERS)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; sent twice, it makes one comment."""
    row = consultation_for(pk, request.staff.organisations)
    door = "counter" if Role.TELLER in request.staff.roles else "phone"
    clause = request.GET.get("clause", "0")
    start = {"door": door, "key": secrets.token_urlsafe(24), "clause": clause if clause.isdecimal() else "0"}
    form = TakeForm(row, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = comment(row.pk, form.saying(), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            return redirect("office:comment-taken", row.pk, made.reference)
    status = 422 if form.is_bound else 200
    return office_page(request, "comment_take", {"row": row, "form": form}, "consultations", status)


@staff_page(*COMMENT_TAKERS)
def taken(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """The number to read out, and what was written down, to read back."""
    row = consultation_for(pk, request.staff.organisations)
    made = comment_for(reference, row)
    shown = {"row": row, "comment": made, "clause": passage(row, made.clause_number)}
    return office_page(request, "comment_taken", shown, "consultations")
