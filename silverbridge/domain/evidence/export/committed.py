"""Which events are surely committed and in no interval yet, on either engine.

A sequence number says nothing about the order of commits on PostgreSQL: an event with a low id may appear after one with a higher
id was exported. There the export goes by transaction: below the oldest one still running everything is decided.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, Q

from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.models import ExportFill

_HORIZON = """SELECT pg_snapshot_xmin(s)::text::bigint,
    (SELECT max(id) FROM core_event WHERE txid >= pg_snapshot_xmax(s)::text::bigint AND id > %s)
    FROM pg_current_snapshot() s"""

_NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
# Any transaction on the server holds the horizon back, of another database or of the server's own housekeeping too.
_HELD_BACK = """SELECT EXISTS (SELECT FROM core_event
    WHERE txid >= pg_snapshot_xmin(s)::text::bigint AND txid < %s) FROM pg_current_snapshot() s"""


@dataclass(frozen=True)
class Range:
    """A stretch of the journal: ids after one up to another, or transactions from one to below another."""

    id_after: int = 0
    id_up_to: int | None = None
    txid_from: int | None = None
    txid_below: int | None = None

    def condition(self) -> Q:
        """What an event in this stretch fulfils."""
        inside = Q(pk__gt=self.id_after)
        if self.id_up_to is not None:
            return inside & Q(pk__lte=self.id_up_to)
        return inside & Q(txid__gte=self.txid_from, txid__lt=self.txid_below)


@dataclass(frozen=True)
class Due:
    """What to export now. ``start_over`` says that what was exported before belongs to another database."""

    ranges: tuple[Range, ...]
    start_over: bool = False


def wait_until_sure(seconds: float) -> bool:
    """Waits until what is committed now is surely so, at most this long; whether it is.

    Somebody who presses a button just after a request was made shall find it counted, though another transaction happens to run.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return True
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        (now,) = cursor.fetchone()
        while True:
            cursor.execute(_HELD_BACK, [now])
            if not cursor.fetchone()[0]:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)


def due_ranges() -> Due:
    """The ranges that are surely committed and in no interval yet."""
    return _due_by_transaction() if connection.vendor == "postgresql" else _due_by_id()


def _due_by_id() -> Due:
    """SQLite has one writer at a time, so ids follow commits and all that is visible is committed."""
    start_over = ExportFill.objects.filter(txid_from__isnull=False).exists()
    done = 0 if start_over else _highest("id_up_to")
    top = Event.objects.aggregate(top=Max("pk"))["top"] or 0
    if top < done:
        # The journal was put back to an older copy of itself.
        start_over, done = True, 0
    return Due((Range(id_after=done, id_up_to=top),) if top > done else (), start_over)


def _due_by_transaction() -> Due:
    """Transactions below the oldest one running.

    Events of transactions that this server has not begun yet came with a copy of another server's data. They are all committed,
    and lie below an id that no new event can have: everything up to that id goes by id, everything after it by transaction.
    """
    by_id = ExportFill.objects.filter(id_up_to__isnull=False)
    floor = by_id.aggregate(top=Max("id_up_to"))["top"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON, [floor])
        below, foreign_up_to = cursor.fetchone()
    if foreign_up_to is not None:
        ranges = (Range(id_up_to=foreign_up_to), Range(foreign_up_to, txid_from=0, txid_below=below))
        return Due(ranges, start_over=True)
    done = _highest("txid_below")
    if below < done:
        ranges = (Range(id_up_to=floor),) if floor else ()
        return Due((*ranges, Range(floor, txid_from=0, txid_below=below)), start_over=True)
    return Due((Range(floor, txid_from=done, txid_below=below),) if below > done else ())


def _highest(field: str) -> int:
    return ExportFill.objects.aggregate(top=Max(field))["top"] or 0
