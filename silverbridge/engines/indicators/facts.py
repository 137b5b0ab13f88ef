"""The facts an indicator is computed from: three tables on one engine, and what places are called."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .schema import SHAPES, Family

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

_KEPT = 256
_translations: dict[Hashable, tuple[str, pa.Schema] | None] = {}


@dataclass(frozen=True)
class Facts:
    """Tables of one engine (DuckDB or Spark). A family that is None is not kept here; `places` maps a place to its district.

    `journal_visits` are those of the visits that the journal's events tell of: a later event may still change one. `shared`:
    every connection to the engine (a DuckDB) sees the tables, so that several may work at the same time. `drawn` names the
    relations of a DuckDB that the tables are of: where two facts have it alike, the same question is the same SQL. Whoever
    replaces a table names them anew.
    """

    events: ibis.Table
    visits: ibis.Table | None = None
    snapshots: ibis.Table | None = None
    places: ibis.Table | None = None
    journal_visits: ibis.Table | None = None
    shared: bool = False
    drawn: str | None = None

    def ask(
        self, question: Callable[..., ibis.Table], *told: Hashable, engine: ibis.BaseBackend | None = None
    ) -> pa.Table:
        """The answer to `question(self, *told)`: a function of some module, of tables that `drawn` names. `engine`: on another
        connection.

        Putting a question into SQL takes longer than counting a day's visits, so that is done once in a process.
        """
        known = self._translated(question, told)
        if known is None:
            table = question(self, *told)
            return (engine or table.get_backend()).to_pyarrow(table)
        sql, columns = known
        return (engine or self.events.get_backend()).con.sql(sql).to_arrow_table().cast(columns)

    def sql(self, question: Callable[..., ibis.Table], *told: Hashable) -> str:
        """The question in the words of the engine."""
        known = self._translated(question, told)
        if known is None:
            table = question(self, *told)
            return table.get_backend().compile(table)
        return known[0]

    def _translated(
        self, question: Callable[..., ibis.Table], told: tuple[Hashable, ...]
    ) -> tuple[str, pa.Schema] | None:
        """The question in SQL, and the columns of its answer. None where it is only good for these facts: they are on an engine
        of their own, or it joins them to a table of its own."""
        if self.drawn is None:
            return None
        asked = (self.drawn, question, told)
        if asked not in _translations:
            from ibis.expr.operations import InMemoryTable

            if len(_translations) >= _KEPT:
                _translations.clear()
            table = question(self, *told)
            own = table.op().find(InMemoryTable)
            compiled = None if own else (self.events.get_backend().compile(table), table.schema().to_pyarrow())
            _translations[asked] = compiled
        return _translations[asked]

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
