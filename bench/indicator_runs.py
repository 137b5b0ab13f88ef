"""Run as a program in an instance's environment: one measured step over the bank of 726 outlets, in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import django

REPEATS = 3


def best(run: Callable[[], Any]) -> dict[str, Any]:
    """The best of three by the clock, with the processor's time of that run."""
    found = []
    for _n in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    seconds, cpu = min(found)
    return {"seconds": seconds, "cpu": min(c for _s, c in found), "cpu_of_best": cpu, "answer": answer}


def quarters() -> list[tuple[date, date]]:
    """The seven quarters of the data."""
    from silverbridge.demo.outlets import usual_year
    from silverbridge.engines.calendars import Quarter

    quarter, found = Quarter.of(date(usual_year() - 1, 1, 1)), []
    while quarter.start < date(usual_year(), 10, 1):
        found.append((quarter.start, quarter.end))
        quarter = quarter.next()
    return found


def _definitions() -> list[Any]:
    from silverbridge.domain.evidence.queries import current_indicators

    return [version.definition for version in current_indicators()]


def _paths() -> dict[str, list[Path]]:
    from silverbridge.domain.evidence.facts.folder import folder
    from silverbridge.domain.evidence.models import FactFile

    held = FactFile.objects.filter(state="filled", rows__gt=0).order_by("first")
    names = {family: held.filter(family=family).values_list("file", flat=True) for family in FactFile.Family.values}
    return {family: [folder() / name for name in files] for family, files in names.items()}


def make() -> dict[str, Any]:
    """The instance with its bank; how long that took, and whether the told totals came out."""
    from silverbridge.demo.outlets import make_outlets
    from silverbridge.doors.cli.preparing import collect_static, load_definitions, migrate

    migrate()
    load_definitions()
    collect_static()
    started = time.perf_counter()
    made = make_outlets(scale=float(os.environ.get("SILVERBRIDGE_BENCH_SCALE", "1")))
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "rows": made.rows, "visits": [str(p) for p in _paths()["visits"]]} | _sums()


def _sums() -> dict[str, int]:
    """What any library must count: visits of elders, and those that left unserved."""
    from bench import by_hand

    counted = f"count(*) FILTER ({by_hand.ELDER}), count(*) FILTER ({by_hand.ELDER} AND outcome = 'left')"
    ((elders, left),) = by_hand.connect(_paths()).sql(f"SELECT {counted} FROM visits").fetchall()
    return {"elders": elders, "left": left}


def totals() -> dict[str, Any]:
    """The nine months of all outlets together, and the outlets in each tier."""
    from collections import Counter

    from silverbridge.domain.evidence.facts import open_facts
    from silverbridge.domain.evidence.tiers import tiers
    from silverbridge.engines.indicators import tabulate

    last = quarters()[-1][1]
    period, facts = (date(last.year, 1, 1), last), open_facts()
    found = tabulate(_definitions(), facts, [period])
    told = {code: (results[0].value, results[0].numerator) for (code, _period), results in found.items()}
    return {"totals": told, "tiers": dict(Counter(p.tier for p in tiers(period, facts)[1]))}


def ours() -> dict[str, Any]:
    """Every indicator × outlet × quarter by the product, and what it disagrees with the hand-written queries on."""
    from bench import agreement, by_hand
    from silverbridge.domain.evidence.facts import open_facts
    from silverbridge.engines.indicators import tabulate

    facts, periods, definitions = open_facts(), quarters(), _definitions()
    told = best(lambda: tabulate(definitions, facts, periods, None, ("place",)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = told.pop("answer")
    rows = by_hand.run(by_hand.connect(_paths()), periods[0][0], periods[-1][1], [last for _first, last in periods])
    odd = agreement.differences(found, agreement.by_place_and_quarter(rows))
    return told | {"peak": peak, "figures": sum(map(len, found.values())), "odd": len(odd), "first_odd": odd[:3]}


def by_hand() -> dict[str, Any]:
    """The same by hand-written DuckDB queries."""
    from bench import by_hand as hand

    engine, periods = hand.connect(_paths()), quarters()
    told = best(lambda: hand.run(engine, periods[0][0], periods[-1][1], [last for _first, last in periods]))
    told.pop("answer")
    return told | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def growth() -> dict[str, Any]:
    """Seconds of every indicator over 1, 2, 4, 8 and 12 months of visits, with the rows in them."""
    from dataclasses import replace

    import ibis
    import pyarrow.parquet as pq

    from silverbridge.domain.evidence.facts import open_facts
    from silverbridge.engines.indicators import tabulate

    facts, files, definitions, points = open_facts(), _paths()["visits"], _definitions(), []
    on = ibis.duckdb.connect()
    for months in (1, 2, 4, 8, 12):
        held = [str(path) for path in files[-months:]]
        size = sum(pq.ParquetFile(path).metadata.num_rows for path in held)
        visits = on.read_parquet(held, table_name=f"visits_{months}")
        some = replace(facts, visits=visits, shared=False)
        visits_only = [d for d in definitions if d.facts == "visits" and d.kind != "ratio"]
        points.append((size, best(lambda s=some, d=visits_only: tabulate(d, s, quarters(), None, ("place",)))["cpu"]))
    return {"points": points}


def refresh() -> dict[str, Any]:
    """All tables from nothing; then one day of visits more, taken over and computed, thrice (the median counts); then whether
    that equals all anew, which is timed again (the mean counts): what else the machine does strikes both."""
    import shutil

    import duckdb

    from silverbridge.demo.outlets import make_places
    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.evidence.facts import import_facts
    from silverbridge.domain.evidence.models import FactFile, IndicatorTable
    from silverbridge.domain.evidence.partials import folder as partials_folder
    from silverbridge.domain.evidence.tables import refresh_tables

    def from_nothing() -> int:
        IndicatorTable.objects.all().delete()
        shutil.rmtree(partials_folder(), ignore_errors=True)
        return refresh_tables().tables

    def timed(run: Callable[[], Any], name: str) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        told[name], told[f"{name}_cpu"] = time.perf_counter() - wall, time.process_time() - cpu
        return answer

    told: dict[str, Any] = {}
    told["tables"] = timed(from_nothing, "whole")
    end = quarters()[-1][1]  # the dearest days: they belong to the fullest of the quarters still open
    make_places(date(end.year - 1, 1, 1))
    source = str(_paths()["visits"][-1])
    runs: list[dict[str, Any]] = []
    for day in (end, end - timedelta(days=1), end - timedelta(days=2)):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "day.parquet"
            some = f"SELECT * EXCLUDE (visit_id) REPLACE (DATE '{day}' AS business_date) FROM '{source}'"
            rows = 42_000 + FactFile.objects.count()  # another file each time
            duckdb.execute(f"COPY ({some} LIMIT {rows}) TO '{path}'")
            import_one = partial(import_facts, path, "visits", "one day", Actor.system("bench"), synthetic=True)
            timed(import_one, "taken_over")
            told["day_tables"] = timed(refresh_tables, "day").tables
        runs.append(dict(told))
    told |= {name: median(run[name] for run in runs) for name in ("taken_over", "day", "day_cpu", "day_tables")}
    kept = _figures()
    first = dict(told)
    timed(from_nothing, "whole")
    told |= {name: (first[name] + told[name]) / 2 for name in ("whole", "whole_cpu")}
    anew = _figures()
    return told | {"kept": len(anew), "odd": sum(kept.get(key) != value for key, value in anew.items())}


def _figures() -> dict[Any, Any]:
    from silverbridge.domain.evidence.models import IndicatorTable

    rows = IndicatorTable.objects.values_list("code", "version", "first", "last", "by", "figures")
    return {tuple(key): figures for *key, figures in rows}


def page() -> dict[str, Any]:
    """Milliseconds of the warm page of an indicator with its outlets, and of a bare page that shows one row."""
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.urls import path as route

    from silverbridge.config import urls
    from silverbridge.domain.accounts.models import Role, Scope
    from silverbridge.domain.accounts.services import grant, save_user
    from silverbridge.domain.evidence.models import FactFile
    from silverbridge.domain.places.models import Organisation

    def bare(request: HttpRequest) -> HttpResponse:
        row = FactFile.objects.values_list("source", "rows").first()
        return HttpResponse(f"<!doctype html><title>1</title><p>{request.user.username} {row}")

    urls.urlpatterns.append(route("bench-bare", bare))
    user, bank = save_user("bench", "许岚", None), Organisation.objects.get(code="shubei-bank")
    grant(user, Role.OFFICER, bank, quarters()[0][0], scope=Scope.ADMINISTERS)
    client = Client()
    client.force_login(user)
    last = quarters()[-1][0]
    shown = f"/office/indicators/elder-visits-count/?period={last.year}Q{last.month // 3 + 1}"
    return {"page": _median(client, shown), "bare": _median(client, "/bench-bare")}


def _median(client: Any, address: str) -> float:
    times = []
    for _n in range(40):
        started = time.perf_counter()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return sorted(times[10:])[15]


def spark() -> dict[str, Any]:
    """Counts of a quarter by outlet on Spark and on DuckDB."""
    from silverbridge.domain.evidence.facts import open_facts
    from silverbridge.engines.indicators import tabulate

    definitions, period = _definitions(), quarters()[-1]
    here = tabulate(definitions, open_facts(), [period], None, ("place",))
    started = time.perf_counter()
    there = tabulate(definitions, open_facts("spark"), [period], None, ("place",))
    seconds, odd = time.perf_counter() - started, 0
    for key, results in here.items():
        for one, other in zip(results, there[key], strict=True):
            same = (one.group, one.numerator, one.denominator, one.sample) == (
                other.group,
                other.numerator,
                other.denominator,
                other.sample,
            )
            close = one.value == other.value or abs((one.value or 0) - (other.value or 0)) <= 1e-9 * abs(one.value or 1)
            odd += not (same and close)
    return {"seconds": seconds, "odd": odd, "figures": sum(map(len, here.values()))}


if __name__ == "__main__":
    django.setup()
    steps = {step.__name__: step for step in (make, totals, ours, by_hand, growth, refresh, page, spark)}
    print(json.dumps(steps[sys.argv[1]]()))
