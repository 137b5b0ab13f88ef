"""The facts an indicator is computed from: three tables on one engine, and what places are called."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .schema import SHAPES, Family

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

_KEPT = 256
_translations: dict[Hashable, tuple[str, pa.Schema] | None] = {}
"""What was put into SQL before, with the columns of the answer; several threads may come here at once."""


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
    _drawn: str | None = field(default=None, init=False, compare=False, repr=False)  # not taken along by `replace`

    def drawn(self, relations: str) -> Facts:
        """The same facts, known to be of these relations of a DuckDB: of two alike in that, a question is the same SQL.

        As soon as a table is replaced, that is no longer known.
        """
        told = replace(self)
        object.__setattr__(told, "_drawn", relations)
        return told

    def ask(
        self, question: Callable[..., ibis.Table], *told: Hashable, engine: ibis.BaseBackend | None = None
    ) -> pa.Table:
        """The answer to `question(self, *told)`, which is a function of some module. `engine`: on another connection.

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
        return self.events.get_backend().compile(question(self, *told)) if known is None else known[0]

    def _translated(
        self, question: Callable[..., ibis.Table], told: tuple[Hashable, ...]
    ) -> tuple[str, pa.Schema] | None:
        """The question in SQL, and the columns of its answer. None where it is only good for these facts: nobody said what they
        are drawn of, or it joins them to a table of its own."""
        if self._drawn is None:
            return None
        asked = (self._drawn, question, told)
        try:
            return _translations[asked]
        except KeyError:
            from ibis.expr.operations import InMemoryTable

            table = question(self, *told)
            own = table.op().find(InMemoryTable)
            found = None if own else (self.events.get_backend().compile(table), table.schema().to_pyarrow())
            if len(_translations) >= _KEPT:
                _translations.clear()
            _translations[asked] = found
            return found

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
