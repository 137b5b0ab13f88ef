"""Which partner is calling, and how often it may."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from silverbridge.domain.accounts.models import Partner
from silverbridge.domain.accounts.queries import partner_of
from silverbridge.domain.accounts.services import refresh_partner_digest
from silverbridge.domain.core.attempts import check_attempts, count_attempt

GUARD, SECONDS = "api.partner", 60


class Credential(HttpBearer):
    """``Authorization: Bearer sb_…``. A revoked credential is no credential."""

    def authenticate(self, request: HttpRequest, token: str) -> Partner | None:  # noqa: ARG002 - ninja's signature
        """The partner, or None. Raises Throttled when it has called too often in this minute."""
        partner = partner_of(token) if 0 < len(token) <= 200 else None
        if partner is None:
            return None
        check_attempts(GUARD, str(partner.pk), settings.PARTNER_LIMIT, SECONDS)
        refresh_partner_digest(partner, token)
        return partner


def count_call(partner: Partner) -> None:
    """Counts one call, in the caller's transaction when there is one. Raises Throttled."""
    count_attempt(GUARD, str(partner.pk), settings.PARTNER_LIMIT, SECONDS)
