"""Taking over a file of facts: what fulfils the rules counts, what does not is kept beside it with its reason. Nothing
is dropped."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.events import read as read_event
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.evidence import events
from silverbridge.domain.evidence.export import files
from silverbridge.domain.evidence.facts.folder import folder, refused_file
from silverbridge.domain.evidence.facts.rules import reason_of
from silverbridge.domain.evidence.models import FactFile
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.domain.places.queries import today
from silverbridge.engines.indicators import SHAPES

if TYPE_CHECKING:
    import duckdb

FIRST_ID = 1 << 40
"""Rows taken over are numbered far above any id of the journal, so that a number names one fact."""
_TYPES = {"int64": "BIGINT", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE", "float64": "DOUBLE"}
State = FactFile.State


@dataclass(frozen=True)
class ImportReport:
    """What an import did. ``again`` says that this very file had been taken over before, and nothing was done now."""

    file: FactFile
    again: bool


def import_facts(path: Path, family: str, source: str, actor: Actor, synthetic: bool = False) -> ImportReport:
    """Takes over a Parquet or CSV file of visits, snapshots or events; the same file again does nothing.

    1. Wait for any other writer of the export. 2. Note the file before anything of it is written. 3. Give every row its
    reason, or none; write those without to one file, the others to another. 4. Note it as filled, with an event. A
    killed import is begun anew. Columns that are not known are refused; those that are absent are empty. Raises DomainError.
    """
    if family not in FactFile.Family.values:
        raise DomainError(
            "family", _("There is no such family of facts."), _("Use visits, snapshots or events."), "family"
        )
    digest = _digest(path)
    with files.only_exporter():
        held = FactFile.objects.filter(digest=digest).first()
        if held is not None and held.state == State.FILLED:
            return ImportReport(held, again=True)
        with _engine() as engine:
            _look_at(engine, path, family)
            held = held or _note(engine, family, source, digest, synthetic)
            rows, refused, first, last = _write(engine, held)
        with transaction.atomic():
            FactFile.objects.filter(pk=held.pk, state=State.FILLING).update(
                state=State.FILLED, rows=rows, refused=refused, first=first, last=last, filled_at=timezone.now()
            )
            payload = events.FactsImported(family=family, rows=rows, refused=held.came - rows, synthetic=synthetic)
            record(payload, Circumstances(object_key=random_key(), actor_kind=actor.kind))
    held.refresh_from_db()
    return ImportReport(held, again=False)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _engine() -> duckdb.DuckDBPyConnection:
    import duckdb

    engine = duckdb.connect()
    engine.execute("CREATE TABLE places (place VARCHAR); CREATE TABLE organisations (organisation VARCHAR)")
    for table, model in (("places", Place), ("organisations", Organisation)):
        codes = list(model.objects.values_list("code", flat=True))
        engine.execute(f"INSERT INTO {table} SELECT unnest($1::VARCHAR[])", [codes])
    return engine


def _look_at(engine: duckdb.DuckDBPyConnection, path: Path, family: str) -> None:
    """Makes the view `came`: the file's rows with the family's columns in its types. A value of another type is refused."""
    import duckdb

    reader = "read_csv" if path.suffix == ".csv" else "read_parquet"
    quoted = str(path).replace("'", "''")
    options = ", all_varchar = true" if reader == "read_csv" else ""
    try:
        given = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {reader}('{quoted}'{options})").fetchall()}
    except duckdb.Error as error:
        raise DomainError(
            "unreadable", _("The file cannot be read."), _("Give a Parquet or CSV file of facts."), "file"
        ) from error
    columns = {name: kind for name, kind in SHAPES[family].columns.items() if name != SHAPES[family].id}
    if odd := sorted(given - set(columns)):
        raise DomainError(
            "columns",
            _("The file has a column that is not known: %(odd)s."),
            _("Known are: %(known)s."),
            odd=odd[0],
            known=", ".join(columns),
        )
    chosen = ", ".join(
        f"CAST({name} AS {_type(kind)}) AS {name}" if name in given else f"CAST(NULL AS {_type(kind)}) AS {name}"
        for name, kind in columns.items()
    )
    engine.execute(f"CREATE VIEW came AS SELECT {chosen} FROM {reader}('{quoted}'{options})")


def _type(kind: str) -> str:
    return _TYPES.get(kind, "TIMESTAMP WITH TIME ZONE")


def _note(engine: duckdb.DuckDBPyConnection, family: str, source: str, digest: str, synthetic: bool) -> FactFile:
    ((came,),) = engine.execute("SELECT count(*) FROM came").fetchall()
    top = FactFile.objects.aggregate(top=Max(F("first_id") + F("came")))["top"]
    return FactFile.objects.create(
        family=family,
        source=source[:80],
        digest=digest,
        file=f"{family}/{uuid.uuid4().hex}.parquet",
        first_id=top or FIRST_ID,
        came=came,
        synthetic=synthetic,
    )


def _write(engine: duckdb.DuckDBPyConnection, held: FactFile) -> tuple[int, dict[str, int], date | None, date | None]:
    """Writes both files; returns rows that count, those that do not by reason, first and last day."""
    import duckdb

    shape, target = SHAPES[held.family], folder() / held.file
    target.parent.mkdir(parents=True, exist_ok=True)
    refused_file(held.file).parent.mkdir(parents=True, exist_ok=True)
    source = "came"
    if held.family == "events":
        engine.create_function(
            "event_fault_of", _event_fault, ["VARCHAR", "BIGINT", "VARCHAR"], "BOOLEAN", null_handling="special"
        )
        engine.execute("CREATE VIEW checked AS SELECT *, event_fault_of(name, version, data) AS event_fault FROM came")
        source = "checked"
    try:
        number = f"CAST({held.first_id} + row_number() OVER () - 1 AS BIGINT)"
        engine.execute("SET preserve_insertion_order = true")
        engine.execute(
            f"CREATE TEMP TABLE judged AS SELECT *, {number} AS {shape.id}, {reason_of(held.family)} AS reason FROM {source}",
            {"today": today()},
        )
    except duckdb.ConversionException as error:
        FactFile.objects.filter(pk=held.pk).delete()
        raise DomainError(
            "value",
            _("A value of the file is not of its column's type."),
            _("Mend the file: %(said)s"),
            said=str(error)[:160],
        ) from error
    if shape.id == "visit_id":
        # A key that came before is the same visit told twice; the first telling counts.
        engine.execute(
            "UPDATE judged SET reason = 'told_twice' WHERE reason IS NULL AND visit_key IS NOT NULL AND visit_id NOT IN "
            "(SELECT min(visit_id) FROM judged WHERE reason IS NULL AND visit_key IS NOT NULL GROUP BY visit_key)"
        )
    _copy(
        engine,
        f"SELECT {', '.join(shape.columns)} FROM judged WHERE reason IS NULL ORDER BY business_date, place",
        target,
    )
    refused = dict(
        engine.execute("SELECT reason, count(*) FROM judged WHERE reason IS NOT NULL GROUP BY 1 ORDER BY 1").fetchall()
    )
    if refused:
        _copy(engine, "SELECT * FROM judged WHERE reason IS NOT NULL", refused_file(held.file))
    ((rows, first, last),) = engine.execute(
        "SELECT count(*), min(business_date), max(business_date) FROM judged WHERE reason IS NULL"
    ).fetchall()
    return rows, refused, first, last


def _copy(engine: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """Writes a query's rows to a file that appears whole or not at all."""
    part = target.with_suffix(".part")
    quoted = str(part).replace("'", "''")
    engine.execute(f"COPY ({query}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)


def _event_fault(name: str | None, version: int | None, data: str | None) -> bool:
    """Whether an event is none of the published ones, or its data are not of its schema."""
    try:
        read_event(name or "", version or 0, json.loads(data or "{}"))
    except (KeyError, ValidationError, ValueError):
        return True
    return False
