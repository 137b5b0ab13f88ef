"""The outbox: what must happen outside the database, after the commit, at least once and marked when done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from silverbridge.domain.core.models import OutboxItem

HANDLERS: dict[str, Callable[[int], None]] = {}
GIVE_UP_AFTER = 8
log = structlog.get_logger(__name__)


class DeliveryFailed(Exception):
    """A handler could not deliver now; it is tried again, later each time."""


def handles(kind: str) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Decorator: this function carries out outbox items of ``kind``; it gets the object's id."""

    def keep(function: Callable[[int], None]) -> Callable[[int], None]:
        HANDLERS[kind] = function
        return function

    return keep


def post(kind: str, object_id: int, dedupe: str) -> None:
    """Puts an effect in the outbox, once per ``dedupe``, in the caller's transaction."""
    OutboxItem.objects.get_or_create(dedupe=dedupe, defaults={"kind": kind, "object_id": object_id})


def deliver_due(limit: int = 200) -> dict[str, int]:
    """Carries out what is due.

    1. Take the ids of due items. 2. For each, lease it with a conditional update, so two workers never take the same one.
    3. Call its handler. 4. Mark it done, or set the next try twice as far away; after eight tries mark it failed.
    """
    now, counts = timezone.now(), {"done": 0, "again": 0, "failed": 0}
    waiting = OutboxItem.objects.filter(state=OutboxItem.State.WAITING, next_at__lte=now)
    for pk, kind, object_id, attempts in waiting.order_by("pk").values_list("pk", "kind", "object_id", "attempts")[
        :limit
    ]:
        lease = now + timedelta(minutes=2)
        row = OutboxItem.objects.filter(pk=pk, state=OutboxItem.State.WAITING, attempts=attempts)
        if not row.update(attempts=attempts + 1, next_at=lease):
            continue
        try:
            with transaction.atomic():
                HANDLERS[kind](object_id)
                OutboxItem.objects.filter(pk=pk).update(
                    state=OutboxItem.State.DONE, done_at=timezone.now(), last_error=""
                )
            counts["done"] += 1
        except (DeliveryFailed, KeyError) as error:
            last = attempts + 1 >= GIVE_UP_AFTER
            OutboxItem.objects.filter(pk=pk).update(
                state=OutboxItem.State.FAILED if last else OutboxItem.State.WAITING,
                next_at=timezone.now() + timedelta(seconds=15 * 2**attempts),
                last_error=type(error).__name__,
            )
            counts["failed" if last else "again"] += 1
            log.warning("outbox.again", kind=kind, object=object_id, error=type(error).__name__)
    return counts
