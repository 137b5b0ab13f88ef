"""One audit: what it came to, what changed, what a human is asked, its report, and putting it on file for a task."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.audits import queries, services
from silverbridge.domain.audits.models import AuditRun
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.models import Task
from silverbridge.domain.ledger.services import attach_evidence
from silverbridge.doors.office.audits.forms import AnswerForm, TaskForm
from silverbridge.doors.office.audits.sites import revision_of
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.files import download
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.webaudit import load_pack

FEW = 20


@staff_page(*KEEPERS)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit of a site."""
    return run_page(request, queries.run_for(pk, request.staff.organisations))


def run_page(request: HttpRequest, row: AuditRun, tried: tuple[str, AnswerForm] | None = None) -> HttpResponse:
    """The page; ``tried`` is the question and the answer that could not be taken."""
    pack, answers = load_pack(), {one.rule: one for one in row.answers.select_related("by")}
    questions = []
    for code in row.reviews:
        said, failed = answers.get(code), tried is not None and tried[0] == code
        start = {"verdict": said.verdict, "remark": said.remark} if said else {}
        form = tried[1] if tried and failed else AnswerForm(auto_id=f"{code}-%s", initial=start)
        questions.append({"code": code, "rule": pack.get(code), "said": said, "form": form, "open": failed})
    compared = queries.compare(row) if row.state == AuditRun.State.DONE else None
    shown = {
        "run": row,
        "site": row.site,
        "questions": questions,
        "rules": [(code, pack.get(code), told) for code, told in sorted(row.outcomes.items()) if told["worst"] != "na"],
        "compared": compared,
        "new": compared.new[:FEW] if compared else [],
        "gone": compared.gone[:FEW] if compared else [],
    }
    return office_page(request, "audits/run", shown, "sites", status=422 if tried else 200)


@staff_page(*KEEPERS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report for people, with its pictures, to be saved."""
    row = queries.run_for(pk, request.staff.organisations)
    if row.report is None:
        raise Http404
    return download(row.report)


@staff_page(*KEEPERS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A person answers a question that a browser cannot."""
    row, rule = queries.run_for(pk, request.staff.organisations), request.POST.get("rule", "")
    form = AnswerForm(request.POST, auto_id=f"{rule}-%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.answer_question(
                row, rule, said["verdict"], said["remark"], revision_of(request), request.staff.actor
            )
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The answer is noted, with your name."))
            return redirect("office:site-run", pk)
    return run_page(request, row, (rule, form))


def tasks_for(request: HttpRequest) -> QuerySet[Task]:
    """Tasks of the ledgers within reach."""
    rows = Task.objects.filter(notice__organisation__in=request.staff.organisations).select_related("notice")
    return rows.defer("notice__text").order_by("-notice__dated", "notice", "number")


@staff_page(*KEEPERS)
def on_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the audit on file as evidence, for a task."""
    row = queries.run_for(pk, request.staff.organisations)
    form = TaskForm(tasks_for(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        task = form.cleaned_data["task"]
        try:
            with transaction.atomic():
                attach_evidence(task, services.file_run(row, request.staff.actor), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The audit is on file for this task."))
            return redirect("office:task", task.pk)
    shown = {"site": row.site, "run": row, "form": form}
    return office_page(request, "audits/on_file", shown, "sites", status=422 if form.is_bound else 200)
