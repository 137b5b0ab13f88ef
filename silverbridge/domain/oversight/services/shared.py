"""What every write of this app needs: the event, words that are there, who may."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.errors import DomainError, Forbidden
from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.places.models import Organisation


def tell(payload: Payload, object_key: str, actor: Actor, organisation: Organisation, **more: Any) -> None:
    """Writes the event of what was done, in the transaction it was done in."""
    where = Circumstances(object_key=object_key, actor_kind=actor.kind, organisation=organisation.code, **more)
    record(payload, where)


def words(text: str, field: str, most: int, needed: bool = True) -> str:
    """The text, trimmed. Raises DomainError when it is missing or longer than ``most`` characters."""
    said = (text or "").strip()
    if needed and not said:
        raise DomainError("missing", _("This is still missing."), _("Write it in a sentence."), field)
    if len(said) > most:
        raise DomainError(
            "too_long", _("This is longer than %(n)s characters."), _("Say it more briefly."), field, n=most
        )
    return said


def check_another(actor: Actor, *others: User | None) -> None:
    """Raises Forbidden when the actor is one of those who did the step before: two people are needed."""
    if actor.user is not None and any(other is not None and other.pk == actor.user.pk for other in others):
        raise Forbidden(
            "same_person", _("Whoever did the step before cannot do this one."), _("Ask somebody else to look at it.")
        )


def lock_numbers(organisation: Organisation) -> None:
    """Lets one at a time give out the next number or version of an organisation, until the transaction ends."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
