"""The evaluation of a site: its total down to its parts, surveys, self-reports, and putting it on file."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.audits import queries, services
from silverbridge.domain.audits.evaluating import Line
from silverbridge.domain.audits.models import Site
from silverbridge.domain.audits.scheme import SiteScheme, scheme_on
from silverbridge.domain.audits.survey_files import read_counts
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.services import attach_evidence
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.audits.forms import SelfReportForm, SurveyForm, TaskForm
from silverbridge.doors.office.audits.runs import tasks_for
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.files import download
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.webaudit import load_pack

MOST_BYTES = 2 * 1024 * 1024


def _named(scheme: SiteScheme, part: str, lines: tuple[Line, ...]) -> list[tuple[str, Line]]:
    """Each line of a part with its words."""
    if part == "technical":
        pack = load_pack()
        return [(f"{x.code} {in_language(pack[x.code].title) if x.code in pack else ''}", x) for x in lines]
    rows = scheme.survey.questions if part == "satisfaction" else scheme.self_report.items
    words = {row.code: in_language(row.text) for row in rows}
    return [(words[x.code], x) for x in lines]


@staff_page(*KEEPERS)
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The total, its parts, and what each part is made of."""
    row = queries.site_for(pk, request.staff.organisations)
    standing = queries.standing_evaluation(row)
    verdict = standing.verdict
    names = {part.code: part.name for part in verdict.scheme.parts}
    shown = {
        "site": row,
        "standing": standing,
        "verdict": verdict,
        "scheme": verdict.scheme,
        "parts": [(names[p.code], p, _named(verdict.scheme, p.code, p.lines)) for p in verdict.parts],
        "kept": row.evaluations.select_related("kept_by")[:10],
    }
    return office_page(request, "audits/evaluation", shown, "sites")


@staff_page(*KEEPERS)
def on_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the total as it stands, and puts it on file for a task."""
    row = queries.site_for(pk, request.staff.organisations)
    form = TaskForm(tasks_for(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        task = form.cleaned_data["task"]
        try:
            with transaction.atomic():
                _kept, filed = services.file_evaluation(row, request.staff.actor)
                attach_evidence(task, filed, request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The evaluation is kept, and on file for this task."))
            return redirect("office:task", task.pk)
    return office_page(
        request, "audits/on_file", {"site": row, "form": form}, "sites", status=422 if form.is_bound else 200
    )


@staff_page(*KEEPERS)
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The counts of a survey, typed or from a table."""
    row, scheme = queries.site_for(pk, request.staff.organisations), scheme_on(today())
    form = SurveyForm(scheme, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, row, scheme, form)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The survey is entered."))
            return redirect("office:site-evaluation", pk)
    shown = {
        "site": row,
        "form": form,
        "scheme": scheme,
        "answers": [in_language(a.name) for a in scheme.survey.answers],
    }
    return office_page(request, "audits/survey", shown, "sites", status=422 if form.is_bound else 200)


def _take(request: HttpRequest, row: Site, scheme: SiteScheme, form: SurveyForm) -> None:
    data, given = form.cleaned_data, form.cleaned_data["file"]
    if given is not None and given.size > MOST_BYTES:
        raise DomainError("file", _("The file is larger than 2 MB."), _("Give a table of counts alone."), "file")
    counts = read_counts(given.read(), scheme) if given is not None else form.counts()
    services.take_survey(
        row, (data["first"], data["last"]), data["sample"], data["method"], counts, request.staff.actor
    )


@staff_page(*KEEPERS)
def self_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the institution says of itself, with the signed page."""
    row, scheme = queries.site_for(pk, request.staff.organisations), scheme_on(today())
    form = SelfReportForm(scheme, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.take_self_report(
                row, data["day"], form.answers(), data["document"], data["file"], request.staff.actor
            )
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The self-report is entered."))
            return redirect("office:site-evaluation", pk)
    shown = {"site": row, "form": form, "scheme": scheme}
    return office_page(request, "audits/self_report", shown, "sites", status=422 if form.is_bound else 200)


@staff_page(*KEEPERS)
def paper(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The signed page of a self-report; that it was read is logged."""
    row = queries.site_for(pk, request.staff.organisations)
    found = row.self_reports.select_related("file").filter(pk=file).first()
    if found is None:
        raise Http404
    purpose = _("Reading a signed document")
    log_access(request.staff.actor, "audits.paper", purpose, row.organisation, object_key=found.object_key)
    return download(found.file)
