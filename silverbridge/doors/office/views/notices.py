"""The ledger's notices: the list, taking one in, and one beside its tasks."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.handouts import task_hands
from silverbridge.domain.ledger.models import Consultation, Notice
from silverbridge.domain.ledger.queries import notice_for, notices_for, task_lines
from silverbridge.domain.ledger.services import choose_predecessor, import_notice
from silverbridge.domain.ledger.status import State
from silverbridge.domain.ledger.versions import replaceable, successions_of
from silverbridge.domain.ledger.waiting import last_computed
from silverbridge.doors.office import marking
from silverbridge.doors.office.chrome import KEEPERS, office_page, own_organisation, page_of, supervised
from silverbridge.doors.office.figures import CHIPS, overdue_days, why_not_binding, why_not_yet
from silverbridge.doors.office.forms.ledger import UploadForm
from silverbridge.doors.office.periods import choices, quarter_of
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page

TASKS_PER_PAGE, CHOICES = 12, 200


@staff_page(*KEEPERS)
def notice_list(request: HttpRequest) -> HttpResponse:
    """Every notice of the reader's ledgers, with its validity; filter by it."""
    found, status = notices_for(set(request.staff.organisations)), request.GET.get("status", "")
    if status in Notice.Status.values:
        found = found.filter(status=status)
    shown = {"page": page_of(request, found), "status": status, "statuses": Notice.Status.choices}
    return office_page(request, "notices", shown, "notices")


@staff_page(*KEEPERS)
def upload(request: HttpRequest) -> HttpResponse:
    """Takes in a notice from a file or pasted text."""
    start = {"organisation": own_organisation(request)}
    form = UploadForm(request.staff.organisations, request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data, filename = form.content()
        began = timezone.now()
        replaced, chosen = form.cleaned_data["replaces"], None
        try:
            with transaction.atomic():
                row = import_notice(data, filename, request.staff.actor, form.cleaned_data["organisation"])
                if replaced is not None and replaced.pk != row.pk:
                    chosen = choose_predecessor(row, replaced, request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            if chosen is not None:
                messages.success(request, _("The notice was read. Here it stands beside the one it replaces."))
                return redirect("office:succession", chosen.pk)
            if row.created_at < began:
                messages.info(request, _("This notice stands in the ledger already. Here it is."))
            else:
                messages.success(request, _("The notice was read. Compare it with the text, then confirm it."))
            return redirect("office:notice", row.pk)
    return office_page(request, "notice_upload", {"form": form}, "notices")


@staff_page(*KEEPERS)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The text at the left, what it asks for and how each task stands at the right."""
    reach, quarter = set(request.staff.organisations), quarter_of(request)
    row = notice_for(pk, reach)
    lines = task_lines(row, reach, (quarter.start, quarter.end))
    counted = Counter(line.status.state for line in lines)
    state = request.GET.get("state", "")
    wanted = [line for line in lines if state in ("", line.status.state)]
    page = page_of(request, wanted, TASKS_PER_PAGE)
    held = task_hands([line.task for line in page], (quarter.start, quarter.end))
    shown = {
        "notice": row,
        "page": page,
        "lines": [(line, overdue_days(line.task, line.status), held[line.task.pk]) for line in page],
        "clauses": marking.clauses(row, [line.task for line in lines], [line.task for line in page]),
        "counts": [(code, label, CHIPS[code], counted[code]) for code, label in State.choices if counted[code]],
        "state": state,
        "total": len(lines),
        "unconfirmed": [line.task for line in page if not line.task.is_confirmed],
        "quarters": choices(quarter),
        "quarter": quarter,
        "may_confirm": row.organisation_id in supervised(request),
        "why_not": why_not_binding(row.status) or why_not_yet(row),
        "consultation": _consultation(row),
        "successions": successions_of(row),
        "others": _others(row) if "versions" in request.GET else None,
        "statuses": Notice.Status.choices,
        "last_computed": last_computed({figure.link.scope for line in lines for figure in line.status.figures}),
    }
    return office_page(request, "notice", shown, "notices")


def _consultation(row: Notice) -> Consultation | None:
    """What a draft is before the public; anything else is found in the list of consultations."""
    if row.status != Notice.Status.CONSULTATION_DRAFT:
        return None
    return Consultation.objects.filter(notice=row).defer("clauses").first()


def _others(row: Notice) -> list[Notice]:
    """The notices whose place this one may take; none for one that is repealed itself."""
    return [] if row.status == Notice.Status.REPEALED else list(replaceable(row)[:CHOICES])


@staff_page(*KEEPERS)
def whole_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text of a notice, marked, and what it orders to be reported."""
    row = notice_for(pk, set(request.staff.organisations))
    duties = row.duties.order_by("start", "number")
    shown = {"notice": row, "clauses": marking.clauses(row, row.tasks.all()), "duties": duties}
    return office_page(
        request, "notice_text", shown | {"why_not": why_not_binding(row.status) or why_not_yet(row)}, "notices"
    )
