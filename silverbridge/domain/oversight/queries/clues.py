"""Clues of cash refusal, for the offices they came to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.states import OPEN, State
from silverbridge.domain.oversight.basics import CASH_REFUSAL
from silverbridge.domain.oversight.models import Referral
from silverbridge.domain.places.queries import today

KINDS = ("new", "referred", "overdue", "answered")


def clues(reach: Iterable[int], kind: str = "") -> QuerySet[ServiceRequest]:
    """Clues of these organisations, newest first. ``kind`` is new (not referred), referred, overdue, answered, or all.

    Overdue: not referred by the promised day, or no outcome by the day it was awaited.
    """
    every = Referral.objects.filter(request=OuterRef("pk"))
    waiting, late = every.filter(outcome=""), every.filter(outcome="", due__lt=today())
    told = every.exclude(outcome="").exclude(outcome=Referral.Outcome.NOT_THEIRS)
    rows = ServiceRequest.objects.filter(item=CASH_REFUSAL, organisation__in=set(reach))
    rows = rows.exclude(state__in=(State.WITHDRAWN,)).annotate(
        is_waiting=Exists(waiting), is_late=Exists(late), is_told=Exists(told)
    )
    new = Q(is_waiting=False, is_told=False)
    tests = {
        "new": new & Q(state__in=OPEN),
        "referred": Q(is_waiting=True),
        "overdue": Q(is_late=True) | (new & Q(state__in=OPEN, promised_on__lt=today())),
        "answered": Q(is_told=True),
    }
    if kind in tests:
        rows = rows.filter(tests[kind])
    newest = Referral.objects.order_by("-pk")
    return (
        rows.select_related("organisation", "place", "version", "person")
        .prefetch_related(Prefetch("referrals", newest))
        .order_by("-submitted_at", "-pk")
    )


def clue_for(pk: int, reach: Iterable[int]) -> ServiceRequest:
    """One clue. Raises NotFound."""
    row = clues(reach).filter(pk=pk).first()
    if row is None:
        raise NotFound("clue", _("There is no such clue here."), _("Go back to the list."))
    return row


def referral_for(pk: int, reach: Iterable[int]) -> Referral:
    """One referral of a clue of these organisations. Raises NotFound."""
    rows = Referral.objects.select_related("request__organisation")
    row = rows.filter(pk=pk, request__organisation__in=set(reach)).first()
    if row is None:
        raise NotFound("referral", _("There is no such referral here."), _("Go back to the list."))
    return row
