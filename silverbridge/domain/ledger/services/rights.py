"""Who may write what in the ledger, and how each write is noted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor, ActorKind
from silverbridge.domain.accounts.models import Role, User
from silverbridge.domain.accounts.queries import organisations, speaks_for
from silverbridge.domain.core.errors import Forbidden
from silverbridge.domain.ledger.models import HandOut

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


def may_hold(user: User | None, handout: HandOut) -> bool:
    """Whether somebody acts for the unit that holds the task: keeps its ledger, and does not stand above both sides.

    A task the ledger's organisation gave itself is its reporting officer's; the supervisor who gave it does not also do it.
    """
    own = handout.giver_id == handout.organisation_id
    roles, other = ((Role.OFFICER,), None) if own else (KEEPERS, handout.giver_id)
    return user is not None and speaks_for(user, roles, handout.organisation_id, other)


def may_give(user: User | None, handout: HandOut) -> bool:
    """Whether somebody acts for who handed it out: a supervisor of the ledger, or who keeps the ledger of the unit between."""
    parent = handout.parent
    if user is None or parent is None:
        return user is not None and speaks_for(user, SUPERVISORS, handout.giver_id)
    above = None if parent.giver_id == parent.organisation_id else parent.giver_id
    return speaks_for(user, KEEPERS, handout.giver_id, above)


def check_holder(actor: Actor, handout: HandOut) -> None:
    """Passes who acts for the unit that holds the task. Raises Forbidden."""
    if not may_hold(actor.user, handout):
        raise Forbidden(
            "handout_unit",
            _("Only the unit that holds this task does this."),
            _("Its reporting officer signs in and does it."),
        )


def check_giver(actor: Actor, handout: HandOut) -> None:
    """Passes who acts for who handed it out. Raises Forbidden."""
    if not may_give(actor.user, handout):
        raise Forbidden(
            "handout_giver",
            _("Only who handed this task out does this."),
            _("Ask a supervisor of that organisation."),
        )
