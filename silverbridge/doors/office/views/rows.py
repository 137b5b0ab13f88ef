"""From a figure down to its masked rows, after saying why."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from silverbridge.domain.evidence.queries import indicator
from silverbridge.domain.evidence.rows import ROWS_PER_PAGE
from silverbridge.domain.ledger.models import Task, TaskIndicator
from silverbridge.domain.ledger.queries import link_for, task_for, task_rows
from silverbridge.domain.places.queries import names_of
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.forms.ledger import PurposeForm
from silverbridge.doors.office.periods import label, quarter_of
from silverbridge.doors.office.rowpages import RowsPaginator
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.indicators import parts

PURPOSES = "office_purposes"
REMEMBERED = 20


@staff_page(*KEEPERS)
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the purpose first; then each page of rows that is shown is logged with it."""
    reach, quarter = set(request.staff.organisations), quarter_of(request)
    task = task_for(pk, reach)
    link = _link(request, task, reach)
    version = indicator(link.code)
    known, part = parts(version.definition), request.GET.get("part", "")
    if part and part not in known:
        raise Http404
    part = part or known[0]
    shown = {"task": task, "link": link, "version": version, "part": part, "parts": known, "quarter": quarter}
    shown |= {"quarter_label": label(quarter), "definition": version.definition}
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _remember(request, link, form.cleaned_data["purpose"])
        return redirect(request.get_full_path())
    purpose = request.session.get(PURPOSES, {}).get(str(link.pk))
    if request.method == "POST" or not purpose:
        return office_page(request, "rows_purpose", shown | {"form": form}, "notices")
    page = page_named(request)
    found = task_rows(link, (quarter.start, quarter.end), part, page, request.staff.actor, reach, purpose)
    paged = RowsPaginator(found.page.total, ROWS_PER_PAGE).page(page)
    shown["names"] = names_of({row.organisation for row in found.page.rows}, {row.place for row in found.page.rows})
    return office_page(request, "rows", shown | {"found": found, "purpose": purpose, "page": paged}, "notices")


def _link(request: HttpRequest, task: Task, reach: set[int]) -> TaskIndicator:
    """The figure the address names, or the only one of the task. Raises Http404 or NotFound."""
    named = request.GET.get("link", "")
    if not named:
        first = task.indicators.first()
        if first is None:
            raise Http404
        named = str(first.pk)
    if not named.isdecimal():
        raise Http404
    link = link_for(int(named), reach)
    if link.task_id != task.pk:
        raise Http404
    return link


def page_named(request: HttpRequest) -> int:
    """The page the address names, the first where it names none. Raises Http404 for what is no number."""
    named = request.GET.get("page", "1")
    if not named.isdecimal() or len(named) > 9:
        raise Http404
    return int(named)


def _remember(request: HttpRequest, link: TaskIndicator, purpose: str) -> None:
    """For this session; the oldest purposes are forgotten."""
    kept = dict(request.session.get(PURPOSES, {}))
    kept.pop(str(link.pk), None)
    kept[str(link.pk)] = purpose
    request.session[PURPOSES] = dict(list(kept.items())[-REMEMBERED:])
