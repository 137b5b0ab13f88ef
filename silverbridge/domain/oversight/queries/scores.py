"""Evaluations for who makes them, and scores for the units they are of."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.oversight.models import Appeal, Evaluation, UnitScore


def evaluations_for(reach: Iterable[int]) -> QuerySet[Evaluation]:
    """Every version made by these organisations, newest period first."""
    rows = Evaluation.objects.filter(organisation__in=set(reach)).select_related("organisation", "made_by")
    open_appeals = Count("scores__appeals", filter=Q(scores__appeals__state=Appeal.State.FILED))
    return rows.order_by("-last", "scheme_code", "-version").annotate(open_appeals=open_appeals)


def evaluation_for(pk: int, reach: Iterable[int]) -> Evaluation:
    """One of them. Raises NotFound."""
    row = evaluations_for(reach).select_related("issued_by").filter(pk=pk).first()
    if row is None:
        raise NotFound("evaluation", _("There is no such evaluation here."), _("Go back to the list."))
    return row


def versions_of(row: Evaluation) -> QuerySet[Evaluation]:
    """Every version of the same period and scheme, newest first."""
    return Evaluation.objects.filter(
        organisation=row.organisation_id, scheme_code=row.scheme_code, first=row.first, last=row.last
    ).order_by("-version")


def _seen(reach: Iterable[int]) -> Q:
    """Scores of one's own evaluations, and issued scores of one's own unit."""
    held = set(reach)
    issued = Q(evaluation__state=Evaluation.State.ISSUED, organisation__in=held)
    return Q(evaluation__organisation__in=held) | issued


def scores_about(reach: Iterable[int]) -> QuerySet[UnitScore]:
    """Issued scores of these organisations themselves, newest first."""
    rows = UnitScore.objects.filter(organisation__in=set(reach), evaluation__state=Evaluation.State.ISSUED)
    rows = rows.exclude(evaluation__organisation__in=set(reach))
    return rows.select_related("organisation", "evaluation__organisation").order_by("-evaluation__last", "-pk")


def score_for(pk: int, reach: Iterable[int]) -> UnitScore:
    """One score that one may see. Raises NotFound."""
    rows = UnitScore.objects.select_related("organisation", "evaluation__organisation", "evaluation__made_by")
    row = rows.filter(_seen(reach), pk=pk).first()
    if row is None:
        raise NotFound("score", _("There is no such score here."), _("Go back to the list."))
    return row


def appeal_for(pk: int, reach: Iterable[int]) -> Appeal:
    """One appeal, for the unit and for who evaluates. Raises NotFound."""
    held = set(reach)
    rows = Appeal.objects.select_related(
        "score__organisation",
        "score__evaluation__organisation",
        "score__evaluation__made_by",
        "by",
        "decided_by",
        "file",
    )
    seen = Q(score__organisation__in=held) | Q(score__evaluation__organisation__in=held)
    row = rows.filter(seen, pk=pk).first()
    if row is None:
        raise NotFound("appeal", _("There is no such appeal here."), _("Go back to the list."))
    return row


def appeals_of(row: Evaluation) -> QuerySet[Appeal]:
    """The appeals against a version."""
    return Appeal.objects.filter(score__evaluation=row).select_related("score__organisation", "by")


def open_appeals(reach: Iterable[int]) -> int:
    """How many appeals against these organisations' evaluations wait to be decided."""
    rows = Appeal.objects.filter(state=Appeal.State.FILED, score__evaluation__organisation__in=set(reach))
    return rows.count()
