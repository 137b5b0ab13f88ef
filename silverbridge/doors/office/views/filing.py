"""Evidence put on file for a task: a measured figure as it is now, an inspection, a signed document."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.evidence.queries import evidence_of
from silverbridge.domain.evidence.services import attest, keep_measurement, record_inspection
from silverbridge.domain.ledger.models import Task
from silverbridge.domain.ledger.queries import task_for, task_line
from silverbridge.domain.ledger.scopes import within
from silverbridge.domain.ledger.services import attach_evidence
from silverbridge.doors.office.chrome import KEEPERS, attempt, office_page
from silverbridge.doors.office.files import download
from silverbridge.doors.office.forms.filing import EvidenceForm
from silverbridge.doors.office.periods import quarter_of
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
@require_POST
def keep(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """The figure of a quarter as it is now; a later computation does not change it."""
    reach, quarter = set(request.staff.organisations), quarter_of(request)
    task = task_for(pk, reach)
    line = task_line(task, reach, (quarter.start, quarter.end))
    figure = next((f for f in line.status.figures if f.link.pk == link), None)
    if figure is None:
        raise Http404
    back = f"{reverse('office:task', args=[pk])}?period={quarter}"
    if figure.result is None:
        messages.error(request, _("This figure was never computed. Compute it first."))
        return redirect(back)

    def act() -> None:
        with transaction.atomic():
            row = keep_measurement(figure.result, figure.link.organisation, request.staff.actor)
            attach_evidence(task, row, request.staff.actor)

    return attempt(request, act, _("The figure is on file as it is now."), back)


@staff_page(*KEEPERS)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """An inspection or a signed document."""
    task, quarter = task_for(pk, set(request.staff.organisations)), quarter_of(request)
    start = {"first": quarter.start, "last": quarter.end, "kind": Evidence.Kind.INSPECTED}
    start["organisation"] = task.notice.organisation_id
    form = EvidenceForm(within(task.notice.organisation), request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _file(request, task, form)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The evidence is on file."))
            return redirect("office:task", pk)
    return office_page(request, "evidence_new", {"task": task, "form": form}, "notices")


@transaction.atomic
def _file(request: HttpRequest, task: Task, form: EvidenceForm) -> None:
    data, actor = form.cleaned_data, request.staff.actor
    period, coverage = (data["first"], data["last"]), form.coverage()
    if data["kind"] == Evidence.Kind.INSPECTED:
        row = record_inspection(data["organisation"], period, data["summary"], coverage, actor)
    else:
        given = data["file"]
        upload = Upload(given.name, given.read()) if given else None
        row = attest(data["organisation"], period, data["document"], upload, coverage, actor)
    attach_evidence(task, row, actor)


@staff_page(*KEEPERS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed document behind attested evidence; that it was read is logged."""
    row = evidence_of(set(request.staff.organisations)).filter(pk=pk, file__isnull=False).first()
    if row is None:
        raise Http404
    purpose = _("Reading a signed document")
    log_access(request.staff.actor, "evidence.file", purpose, row.organisation, object_key=row.object_key)
    return download(row.file)
