"""What leaves the office: the ledger as a workbook, papers as Word files, a notice as XML, calendar and JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import papers
from silverbridge.domain.ledger.handouts import chase_for, handout_for
from silverbridge.domain.ledger.models import Notice, OutgoingDocument
from silverbridge.domain.ledger.outgoing import document_for, documents_of, sheet_of
from silverbridge.domain.ledger.queries import notice_for, task_for
from silverbridge.domain.ledger.reading import parsed_of
from silverbridge.domain.ledger.services import issue_handout_sheet, issue_task_sheet
from silverbridge.domain.places.queries import today
from silverbridge.doors.office.chrome import KEEPERS, office_page, page_of
from silverbridge.doors.office.forms.ledger import PurposeForm
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.notices import outputs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _name(notice: Notice) -> str:
    """A file name that every system takes."""
    return "".join(sign for sign in papers.short_name(notice) if sign.isalnum() or sign in "（）()-_")[:60] or "notice"


@staff_page(*KEEPERS)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a notice can be taken out as; the workbook with telephones only after saying why."""
    notice, form = notice_for(pk, set(request.staff.organisations)), PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _ledger(request, notice, form.cleaned_data["purpose"], phones=True)
    calendar = outputs.to_ics(parsed_of(notice), timezone.now())
    shown = {"notice": notice, "form": form, "calendar": calendar}
    return office_page(request, "papers", shown, "notices", 422 if form.errors else 200)


def _ledger(request: HttpRequest, notice: Notice, purpose: str, phones: bool) -> HttpResponse:
    """The workbook. That it was taken out is logged wherever it names a person."""
    book, personal = papers.ledger_book(notice, phones)
    if personal:
        what = "ledger.sheet_phones" if phones else "ledger.sheet"
        log_access(request.staff.actor, what, purpose, notice.organisation, object_key=notice.object_key)
    return _download(book, XLSX, f"{_name(notice)}台账{today():%Y%m%d}.xlsx")


@staff_page(*KEEPERS)
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A notice or its ledger as a file."""
    notice = notice_for(pk, set(request.staff.organisations))
    name = _name(notice)
    if form == "ledger":
        return _ledger(request, notice, _("Ledger as a workbook, telephones masked"), phones=False)
    if form == "tasks":
        return _download(papers.task_list(notice), DOCX, f"{name}任务清单.docx")
    if form == "akn":
        return _download(outputs.to_akn(parsed_of(notice), today()), "application/akn+xml", f"{name}.akn.xml")
    if form == "ics":
        return _download(outputs.to_ics(parsed_of(notice), timezone.now()).data, "text/calendar", f"{name}.ics")
    if form == "json":
        return _download(outputs.to_json(parsed_of(notice)).encode(), "application/json", f"{name}.json")
    raise Http404


def _issue(request: HttpRequest, act: Callable[[], OutgoingDocument], back: str) -> HttpResponse:
    """Enters a document in the register, or says why not; it is taken out from the page one came from."""
    try:
        issued = act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is registered as %(number)s.") % {"number": issued.label})
    return redirect(back)


def _printed(document: OutgoingDocument | None, otherwise: Callable[[], bytes]) -> bytes:
    """The file as it went out; made now where none was kept."""
    return bytes(document.file.content) if document is not None and document.file is not None else otherwise()


@staff_page(*KEEPERS)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet that puts a task before its units: posting gives it a number, and until then it is a draft."""
    row = task_for(pk, set(request.staff.organisations))
    if request.method == "POST":
        back = reverse("office:task", args=[pk])
        return _issue(request, lambda: issue_task_sheet(row, request.staff.actor), back)
    try:
        data = _printed(sheet_of(row), lambda: papers.task_sheet(row))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:task", pk)
    return _download(data, DOCX, f"{_name(row.notice)}任务{row.number}督办单.docx")


@staff_page(*KEEPERS)
def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet that handed a task out, as for a task. It names the person to chase, so taking it out is logged."""
    row = handout_for(pk, request.staff.organisations)
    if request.method == "POST":
        back = reverse("office:handout", args=[pk])
        return _issue(request, lambda: issue_handout_sheet(row, request.staff.actor), back)
    try:
        data = _printed(sheet_of(row), lambda: papers.handout_sheet(row))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:handout", pk)
    purpose = _("Document handing out task %(n)s") % {"n": row.task.number}
    log_access(request.staff.actor, "ledger.sheet", purpose, row.organisation, object_key=row.object_key)
    return _download(data, DOCX, f"任务{row.task.number}督办单（{row.organisation.name}）.docx")


@staff_page(*KEEPERS)
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of a chase that was sent."""
    row = chase_for(pk, request.staff.organisations)
    try:
        data = _printed(row.document, lambda: papers.chase_letter(row))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:chase", pk)
    purpose = _("Letter chasing task %(n)s") % {"n": row.handout.task.number}
    log_access(
        request.staff.actor, "ledger.sheet", purpose, row.handout.organisation, object_key=row.handout.object_key
    )
    return _download(data, DOCX, f"催办函{row.number}.docx")


@staff_page(*KEEPERS)
def register(request: HttpRequest) -> HttpResponse:
    """The documents that went out under a number, newest first; of one year on request."""
    rows, year = documents_of(request.staff.organisations), request.GET.get("year", "")
    years = list(rows.order_by("-year").values_list("year", flat=True).distinct())
    if year.isdecimal() and int(year) in years:
        rows = rows.filter(year=int(year))
    shown = {"page": page_of(request, rows), "years": [str(one) for one in years], "year": year}
    return office_page(request, "outgoing", shown, "supervision")


@staff_page(*KEEPERS)
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """A document of the register, printed again as it went out."""
    row = document_for(pk, request.staff.organisations)
    if row.file is None and not hasattr(row, "chase"):
        raise Http404
    data = _printed(row, lambda: papers.chase_letter(row.chase))
    purpose = _("Document %(number)s printed again") % {"number": row.label}
    log_access(request.staff.actor, "ledger.sheet", purpose, row.organisation, object_key=row.object_key)
    return _download(data, DOCX, f"{row.label}.docx")
