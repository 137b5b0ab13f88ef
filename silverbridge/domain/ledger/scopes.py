"""Which organisations a ledger speaks of: its own and those it administers."""

from __future__ import annotations

from silverbridge.domain.places.models import Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below


def within(organisation: Organisation) -> set[int]:
    """Ids of an organisation and of all it administers today."""
    return {organisation.pk} | below(organisation, OrganisationRelation.Kind.ADMINISTERS)
