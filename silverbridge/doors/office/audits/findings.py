"""Findings: of a site, in our hands, and one of them with what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.audits import queries, services
from silverbridge.domain.audits.models import Finding, Site
from silverbridge.domain.audits.models.findings import Severity
from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.doors.office.audits.forms import AssignForm, EmptyForm, MendForm, RemarkForm
from silverbridge.doors.office.audits.sites import revision_of
from silverbridge.doors.office.chrome import KEEPERS, office_page, page_of, supervised
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.webaudit import load_pack

State = Finding.State
Run = Callable[[Finding, int, Any, Actor], Any]


def _remark(service: Callable[..., Any]) -> Run:
    return lambda row, revision, form, actor: service(row, revision, form.cleaned_data["remark"], actor)


# code: title, button, what is said when done, form, states, whose (unit, keeper, supervisor), what the service is told
ACTS: dict[str, tuple[Any, Any, Any, type[OfficeForm], tuple[str, ...], str, Run]] = {
    "acknowledge": (
        gettext_lazy("Acknowledge"),
        gettext_lazy("We have it"),
        gettext_lazy("The finding is acknowledged."),
        EmptyForm,
        (State.ASSIGNED,),
        "unit",
        lambda row, revision, _form, actor: services.acknowledge(row, revision, actor),
    ),
    "mend": (
        gettext_lazy("Say it is mended"),
        gettext_lazy("It is mended"),
        gettext_lazy("Noted. The next audit proves it, or returns it."),
        MendForm,
        Finding.OWED,
        "unit",
        _remark(services.mend),
    ),
    "return": (
        gettext_lazy("Return"),
        gettext_lazy("It is not mended"),
        gettext_lazy("The finding is returned to the unit."),
        RemarkForm,
        (State.MENDED,),
        "keeper",
        _remark(services.send_back),
    ),
    "exempt": (
        gettext_lazy("Exempt the finding"),
        gettext_lazy("Exempt it"),
        gettext_lazy("It is exempted. It still counts as failed."),
        RemarkForm,
        (State.OPEN, *Finding.IN_HAND),
        "supervisor",
        _remark(services.exempt),
    ),
    "lift": (
        gettext_lazy("Lift the exemption"),
        gettext_lazy("Lift it"),
        gettext_lazy("The exemption is lifted."),
        RemarkForm,
        (State.EXEMPTED,),
        "supervisor",
        _remark(services.lift),
    ),
}


@staff_page(*KEEPERS)
def ours(request: HttpRequest) -> HttpResponse:
    """What units within reach have in hand, the earliest day first; only what is late, if asked."""
    reach, late = request.staff.organisations, request.GET.get("late") == "1"
    page = page_of(request, queries.owed_to(reach, late))
    rows = [(row, queries.standing_of(row)) for row in page]
    shown = {"page": page, "rows": rows, "late": late, "late_count": queries.owed_to(reach, late=True).count()}
    return office_page(request, "audits/ours", shown, "sites")


@staff_page(*KEEPERS)
def of_site(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found at a site, gravest first; several are assigned at once."""
    return list_page(request, queries.site_for(pk, request.staff.organisations))


def list_page(request: HttpRequest, row: Site, form: AssignForm | None = None) -> HttpResponse:
    """The page; ``form`` could not be taken."""
    asked = {name: request.GET.get(name, "") for name in ("state", "severity", "rule")}
    page, counts = page_of(request, queries.findings_of(row, **asked)), queries.state_counts(row)
    ticked = set(request.POST.getlist("finding"))
    shown = {
        "site": row,
        "page": page,
        "rows": [(one, queries.standing_of(one), f"{one.pk}-{one.revision}" in ticked) for one in page],
        "counts": counts,
        "states": [(code, label, counts[code]) for code, label in State.choices if counts.get(code)],
        "severities": Severity.choices,
        "rules": [(code, load_pack()[code]) for code in _rules(row)],
        "total": sum(n for code, n in counts.items() if code in State.values),
        "form": form or AssignForm(request.staff.organisations, auto_id="a-%s"),
        **asked,
    }
    return office_page(request, "audits/findings", shown, "sites", status=422 if form else 200)


def _rules(row: Site) -> list[str]:
    held = row.findings.filter(outcome="fail").order_by("rule").values_list("rule", flat=True).distinct()
    return [code for code in held if code in load_pack()]


@staff_page(*KEEPERS)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives those ticked to a unit."""
    row = queries.site_for(pk, request.staff.organisations)
    form = AssignForm(request.staff.organisations, request.POST, auto_id="a-%s")
    if form.is_valid():
        data, seen = form.cleaned_data, [_seen(value) for value in request.POST.getlist("finding")]
        try:
            n = services.assign(
                seen, row.pk, data["unit"], data["person"], data["due"], data["remark"], request.staff.actor
            )
        except DomainError as refusal:
            show(form, refusal)
        else:
            done = ngettext("%(n)s finding is assigned.", "%(n)s findings are assigned.", n) % {"n": n}
            messages.success(request, done)
            return redirect("office:site-findings", pk)
    return list_page(request, row, form)


def _seen(value: str) -> tuple[int, int]:
    """Id and revision of a finding as it was shown; (0, 0) for anything else, which none has."""
    pk, _dash, revision = value.partition("-")
    both = (pk.isdecimal() and len(pk) < 18) and (revision.isdecimal() and len(revision) < 10)
    return (int(pk), int(revision)) if both else (0, 0)


@staff_page(*KEEPERS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: where, what was measured, who has it, and its history."""
    return finding_page(request, queries.finding_for(pk, request.staff.organisations))


def finding_page(request: HttpRequest, row: Finding, tried: tuple[str, OfficeForm] | None = None) -> HttpResponse:
    """The page; ``tried`` is the act and the form that could not be taken."""
    reach = request.staff.organisations
    own = {
        "unit": row.unit_id in reach,
        "keeper": row.site.organisation_id in reach,
        "supervisor": row.site.organisation_id in supervised(request),
    }
    offers = []
    for code, (title, button, _done, form, states, whose, _run) in ACTS.items():
        failed = tried is not None and tried[0] == code
        if failed or (row.state in states and own[whose] and row.outcome == "fail"):
            shown_form = tried[1] if tried and failed else form(auto_id=f"{code}-%s")
            offers.append({"code": code, "title": title, "button": button, "form": shown_form, "open": failed})
    shown = {
        "finding": row,
        "site": row.site,
        "rule": load_pack().get(row.rule),
        "standing": queries.standing_of(row),
        "offers": offers,
        "seen_site": own["keeper"],
        "sightings": row.sightings.select_related("run").defer("run__outcomes", "run__pages").order_by("-run")[:8],
        "steps": row.steps.select_related("by", "run"),
    }
    return office_page(request, "audits/finding", shown, "sites", status=422 if tried else 200)


@staff_page(*KEEPERS)
@require_POST
def do(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One move of a finding."""
    row = queries.finding_for(pk, request.staff.organisations)
    if act not in ACTS:
        raise Http404
    _title, _button, done, kind, _states, _whose, run = ACTS[act]
    form = kind(request.POST, auto_id=f"{act}-%s")
    if not form.is_valid():
        return finding_page(request, row, (act, form))
    try:
        run(row, revision_of(request), form, request.staff.actor)
    except NotFound:
        raise
    except DomainError as refusal:
        show(form, refusal)
        return finding_page(request, queries.finding_for(pk, request.staff.organisations), (act, form))
    messages.success(request, str(done))
    return redirect(reverse("office:site-finding", args=[pk]))
