"""Who read whose data: for auditors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.queries import access_log
from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.people.queries import find as find_people
from silverbridge.doors.office.chrome import AUDITORS, office_page, page_of
from silverbridge.doors.office.forms.lists import SubjectForm
from silverbridge.doors.office.reads import names
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page

SUBJECTS = "office_access_subjects"


@staff_page(*AUDITORS)
def log(request: HttpRequest) -> HttpResponse:
    """The log of the auditor's organisations, of everybody or of the person found before; newest first."""
    return _log_page(request, SubjectForm())


def _log_page(request: HttpRequest, form: SubjectForm, status: int = 200) -> HttpResponse:
    rows, subjects = access_log(set(request.staff.organisations)), request.session.get(SUBJECTS)
    if subjects is not None:
        rows = rows.filter(subject_key__in=subjects)
    page = page_of(request, rows)
    shown = {"page": page, "lines": [(row, names(row.what)) for row in page], "form": form}
    return office_page(request, "access", shown | {"filtered": subjects is not None}, "access", status)


@staff_page(*AUDITORS)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Narrows the log to one person by exact number; the number stays out of every address, and the search is logged."""
    request.session.pop(SUBJECTS, None)
    if "clear" in request.POST:
        return redirect("office:access")
    form = SubjectForm(request.POST)
    if form.is_valid():
        try:
            people = find_people(form.cleaned_data["number"], set(request.staff.organisations))
        except DomainError as refusal:
            refusal.field = "number"
            show(form, refusal)
        else:
            for person in people:
                purpose = form.cleaned_data["purpose"]
                log_access(request.staff.actor, "access.search", purpose, person.organisation, person.subject_key)
            if people:
                request.session[SUBJECTS] = [person.subject_key for person in people]
            else:
                messages.info(request, _("No person of your organisations has this number."))
            return redirect("office:access")
    return _log_page(request, form, status=422)
