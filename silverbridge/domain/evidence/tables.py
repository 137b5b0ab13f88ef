"""Figures place by place, kept ready to be shown; only periods whose facts changed are computed anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone

from silverbridge.domain.evidence.export import files
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.facts.opening import Engine
from silverbridge.domain.evidence.models import ExportFill, FactFile, IndicatorTable, IndicatorVersion
from silverbridge.domain.evidence.queries import Period, current_indicators, quarter_period
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter
from silverbridge.engines.indicators import SHAPES, Result, Roster, settle, tabulate
from silverbridge.engines.indicators.tabulating import year_before

FIGURE = ("group", "state", "value", "numerator", "denominator", "sample", "suppressed")
"""What a row of a table holds, in order."""


@dataclass(frozen=True)
class TablesReport:
    """What a refresh did: tables computed, and the quarters they are of."""

    tables: int
    periods: tuple[Period, ...]


def told_periods() -> list[Period]:
    """Every quarter from the first fact taken over to the last, and this one."""
    span = FactFile.objects.filter(state=FactFile.State.FILLED).aggregate(first=Min("first"), last=Max("last"))
    last = max(filter(None, (span["last"], today())))
    quarter, found = Quarter.of(span["first"] or today()), []
    while quarter.start <= last:
        found.append((quarter.start, quarter.end))
        quarter = quarter.next()
    return found


def period_digest(period: Period) -> str:
    """Says which facts a period's figures rest on: those dated in it or a year before, and all stocks stated before its end."""
    before = year_before(period)
    inside = Q(first__lte=period[1], last__gte=period[0]) | Q(first__lte=before[1], last__gte=before[0])
    stocks = Q(family=FactFile.Family.SNAPSHOTS, first__lte=period[1])
    held = FactFile.objects.filter(inside | stocks, state=FactFile.State.FILLED).order_by("pk")
    fills = ExportFill.objects.filter(state=ExportFill.State.FILLED).order_by("pk").values_list("file", flat=True)
    journal = [name for name in fills if _touches(_span(name), period)]
    closing = min(period[1], today())  # what is late, and what is not yet, changes with the days of a running period
    return hashlib.sha256(repr([*held.values_list("digest", flat=True), journal, closing]).encode()).hexdigest()


def _touches(span: tuple[date, date] | None, period: Period) -> bool:
    return span is not None and span[0] <= period[1]


@lru_cache(maxsize=4096)
def _span(name: str) -> tuple[date, date] | None:
    """First and last business date of an exported file, from its footer."""
    import pyarrow.parquet as pq

    path = files.folder() / name
    if not path.exists():
        return None
    footer = pq.ParquetFile(path).metadata
    at = footer.schema.names.index("business_date")
    told = [footer.row_group(n).column(at).statistics for n in range(footer.num_row_groups)]
    known = [one for one in told if one is not None and one.has_min_max]
    return (min(one.min for one in known), max(one.max for one in known)) if known else None


def refresh_tables(
    periods: Sequence[Period] | None = None,
    by: str = "place",
    engine: Engine = "duckdb",
    progress: Callable[[int, int], None] | None = None,
) -> TablesReport:
    """Computes the tables of every indicator for the periods whose facts changed since; of all told quarters if none are named.

    Each table is kept in one step with the digest of its facts, so a killed computation goes on where it was. Export first: it
    reads what was exported. Raises DomainError as ``open_facts``.
    """
    versions = [v for v in current_indicators() if _can(v, by)]
    wanted = {period: period_digest(period) for period in (told_periods() if periods is None else periods)}
    kept = set(IndicatorTable.objects.filter(by=by).values_list("code", "version", "first", "last", "facts"))
    due = {
        period: [v for v in versions if (v.code, v.version, *period, digest) not in kept]
        for period, digest in wanted.items()
    }
    due = {period: held for period, held in due.items() if held}
    if not due:
        return TablesReport(0, ())
    facts, done, to_do = open_facts(engine), 0, sum(map(len, due.values()))
    roster = Roster.of(facts, max(last for _first, last in due)) if by == "place" else None
    # Periods with the same indicators due share the passes over the facts.
    alike: dict[tuple, list[Period]] = {}
    for period, held in due.items():
        alike.setdefault(tuple(v.pk for v in held), []).append(period)
    for pks, some in alike.items():
        held = [v for v in versions if v.pk in pks]
        found = tabulate([v.definition for v in held], facts, some, None, (by,))
        for period in some:
            for version in held:
                results = found[version.code, period]
                if roster is not None:
                    results = settle(version.definition, results, roster, period, today())
                _keep(version, period, by, wanted[period], results)
                done += 1
                if progress is not None:
                    progress(done, to_do)
    return TablesReport(done, tuple(sorted(due)))


def _can(version: IndicatorVersion, by: str) -> bool:
    definition = version.definition
    families = {part.facts for part in (definition.numerator, definition.denominator, definition.of) if part}
    return not (definition.kind == "gap" and by == "door") and all(
        by in SHAPES[f].groups for f in families or {"events"}
    )


def _keep(version: IndicatorVersion, period: Period, by: str, digest: str, results: Sequence[Result]) -> None:
    IndicatorTable.objects.update_or_create(
        code=version.code,
        version=version.version,
        first=period[0],
        last=period[1],
        by=by,
        defaults={"facts": digest, "figures": [_row(r, by) for r in results], "computed_at": timezone.now()},
    )


def _row(result: Result, by: str) -> list[Any]:
    told = (result.group[by], result.state, result.value, result.numerator, result.denominator, result.sample)
    return [*told, result.suppressed]


@dataclass(frozen=True)
class TableRow:
    """One figure of a table. ``group`` is a code (of a place, say); the rest as in the engine's Result."""

    group: Any
    state: str
    value: float | None
    numerator: float | None
    denominator: float | None
    sample: float | None
    suppressed: bool


def table(code: str, period: Period, by: str = "place") -> tuple[IndicatorTable | None, list[TableRow]]:
    """The kept table of an indicator's current version; None and no rows when it was never computed. Two queries."""
    version = current_indicators().filter(code=code).values_list("version", flat=True).first()
    kept = IndicatorTable.objects.filter(code=code, version=version, first=period[0], last=period[1], by=by).first()
    return kept, [TableRow(*row) for row in kept.figures] if kept else []


def previous_quarter() -> Period:
    """The last quarter that is over."""
    return quarter_period(quarter_period()[0] - timedelta(days=1))
