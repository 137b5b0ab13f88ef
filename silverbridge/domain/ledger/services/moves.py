"""How every move of a hand-out is made: once, from the state it was seen in, with a line in its history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import Move, make, note
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.events import Payload
from silverbridge.domain.ledger.models import HandOut
from silverbridge.domain.places.models import Organisation

DEEPEST = 4  # city, county, township, village: no further


def move(
    handout: HandOut,
    kind: str,
    revision: int,
    actor: Actor,
    behalf: Organisation,
    allowed: Collection[str],
    body: Any = None,
    remark: str = "",
    **changes: Any,
) -> bool:
    """Moves a hand-out on, as ``accounts.moves.make``. Raises DomainError ``handout_state`` when it is in another state."""
    return make(Move(kind, actor, behalf, remark, body), handout, revision, allowed, wrong_state, **changes)


def wrong_state(handout: HandOut) -> DomainError:
    """The answer to what cannot be done in this state."""
    return DomainError(
        "handout_state",
        _("This cannot be done now: the task is “%(state)s”."),
        _("Look at its page for what can be done."),
        state=handout.get_state_display(),
    )


def tell(payload: Payload, handout: HandOut, actor: Actor, behalf: Organisation) -> None:
    """The event of a move."""
    note(payload, handout.object_key, actor, behalf)


def depth_of(handout: HandOut) -> int:
    """1 for a hand-out of the ledger itself, one more each time it was handed on."""
    depth, above = 1, handout.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
