"""The exported events as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from silverbridge.domain.evidence.export import files
from silverbridge.domain.evidence.models import ExportFill
from silverbridge.engines.indicators import EVENT_COLUMNS

if TYPE_CHECKING:
    import ibis


def events_table() -> ibis.Table:
    """Every exported event, on a DuckDB of its own in memory; the right columns and no row when nothing was exported.

    The fill table says which files count, so a half-written one is never read. The table holds its connection: use it and let go.
    """
    import ibis

    names = ExportFill.objects.filter(state=ExportFill.State.FILLED).values_list("file", flat=True)
    paths = [str(files.folder() / name) for name in names]
    engine = ibis.duckdb.connect()
    if not paths:
        return engine.create_table("events", schema=ibis.schema(EVENT_COLUMNS))
    return engine.read_parquet(paths, table_name="events")
