"""Who may write what about returns, and how each write is noted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.models import Role, User
from silverbridge.domain.accounts.queries import organisations, speaks_for
from silverbridge.domain.core.errors import Forbidden
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns.models import Filing

KEEPERS = (Role.OFFICER, Role.SUPERVISOR)
HEADS = (Role.SUPERVISOR,)


def may_fill(user: User | None, filing: Filing) -> bool:
    """Whether somebody keeps the returns of the unit, and does not stand above both sides."""
    return user is not None and speaks_for(user, KEEPERS, filing.unit_id, filing.receiver_id)


def may_sign(user: User | None, filing: Filing) -> bool:
    """Whether somebody signs for the unit as its head: its supervisor, and nobody who stands above both sides."""
    return user is not None and speaks_for(user, HEADS, filing.unit_id, filing.receiver_id)


def may_receive(user: User | None, filing: Filing) -> bool:
    """Whether somebody keeps the returns that the receiver gets."""
    return user is not None and speaks_for(user, KEEPERS, filing.receiver_id)


def may_decide(user: User | None, filing: Filing) -> bool:
    """Whether somebody decides for the receiver: extends, exempts, chases, seals."""
    return user is not None and speaks_for(user, HEADS, filing.receiver_id)


def check_filler(actor: Actor, filing: Filing) -> None:
    """Passes who fills in the unit's returns. Raises Forbidden."""
    _check(may_fill(actor.user, filing), _("Only the unit that owes this return does this."))


def check_head(actor: Actor, filing: Filing) -> None:
    """Passes the unit's head. Raises Forbidden."""
    _check(may_sign(actor.user, filing), _("Only the head of the unit signs off: somebody with the supervisor's role."))


def check_receiver(actor: Actor, filing: Filing) -> None:
    """Passes who receives this return. Raises Forbidden."""
    _check(may_receive(actor.user, filing), _("Only who receives this return does this."))


def check_decider(actor: Actor, filing: Filing) -> None:
    """Passes a supervisor of the receiver. Raises Forbidden."""
    _check(may_decide(actor.user, filing), _("Only a supervisor of who receives this return does this."))


def check_owner(actor: Actor, organisation: Organisation) -> None:
    """Passes a supervisor of the organisation, and the system. Raises Forbidden."""
    if actor.kind != ActorKind.SYSTEM:
        reach = organisations(actor.user, HEADS) if actor.user else set()
        _check(organisation.pk in reach, _("Only a supervisor of this organisation does this."))


def _check(allowed: bool, message: object) -> None:
    if not allowed:
        raise Forbidden("returns_role", message, _("Ask somebody who has that role there."))
