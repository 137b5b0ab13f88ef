"""Taking over a ledger that was kept in a workbook: upload, columns, rows, done. Nothing is written before the last step."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from silverbridge.domain.core.errors import Bilingual, DomainError
from silverbridge.domain.core.sealed import CONTENT_TYPES
from silverbridge.domain.ledger.models import Notice
from silverbridge.domain.ledger.queries import notice_for
from silverbridge.domain.ledger.services import Workbook, take_over_ledger
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.forms.kept import (
    NEW,
    OUT,
    WorkbookForm,
    chosen_columns,
    chosen_year,
    decided,
    row_choices,
)
from silverbridge.doors.office.kept_steps import (
    Upload,
    field_names,
    forget,
    joined,
    kind_of,
    opened,
    remember,
    sheet_of,
    year_of,
)
from silverbridge.doors.office.uploads import drop, keep
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines import ledgers

MOST_ENTRIES = 400


def _notice(request: HttpRequest, pk: int) -> Notice:
    return notice_for(pk, set(request.staff.organisations))


def _again(request: HttpRequest, notice: Notice) -> HttpResponse:
    messages.info(request, _("This file is no longer kept. Bring it again."))
    return redirect("office:notice-kept", notice.pk)


@staff_page(*KEEPERS)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the workbook and opens it, without writing anything."""
    notice, form = _notice(request, pk), WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = {"n": settings.UPLOAD_MAX_BYTES // 2**20}
            form.add_error("file", _("The file is larger than %(n)s MB. Save it without pictures.") % most)
        else:
            data = file.read()
            try:
                ledgers.read_book(data, ledgers.BookLimits(size=settings.UPLOAD_MAX_BYTES))
            except ledgers.WorkbookRefused as refusal:
                form.add_error("file", str(Bilingual(refusal.chinese, refusal.english)))
            else:
                token = keep(request, kind_of(notice), file.name, data)
                return redirect("office:notice-kept-columns", notice.pk, token)
    status = 422 if form.errors else 200
    return office_page(request, "kept_upload", {"notice": notice, "form": form}, "notices", status)


@staff_page(*KEEPERS)
def columns(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """What each column seems to mean, to be set right."""
    notice = _notice(request, pk)
    if (found := opened(request, notice, token)) is None:
        return _again(request, notice)
    if "drop" in request.POST:
        drop(request, token)
        forget(request, token)
        messages.info(request, _("Nothing was taken over."))
        return redirect("office:notice", notice.pk)
    layout, error = sheet_of(request, found), ""
    if request.method == "POST" and layout is not None:
        layout, error = chosen_columns(layout, request.POST)
        typed = request.POST.get("year", "").strip()
        year = chosen_year(request.POST)
        if typed and year is None:
            error = _("The year has four digits, as 2026.")
        if not error:
            remember(request, found, layout, year)
            return redirect("office:notice-kept-rows", notice.pk, token)
    shown = {
        "notice": notice,
        "upload": found,
        "layout": layout,
        "error": error,
        "sheets": [(n, grid) for n, grid in enumerate(found.book.grids) if grid.cells],
        "meanings": list(field_names().items()),
        "year": request.POST.get("year") or year_of(request, found, layout, notice) or "",
    }
    return office_page(request, "kept_columns", shown, "notices", 422 if error else 200)


@staff_page(*KEEPERS)
def rows(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Each row beside the task it seems to be; doubtful ones are asked; then all that was chosen is taken over, or nothing."""
    notice = _notice(request, pk)
    if (found := opened(request, notice, token)) is None:
        return _again(request, notice)
    layout = sheet_of(request, found)
    if layout is None:
        return redirect("office:notice-kept-columns", notice.pk, token)
    joins = joined(request, found, layout, notice)
    tasks = {task.number: task for task in notice.tasks.order_by("number")}
    posted = request.POST if request.method == "POST" else None
    choices = row_choices(joins, posted, frozenset(tasks))
    general = ""
    if len(joins) > MOST_ENTRIES:
        general = _("There are more than %(n)s rows. Split the workbook.") % {"n": MOST_ENTRIES}
    elif posted is not None and not any(choice.error for choice in choices):
        general = _take(request, notice, found, layout, choices)
        if not general:
            return redirect("office:notice", notice.pk)
    shown = {
        "notice": notice,
        "upload": found,
        "grid": found.book.grids[layout.sheet],
        "choices": [] if len(joins) > MOST_ENTRIES else choices,
        "tasks": tasks,
        "asked": sum(not choice.chosen for choice in choices),
        "wrong": sum(join.entry.wrong for join in joins),
        "unmet": [task for number, task in tasks.items() if number not in {join.task for join in joins}],
        "general": general,
        "new": NEW,
        "out": OUT,
        "chinese": (get_language() or "zh").startswith("zh"),
    }
    failed = bool(general) or any(choice.error for choice in choices)
    return office_page(request, "kept_rows", shown, "notices", 422 if failed else 200)


@staff_page(*KEEPERS)
def errors(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The workbook as it was brought, its wrong cells marked, to be mended and brought again."""
    notice = _notice(request, pk)
    if (found := opened(request, notice, token)) is None:
        return _again(request, notice)
    layout = sheet_of(request, found)
    if layout is None:
        return redirect("office:notice-kept-columns", notice.pk, token)
    entries = [join.entry for join in joined(request, found, layout, notice)]
    data = ledgers.mark_faults(
        found.data, found.book.grids[layout.sheet].name, layout, entries, (get_language() or "zh").startswith("zh")
    )
    stem = found.filename.rpartition(".")[0] or found.filename
    name = _("%(name)s to mend.xlsx") % {"name": stem}
    answer = HttpResponse(data, content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _take(request: HttpRequest, notice: Notice, found: Upload, layout: ledgers.Layout, choices: list) -> str:
    """Takes over what was chosen; answers what stands in the way, "" where nothing did."""
    chosen, left_out = decided(choices)
    digest = hashlib.sha256(found.data).hexdigest()
    book = Workbook(found.filename, digest, found.book.grids[layout.sheet].name, found.token)
    try:
        take_over_ledger(notice, book, chosen, left_out, request.staff.actor)
    except DomainError as refusal:
        return str(refusal)
    drop(request, found.token)
    forget(request, found.token)
    done = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", len(chosen))
    messages.success(request, done % {"n": len(chosen)})
    return ""
