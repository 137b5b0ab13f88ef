"""How every move of a filing is made: once, from the state it was seen in, with a line in its history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import Move, make
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns.models import Filing


def move(
    filing: Filing,
    kind: str,
    revision: int,
    actor: Actor,
    behalf: Organisation,
    allowed: Collection[str],
    body: Any = None,
    remark: str = "",
    **changes: Any,
) -> bool:
    """Moves a filing on, as ``accounts.moves.make``. Raises DomainError ``filing_state`` when it is in another state."""
    return make(Move(kind, actor, behalf, remark, body), filing, revision, allowed, wrong_state, **changes)


def wrong_state(filing: Filing) -> DomainError:
    """The answer to what cannot be done in this state."""
    return DomainError(
        "filing_state",
        _("This cannot be done now: the return is “%(state)s”."),
        _("Its page shows what can be done."),
        state=filing.get_state_display(),
    )
