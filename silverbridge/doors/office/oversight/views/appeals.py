"""Appeals: filed by the unit, decided by somebody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.oversight.models import Appeal
from silverbridge.domain.oversight.queries import scores as queries
from silverbridge.domain.oversight.queries.definitions import is_share
from silverbridge.domain.oversight.services import decide_appeal, file_appeal
from silverbridge.doors.office.chrome import supervised
from silverbridge.doors.office.files import download
from silverbridge.doors.office.oversight.forms.judging import AppealForm, DecideForm
from silverbridge.doors.office.oversight.forms.visits import said
from silverbridge.doors.office.oversight.views.shared import KEEPERS, SUPERVISORS, acted, form_page, page
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.evaluation import EvaluationScheme


@staff_page(*KEEPERS)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit appeals against an item."""
    row = queries.score_for(pk, request.staff.organisations)
    scheme = EvaluationScheme.model_validate(row.evaluation.scheme)
    items = [(part.code, said(part.name)) for part in (*scheme.items, *scheme.deductions)]
    start = {"item": request.GET.get("item", "")}
    form = AppealForm(items, request.POST or None, request.FILES or None, initial=start)

    def act() -> Appeal:
        data = form.cleaned_data
        return file_appeal(row, data["item"], data["reason"], form.upload(), request.staff.actor)

    made = acted(request, form, act, _("The appeal is filed."))
    if made is not None:
        return redirect("office:appeal", made.pk)
    back = (reverse("office:score", args=[pk]), _("Score of %(unit)s") % {"unit": row.organisation})
    return form_page(request, form, _("Appeal"), back, _("Appeal"), _("Somebody else than who evaluated decides."))


@staff_page(*KEEPERS)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal with its decision, or the form for it."""
    return _appeal_page(request, queries.appeal_for(pk, request.staff.organisations))


def _appeal_page(request: HttpRequest, row: Appeal, form: DecideForm | None = None) -> HttpResponse:
    evaluation = row.score.evaluation
    scheme = EvaluationScheme.model_validate(evaluation.scheme)
    part = next(part for part in (*scheme.items, *scheme.deductions) if part.code == row.item)
    may = row.state == Appeal.State.FILED and evaluation.organisation_id in supervised(request)
    shown = {"appeal": row, "item": said(part.name), "may": may, "form": form or DecideForm()}
    shown["seen"] = evaluation.organisation_id in request.staff.organisations
    return page(request, "appeal", shown, 422 if form else 200)


@staff_page(*SUPERVISORS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Upheld or rejected; upheld, the next version is counted at once."""
    row, form = queries.appeal_for(pk, request.staff.organisations), DecideForm(request.POST)
    scheme = EvaluationScheme.model_validate(row.score.evaluation.scheme)
    item = next((one for one in scheme.items if one.code == row.item), None)
    share = item is not None and is_share(item)

    def act() -> Appeal:
        data = form.cleaned_data
        upheld = data["outcome"] == Appeal.State.UPHELD
        value = form.figure(share)
        return decide_appeal(row, upheld, data["decision"], request.staff.actor, data["remedy"], value)

    if acted(request, form, act, _("The appeal is decided.")) is not None:
        return redirect("office:appeal", pk)
    return _appeal_page(request, row, form)


@staff_page(*KEEPERS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit gave as proof; that it was read is logged."""
    row = queries.appeal_for(pk, request.staff.organisations)
    if row.file is None:
        raise Http404
    purpose = _("Deciding an appeal")
    log_access(request.staff.actor, "oversight.appeal", purpose, row.score.organisation, object_key=row.object_key)
    return download(row.file)
