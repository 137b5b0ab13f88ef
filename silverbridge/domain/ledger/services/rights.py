"""Who may write what in the ledger, and how each write is noted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.core.errors import Conflict, Forbidden
from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.places.models import Organisation

KEEPERS = (Role.OFFICER, Role.SUPERVISOR)
SUPERVISORS = (Role.SUPERVISOR,)


def check_keeper(actor: Actor, organisation_id: int) -> None:
    """Passes reporting officers and supervisors of the organisation, and the system itself. Raises Forbidden."""
    if actor.kind != ActorKind.SYSTEM:
        _check(actor, organisation_id, KEEPERS)


def check_supervisor(actor: Actor, organisation_id: int) -> None:
    """Passes only a person who supervises the organisation; no program does. Raises Forbidden."""
    _check(actor, organisation_id, SUPERVISORS)


def _check(actor: Actor, organisation_id: int, allowed: Iterable[str]) -> None:
    if actor.user is None or organisation_id not in organisations(actor.user, allowed):
        raise Forbidden(
            "ledger_role",
            _("Your role does not allow this in this ledger."),
            _("Ask a supervisor of this organisation."),
        )


def somebody_was_first() -> Conflict:
    """The answer to the second of two who change one thing at once."""
    return Conflict(
        "somebody_first",
        _("Somebody else changed this a moment ago."),
        _("Look at it again, then decide."),
    )


def note(payload: Payload, object_key: str, actor: Actor, organisation: Organisation) -> None:
    """Writes the event of a ledger's change, in the caller's transaction."""
    record(payload, Circumstances(object_key=object_key, actor_kind=actor.kind, organisation=organisation.code))
