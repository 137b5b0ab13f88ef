"""What somebody does to a row that several work on: once, from the state it was seen in, with a line and an event."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.idempotency import body_hash
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.places.models import Organisation

REMARK = 400  # characters


@dataclass(frozen=True)
class Move:
    """One act: what, by whom, on whose behalf, with which words; ``body`` is whatever else tells it from another one."""

    kind: str
    actor: Actor
    behalf: Organisation
    remark: str = ""
    body: Any = None

    @property
    def hashed(self) -> str:
        """A hash of who sent what, by which a repetition is known."""
        return sent(self.kind, self.actor, [self.remark, self.body])


def sent(kind: str, actor: Actor, body: Any) -> str:
    """A hash of who sent what, by which a repetition is known."""
    return body_hash([kind, actor.scope, body])


def make(
    move: Move,
    row: Any,
    revision: int,
    allowed: Collection[str],
    wrong_state: Callable[[Any], DomainError],
    **changes: Any,
) -> bool:
    """Moves a row on from one of the ``allowed`` states, as seen at ``revision``; to be called in a transaction.

    The row has ``state``, ``revision``, ``updated_at``, and its lines as ``steps``. Answers True when it was moved now, False
    when the very same was sent before (a double click). Raises ``wrong_state`` when it is in another state, Conflict when
    somebody moved it since it was seen.
    """
    rows = type(row).objects.filter(pk=row.pk, revision=revision, state__in=list(allowed))
    moved = rows.update(revision=revision + 1, updated_at=timezone.now(), **changes)
    row.refresh_from_db()
    if moved:
        write_step(row, move.kind, move.actor, move.behalf, move.hashed, move.remark, row.revision)
        return True
    if row.steps.filter(revision=revision + 1, body_hash=move.hashed).exists():
        return False
    if row.revision != revision:
        raise somebody_was_first()
    raise wrong_state(row)


def write_step(
    row: Any,
    kind: str,
    actor: Actor,
    behalf: Organisation,
    hashed: str = "",
    remark: str = "",
    revision: int | None = None,
) -> Model:
    """A line in the history of a row."""
    return row.steps.create(
        kind=kind, remark=remark, by=actor.user, organisation=behalf, revision=revision, body_hash=hashed
    )


def note(payload: Payload, object_key: str, actor: Actor, organisation: Organisation) -> None:
    """Writes an event, in the caller's transaction."""
    record(payload, Circumstances(object_key=object_key, actor_kind=actor.kind, organisation=organisation.code))


def somebody_was_first() -> Conflict:
    """The answer to the second of two who change one thing at once."""
    return Conflict(
        "somebody_first", _("Somebody else changed this a moment ago."), _("Look at it again, then decide.")
    )


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
