"""Rows of files of facts that do not count, each with its reason, without anything that points at a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.evidence.facts.folder import refused_file
from silverbridge.domain.evidence.models import FactFile
from silverbridge.domain.evidence.queries import organisation_codes
from silverbridge.domain.places.models import Organisation

ROWS_PER_PAGE = 20
_CODE = re.compile(r"[A-Za-z0-9+_.:-]{0,32}")
VALUES = ("name", "kind", "value", "lane", "outcome", "hour", "wait_seconds", "service_seconds", "rating", "age_band")
"""What of a refused row may be at fault and is shown, beside its day, place, organisation and door."""


@dataclass(frozen=True)
class RefusedRow:
    """One row that does not count. ``values`` are as they came; keys of persons and visits are left out."""

    reason: str
    business_date: date | None
    place: str
    organisation: str
    door: str
    values: dict[str, Any]


def fact_files() -> QuerySet[FactFile]:
    """Every file taken over, the newest first."""
    return FactFile.objects.filter(state=FactFile.State.FILLED).order_by("-pk")


def refused_rows(pk: int, organisations: Iterable[int], page: int) -> tuple[FactFile, list[RefusedRow], int]:
    """A file, a page of its refused rows and how many there are: rows of these organisations, and those of none that is known.

    Raises NotFound for a file there is not, DomainError where the rows' file is gone.
    """
    import duckdb

    held = fact_files().filter(pk=pk).first()
    if held is None:
        raise NotFound("file", _("There is no such file of facts."), _("Choose one of the list."), "file")
    if not held.refused:
        return held, [], 0
    path = refused_file(held.file)
    if not path.exists():
        raise DomainError("facts_lost", _("The refused rows of this file are gone."), _("Take the file over again."))
    others = set(Organisation.objects.values_list("code", flat=True)) - set(organisation_codes(organisations))
    quoted = str(path).replace("'", "''")
    with duckdb.connect() as engine:
        engine.execute(
            f"CREATE TABLE ours AS SELECT * FROM read_parquet('{quoted}') WHERE organisation IS NULL "
            "OR NOT list_contains($others::VARCHAR[], organisation)",
            {"others": sorted(others)},
        )
        ((total,),) = engine.execute("SELECT count(*) FROM ours").fetchall()
        told = engine.execute(
            "SELECT * FROM ours ORDER BY reason, business_date, place LIMIT $limit OFFSET $offset",
            {"limit": ROWS_PER_PAGE, "offset": (page - 1) * ROWS_PER_PAGE},
        )
        names = [column[0] for column in told.description]
        rows = [_row(dict(zip(names, row, strict=True))) for row in told.fetchall()]
    return held, rows, total


def _row(row: dict[str, Any]) -> RefusedRow:
    values = {name: _plain(row[name]) for name in VALUES if row.get(name) is not None}
    place, organisation, door = (_plain(row.get(name) or "") for name in ("place", "organisation", "door"))
    return RefusedRow(row["reason"], row["business_date"], place, organisation, door, values)


def _plain(value: Any) -> Any:
    """The value, or a mark where a text is no code: somebody's name may stand in the wrong column."""
    return value if not isinstance(value, str) or _CODE.fullmatch(value) else "***"
