"""Reporting duties and aims beside the text: corrected, confirmed, taken out and brought back, as tasks are."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import Goal
from silverbridge.domain.ledger.queries import statement_for
from silverbridge.domain.ledger.signing import in_order
from silverbridge.domain.ledger.statements import next_statement, statements_in_order
from silverbridge.doors.office.chrome import KEEPERS
from silverbridge.doors.office.forms.statements import statement_form
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.signing_page import address, goal_targets, name_of, query_of, statement_page
from silverbridge.doors.office.views.signing import confirms_too, do_or_say, number_of, onwards
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
@require_POST
def correct(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Saves the fields; a supervisor may confirm in the same breath, and both happen or neither."""
    row = statement_for(kind, pk, set(request.staff.organisations))
    confirms = confirms_too(request, row.notice)
    form = statement_form(row, request.POST)
    targets = goal_targets(row, request.POST) if isinstance(row, Goal) else None
    if not form.is_valid() or (targets is not None and not targets.is_valid()):
        return statement_page(request, row, form, targets, 422)
    wanted = form.fields_wanted(targets.fields_wanted() if targets is not None else ())
    try:
        with transaction.atomic():
            now = services.correct_statement(row, wanted, form.cleaned_data["revision"], request.staff.actor)
            if confirms and not now.is_confirmed:
                services.confirm_statement(now, request.staff.actor)
    except Conflict as refusal:
        # What the second of two typed is kept, beside what the first has made of it; saving again is on purpose.
        now = statement_for(kind, pk, set(request.staff.organisations))
        again = request.POST.copy()
        again["revision"] = str(now.revision)
        form = statement_form(now, again)
        form.is_valid()
        kept = _("What you typed is kept below; each field says how it reads now.")
        form.add_error(None, f"{refusal} {kept}")
        return statement_page(request, now, form, targets, 409, compare=True)
    except DomainError as refusal:
        show(form, refusal)
        return statement_page(request, row, form, targets, 422)
    if confirms:
        messages.success(request, _("%(name)s is confirmed.") % {"name": name_of(now)})
        return onwards(request, now)
    messages.success(request, _("%(name)s is saved.") % {"name": name_of(now)})
    after = None
    if request.POST.get("then") == "next":
        order = statements_in_order(now.notice)
        at = next(n for n, other in enumerate(order) if query_of(other) == query_of(now))
        after = next(iter(order[at + 1 :]), None)
    return redirect(address(now.notice, after or now))


@staff_page(*KEEPERS)
@require_POST
def remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Takes out what is none, with the reason."""
    row = statement_for(kind, pk, set(request.staff.organisations))

    def act() -> tuple[str, str]:
        following = next_statement(statements_in_order(row.notice), row) or next(iter(in_order(row.notice)), None)
        reason = request.POST.get("reason", "")
        services.remove_statement(row, number_of(request, "revision"), reason, request.staff.actor)
        done = _("%(name)s is taken out. It is kept below and can be brought back.") % {"name": name_of(row)}
        return done, address(row.notice, following, "head")

    return do_or_say(request, act, address(row.notice, row))


@staff_page(*KEEPERS)
@require_POST
def restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Brings back what was taken out."""
    row = statement_for(kind, pk, set(request.staff.organisations), removed=True)

    def act() -> tuple[str, str]:
        services.restore_statement(row, number_of(request, "revision"), request.staff.actor)
        return _("%(name)s stands again, not confirmed.") % {"name": name_of(row)}, address(row.notice, row)

    return do_or_say(request, act, address(row.notice, part="head"))
