"""Who acts. Every service takes an Actor, so that no write is without an author."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from silverbridge.domain.accounts.models import Partner, User


class ActorKind(StrEnum):
    """In what capacity somebody acts."""

    SELF = "self"
    AGENT = "agent"
    STAFF = "staff"
    PARTNER = "partner"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """``scope`` is what a client's idempotency key is scoped to: its session, its user or its credential."""

    kind: ActorKind
    scope: str
    user: User | None = None
    partner: Partner | None = None

    @classmethod
    def visitor(cls, session: str, for_another: bool = False) -> Actor:
        """Somebody at an unattended door: the elder, or (``for_another``) an agent."""
        return cls(ActorKind.AGENT if for_another else ActorKind.SELF, f"session:{session}")

    @classmethod
    def staff(cls, user: User) -> Actor:
        return cls(ActorKind.STAFF, f"user:{user.pk}", user=user)

    @classmethod
    def of_partner(cls, partner: Partner) -> Actor:
        return cls(ActorKind.PARTNER, f"partner:{partner.pk}", partner=partner)

    @classmethod
    def system(cls, name: str) -> Actor:
        return cls(ActorKind.SYSTEM, f"system:{name}")
