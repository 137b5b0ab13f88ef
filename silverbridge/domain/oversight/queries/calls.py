"""Return calls: the rounds one may see, and what they came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.oversight.models import CallRound, ReturnCall

R = ReturnCall.Result


@dataclass(frozen=True)
class Outcome:
    """What calls came to: how many were drawn, reached, not reached, refused, still to be called; and the two shares."""

    drawn: int
    answered: int
    resolved: int
    satisfied: int
    refused: int
    not_reached: int

    @property
    def open(self) -> int:
        """Not called yet, or to be tried again."""
        return self.drawn - self.answered - self.refused - self.not_reached

    @property
    def resolved_share(self) -> float | None:
        """Resolved of those who answered; None when nobody did."""
        return self.resolved / self.answered if self.answered else None

    @property
    def satisfied_share(self) -> float | None:
        """Satisfied of those who answered; None when nobody did."""
        return self.satisfied / self.answered if self.answered else None


COUNTS = {
    "drawn": Count("calls"),
    "answered": Count("calls", filter=Q(calls__result__in=ReturnCall.ANSWERED)),
    "resolved": Count("calls", filter=Q(calls__result__in=(R.SATISFIED, R.RESOLVED))),
    "satisfied": Count("calls", filter=Q(calls__result=R.SATISFIED)),
    "refused": Count("calls", filter=Q(calls__result=R.REFUSED)),
    "not_reached": Count("calls", filter=Q(calls__result=R.NOT_REACHED)),
}


def outcome_of(row: CallRound) -> Outcome:
    """What a round came to; from a round of ``rounds_for`` without a query."""
    if not hasattr(row, "answered"):
        row = CallRound.objects.annotate(**COUNTS).get(pk=row.pk)
    return Outcome(*(getattr(row, name) for name in COUNTS))


def rounds_for(reach: Iterable[int]) -> QuerySet[CallRound]:
    """The rounds of these organisations, newest first, each with its counts."""
    return (
        CallRound.objects.filter(organisation__in=set(reach))
        .select_related("organisation")
        .order_by("-last", "-pk")
        .annotate(**COUNTS)
    )


def round_for(pk: int, reach: Iterable[int]) -> CallRound:
    """One of them. Raises NotFound."""
    row = rounds_for(reach).filter(pk=pk).first()
    if row is None:
        raise NotFound("round", _("There is no such round of calls here."), _("Go back to the list."))
    return row


def open_calls(reach: Iterable[int]) -> int:
    """How many calls nobody has made yet."""
    return ReturnCall.objects.filter(round__organisation__in=set(reach), result="").count()


def calls_of(row: CallRound) -> QuerySet[ReturnCall]:
    """Whom to call, those to be called first."""
    rows = row.calls.select_related("request__version", "request__organisation", "request__assignee", "by")
    return rows.order_by(F("result").asc(), "order")


def call_for(pk: int, reach: Iterable[int]) -> ReturnCall:
    """One call of a round one may see. Raises NotFound."""
    rows = ReturnCall.objects.select_related(
        "round__organisation", "request__version", "request__organisation", "request__person", "request__assignee", "by"
    )
    row = rows.filter(pk=pk, round__organisation__in=set(reach)).first()
    if row is None:
        raise NotFound("call", _("There is no such call here."), _("Go back to the list."))
    return row


def calls_in(units: Iterable[int], period: tuple[date, date]) -> list[ReturnCall]:
    """Every drawn call of these units (ids) about requests completed within a period."""
    rows = ReturnCall.objects.filter(
        round__organisation__in=set(units), round__first__gte=period[0], round__last__lte=period[1]
    )
    return list(rows.select_related("request__version", "round").order_by("round", "order"))
