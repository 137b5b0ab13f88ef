"""Who may write what, by role: for services whose right hangs on an organisation alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.core.errors import Forbidden
from silverbridge.domain.places.models import Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below


def check_role_over(actor: Actor, organisation: Organisation, allowed: Iterable[str]) -> None:
    """Passes who holds one of these roles for the organisation or one that administers it, and the system. Raises Forbidden."""
    if actor.kind == ActorKind.SYSTEM:
        return
    held = organisations(actor.user, allowed) if actor.user else set()
    if organisation.pk in held:
        return
    for upper in Organisation.objects.filter(pk__in=held):
        if organisation.pk in below(upper, OrganisationRelation.Kind.ADMINISTERS):
            return
    raise Forbidden(
        "role",
        _("Your role does not allow this for %(name)s."),
        _("Ask somebody who keeps its ledger."),
        name=organisation.name,
    )
