"""Sites of institutions: the list, one of them with its trend, registering, changing, retiring, asking for an audit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.audits import queries, services
from silverbridge.domain.audits.measuring import browser_present
from silverbridge.domain.audits.models import AuditRun, Site
from silverbridge.domain.core.errors import DomainError
from silverbridge.doors.office.audits.chart import trend
from silverbridge.doors.office.audits.forms import RetireForm, SiteForm, told
from silverbridge.doors.office.chrome import KEEPERS, attempt, office_page, own_organisation, page_of
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page

START = {"kind": Site.Kind.WEBSITE, "most_pages": 10, "depth": 2, "every": 1, "unit": Site.Unit.MONTHS}
SHOWN_RUNS = 12


def revision_of(request: HttpRequest) -> int:
    """The revision that a form was shown with; 0 for anything else, which nothing has."""
    named = request.POST.get("revision", "")
    return int(named) if named.isdecimal() and len(named) < 10 else 0


@staff_page(*KEEPERS)
def site_list(request: HttpRequest) -> HttpResponse:
    """The sites within reach, each with its last result."""
    reach = request.staff.organisations
    page = page_of(request, queries.sites_for(reach))
    late = queries.owed_to(reach, late=True).count()
    shown = {"page": page, "lines": queries.lines_of(page), "late": late, "ours": queries.owed_to(reach).count()}
    return office_page(request, "audits/sites", shown, "sites")


@staff_page(*KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """A site is looked after from now on."""
    start = START | {"organisation": own_organisation(request)}
    form = SiteForm(request.staff.organisations, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_site(form.cleaned_data["organisation"], form.terms(), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The site is registered."))
            return redirect("office:site", made.pk)
    status = 422 if form.is_bound else 200
    return office_page(request, "audits/site_form", {"form": form}, "sites", status)


@staff_page(*KEEPERS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is audited, how often, and who looks after it."""
    row = queries.site_for(pk, request.staff.organisations)
    form = SiteForm({row.organisation_id}, request.POST or None, initial=told(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_site(row, form.terms(), revision_of(request), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The change is kept."))
            return redirect("office:site", pk)
    status = 422 if form.is_bound else 200
    return office_page(request, "audits/site_form", {"form": form, "site": row}, "sites", status)


@staff_page(*KEEPERS)
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: its last result, its trend, its audits, its evaluation."""
    return site_page(request, queries.site_for(pk, request.staff.organisations))


def site_page(
    request: HttpRequest, row: Site, retire_form: RetireForm | None = None, phone: bool = False
) -> HttpResponse:
    """The page of a site; ``retire_form`` could not be taken, ``phone`` shows the number of whom to call."""
    page = page_of(request, queries.runs_of(row), SHOWN_RUNS)
    runs = list(queries.runs_of(row).filter(state=AuditRun.State.DONE)[:SHOWN_RUNS])[::-1]
    shown: dict[str, Any] = {
        "site": row,
        "page": page,
        "runs": runs,
        "last": runs[-1] if runs else None,
        "open": row.runs.filter(state__in=AuditRun.OPEN).first(),
        "chart": trend(runs) if len(runs) > 1 else "",
        "standing": queries.standing_evaluation(row),
        "counts": queries.state_counts(row),
        "browser": browser_present(),
        "retire_form": retire_form or RetireForm(auto_id="r-%s"),
        "phone": row.contact_phone if phone else "",
    }
    return office_page(request, "audits/site", shown, "sites", status=422 if retire_form else 200)


@staff_page(*KEEPERS)
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The number of who looks after it, once; that it was read is logged."""
    row = queries.site_for(pk, request.staff.organisations)
    log_access(request.staff.actor, "audits.contact", _("Calling about a site"), row.organisation, None, row.object_key)
    return site_page(request, row, phone=True)


@staff_page(*KEEPERS)
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Looked after no longer."""
    row, form = queries.site_for(pk, request.staff.organisations), RetireForm(request.POST, auto_id="r-%s")
    if form.is_valid():
        try:
            services.retire_site(row, form.cleaned_data["reason"], revision_of(request), request.staff.actor)
        except DomainError as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("The site is looked after no longer. What was found stays."))
            return redirect("office:site", pk)
    return site_page(request, row, form)


@staff_page(*KEEPERS)
@require_POST
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for an audit now."""
    row = queries.site_for(pk, request.staff.organisations)
    done = _("The audit is asked for. It begins as soon as the worker is free; open this page again in a while.")
    return attempt(
        request, lambda: services.ask_for_audit(row, request.staff.actor), done, reverse("office:site", args=[pk])
    )
