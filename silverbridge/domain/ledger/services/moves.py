"""How every move of a hand-out is made: once, from the state it was seen in, with a line in its history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.idempotency import body_hash
from silverbridge.domain.ledger.models import HandOut, Step
from silverbridge.domain.ledger.services.rights import note, somebody_was_first
from silverbridge.domain.places.models import Organisation

REMARK = 400  # characters
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
    """Moves a hand-out on from one of the ``allowed`` states, as seen at ``revision``; to be called in a transaction.

    Answers True when it was moved now, False when the very same was sent before (a double click). Raises DomainError when it is
    in another state, Conflict when somebody moved it since it was seen.
    """
    hashed = sent(kind, actor, [remark, body])
    rows = HandOut.objects.filter(pk=handout.pk, revision=revision, state__in=list(allowed))
    moved = rows.update(revision=revision + 1, updated_at=timezone.now(), **changes)
    handout.refresh_from_db()
    if moved:
        write_step(handout, kind, actor, behalf, hashed, remark, handout.revision)
        return True
    if Step.objects.filter(handout=handout, revision=revision + 1, body_hash=hashed).exists():
        return False
    if handout.revision != revision:
        raise somebody_was_first()
    raise DomainError(
        "handout_state",
        _("This cannot be done now: the task is “%(state)s”."),
        _("Look at its page for what can be done."),
        state=handout.get_state_display(),
    )


def sent(kind: str, actor: Actor, body: Any) -> str:
    """A hash of who sent what, by which a repetition is known."""
    return body_hash([kind, actor.scope, body])


def write_step(
    handout: HandOut,
    kind: str,
    actor: Actor,
    behalf: Organisation,
    hashed: str,
    remark: str = "",
    revision: int | None = None,
) -> Step:
    """A line in the history of a hand-out."""
    return Step.objects.create(
        handout=handout,
        kind=kind,
        remark=remark,
        by=actor.user,
        organisation=behalf,
        revision=revision,
        body_hash=hashed,
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


def check_reason(remark: str, field: str = "remark") -> str:
    """The reason, trimmed. Raises DomainError when there is none or it is too long."""
    text = remark.strip()
    if not text:
        raise DomainError("reason", _("The reason is missing."), _("Say why, in a sentence."), field)
    return check_length(text, field)


def check_length(text: str, field: str = "remark", most: int = REMARK) -> str:
    """The text, trimmed. Raises DomainError when it is longer than ``most`` characters: nothing is cut off in silence."""
    if len(text.strip()) > most:
        raise DomainError("too_long", _("This is longer than %(n)s characters."), _("Make it shorter."), field, n=most)
    return text.strip()
