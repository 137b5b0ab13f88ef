"""Filling the export, interval by interval, so that it can be stopped anywhere and goes on where it was."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, TextField
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.export import files
from silverbridge.domain.evidence.export.committed import Due, Range, due_ranges, wait_until_sure
from silverbridge.domain.evidence.models import ExportFill
from silverbridge.engines.indicators import EVENT_COLUMNS

Progress = Callable[[int, int], None]
State = ExportFill.State
MOST_FILES_PER_MONTH = 16
MOST_SECONDS_TO_BE_SURE = 3.0
_FIELDS = {"event_id": "pk", "data": "data_text"}


class ExportBroken(RuntimeError):
    """An interval gave another number of rows than were counted in it. The journal is append-only: somebody changed it."""


@dataclass(frozen=True)
class ExportReport:
    """What one export did: events and files written, how many of the files were redone, events exported in all."""

    rows: int
    files: int
    redone: int
    total: int
    at: datetime


def export_events(progress: Progress | None = None) -> ExportReport:
    """Brings the export up to what is surely committed. ``progress`` gets (events written, events to write).

    1. Wait for any other exporter, and briefly for transactions that run. 2. Plan: note an interval for each month with events
    that are due. 3. Fill every interval that is not filled; of those a killed exporter left half-filled, delete the file first.
    4. Join a month's files when they grow many, and remove what nothing names. Raises ExportBroken; RuntimeError inside a
    transaction.
    """
    with files.only_exporter():
        wait_until_sure(MOST_SECONDS_TO_BE_SURE)
        _plan()
        rows, written, redone = _fill(progress)
        _join_many()
        files.remove_strays(set(ExportFill.objects.values_list("file", flat=True)))
    total = sum(ExportFill.objects.filter(state=State.FILLED).values_list("rows", flat=True))
    return ExportReport(rows, written, redone, total, timezone.now())


def _plan() -> None:
    """Notes the intervals that are due, and again those whose file was lost. Each is planned in one transaction."""
    with transaction.atomic(durable=True):
        for fill in ExportFill.objects.filter(state=State.FILLED):
            if not (files.folder() / fill.file).exists():
                ExportFill.objects.filter(pk=fill.pk).update(state=State.FILLING, filled_at=None)
        due: Due = due_ranges()
        if due.start_over:
            ExportFill.objects.all().delete()
        for stretch in due.ranges:
            events = Event.objects.filter(stretch.condition()).order_by()
            by_month = (
                events.annotate(month=TruncMonth("recorded_at", tzinfo=timezone.get_default_timezone()))
                .values("month")
                .annotate(rows=Count("pk"))
            )
            for month, rows in by_month.values_list("month", "rows").order_by("month"):
                ExportFill.objects.create(
                    month=f"{month:%Y-%m}",
                    id_after=stretch.id_after,
                    id_up_to=stretch.id_up_to,
                    txid_from=stretch.txid_from,
                    txid_below=stretch.txid_below,
                    rows=rows,
                    file=_new_name(f"{month:%Y-%m}"),
                )


def _new_name(month: str) -> str:
    return f"{month}/{uuid.uuid4().hex}.parquet"


def _fill(progress: Progress | None) -> tuple[int, int, int]:
    """Fills what is not filled; returns events written, files written, and files that had been begun before."""
    waiting = list(ExportFill.objects.filter(state=State.FILLING).order_by("month", "pk"))
    done, redone, to_write = 0, 0, sum(fill.rows for fill in waiting)
    for fill in waiting:
        redone += (files.folder() / fill.file).with_suffix(".part").exists() or (files.folder() / fill.file).exists()
        files.remove(fill.file)
        written = files.write(fill.file, _counted(_rows(fill), done, to_write, progress))
        if written != fill.rows:
            files.remove(fill.file)
            raise ExportBroken(f"{fill.month}: {fill.rows} events were counted and {written} found")
        ExportFill.objects.filter(pk=fill.pk).update(state=State.FILLED, filled_at=timezone.now())
        done += written
    return done, len(waiting), redone


def _rows(fill: ExportFill) -> Iterator[tuple]:
    """The events of an interval, in the order of EVENT_COLUMNS."""
    year, month = int(fill.month[:4]), int(fill.month[5:])
    here = timezone.get_default_timezone()
    first = datetime(year, month, 1, tzinfo=here)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=here)
    stretch = Range(fill.id_after, fill.id_up_to, fill.txid_from, fill.txid_below)
    events = Event.objects.filter(stretch.condition(), recorded_at__gte=first, recorded_at__lt=following)
    # The text as stored spares reading and writing the JSON of every event.
    events = events.annotate(data_text=Cast("data", TextField())).order_by("pk")
    columns = [_FIELDS.get(name, name) for name in EVENT_COLUMNS]
    return events.values_list(*columns).iterator(chunk_size=files.ROWS_AT_ONCE)


def _counted(rows: Iterator[tuple], done: int, to_write: int, progress: Progress | None) -> Iterator[tuple]:
    for at, row in enumerate(rows, start=done + 1):
        yield row
        if progress is not None and (at % 1000 == 0 or at == to_write):
            progress(at, to_write)


def _join_many() -> None:
    """Joins the files of a month when there are many: a tick each minute would leave a thousand a day.

    The union of a month's intervals of one kind is one interval: between them lie only events of other months.
    """
    many = ExportFill.objects.order_by().values("month").annotate(n=Count("pk")).filter(n__gt=MOST_FILES_PER_MONTH)
    for month in many.values_list("month", flat=True):
        fills = ExportFill.objects.filter(month=month, state=State.FILLED)
        for by_id in (True, False):
            group = list(fills.filter(id_up_to__isnull=not by_id).order_by("id_after", "txid_from"))
            if len(group) > 1:
                _join(month, group, by_id)


def _join(month: str, group: list[ExportFill], by_id: bool) -> None:
    whole = ExportFill(
        month=month,
        state=State.FILLED,
        id_after=min(fill.id_after for fill in group),
        id_up_to=max(fill.id_up_to for fill in group) if by_id else None,
        txid_from=None if by_id else min(fill.txid_from for fill in group),
        txid_below=None if by_id else max(fill.txid_below for fill in group),
        rows=sum(fill.rows for fill in group),
        file=_new_name(month),
        filled_at=timezone.now(),
    )
    if files.join(whole.file, [fill.file for fill in group]) != whole.rows:
        files.remove(whole.file)
        raise ExportBroken(f"{month}: the files do not hold what they were counted to hold")
    with transaction.atomic(durable=True):
        ExportFill.objects.filter(pk__in=[fill.pk for fill in group]).delete()
        whole.save()
