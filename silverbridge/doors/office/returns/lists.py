"""The list of returns: what we owe, what we receive; and one form and period as its receiver sees it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.core.sealed import CONTENT_TYPES
from silverbridge.domain.core.sheets import write_sheets
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns.models import Filing, ReturnForm
from silverbridge.domain.returns.periods import Period, period_label
from silverbridge.domain.returns.queries import (
    Standings,
    chase_proposals,
    columns,
    owed_by,
    received_by,
    received_for,
    rows,
    standings,
    still_owed,
)
from silverbridge.domain.returns.services import extend_several
from silverbridge.doors.office.chrome import KEEPERS, SUPERVISORS, office_page, page_of, supervised
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.returns.duty_forms import ExtendSeveralForm
from silverbridge.doors.office.returns.words import light, share
from silverbridge.doors.staff.access import staff_page

FEW = 12
HEADS = ("序号", "单位", "状态", "应报日", "报送日", "迟报天数", "催报次数", "退回次数")


@staff_page(*KEEPERS)
def returns(request: HttpRequest) -> HttpResponse:
    """What we owe, what is still to be filed first; then what we receive, and the chases that wait to be sent."""
    reach = request.staff.organisations
    owed = owed_by(reach)
    state = request.GET.get("state", "")
    owed = owed.filter(state__in=Filing.OWED) if state == "owed" else owed
    shown = {
        "page": page_of(request, owed),
        "state": state,
        "received": received_by(reach)[:FEW],
        "proposals": chase_proposals(reach)[:FEW],
    }
    return office_page(request, "returns/list", shown, "returns")


@staff_page(*KEEPERS)
def received(request: HttpRequest, form: int, receiver: int, first: str) -> HttpResponse:
    """Every unit of a receiver for one form and period: who filed, who is late, who is missing; and what adds up."""
    return _received(request, *received_for(form, receiver, first, request.staff.organisations))


def _received(
    request: HttpRequest,
    asked: ReturnForm,
    organisation: Organisation,
    period: Period,
    tried: ExtendSeveralForm | None = None,
) -> HttpResponse:
    found = standings(asked, organisation, period)
    own = rows().filter(form=asked, unit=organisation, first=period[0]).order_by("-entry").first()
    owed = still_owed(asked, organisation, period)
    may = organisation.pk in supervised(request) and owed.exists()
    shown = {
        "asked": asked,
        "receiver": organisation,
        "period": period,
        "found": found,
        "columns": columns(asked, organisation, period),
        "names": {unit.filing.unit.code: unit.filing.unit.name for unit in found.units},
        "own": own,
        "proposals": chase_proposals({organisation.pk}).filter(filing__form=asked, filing__first=period[0]),
        "days_form": tried or (ExtendSeveralForm(owed) if may else None),
        "tried": tried,
    }
    return office_page(request, "returns/received", shown, "returns", 422 if tried else 200)


@staff_page(*SUPERVISORS)
@require_POST
def more_days(request: HttpRequest, form: int, receiver: int, first: str) -> HttpResponse:
    """More days for several units at once."""
    asked, organisation, period = received_for(form, receiver, first, request.staff.organisations)
    typed = ExtendSeveralForm(still_owed(asked, organisation, period), request.POST)
    if typed.is_valid():
        data = typed.cleaned_data
        try:
            count = extend_several(data["filings"], data["due"], data["reason"], request.staff.actor, data["keep_late"])
        except NotFound:
            raise
        except DomainError as refusal:
            show(typed, refusal)
        else:
            messages.success(request, _("%(n)s units have more days.") % {"n": count})
            return redirect("office:return-received", form, receiver, first)
    return _received(request, asked, organisation, period, typed)


@staff_page(*KEEPERS)
def sheet(request: HttpRequest, form: int, receiver: int, first: str) -> HttpResponse:
    """Completeness and timeliness as a workbook."""
    asked, organisation, period = received_for(form, receiver, first, request.staff.organisations)
    found = standings(asked, organisation, period)
    shares = [("", _("Complete"), share(found.complete)), ("", _("In time"), share(found.timely))]
    data = write_sheets([("报送情况", [HEADS, *_lines(found), *shares])], (6, 30, 24, 12, 12, 10, 10, 10))
    answer = HttpResponse(data, content_type=CONTENT_TYPES["xlsx"])
    name = f"{organisation.name} {asked.title} {period_label(period)} 报送情况.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _lines(found: Standings) -> list[tuple[str, ...]]:
    lines = []
    for number, unit in enumerate(found.units, start=1):
        row = unit.filing
        lines.append(
            (
                str(number),
                row.unit.name,
                f"{row.get_state_display()}，{light(row)[1]}",
                row.due.isoformat(),
                _day(row.first_filed_on),
                str(unit.days_late) if unit.owes else "",
                str(unit.chased),
                str(unit.sent_back),
            )
        )
    return lines


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
