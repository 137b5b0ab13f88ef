"""Bringing the figures up to date at a press of a button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from silverbridge.domain.ledger.queries import notice_for
from silverbridge.domain.ledger.services import refresh_evidence
from silverbridge.domain.ledger.services.refreshing import usual_periods
from silverbridge.doors.office.chrome import KEEPERS, way_back
from silverbridge.doors.office.periods import quarter_of
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Exports what is due and computes the figures of one notice (or of all) for the last two quarters and the one shown."""
    named = request.POST.get("notice", "")
    row = notice_for(int(named), set(request.staff.organisations)) if named.isdecimal() else None
    quarter = quarter_of(request)
    report = refresh_evidence(row)
    if not any(period[0] == quarter.start for period in usual_periods()):
        refresh_evidence(row, [(quarter.start, quarter.end)])
    said = ngettext("%(n)s figure was computed.", "%(n)s figures were computed.", report.figures)
    if report.figures:
        messages.success(request, said % {"n": report.figures})
    else:
        messages.info(request, _("The events were read. No task is linked to an indicator yet, so there is no figure."))
    if report.retired:
        gone = _("These indicators have no definition any more: %(names)s. Link another one.")
        messages.warning(request, gone % {"names": ", ".join(report.retired)})
    return redirect(way_back(request, reverse("office:home")))
