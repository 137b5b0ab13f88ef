"""What somebody may do, for which organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from silverbridge.domain.accounts.models import Access, Partner, Role, RoleGrant, Scope, UnsentForm, User
from silverbridge.domain.core.ciphers import digests
from silverbridge.domain.places.models import Dated
from silverbridge.domain.places.queries import below, today


def grants(user: User) -> QuerySet[RoleGrant]:
    """The grants that hold today."""
    if not user.is_authenticated or not user.is_active:
        return RoleGrant.objects.none()
    return RoleGrant.objects.filter(Dated.on(today()), user=user).select_related("organisation")


def roles(user: User) -> set[str]:
    """The roles somebody holds today, anywhere."""
    return set(grants(user).values_list("role", flat=True))


def organisations(user: User, allowed: Iterable[str]) -> set[int]:
    """Ids of the organisations for which the user holds one of the ``allowed`` roles today."""
    found: set[int] = set()
    for grant in grants(user).filter(role__in=list(allowed)):
        found.add(grant.organisation_id)
        if grant.scope != Scope.OWN:
            found |= below(grant.organisation, grant.scope)
    return found


def speaks_for(user: User, allowed: Iterable[str], organisation: int, not_for: int | None = None) -> bool:
    """Whether the user holds one of these roles for an organisation today, by a grant that does not also reach ``not_for``.

    Of two sides that face each other, whoever stands above both speaks for neither by that.
    """
    for grant in grants(user).filter(role__in=list(allowed)):
        reach = {grant.organisation_id}
        if grant.scope != Scope.OWN:
            reach |= below(grant.organisation, grant.scope)
        if organisation in reach and (not_for is None or not_for not in reach):
            return True
    return False


def needs_second_factor(user: User) -> bool:
    """Supervisors and auditors sign in with a second factor."""
    return bool(roles(user) & {Role.SUPERVISOR, Role.AUDITOR})


def partner_of(credential: str) -> Partner | None:
    """The partner whose credential this is, unless revoked."""
    return Partner.objects.filter(digest__in=digests(credential, "partner"), revoked_at__isnull=True).first()


def access_log(organisation_ids: set[int]) -> QuerySet[Access]:
    """The log of these organisations, newest first."""
    return Access.objects.filter(organisation__in=organisation_ids).select_related("user", "partner", "organisation")


def oldest_unsent() -> datetime:
    """Since when unsent forms are still shown: ``STAFF_UNSENT_MINUTES`` ago."""
    return timezone.now() - timedelta(minutes=settings.STAFF_UNSENT_MINUTES)


def unsent_forms(user: User) -> QuerySet[UnsentForm]:
    """What this person posted while signed out and has neither sent again nor dropped, newest first."""
    return UnsentForm.objects.filter(user=user, kept_at__gte=oldest_unsent())
