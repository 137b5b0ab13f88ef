"""Who stands above and below whom, for oversight."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from silverbridge.domain.accounts.models import RoleGrant, Scope, User
from silverbridge.domain.ledger.services.handing import units_below
from silverbridge.domain.oversight.basics import KEEPERS
from silverbridge.domain.places.models import Dated, Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below, today

KINDS = (OrganisationRelation.Kind.ADMINISTERS, OrganisationRelation.Kind.SUPERVISES)


def looked_at(organisation: Organisation) -> set[int]:
    """Ids of the organisation and every unit it administers or supervises: what it may look at."""
    return {organisation.pk} | units_below(organisation)


def whole(unit: Organisation) -> set[int]:
    """Ids of a unit with all it administers: what counts for the unit."""
    return {unit.pk} | below(unit, OrganisationRelation.Kind.ADMINISTERS)


def above(held: Iterable[int]) -> set[int]:
    """Ids of everybody above these organisations today, by administering or supervising; themselves included."""
    found, edge = set(held), set(held)
    while edge:
        rows = OrganisationRelation.objects.filter(Dated.on(today()), kind__in=KINDS, lower__in=edge)
        edge = set(rows.values_list("upper_id", flat=True)) - found
        found |= edge
    return found


def visitors(organisation: Organisation, allowed: Iterable[str] = KEEPERS) -> list[User]:
    """Who can be sent on a visit for an organisation: holders of one of these roles that reach it, by name."""
    grants = RoleGrant.objects.filter(Dated.on(today()), role__in=list(allowed), user__is_active=True)
    over = {kind: _over(organisation, kind) for kind in Scope.values if kind != Scope.OWN}
    reaching = Q(organisation=organisation)
    for kind, uppers in over.items():
        reaching |= Q(scope=kind, organisation__in=uppers)
    return list(User.objects.filter(pk__in=grants.filter(reaching).values("user")).order_by("display_name", "pk"))


def _over(organisation: Organisation, kind: str) -> set[int]:
    """Ids of everybody above an organisation by one kind of relation."""
    found: set[int] = set()
    edge = {organisation.pk}
    while edge:
        rows = OrganisationRelation.objects.filter(Dated.on(today()), kind=kind, lower__in=edge)
        edge = set(rows.values_list("upper_id", flat=True)) - found - {organisation.pk}
        found |= edge
    return found
