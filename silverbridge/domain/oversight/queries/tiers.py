"""Runs of tiers and accreditations, for who may see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.oversight.models import Accreditation, TierPlacement, TierRun
from silverbridge.domain.places.models import Place
from silverbridge.domain.places.queries import today


def runs_for(reach: Iterable[int]) -> QuerySet[TierRun]:
    """Runs of these organisations, newest first."""
    rows = TierRun.objects.filter(organisation__in=set(reach)).defer("facts")
    return (
        rows.select_related("organisation", "made_by", "confirmed_by")
        .order_by("-last", "-pk")
        .annotate(outlets=Count("placements"))
    )


def run_for(pk: int, reach: Iterable[int]) -> TierRun:
    """One of them. Raises NotFound."""
    row = runs_for(reach).filter(pk=pk).first()
    if row is None:
        raise NotFound("tiers", _("There are no such tiers here."), _("Go back to the list."))
    return row


def placements_of(run: TierRun, tier: str = "") -> QuerySet[TierPlacement]:
    """Where its outlets stand, best first; of one tier, if one is named."""
    rows = run.placements.select_related("place__organisation")
    return rows.filter(tier=tier) if tier else rows


def accreditations_for(reach: Iterable[int]) -> QuerySet[Accreditation]:
    """Accreditations of places of these organisations, newest first."""
    rows = Accreditation.objects.filter(place__organisation__in=set(reach))
    return rows.select_related("place__organisation", "file")


def accreditation_for(pk: int, reach: Iterable[int]) -> Accreditation:
    """One of them. Raises NotFound."""
    row = accreditations_for(reach).filter(pk=pk).first()
    if row is None:
        raise NotFound("accreditation", _("There is no such accreditation here."), _("Go back to the list."))
    return row


def outlets_in(reach: Iterable[int]) -> QuerySet[Place]:
    """Open outlets of these organisations."""
    rows = Place.objects.filter(organisation__in=set(reach), kind=Place.Kind.OUTLET)
    return rows.exclude(closed_on__lte=today()).order_by("name")
