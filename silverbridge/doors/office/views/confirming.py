"""A supervisor says yes: to a notice, its tasks, a target; or says whether a notice is in force."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import Notice
from silverbridge.domain.ledger.queries import link_for, notice_for, task_for
from silverbridge.doors.office.chrome import SUPERVISORS, attempt, way_back
from silverbridge.doors.staff.access import staff_page


def _as_seen(request: HttpRequest, row: Notice) -> Notice:
    """The notice with the validity the reader saw, so that the service notices when it changed since."""
    row.status = request.POST.get("seen", row.status)
    return row


def _revision(request: HttpRequest) -> int | None:
    """The revision the reader saw; None where the form does not say."""
    named = request.POST.get("revision", "")
    return int(named) if named.isdecimal() else None


@staff_page(*SUPERVISORS)
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, number, issuers, date and validity agree with the notice."""
    row = _as_seen(request, notice_for(pk, set(request.staff.organisations)))
    back = way_back(request, reverse("office:notice", args=[pk]))
    done = _("The notice is confirmed.")
    return attempt(request, lambda: services.confirm_notice(row, request.staff.actor, _revision(request)), done, back)


@staff_page(*SUPERVISORS)
@require_POST
def validity(request: HttpRequest, pk: int) -> HttpResponse:
    """In force, repealed, a draft, or not known."""
    row = _as_seen(request, notice_for(pk, set(request.staff.organisations)))
    back, status = reverse("office:notice", args=[pk]), request.POST.get("status", "")
    done = _("The validity is noted.")
    return attempt(request, lambda: services.set_validity(row, status, request.staff.actor), done, back)


@staff_page(*SUPERVISORS)
@require_POST
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Text, units and deadline of one task agree with its clause."""
    row = task_for(pk, set(request.staff.organisations))
    back = way_back(request, reverse("office:task", args=[pk]))
    done = _("Task %(n)s is confirmed.") % {"n": row.number}
    return attempt(request, lambda: services.confirm_task(row, request.staff.actor, _revision(request)), done, back)


@staff_page(*SUPERVISORS)
@require_POST
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """All the tasks that were shown unconfirmed, as they were shown, or none of them."""
    reach = set(request.staff.organisations)
    named = [named.partition(".") for named in request.POST.getlist("task")]
    seen = {
        int(key): int(revision) if revision.isdecimal() else None for key, _dot, revision in named if key.isdecimal()
    }
    rows = notice_for(pk, reach).tasks.filter(pk__in=seen).select_related("notice__organisation")

    def act() -> None:
        with transaction.atomic():
            if len(rows) < len(seen):
                raise Conflict(
                    "taken_out", _("One of these tasks was taken out a moment ago."), _("Look at the list again.")
                )
            for row in rows:
                services.confirm_task(row, request.staff.actor, seen[row.pk])

    done = ngettext("%(n)s task is confirmed.", "%(n)s tasks are confirmed.", len(seen)) % {"n": len(seen)}
    return attempt(request, act, done, way_back(request, reverse("office:notice", args=[pk])))


@staff_page(*SUPERVISORS)
@require_POST
def target(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """The target a figure is held against, as the supervisor saw it."""
    row = link_for(link, set(request.staff.organisations))
    back = way_back(request, reverse("office:task", args=[pk]))
    done = _("The target is confirmed.")
    return attempt(request, lambda: services.confirm_target(row, request.staff.actor, _revision(request)), done, back)
