"""Evaluations: made, issued, explained down to the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.accounts.queries import speaks_for
from silverbridge.domain.evidence.queries import indicator, quarter_period
from silverbridge.domain.evidence.rows import ROWS_PER_PAGE, evidence_rows
from silverbridge.domain.ledger.services.handing import units_below
from silverbridge.domain.oversight.models import Evaluation, UnitScore
from silverbridge.domain.oversight.queries import scores as queries
from silverbridge.domain.oversight.queries.definitions import is_share, schemes
from silverbridge.domain.oversight.queries.reach import whole
from silverbridge.domain.oversight.services import evaluate, issue_evaluation
from silverbridge.domain.oversight.services.evaluating import score_of
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import names_of, today
from silverbridge.doors.office.chrome import attempt, own_organisation, page_of, supervised
from silverbridge.doors.office.forms.ledger import PurposeForm
from silverbridge.doors.office.oversight.forms.judging import EvaluateForm
from silverbridge.doors.office.oversight.forms.visits import said
from silverbridge.doors.office.oversight.views.shared import KEEPERS, SUPERVISORS, acted, form_page, page, starting
from silverbridge.doors.office.rowpages import RowsPaginator
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.evaluation import EvaluationScheme, ScoredItem
from silverbridge.engines.evaluation.scheme import Item
from silverbridge.engines.indicators import parts

PURPOSES = "oversight_purposes"


@staff_page(*KEEPERS)
def evaluation_list(request: HttpRequest) -> HttpResponse:
    """Evaluations one made, and issued scores of one's own units."""
    reach = request.staff.organisations
    rows = page_of(request, queries.evaluations_for(reach))
    return page(request, "evaluations", {"page": rows, "scores": list(queries.scores_about(reach)[:20])})


@staff_page(*KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """Scores units for a period."""
    reach, (first, last) = set(request.staff.organisations), quarter_period()
    own = Organisation.objects.filter(pk=own_organisation(request)).first()
    # A whole reach is a whole tree: the units below where one works are offered, or those below anybody in reach.
    units = units_below(own) if own else set()
    units = units or {pk for one in Organisation.objects.filter(pk__in=reach) for pk in units_below(one)}
    start = starting(request, first=first, last=last)
    form = EvaluateForm(reach, units, schemes(today()), request.POST or None, initial=start)

    def act() -> Evaluation:
        data = form.cleaned_data
        chosen = [unit.pk for unit in data["units"]]
        who = request.staff.actor
        return evaluate(data["organisation"], data["scheme"], form.period, chosen, who, as_of=data["as_of"])

    made = acted(request, form, act, _("The units are scored. Nobody else sees it before it is issued."))
    if made is not None:
        return redirect("office:evaluation", made.pk)
    back = (reverse("office:evaluations"), _("Evaluations"))
    intro = _("Figures are those computed last. What has no data is not scored, and is never zero.")
    return form_page(request, form, _("Score units"), back, _("Score"), intro)


@staff_page(*KEEPERS)
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: every unit with its points, what could be scored, and its place."""
    row = queries.evaluation_for(pk, request.staff.organisations)
    scheme = EvaluationScheme.model_validate(row.scheme)
    shown = {
        "evaluation": row,
        "scheme": said(scheme.name),
        "meaning": said(scheme.meaning),
        "scores": row.scores.select_related("organisation"),
        "versions": queries.versions_of(row),
        "appeals": queries.appeals_of(row),
        "may_issue": row.state == Evaluation.State.DRAFT and row.organisation_id in supervised(request),
    }
    return page(request, "evaluation", shown)


@staff_page(*SUPERVISORS)
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The units see their scores from now on."""
    row = queries.evaluation_for(pk, request.staff.organisations)
    back = reverse("office:evaluation", args=[pk])
    return attempt(request, lambda: issue_evaluation(row, request.staff.actor), _("The scores are issued."), back)


@dataclass(frozen=True)
class Line:
    """One item of a score as the page shows it."""

    item: Item
    name: str
    scored: ScoredItem
    share: bool
    measured: bool
    rows: list[tuple[Any, str]]


def address_of(kind: str, key: str, seen: bool) -> str:
    """Where a row of a score leads, for whoever may go there; empty where it leads nowhere further."""
    names = {"visit": "visit", "call": "call-round", "filing": "return-filing"}
    if not seen and kind != "filing":  # a unit opens its own returns; what a plan or a round holds is not its own
        return ""
    return reverse(f"office:{names[kind]}", args=[key]) if kind in names else ""


@staff_page(*KEEPERS)
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's score, explained: how each point came about, and of which rows."""
    row = queries.score_for(pk, request.staff.organisations)
    evaluation, scheme = row.evaluation, EvaluationScheme.model_validate(row.evaluation.scheme)
    seen = evaluation.organisation_id in request.staff.organisations
    found = score_of(scheme, str(row.organisation_id), row.facts)
    lines = [
        Line(
            item,
            said(item.name),
            scored,
            is_share(item),
            item.source.kind == "indicator",
            [(told, address_of(told.kind, told.key, seen)) for told in scored.reading.rows if told.kind != "indicator"],
        )
        for item, scored in zip(scheme.items, found.items, strict=True)
    ]
    taken = [
        (said(rule.name), rule, one, [(told, address_of(told.kind, told.key, seen)) for told in one.rows])
        for rule, one in zip(scheme.deductions, found.taken, strict=True)
    ]
    own = speaks_for(request.user, KEEPERS, row.organisation_id, evaluation.organisation_id)
    in_time = evaluation.appeal_until is not None and today() <= evaluation.appeal_until
    shown = {"score": row, "evaluation": evaluation, "lines": lines, "taken": taken, "found": found, "seen": seen}
    shown |= {"appeals": row.appeals.all(), "may_appeal": own and in_time, "scheme": said(scheme.name)}
    return page(request, "score", shown)


@staff_page(*KEEPERS)
def rows(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The masked rows behind a measured item, after saying why; each page read is logged."""
    row = queries.score_for(pk, request.staff.organisations)
    scheme = EvaluationScheme.model_validate(row.evaluation.scheme)
    item = next((one for one in scheme.items if one.code == part and one.source.kind == "indicator"), None)
    if item is None:
        raise Http404
    version = indicator(item.source.indicator)
    known = parts(version.definition)
    side = request.GET.get("part", known[0])
    number = request.GET.get("page", "1")
    if side not in known or not number.isdecimal() or len(number) > 9:
        raise Http404
    shown = {"score": row, "name": said(item.name), "version": version, "part": side, "parts": known}
    form, key = PurposeForm(request.POST or None), f"{pk}:{part}"
    if request.method == "POST" and form.is_valid():
        request.session[PURPOSES] = {key: form.cleaned_data["purpose"]}
        return redirect(request.get_full_path())
    purpose = request.session.get(PURPOSES, {}).get(key)
    if request.method == "POST" or not purpose:
        return page(request, "score_purpose", shown | {"form": form}, 422 if form.errors else 200)
    return _rows_page(request, row, shown, int(number), purpose)


def _rows_page(request: HttpRequest, row: UnitScore, shown: dict[str, Any], number: int, purpose: str) -> HttpResponse:
    period = (row.evaluation.first, row.evaluation.last)
    code, side = shown["version"].code, shown["part"]
    # Only organisations of the unit that the reader reaches: the unit itself, or whoever stands above it.
    units = whole(row.organisation) & set(request.staff.organisations)
    if not units:
        raise Http404
    found = evidence_rows(code, period, units, side, number, request.staff.actor, purpose)
    shown["names"] = names_of({one.organisation for one in found.rows}, {one.place for one in found.rows})
    shown |= {"rows": found.rows, "page": RowsPaginator(found.total, ROWS_PER_PAGE).page(number), "purpose": purpose}
    return page(request, "score_rows", shown)
