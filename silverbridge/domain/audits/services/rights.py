"""Who may write what about sites, and how each write is noted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.moves import REMARK
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import DomainError, Forbidden
from silverbridge.domain.places.models import Organisation

KEEPERS = (Role.OFFICER, Role.SUPERVISOR)
SUPERVISORS = (Role.SUPERVISOR,)


def check_keeper(actor: Actor, organisation: Organisation) -> None:
    """Passes reporting officers and supervisors whose role reaches the organisation, and the system. Raises Forbidden."""
    check_role_over(actor, organisation, KEEPERS)


def check_supervisor(actor: Actor, organisation: Organisation) -> None:
    """Passes only a person who supervises the organisation. Raises Forbidden."""
    if actor.user is None:
        raise Forbidden("role", _("Only a supervisor decides this."), _("Ask a supervisor of this organisation."))
    check_role_over(actor, organisation, SUPERVISORS)


def check_words(text: str, field: str, most: int = REMARK, needed: bool = False) -> str:
    """The text, trimmed. Raises DomainError when it is longer than ``most`` characters, or missing where it is needed."""
    text = text.strip()
    if needed and not text:
        raise DomainError("missing", _("This is still missing."), _("Write a sentence."), field)
    if len(text) > most:
        raise DomainError("too_long", _("This is longer than %(n)s characters."), _("Make it shorter."), field, n=most)
    return text
