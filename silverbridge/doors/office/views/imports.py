"""Taking over lists: template, upload, check, then confirm."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.imports import KINDS, ImportReport, run_import, template_file
from silverbridge.domain.evidence.queries import organisation_codes
from silverbridge.doors.office.chrome import SUPERVISORS, office_page, page_of
from silverbridge.doors.office.forms.lists import SheetForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.uploads import drop, fetch, keep
from silverbridge.doors.staff.access import staff_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDER = ("organisations", "places", "staff", "people")


def kind_names() -> dict[str, str]:
    """Each kind of list in the language of the page, in the order they build on each other."""
    words = {
        "organisations": _("Organisations"),
        "places": _("Places"),
        "staff": _("Staff and their roles"),
        "people": _("People served"),
    }
    return {kind: words.get(kind, kind) for kind in (*ORDER, *sorted(set(KINDS) - set(ORDER))) if kind in KINDS}


def _named(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind_names()[kind]


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store, private"
    return response


def _run(request: HttpRequest, kind: str, name: str, data: bytes, dry: bool, good: bool = False) -> ImportReport:
    ours = frozenset(organisation_codes(request.staff.organisations))
    return run_import(kind, name, data, request.staff.actor, dry_run=dry, only_good=good, reach=ours)


def _bring_again(request: HttpRequest, kind: str) -> HttpResponse:
    """For a file that is not kept: taken over, left, a day old, or another session's."""
    messages.info(request, _("This file is no longer kept. Bring it again."))
    return redirect("office:import-upload", kind)


@staff_page(*SUPERVISORS)
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of lists, each with its template."""
    return office_page(request, "imports", {"kinds": list(kind_names().items())}, "import")


@staff_page(*SUPERVISORS)
def template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 - the guard needs it
    """An empty spreadsheet to fill in."""
    name = _named(kind)
    return _download(template_file(kind), f"{name}.xlsx")


@staff_page(*SUPERVISORS)
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Checks a file without writing anything, and keeps it for the confirmation."""
    name, form = _named(kind), SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = {"n": settings.UPLOAD_MAX_BYTES // 2**20}
            form.add_error("file", _("The file is larger than %(n)s MB. Split it.") % most)
        else:
            data = file.read()
            try:
                _run(request, kind, file.name, data, dry=True)
            except DomainError as refusal:
                show(form, refusal)
            else:
                return redirect("office:import-review", kind, keep(request, kind, file.name, data))
    return office_page(request, "import_upload", {"kind": kind, "name": name, "form": form}, "import")


@staff_page(*SUPERVISORS)
def review(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """What taking the list over would do, and doing it."""
    name = _named(kind)
    if (kept := fetch(request, kind, token)) is None:
        return _bring_again(request, kind)
    filename, data = kept
    if request.method == "POST":
        if "drop" in request.POST:
            drop(request, token)
            messages.info(request, _("Nothing was taken over."))
            return redirect("office:import")
        report = _run(request, kind, filename, data, dry=False, good="only_good" in request.POST)
        if report.written:
            drop(request, token)
            count = report.new + report.updated
            done = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", count)
            messages.success(request, done % {"n": count})
            return redirect("office:import")
        messages.error(request, _("Nothing was written: some rows are wrong. Mend them, or take over the others only."))
        return redirect("office:import-review", kind, token)
    report = _run(request, kind, filename, data, dry=True)
    shown = {"kind": kind, "name": name, "token": token, "filename": filename, "report": report}
    return office_page(request, "import_review", shown | {"page": page_of(request, report.wrong)}, "import")


@staff_page(*SUPERVISORS)
def errors(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """The wrong rows, each with its mend, to correct and bring again."""
    name = _named(kind)
    if (kept := fetch(request, kind, token)) is None:
        return _bring_again(request, kind)
    report = _run(request, kind, *kept, dry=True)
    if report.error_file is None:
        raise Http404
    return _download(report.error_file, _("%(name)s, to mend.xlsx") % {"name": name})
