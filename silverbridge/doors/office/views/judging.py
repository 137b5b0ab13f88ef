"""The unit's own judgement and the supervisor's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.ledger.queries import task_for
from silverbridge.domain.ledger.services import set_judgement
from silverbridge.doors.office.chrome import KEEPERS, attempt
from silverbridge.doors.office.forms.ledger import JudgeForm
from silverbridge.doors.office.periods import quarter_of
from silverbridge.doors.office.views.tasks import task_page
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes down what one side says of a task in a quarter."""
    row, quarter = task_for(pk, set(request.staff.organisations)), quarter_of(request)
    side = request.POST.get("side", "")
    form = JudgeForm(request.POST, auto_id=f"{side}-%s")
    if not form.is_valid():
        return task_page(request, pk, (side, form))
    said, seen = form.cleaned_data, request.POST.get("revision", "0")
    period, revision = (quarter.start, quarter.end), int(seen) if seen.isdecimal() else 0
    back = f"{reverse('office:task', args=[pk])}?period={quarter}"

    def act() -> None:
        set_judgement(row, side, said["verdict"], period, request.staff.actor, said["remark"], revision)

    return attempt(request, act, _("The judgement is noted."), back)
