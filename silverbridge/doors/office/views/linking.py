"""What measures a task: choose an indicator by its definition, set the target, or take it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.evidence.models import IndicatorVersion
from silverbridge.domain.evidence.queries import current_indicators, indicator
from silverbridge.domain.ledger.models import Task
from silverbridge.domain.ledger.queries import link_for, task_for
from silverbridge.domain.ledger.scopes import within
from silverbridge.domain.ledger.services import link_indicator, unlink_indicator
from silverbridge.doors.office.chrome import KEEPERS, attempt, office_page, page_of
from silverbridge.doors.office.forms.ledger import LinkForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """First the choice of a definition, then target, direction and smallest sample."""
    row = task_for(pk, set(request.staff.organisations))
    code = request.GET.get("indicator", "")
    if not code:
        linked = set(row.indicators.values_list("code", flat=True))
        page = page_of(request, current_indicators().order_by("code"), 100)
        return office_page(request, "link_choose", {"task": row, "page": page, "linked": linked}, "notices")
    version = indicator(code)
    form = LinkForm(
        version.definition, within(row.notice.organisation), request.POST or None, initial=_start(row, version)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            link_indicator(
                row,
                code,
                data["target"],
                data["direction"],
                data["min_sample"],
                request.staff.actor,
                data["organisation"],
            )
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The figure is linked. A supervisor confirms its target."))
            return redirect("office:task", pk)
    return office_page(request, "link", {"task": row, "version": version, "form": form}, "notices")


def _start(task: Task, version: IndicatorVersion) -> dict:
    """What the form starts with: the present target, or what the definition says."""
    definition = version.definition
    known = task.indicators.filter(code=version.code).first()
    if known is None:
        organisation = task.notice.organisation_id
        return {"direction": definition.direction, "min_sample": definition.min_sample, "organisation": organisation}
    shown = known.target * 100 if definition.unit == "share" else known.target
    return {
        "direction": known.direction,
        "min_sample": known.min_sample,
        "organisation": known.organisation_id,
        "target": f"{shown:g}",
    }


@staff_page(*KEEPERS)
@require_POST
def remove(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """The figure measures the task no longer."""
    row = link_for(link, set(request.staff.organisations))
    back = reverse("office:task", args=[pk])
    return attempt(request, lambda: unlink_indicator(row, request.staff.actor), _("The link is removed."), back)
