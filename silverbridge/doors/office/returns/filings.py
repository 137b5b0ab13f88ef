"""One return: its figures in three columns, its texts, who signs, what can be done now, and its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.core.sealed import CONTENT_TYPES
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns.acts import acts_of
from silverbridge.domain.returns.models import Filing, FilingChase, Tier
from silverbridge.domain.returns.queries import filing_for, history, neighbours
from silverbridge.domain.returns.rendering import render
from silverbridge.domain.returns.services import chase_now, save_draft
from silverbridge.domain.returns.services.signing import standing
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.files import download
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.returns import chart
from silverbridge.doors.office.returns.acting import ACTS, form_of, offers
from silverbridge.doors.office.returns.forms import DraftForm
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one return, for both sides and for whose form it is."""
    return filing_page(request, filing_for(pk, request.staff.organisations))


def filing_page(
    request: HttpRequest,
    row: Filing,
    tried: tuple[str, OfficeForm] | None = None,
    draft: DraftForm | None = None,
    phones: bool = False,
) -> HttpResponse:
    """The page; ``tried`` and ``draft`` are forms that could not be taken, ``phones`` shows the telephones."""
    acts = acts_of(request.user, row)
    editable = "save" in acts.possible
    form = draft or DraftForm(row, auto_id="d-%s")
    parts = list(row.parts.select_related("unit", "filing")) if row.tier == Tier.OFFICE else []
    figures = [line["row"] for line in form.lines() if line["row"]]
    codes = {code for figure in figures for code in figure.missing}
    shown: dict[str, Any] = {
        "row": row,
        "acts": acts,
        "form": form,
        "editable": editable,
        "offers": offers(row, acts.possible, request.user.display_name, tried),
        "may_chase": "chase" in acts.possible,
        "signed": standing(row),
        "phones": phones,
        "scan": row.scans.filter(standing=True).select_related("file", "by").first(),
        "extensions": row.extensions.select_related("by"),
        "chases": row.chases.exclude(state=FilingChase.State.DROPPED) if acts.decides else _sent(row),
        "parts": parts,
        "names": dict(Organisation.objects.filter(code__in=codes).values_list("code", "name")) if codes else {},
        "chart": chart.claims(figures),
        "different": sum(figure.differs for figure in figures),
        "entries": neighbours(row),
        "seal": getattr(row, "seal", None),
        "history": history(row),
    }
    return office_page(request, "returns/filing", shown, "returns", status=422 if tried or draft else 200)


def _sent(row: Filing) -> Any:
    return row.chases.filter(state=FilingChase.State.SENT)


@staff_page(*KEEPERS)
@require_POST
def do(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act of one side: from saving a draft to sealing."""
    row = filing_for(pk, request.staff.organisations)
    named = request.POST.get("revision", "")
    revision = int(named) if named.isdecimal() and len(named) < 10 else 0
    if act == "save":
        return _save(request, row, revision)
    if act == "chase":
        return _chase(request, row)
    if act == "phones":
        purpose = _("Asking about a return")
        log_access(request.staff.actor, "returns.phones", purpose, row.unit, object_key=row.object_key)
        return filing_page(request, row, phones=True)
    if act not in ACTS:
        raise Http404
    form = form_of(act, row, request.POST, request.FILES)
    if not form.is_valid():
        return filing_page(request, row, (act, form))
    try:
        made = ACTS[act].run(row, revision, form, request.staff.actor)
    except NotFound:
        raise
    except DomainError as refusal:
        show(form, refusal)
        return filing_page(request, filing_for(pk, request.staff.organisations), (act, form))
    messages.success(request, str(ACTS[act].done))
    return redirect("office:return-filing", made.pk if act == "correct" else pk)


def _save(request: HttpRequest, row: Filing, revision: int) -> HttpResponse:
    form = DraftForm(row, request.POST, auto_id="d-%s")
    if not form.is_valid():
        return filing_page(request, row, draft=form)
    try:
        save_draft(row, revision, form.draft(), request.staff.actor)
    except NotFound:
        raise
    except DomainError as refusal:
        show(form, refusal)
        return filing_page(request, filing_for(row.pk, request.staff.organisations), draft=form)
    messages.success(request, _("The draft is saved."))
    return redirect("office:return-filing", row.pk)


def _chase(request: HttpRequest, row: Filing) -> HttpResponse:
    """A step of chasing, to be looked at before it is sent."""
    try:
        step = chase_now(row, request.staff.actor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:return-filing", row.pk)
    return redirect("office:return-chase", step.pk)


@staff_page(*KEEPERS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiver's own form, filled in; it names people, so that it was taken out is logged."""
    row = filing_for(pk, request.staff.organisations)
    try:
        made = render(row)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:return-filing", row.pk)
    log_access(request.staff.actor, "returns.form", _("Return as a file"), row.unit, object_key=row.object_key)
    answer = HttpResponse(made.data, content_type=CONTENT_TYPES[made.kind])
    answer["Content-Disposition"] = content_disposition_header(True, made.name)
    answer["Cache-Control"] = "no-store, private"
    return answer


@staff_page(*KEEPERS)
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The stamped scan, for both sides; that it was read is logged."""
    row = filing_for(pk, request.staff.organisations)
    kept = row.scans.filter(standing=True).select_related("file").first()
    if kept is None:
        raise Http404
    log_access(request.staff.actor, "returns.scan", _("Stamped scan"), row.unit, object_key=row.object_key)
    return download(kept.file)
