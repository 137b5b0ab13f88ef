"""How every move of a filing is made: once, from the state it was seen in, with a line in its history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.idempotency import body_hash
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.returns.models import Filing, FilingStep
from silverbridge.domain.returns.services.rights import somebody_was_first

REMARK = 400  # characters


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
    """Moves a filing on from one of the ``allowed`` states, as seen at ``revision``; to be called in a transaction.

    Answers True when it was moved now, False when the very same was sent before (a double click). Raises DomainError when it is
    in another state, Conflict when somebody moved it since it was seen.
    """
    hashed = body_hash([kind, actor.scope, [remark, body]])
    rows = Filing.objects.filter(pk=filing.pk, revision=revision, state__in=list(allowed))
    moved = rows.update(revision=revision + 1, updated_at=timezone.now(), **changes)
    filing.refresh_from_db()
    if moved:
        write_step(filing, kind, actor, behalf, hashed, remark, filing.revision)
        return True
    if FilingStep.objects.filter(filing=filing, revision=revision + 1, body_hash=hashed).exists():
        return False
    if filing.revision != revision:
        raise somebody_was_first()
    raise wrong_state(filing)


def wrong_state(filing: Filing) -> DomainError:
    """The answer to what cannot be done in this state."""
    return DomainError(
        "filing_state",
        _("This cannot be done now: the return is “%(state)s”."),
        _("Its page shows what can be done."),
        state=filing.get_state_display(),
    )


def write_step(
    filing: Filing,
    kind: str,
    actor: Actor,
    behalf: Organisation,
    hashed: str = "",
    remark: str = "",
    revision: int | None = None,
) -> FilingStep:
    """A line in the history of a filing."""
    return FilingStep.objects.create(
        filing=filing,
        kind=kind,
        remark=remark,
        by=actor.user,
        organisation=behalf,
        revision=revision,
        body_hash=hashed,
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
