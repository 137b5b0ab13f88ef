"""Figures place by place, kept ready to be shown; only periods whose facts changed are computed anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from silverbridge.domain.evidence.export import files
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.facts.opening import Engine
from silverbridge.domain.evidence.models import ExportFill, FactFile, IndicatorTable, IndicatorVersion
from silverbridge.domain.evidence.partials import known_visits
from silverbridge.domain.evidence.queries import Period, current_indicators, quarter_period
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter
from silverbridge.engines.indicators import SHAPES, Result, Roster, settle, tabulate
from silverbridge.engines.indicators.partials import Asked
from silverbridge.engines.indicators.tabulating import year_before

FIGURE = ("group", "state", "value", "numerator", "denominator", "sample", "suppressed")
"""What a row of a table holds, in order."""
OPEN_PERIODS = 2
"""Of so many of the last quarters visits are counted once and added to."""


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


def period_digest(period: Period, families: Collection[str] = tuple(SHAPES)) -> str:
    """Says which facts a period's figures rest on: those of these families dated in it or a year before, and all stocks
    stated before its end (they say which places are open)."""
    return _digests([period], [frozenset(families)])[period, frozenset(families)]


def _digests(
    periods: Iterable[Period], families: Collection[frozenset[str]]
) -> dict[tuple[Period, frozenset[str]], str]:
    """The digests of many at once: two queries."""
    held = FactFile.objects.filter(state=FactFile.State.FILLED, rows__gt=0).order_by("pk")
    files_held = list(held.values_list("digest", "family", "first", "last"))
    fills = ExportFill.objects.filter(state=ExportFill.State.FILLED).order_by("pk")
    spans = [(name, _span(name)) for name in fills.values_list("file", flat=True)]
    found = {}
    for period in periods:
        before, journal = year_before(period), [name for name, span in spans if _touches(span, period)]
        for some in families:
            rests_on = [
                digest
                for digest, family, first, last in files_held
                if (family in some and _overlaps(first, last, period, before))
                or (family == FactFile.Family.SNAPSHOTS and first <= period[1])
            ]
            # What is late, and what is not yet, changes with the days of a running period.
            closing = min(period[1], today()) if "visits" in some else period[1]
            found[period, some] = hashlib.sha256(repr([*rests_on, journal, closing]).encode()).hexdigest()
    return found


def _overlaps(first: date, last: date, *periods: Period) -> bool:
    return any(first <= until and last >= since for since, until in periods)


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

    The tables of a period are kept in one step with the digest of their facts, so a killed computation goes on where it was.
    In the last two quarters, where most facts still come, visits are not counted again: what came is added (``partials``). Export
    first: it reads what was exported. Raises DomainError as ``open_facts``.
    """
    versions = [v for v in current_indicators() if _can(v, by)]
    told = told_periods()
    wanted = told if periods is None else list(periods)
    rest = {v.pk: _families(v) for v in versions}
    digests = _digests(wanted, set(rest.values()))
    kept = set(IndicatorTable.objects.filter(by=by).values_list("code", "version", "first", "last", "facts"))
    due = {
        period: [v for v in versions if (v.code, v.version, *period, digests[period, rest[v.pk]]) not in kept]
        for period in wanted
    }
    due = {period: held for period, held in due.items() if held}
    if not due:
        return TablesReport(0, ())
    facts, done, to_do = open_facts(engine), 0, sum(map(len, due.values()))
    span = min(first for first, _last in due), max(last for _first, last in due)
    roster = Roster.of(facts, span[1], span[0]) if by == "place" else None
    asked = Asked.of([v.definition for v in versions])
    # Periods with the same indicators due share the passes over the facts; those still open go by what was counted before.
    alike: dict[tuple, list[Period]] = {}
    for period, held in due.items():
        alike.setdefault((period in told[-OPEN_PERIODS:], *(v.pk for v in held)), []).append(period)
    for (is_open, *pks), some in alike.items():
        held = [v for v in versions if v.pk in pks]
        known = None
        if is_open and any("visits" in rest[v.pk] for v in held):
            known = known_visits(asked, facts, by, sorted({*some, *map(year_before, some)}), some)
        found = tabulate([v.definition for v in held], facts, some, None, (by,), known)
        for period in some:
            rows = []
            for version in held:
                results = found[version.code, period]
                if roster is not None:
                    results = settle(version.definition, results, roster, period, today())
                rows.append(_kept(version, period, by, digests[period, rest[version.pk]], results))
            IndicatorTable.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["code", "version", "first", "last", "by"],
                update_fields=["facts", "figures", "computed_at"],
            )
            done += len(held)
            if progress is not None:
                progress(done, to_do)
    return TablesReport(done, tuple(sorted(due)))


def _families(version: IndicatorVersion) -> frozenset[str]:
    definition = version.definition
    parts = (definition.numerator, definition.denominator, definition.of, definition.start, definition.end)
    return frozenset(part.facts for part in parts if part)


def _can(version: IndicatorVersion, by: str) -> bool:
    definition = version.definition
    families = {part.facts for part in (definition.numerator, definition.denominator, definition.of) if part}
    return not (definition.kind == "gap" and by == "door") and all(
        by in SHAPES[f].groups for f in families or {"events"}
    )


def _kept(version: IndicatorVersion, period: Period, by: str, digest: str, results: Sequence[Result]) -> IndicatorTable:
    return IndicatorTable(
        code=version.code,
        version=version.version,
        first=period[0],
        last=period[1],
        by=by,
        facts=digest,
        figures=[_row(r, by) for r in results],
        computed_at=timezone.now(),
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
