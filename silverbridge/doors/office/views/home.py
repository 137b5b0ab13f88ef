"""What waits for the reader, by role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.queries import access_log, organisations
from silverbridge.domain.catalogue.models import ItemVersion
from silverbridge.domain.catalogue.queries import current_items, ending_soon, offerings_of
from silverbridge.domain.ledger.handouts import chase_proposals, counts, work_of
from silverbridge.domain.ledger.queries import notices_for
from silverbridge.domain.ledger.versions import undecided_work, waiting_successions
from silverbridge.domain.ledger.waiting import (
    last_computed,
    notices_to_confirm,
    targets_to_confirm,
    tasks_to_confirm,
)
from silverbridge.doors.office.chrome import AUDITORS, EDITORS, KEEPERS, OFFICE, office_page
from silverbridge.doors.staff.access import staff_page

FEW = 8


@staff_page(*OFFICE)
def home(request: HttpRequest) -> HttpResponse:
    """Notices, tasks and targets to confirm, offerings that end, how fresh the figures are."""
    held, shown = request.staff.roles, {}
    if held.intersection(KEEPERS):
        shown |= _ledger(organisations(request.user, KEEPERS))
    if held.intersection(EDITORS):
        shown |= _offerings(organisations(request.user, EDITORS))
    if Role.AUDITOR in held:
        shown["reads"] = access_log(organisations(request.user, AUDITORS)).count()
    return office_page(request, "home", shown | {"is_supervisor": Role.SUPERVISOR in held}, "home")


def _ledger(reach: set[int]) -> dict[str, Any]:
    notices, targets = notices_to_confirm(reach), targets_to_confirm(reach)
    return {
        "ledger": True,
        "notices": notices[:FEW],
        "notice_count": notices.count(),
        "task_count": tasks_to_confirm(reach).count(),
        "targets": targets[:FEW],
        "target_count": targets.count(),
        "all_notices": notices_for(reach).count(),
        "last_computed": last_computed(),
        "work": counts(work_of(reach)),
        "successions": waiting_successions(reach)[:FEW],
        "undecided": undecided_work(reach)[:FEW],
        "chase_count": chase_proposals(reach).count(),
    }


def _offerings(reach: set[int]) -> dict[str, Any]:
    ending, names = ending_soon(reach), _names()
    return {
        "catalogue": True,
        "ending": [(row, names.get(row.item, row.item)) for row in ending[:FEW]],
        "ending_count": ending.count(),
        "offering_count": offerings_of(reach).count(),
    }


def _names() -> dict[str, str]:
    rows: list[ItemVersion] = list(current_items())
    return {row.code: row.name for row in rows}
