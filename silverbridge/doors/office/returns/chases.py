"""A chase for a return: looked at before it is sent, copied once it is, kept as it was."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.ledger.chase_words import level_name
from silverbridge.domain.returns.chase_words import chase_text
from silverbridge.domain.returns.models import FilingChase
from silverbridge.domain.returns.queries import chase_for
from silverbridge.domain.returns.services import drop_chase, send_chase
from silverbridge.domain.returns.services.rights import may_decide
from silverbridge.doors.office.chrome import KEEPERS, attempt, office_page
from silverbridge.doors.office.files import download
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a chase, as they would go out now or as they went out."""
    row = chase_for(pk, request.staff.organisations)
    sent = row.state == FilingChase.State.SENT
    shown = {
        "chase": row,
        "filing": row.filing,
        "level": level_name(row.level),
        "words": row.text if sent else chase_text(row, ""),
        "may_send": row.state == FilingChase.State.PROPOSED and may_decide(request.user, row.filing),
    }
    return office_page(request, "returns/chase", shown, "returns")


@staff_page(*KEEPERS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it was sent: the same bytes each time."""
    row = chase_for(pk, request.staff.organisations)
    if row.document is None or row.document.file is None:
        raise Http404
    return download(row.document.file)


@staff_page(*KEEPERS)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """It goes out, with a number."""
    row, back = chase_for(pk, request.staff.organisations), reverse("office:return-chase", args=[pk])
    done = _("The chase has its number. Copy the words and send them to the unit.")
    return attempt(request, lambda: send_chase(row, request.staff.actor), done, back)


@staff_page(*KEEPERS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not needed."""
    row = chase_for(pk, request.staff.organisations)
    back = reverse("office:return-filing", args=[row.filing_id])
    return attempt(request, lambda: drop_chase(row, request.staff.actor), _("The chase is not sent."), back)
