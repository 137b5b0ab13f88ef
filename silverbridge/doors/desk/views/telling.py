"""Calls to make and papers to hand over: what people are to be told, each by their own channel."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.notify.models import Message
from silverbridge.domain.notify.services import mark_told, to_tell
from silverbridge.domain.people.queries import card
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.reach import log_person, purpose_words
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.identity.masking import mask_name, mask_phone

PER_PAGE = 25


@staff_page(*DESK_ROLES)
@require_safe
def messages_to_tell(request: HttpRequest) -> HttpResponse:
    """Whom to call and what to print, oldest first; names masked."""
    rows = to_tell(set(request.staff.organisations))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [(row, _masked(row)) for row in page.object_list]}
    return desk_page(request, "tell", context, "tell", [("Enter", _("open"))])


def _message(request: HttpRequest, pk: int, what: str) -> Message:
    row = to_tell(set(request.staff.organisations)).filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.person is not None:
        log_person(request, row.person, what, "tell")
    else:
        log_access(request.staff.actor, what, purpose_words("tell"), row.organisation, object_key=row.about)
    return row


def _masked(row: Message) -> str:
    """Whom it is for, as a list shows it; somebody who left only a number by that number."""
    if row.person is not None:
        return card(row.person).masked_name
    return mask_name(row.name) if row.name else mask_phone(row.phone)


@staff_page(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to call and the words to say; then: told, or not reached. Opening it is a logged read."""
    if request.method == "POST" and not _waiting(request, pk):
        messages.warning(request, _("A colleague has already told this person. Take the next one."))
        return redirect("desk:tell")
    row = _message(request, pk, "message.page")
    if request.method == "POST":
        reached = request.POST.get("told") == "yes"
        try:
            mark_told(row, request.staff.actor, reached)
        except Conflict as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request, _("Noted as told.") if reached else _("Noted: not reached. It stays on the list.")
            )
        return redirect("desk:tell")
    known = row.person is not None
    context = {
        "row": row,
        "name": row.person.name if known else row.name or _("Somebody who left a number"),
        "care_note": row.person.care_note if known else "",
        "phone": row.person.phone if known else row.phone,
    }
    keys = [("F2", _("told")), ("F3", _("not reached"))]
    return desk_page(request, "message", context, "tell", keys)


def _waiting(request: HttpRequest, pk: int) -> bool:
    """Whether a message of these organisations still waits. Raises Http404 for anybody else's."""
    if not Message.objects.filter(pk=pk, organisation__in=request.staff.organisations).exists():
        raise Http404
    return to_tell(set(request.staff.organisations)).filter(pk=pk).exists()


@staff_page(*DESK_ROLES)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The message in large type, to print."""
    row = _message(request, pk, "message.paper")
    return render(request, "desk/message_paper.html", {"row": row})
