"""Writes about staff, partners and the access log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access, Partner, Role, RoleGrant, Scope, UnsentForm, User
from silverbridge.domain.accounts.queries import oldest_unsent, unsent_forms
from silverbridge.domain.core.ciphers import digest
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.models import Organisation, Place

MOST_UNSENT = 5


@transaction.atomic
def save_user(
    username: str,
    display_name: str,
    password: str | None = None,
    place: Place | None = None,
    desk_number: str = "",
) -> User:
    """Makes or updates somebody of the staff; without a password they cannot sign in until one is set."""
    user, made = User.objects.get_or_create(username=username, defaults={"display_name": display_name})
    user.display_name, user.place, user.desk_number = display_name, place, desk_number
    if password:
        user.set_password(password)
    elif made:
        user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def grant(
    user: User,
    role: str,
    organisation: Organisation,
    since: date,
    until: date | None = None,
    scope: str = Scope.OWN,
) -> RoleGrant:
    """Gives a role. Raises DomainError for an unknown role or scope."""
    if role not in Role.values or scope not in Scope.values:
        raise DomainError(
            "role",
            _("“%(role)s” is no role."),
            _("Use one of: %(roles)s."),
            "role",
            role=role,
            roles=", ".join(Role.values),
        )
    row, _made = RoleGrant.objects.update_or_create(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=since,
        defaults={"valid_until": until, "scope": scope},
    )
    return row


@transaction.atomic
def make_partner(
    code: str, name: str, organisation: Organisation, items: list[str] | None = None
) -> tuple[Partner, str]:
    """Registers a partner; returns it with its credential, which is shown once and stored only as a digest."""
    credential = "sb_" + secrets.token_urlsafe(32)
    partner = Partner.objects.create(
        code=code,
        name=name,
        organisation=organisation,
        digest=digest(credential, "partner"),
        items=items or [],
    )
    return partner, credential


def refresh_partner_digest(partner: Partner, credential: str) -> None:
    """After a rotation of keys: stores the digest under the newest one, when the partner calls and shows its credential."""
    newest = digest(credential, "partner")
    if partner.digest != newest:
        Partner.objects.filter(pk=partner.pk, digest=partner.digest).update(digest=newest)


def revoke_partner(partner: Partner) -> None:
    """Its credential stops working at once."""
    Partner.objects.filter(pk=partner.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def log_access(
    actor: Actor,
    what: str,
    purpose: str,
    organisation: Organisation | None,
    subject_key: str | None = None,
    object_key: str | None = None,
) -> Access:
    """Writes down that somebody read personal data. Raises DomainError without a purpose."""
    if not purpose.strip():
        raise DomainError("purpose", _("The purpose is missing."), _("Say why you need to see this."), "purpose")
    return Access.objects.create(
        user=actor.user,
        partner=actor.partner,
        organisation=organisation,
        subject_key=subject_key,
        object_key=object_key,
        what=what,
        purpose=purpose.strip()[:60],
    )


@dataclass(frozen=True)
class Read:
    """One record among those that were read together."""

    organisation: Organisation | None
    subject_key: str | None = None
    object_key: str | None = None


def log_reading(actor: Actor, what: str, purpose: str, records: Iterable[Read]) -> int:
    """Writes down that somebody read several records at once, a row for each; returns how many. Raises as ``log_access``."""
    if not purpose.strip():
        raise DomainError("purpose", _("The purpose is missing."), _("Say why you need to see this."), "purpose")
    rows = [
        Access(
            user=actor.user,
            partner=actor.partner,
            organisation=read.organisation,
            subject_key=read.subject_key,
            object_key=read.object_key,
            what=what,
            purpose=purpose.strip()[:60],
        )
        for read in records
    ]
    return len(Access.objects.bulk_create(rows))


@transaction.atomic
def keep_unsent(user: User, content: dict[str, Any]) -> UnsentForm:
    """Keeps what somebody posted while signed out, the newest five of each person; clears away what is over its time."""
    forget_unsent()
    row = UnsentForm.objects.create(user=user, content=content)
    newest = UnsentForm.objects.filter(user=user).values_list("pk", flat=True)[:MOST_UNSENT]
    UnsentForm.objects.filter(user=user).exclude(pk__in=list(newest)).delete()
    return row


def drop_unsent(user: User, key: str) -> bool:
    """Forgets what was kept for this person under this key; whether there was anything."""
    return unsent_forms(user).filter(key=key).delete()[0] > 0


def forget_unsent() -> int:
    """Erases unsent forms that are over their time; returns how many. Part of ``silverbridge tick``."""
    return UnsentForm.objects.filter(kept_at__lt=oldest_unsent()).delete()[0]
