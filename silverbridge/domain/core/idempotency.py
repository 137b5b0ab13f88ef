"""One key, one result: a client that repeats itself after a lost answer gets what it got the first time."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.models import IdempotencyKey


def body_hash(body: Any) -> str:
    """A stable hash of a JSON-able body. The body itself is not kept."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def claim(scope: str, key: str, body: Any) -> tuple[IdempotencyKey, bool]:
    """Takes the key inside the caller's transaction: (row, True) the first time, (row, False) for a repetition.

    Two that come together: the second waits for the first's commit on the unique constraint. Raises Conflict when the same key
    brings another body, DomainError when the key is missing or too long.
    """
    if not key or len(key) > 80:
        raise DomainError("key", _("This page is too old to be sent."), _("Go back one page and try again."))
    hashed = body_hash(body)
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(scope=scope, key=key, body_hash=hashed), True
    except IntegrityError:
        row = IdempotencyKey.objects.get(scope=scope, key=key)
    if row.body_hash != hashed:
        raise Conflict(
            "key_reused",
            _("This was sent before with other answers."),
            _("Follow the request you already made, or begin a new one."),
        )
    return row, False
