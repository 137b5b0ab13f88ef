"""What somebody can do with a hand-out now: by its state, and by the side they act for."""

from __future__ import annotations

from dataclasses import dataclass

from silverbridge.domain.accounts.models import User
from silverbridge.domain.ledger.models import HandOut
from silverbridge.domain.ledger.services.rights import may_give, may_hold

State = HandOut.State
HOLDER = {
    State.HANDED_OUT: ("acknowledge",),
    State.IN_PROGRESS: ("report", "material", "ask", "hand-on"),
    State.CLOSING_ASKED: ("material",),
}
GIVER = {
    State.HANDED_OUT: ("chase", "withdraw"),
    State.IN_PROGRESS: ("chase", "withdraw"),
    State.CLOSING_ASKED: ("verify", "send-back"),
    State.VERIFIED: ("close", "send-back"),
    State.CLOSED: ("look-back",),
}


@dataclass(frozen=True)
class Acts:
    """The sides somebody acts for, and what can be done from there."""

    holds: bool
    gives: bool
    possible: tuple[str, ...]


def acts_of(user: User, handout: HandOut) -> Acts:
    """What this user can do with this hand-out now. The services check it again."""
    holds, gives = may_hold(user, handout), may_give(user, handout)
    possible = (HOLDER.get(handout.state, ()) if holds else ()) + (GIVER.get(handout.state, ()) if gives else ())
    return Acts(holds, gives, possible)
