"""Tiers of outlets: worked out for a period, explained, confirmed; and what others called an outlet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.oversight.models import TierRun
from silverbridge.domain.oversight.queries import tiers as queries
from silverbridge.domain.oversight.services import confirm_tiers, record_accreditation, work_out_tiers
from silverbridge.domain.oversight.services.tiering import lifts_of
from silverbridge.doors.office.chrome import attempt, page_of, supervised
from silverbridge.doors.office.files import download
from silverbridge.doors.office.oversight.forms import PeriodForm
from silverbridge.doors.office.oversight.forms.judging import AccreditationForm
from silverbridge.doors.office.oversight.forms.visits import said
from silverbridge.doors.office.oversight.views.shared import KEEPERS, SUPERVISORS, acted, form_page, page, starting
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.indicators.tiers import TierScheme


@staff_page(*KEEPERS)
def run_list(request: HttpRequest) -> HttpResponse:
    """Every version that was worked out, newest first."""
    return page(request, "tiers", {"page": page_of(request, queries.runs_for(request.staff.organisations))})


@staff_page(*KEEPERS)
def work_out(request: HttpRequest) -> HttpResponse:
    """Places outlets by the facts of a period."""
    first, last = quarter_period()
    form = PeriodForm(
        request.staff.organisations, request.POST or None, initial=starting(request, first=first, last=last)
    )

    def act() -> TierRun:
        return work_out_tiers(form.cleaned_data["organisation"], form.period, request.staff.actor)

    made = acted(request, form, act, _("The tiers are worked out. Nothing changes before somebody else confirms them."))
    if made is not None:
        return redirect("office:tier-run", made.pk)
    back = (reverse("office:tiers"), _("Tiers of outlets"))
    intro = _("By elders' shares in visits and assets, and by what stands at the outlet on the last day.")
    return form_page(request, form, _("Work out tiers"), back, _("Work out"), intro)


@staff_page(*KEEPERS)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Where each outlet stands, and what would lift it."""
    row = queries.run_for(pk, request.staff.organisations)
    scheme = TierScheme.model_validate(row.scheme)
    tier = request.GET.get("tier", "")
    if tier and tier not in {one.code for one in scheme.tiers}:
        raise Http404
    rows = page_of(request, queries.placements_of(row, tier))
    counts = {one.code: 0 for one in scheme.tiers}
    for code in row.placements.values_list("tier", flat=True):
        counts[code] += 1
    names = {one.code: said(one.name) for one in scheme.tiers}
    shown = {
        "run": row,
        "scheme": said(scheme.name),
        "meaning": said(scheme.meaning),
        "names": names,
        "tiers": [(code, names[code], number) for code, number in counts.items()],
        "tier": tier,
        "page": rows,
        "lines": [(one, lifts_of(one)) for one in rows],
        "may_confirm": row.confirmed_at is None
        and row.organisation_id in supervised(request)
        and row.made_by_id != request.user.pk,
    }
    return page(request, "tier_run", shown)


@staff_page(*SUPERVISORS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Outlets bear these tiers from now on."""
    row = queries.run_for(pk, request.staff.organisations)
    back = reverse("office:tier-run", args=[pk])
    return attempt(request, lambda: confirm_tiers(row, request.staff.actor), _("The tiers are confirmed."), back)


@staff_page(*KEEPERS)
def accreditations(request: HttpRequest) -> HttpResponse:
    """What others called outlets."""
    rows = page_of(request, queries.accreditations_for(request.staff.organisations))
    return page(request, "accreditations", {"page": rows})


@staff_page(*KEEPERS)
def accreditation_new(request: HttpRequest) -> HttpResponse:
    """Records one with its document."""
    places = queries.outlets_in(request.staff.organisations)
    form = AccreditationForm(places, request.POST or None, request.FILES or None)

    def act() -> object:
        return record_accreditation(form.cleaned_data["place"], form.honour(), form.upload(), request.staff.actor)

    if acted(request, form, act, _("The accreditation is on file.")) is not None:
        return redirect("office:accreditations")
    back = (reverse("office:accreditations"), _("Accreditations"))
    intro = _("It stands beside the tier and changes nothing about it.")
    return form_page(request, form, _("Record an accreditation"), back, _("Record it"), intro)


@staff_page(*KEEPERS)
def accreditation_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Its document."""
    row = queries.accreditation_for(pk, request.staff.organisations)
    if row.file is None:
        raise Http404
    return download(row.file)
