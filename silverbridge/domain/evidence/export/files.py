"""Parquet files of events: where they lie, how one is written whole or not at all, how several become one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from silverbridge.engines.indicators import EVENT_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 20_000
KEEP_STRAYS_SECONDS = 3600
"""A reader may still be at a file that was merged away; after an hour none is."""


def folder() -> Path:
    """Where the exported events lie."""
    return Path(settings.VAR) / "export" / "events"


@contextmanager
def only_exporter() -> Iterator[None]:
    """Waits until no other process exports here; the kernel lets go of the lock of a killed one."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder().parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def arrow_schema() -> pa.Schema:
    """The columns of a file, as the indicator engine reads them."""
    import ibis

    return ibis.schema(EVENT_COLUMNS).to_pyarrow()


def write(name: str, rows: Iterable[Sequence[object]]) -> int:
    """Writes rows in the order of EVENT_COLUMNS to a file that appears whole, under its name, at the end. Returns how many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, count, batch = arrow_schema(), 0, []
    with _appearing(name) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:

        def put() -> None:
            columns = zip(*batch, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))

        for row in rows:
            batch.append(row)
            if len(batch) == ROWS_AT_ONCE:
                put()
                count, batch = count + len(batch), []
        if batch:
            put()
        count += len(batch)
    return count


def join(name: str, parts: Sequence[str]) -> int:
    """Writes the rows of several files to one. Returns how many."""
    import pyarrow.parquet as pq

    count = 0
    with _appearing(name) as temporary, pq.ParquetWriter(temporary, arrow_schema(), compression="zstd") as writer:
        for part in parts:
            table = pq.read_table(folder() / part, schema=arrow_schema())
            writer.write_table(table)
            count += table.num_rows
    return count


@contextmanager
def _appearing(name: str) -> Iterator[Path]:
    """A path to write to, renamed to ``name`` when all is written and on the disk; on failure nothing remains."""
    target = folder() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
        place = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)
    finally:
        temporary.unlink(missing_ok=True)


def remove(name: str) -> None:
    """Takes a file away, and what a killed writer left of it."""
    (folder() / name).unlink(missing_ok=True)
    (folder() / name).with_suffix(".part").unlink(missing_ok=True)


def remove_strays(known: set[str]) -> int:
    """Takes away files that no interval names and that nobody reads any more; returns how many."""
    before, gone = timezone.now().timestamp() - KEEP_STRAYS_SECONDS, 0
    for path in folder().glob("*/*"):
        if path.relative_to(folder()).as_posix() not in known and path.stat().st_mtime < before:
            path.unlink()
            gone += 1
    return gone
