"""All facts as the tables that indicators are computed from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.evidence.export import files
from silverbridge.domain.evidence.facts.folder import folder
from silverbridge.domain.evidence.models import ExportFill, FactFile
from silverbridge.domain.places.models import Place
from silverbridge.engines.indicators import SHAPES, Facts, Family, fold_snapshots, fold_visits

if TYPE_CHECKING:
    import ibis

Engine = Literal["duckdb", "spark"]
_FOLDS: dict[Family, Callable] = {"visits": fold_visits, "snapshots": fold_snapshots}


def open_facts(engine: Engine = "duckdb") -> Facts:
    """Every fact that counts: the exported journal and the files taken over, on an engine of its own.

    On DuckDB what the journal says of visits and stocks is folded once, here. The tables hold their connection: use them and let
    go. Raises DomainError when a file is gone, or when the engine is not installed.
    """
    on = _connect(engine)
    exported = [str(files.folder() / name) for name in _exported()]
    taken = {family: _paths(family) for family in SHAPES}
    journal = _read(on, exported, "events")
    tables: dict[str, ibis.Table] = {"events": _both(journal, _read_if(on, taken["events"], "events"))}
    journal_visits = None
    relations = "exported" if exported else "no journal"
    for family, fold in _FOLDS.items():
        if engine == "duckdb":
            folding = Facts(journal).drawn(relations).sql(_folded, family)
            on.raw_sql(f"CREATE TABLE journal_{family} AS {folding}")
            folded = on.table(f"journal_{family}")
        else:
            folded = fold(journal)
        if family == "visits" and exported:
            journal_visits = folded
        tables[family] = _both(folded, _read_if(on, taken[family], family))
    facts = Facts(**tables, places=_places(), journal_visits=journal_visits, shared=engine == "duckdb")
    if not facts.shared:
        return facts
    return facts.drawn(" ".join([relations, *(family for family, paths in taken.items() if paths)]))


def _folded(journal: Facts, family: Family) -> ibis.Table:
    return _FOLDS[family](journal.events)


def facts_digest() -> str:
    """Says in 64 letters which facts there are: it changes when any come or go."""
    fills = ExportFill.objects.filter(state=ExportFill.State.FILLED).order_by("pk").values_list("file", "rows")
    held = FactFile.objects.filter(state=FactFile.State.FILLED).order_by("pk").values_list("digest", "rows")
    return hashlib.sha256(repr([*fills, *held]).encode()).hexdigest()


def _exported() -> list[str]:
    return list(ExportFill.objects.filter(state=ExportFill.State.FILLED).values_list("file", flat=True))


def _paths(family: str) -> list[str]:
    names = FactFile.objects.filter(family=family, state=FactFile.State.FILLED, rows__gt=0).values_list(
        "file", "source"
    )
    found = []
    for name, source in names:
        path = folder() / name
        if not path.exists():
            raise DomainError(
                "facts_lost",
                _("A file of facts from “%(source)s” is gone: %(file)s."),
                _("Put it back, or take it over again."),
                source=source,
                file=name,
            )
        found.append(str(path))
    return found


def _connect(engine: Engine) -> ibis.BaseBackend:
    import ibis

    if engine == "duckdb":
        return ibis.duckdb.connect()
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise DomainError(
            "no_spark",
            _("Spark is not installed here."),
            _("Install the extra “spark” and Java 17, or use DuckDB."),
        ) from None
    builder = SparkSession.builder.appName("silverbridge").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.sql.ansi.enabled", "false")
    return ibis.pyspark.connect(builder.getOrCreate())


def _read(on: ibis.BaseBackend, paths: list[str], family: Family) -> ibis.Table:
    """The journal's files; no row and the right columns when nothing was exported."""
    import ibis

    if not paths:
        schema = ibis.schema(SHAPES[family].columns)
        if on.name == "duckdb":
            return on.create_table(f"no_{family}", schema=schema)
        return ibis.memtable(schema.to_pyarrow().empty_table(), schema=schema)
    return _read_if(on, paths, f"exported_{family}", family)


def _read_if(on: ibis.BaseBackend, paths: list[str], name: str, family: Family | None = None) -> ibis.Table | None:
    if not paths:
        return None
    columns = SHAPES[family or name].columns
    if on.name == "duckdb":
        quoted = ", ".join("'{}'".format(path.replace("'", "''")) for path in paths)
        told = ", ".join(columns)  # in this order whatever the files': what is asked stays the same
        on.raw_sql(
            f"CREATE VIEW {name}_files AS SELECT {told} FROM read_parquet([{quoted}])"
        )  # every connection sees it
        return on.table(f"{name}_files")
    session = on._session
    session.read.parquet(*paths).createOrReplaceTempView(f"{name}_files")
    return (
        on.table(f"{name}_files")
        .select(*columns)
        .cast({key: kind for key, kind in columns.items() if kind != "string"})
    )


def _both(here: ibis.Table, elsewhere: ibis.Table | None) -> ibis.Table:
    return here if elsewhere is None else here.union(elsewhere)


def _places() -> ibis.Table:
    import ibis
    import pyarrow as pa

    rows = list(Place.objects.values_list("code", "district"))
    schema = pa.schema([("place", pa.string()), ("district", pa.string())])
    columns = [pa.array([row[at] or None for row in rows], pa.string()) for at in (0, 1)]
    table = pa.Table.from_arrays(columns, schema=schema)
    return ibis.memtable(table)
