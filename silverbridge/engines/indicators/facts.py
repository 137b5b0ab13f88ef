"""The facts an indicator is computed from: three tables on one engine, and what places are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .schema import SHAPES, Family

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True)
class Facts:
    """Tables of one engine (DuckDB or Spark). A family that is None is not kept here; `places` maps a place to its district.

    `journal_visits` are those of the visits that the journal's events tell of: a later event may still change one. `shared`:
    every connection to the engine (a DuckDB) sees the tables, so that several may work at the same time.
    """

    events: ibis.Table
    visits: ibis.Table | None = None
    snapshots: ibis.Table | None = None
    places: ibis.Table | None = None
    journal_visits: ibis.Table | None = None
    shared: bool = False

    def beside(self) -> ibis.BaseBackend | None:
        """Another connection to the engine; None where the tables are not shared."""
        if not self.shared:
            return None
        import ibis

        return ibis.duckdb.from_connection(self.events.get_backend().con.cursor())

    def of(self, family: Family) -> ibis.Table:
        """The table of a family. Raises ValueError where it is not kept, or lacks a column."""
        table = getattr(self, family)
        if table is None:
            raise ValueError(f"no {family} are kept here")
        if missing := [column for column in SHAPES[family].columns if column not in table.columns]:
            raise ValueError(f"the {family} table lacks: {', '.join(missing)}")
        return table


def as_facts(given: ibis.Table | Facts) -> Facts:
    """A table of events as facts of that family alone."""
    return given if isinstance(given, Facts) else Facts(given)
