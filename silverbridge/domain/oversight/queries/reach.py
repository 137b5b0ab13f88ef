"""Who stands above and below whom, for oversight."""

from __future__ import annotations

from collections.abc import Iterable

from silverbridge.domain.accounts.models import RoleGrant, User
from silverbridge.domain.accounts.queries import organisations
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
    users = User.objects.filter(pk__in=grants.values("user")).order_by("display_name", "pk")
    return [user for user in users if organisation.pk in organisations(user, allowed)]
