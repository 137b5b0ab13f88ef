"""The two lists: what was handed to us, and what we handed out and chase."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from silverbridge.domain.ledger.handouts import (
    chase_proposals,
    counts,
    given_by,
    is_late,
    not_handed_out,
    with_lights,
    work_of,
)
from silverbridge.domain.ledger.models import HandOut
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import KEEPERS, office_page, page_of, supervised
from silverbridge.doors.staff.access import staff_page

FEW = 8


def _narrowed(request: HttpRequest, rows: QuerySet[HandOut]) -> tuple[QuerySet[HandOut], str]:
    """The rows of the state the address asks for, and its code; all of them without one."""
    state = request.GET.get("state", "")
    if state == "overdue":
        return rows.filter(is_late(today())), state
    return (rows.filter(state=state), state) if state in HandOut.State.values else (rows, "")


def _listed(request: HttpRequest, rows: QuerySet[HandOut]) -> dict:
    wanted, state = _narrowed(request, rows)
    page, found = page_of(request, wanted), counts(rows)
    return {
        "page": page,
        "lines": with_lights(page),
        "state": state,
        "overdue": found["overdue"],
        "counts": [(code, label, found[code]) for code, label in HandOut.State.choices if found[code]],
        "total": sum(found[code] for code in HandOut.State.values),
    }


@staff_page(*KEEPERS)
def work(request: HttpRequest) -> HttpResponse:
    """What was handed to us, what is late first."""
    return office_page(request, "work", _listed(request, work_of(request.staff.organisations)), "work")


@staff_page(*KEEPERS)
def supervision(request: HttpRequest) -> HttpResponse:
    """What we handed out, with lights; the chases that are proposed; confirmed tasks that nobody has."""
    reach, mine = request.staff.organisations, supervised(request)
    proposals, free = chase_proposals(reach), not_handed_out(mine)
    shown = _listed(request, given_by(reach)) | {
        "proposals": proposals[:FEW],
        "proposal_count": proposals.count(),
        "free": free[:FEW],
        "free_count": free.count(),
    }
    return office_page(request, "supervision", shown, "supervision")
