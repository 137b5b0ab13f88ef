"""The hall of these rooms: what waits in each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.oversight.models import Bulletin
from silverbridge.domain.oversight.queries import bulletins, calls, clues, practices, scores, tiers, visits
from silverbridge.doors.office.oversight.views.shared import CALLERS, KEEPERS, page
from silverbridge.doors.staff.access import staff_page

OPEN_BULLETINS = (Bulletin.State.DRAFT, Bulletin.State.APPROVED)


@staff_page(*CALLERS)
def home(request: HttpRequest) -> HttpResponse:
    """A door to each room the reader may enter, with how much waits there."""
    reach, user = organisations(request.user, KEEPERS), request.user
    doors = []
    if reach:
        drafts = bulletins.bulletins_for(user, reach).filter(state__in=OPEN_BULLETINS)
        doors = [
            ("visits", _("My visits"), visits.my_visits(user).count(), _("to be made")),
            (
                "visit-plans",
                _("Plans of visits"),
                visits.plans_for(reach).filter(state="drawn").count(),
                _("under way"),
            ),
            ("clues", _("Refusals of cash"), clues.clues(reach, "overdue").count(), _("overdue")),
        ]
    doors.append(("calls", _("Return calls"), calls.open_calls(request.staff.organisations), _("to be made")))
    if reach:
        doors += [
            ("evaluations", _("Evaluations"), scores.open_appeals(reach), _("appeals to decide")),
            ("bulletins", _("Bulletins"), drafts.count(), _("not issued yet")),
            (
                "practices",
                _("Good practice"),
                practices.practices_for(reach).filter(state="proposed").count(),
                _("proposed"),
            ),
            (
                "tiers",
                _("Tiers of outlets"),
                tiers.runs_for(reach).filter(confirmed_at=None).count(),
                _("not confirmed"),
            ),
            ("accreditations", _("Accreditations"), tiers.accreditations_for(reach).count(), _("on file")),
        ]
    shown = [(reverse(f"office:{name}"), label, number, what) for name, label, number, what in doors]
    return page(request, "home", {"doors": shown})
