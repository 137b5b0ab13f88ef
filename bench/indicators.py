"""Indicators over 11.5 million visits and the year before: beside queries by hand, Polars and pandas; a day more;
growth; a page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.frames import frame
from bench.growth import slope
from bench.instance import ROOT, environment
from bench.results import Measure

KEPT = "SILVERBRIDGE_BENCH_VAR"
"""A folder to keep the made data in from one run to the next."""
SECONDS, USUAL_SECONDS = "SILVERBRIDGE_BENCH_SECONDS", 900.0
"""How long all of it may take: a step that has not ended by then is stopped, and a peer left out."""
SPARK = "pyspark>=4.0,<4.1"


class Clock:
    """Says what is done and how long it took, and how much of the time allowed is left."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.console = Console(stderr=True)

    @property
    def left(self) -> float:
        """Seconds left; at least one, so that what is begun may fail by itself."""
        return max(1.0, self.until - time.monotonic())

    def step(self, name: str, env: dict[str, str], may_fail: bool = False) -> dict[str, Any] | None:
        """What one step found, in a process of its own; None when it may fail and does. What must not fail ends the bench."""
        command = [sys.executable, "-m", "bench.indicator_runs", name]
        with self.told(name):
            try:
                run = subprocess.run(
                    command, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=self.left
                )
            except subprocess.TimeoutExpired:
                return self.left_out(name, "the time is up", may_fail)
        if run.returncode == 0:
            return json.loads(run.stdout.splitlines()[-1])
        return self.left_out(name, run.stderr.strip()[-2000:], may_fail)

    def left_out(self, name: str, why: str, may_fail: bool) -> None:
        """Says that something is missing from the answer."""
        if not may_fail:
            raise SystemExit(f"{name}: {why}")
        self.console.print(f"left out: {name}: {why.splitlines()[-1:]}", markup=False)

    @contextmanager
    def told(self, name: str) -> Iterator[None]:
        """Prints how long it took."""
        started = time.monotonic()
        self.console.print(f"indicators: {name} …", markup=False)
        yield
        took = time.monotonic() - started
        self.console.print(f"indicators: {name} took {took:.0f} s, {self.left:.0f} s left", markup=False)


def measure() -> Iterator[Measure]:
    """Everything, on data made anew unless a folder keeps them. What peers cannot be had in the time allowed are left out."""
    kept = os.environ.get(KEPT)
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        env = environment(Path(folder), "")
        clock = Clock(float(os.environ.get(SECONDS, USUAL_SECONDS)))
        yield from _measured(env | {"SILVERBRIDGE_BENCH_SCALE": os.environ.get("SILVERBRIDGE_BENCH_SCALE", "1")}, clock)


def _measured(env: dict[str, str], clock: Clock) -> Iterator[Measure]:
    made = clock.step("make", env)
    yield Measure("indicators.rows", made["rows"] / 1e6, "million rows of facts")
    yield Measure("indicators.taken_over", made["seconds"], "s to make and take over")
    hand, ours = clock.step("by_hand", env), clock.step("ours", env)
    yield from _beside_hand(hand, ours)
    points = clock.step("growth", env)["points"]
    yield Measure("indicators.growth", slope(points), f"log-log slope, {points[0][0]:.0f} to {points[-1][0]:.0f} rows")
    fresh, page = clock.step("refresh", env), clock.step("page", env)
    yield from _refreshed(made["seconds"], fresh)
    yield Measure("indicators.page.bare", page["bare"], "ms, a page of one row")
    yield Measure("indicators.page", page["page"], "ms", page["page"] / page["bare"], "indicators.page.bare")
    for name in ("polars", "pandas"):
        with clock.told(name):
            told = frame(name, made["visits"], clock.left)
        if told is None:
            clock.left_out(name, "it cannot be installed or run here, or the time is up", may_fail=True)
            continue
        yield from _beside_frame(name, told, ours)
        if {key: told[key] for key in ("elders", "left")} != {key: made[key] for key in ("elders", "left")}:
            raise SystemExit(f"{name} counts other visits: {told} instead of {made}")
    yield from _on_spark(env, clock, ours)


def _beside_hand(hand: dict[str, Any], ours: dict[str, Any]) -> Iterator[Measure]:
    yield Measure("indicators.by_hand", hand["seconds"], "s, hand-written SQL")
    yield Measure("indicators.by_hand.cpu", hand["cpu"], "s of processor")
    yield Measure("indicators.ours", ours["seconds"], "s", ours["seconds"] / hand["seconds"], "indicators.by_hand")
    yield Measure(
        "indicators.ours.cpu", ours["cpu"], "s of processor", ours["cpu"] / hand["cpu"], "indicators.by_hand.cpu"
    )
    yield Measure(
        "indicators.ours.peak", ours["peak"], "MB", ours["peak"] / hand["peak"], f"by hand {hand['peak']:.0f} MB"
    )
    yield Measure("indicators.odd", ours["odd"], f"of {ours['figures']} figures differ from the hand-written ones")


def _beside_frame(name: str, told: dict[str, Any], ours: dict[str, Any]) -> Iterator[Measure]:
    seconds, peak = told["seconds"], told["peak"]
    yield Measure(f"indicators.{name}", seconds, "s, visits alone", seconds / ours["seconds"], "indicators.ours")
    yield Measure(f"indicators.{name}.peak", peak, "MB", peak / ours["peak"], "indicators.ours.peak")


def _refreshed(taken_over: float, fresh: dict[str, Any]) -> Iterator[Measure]:
    """A day more: its tables beside all tables, and the same with the taking over of the facts on both sides."""
    yield Measure("indicators.refresh.tables", fresh["whole"], "s, all tables")
    yield Measure(
        "indicators.refresh.day",
        fresh["day"],
        "s, one day more",
        fresh["day"] / fresh["whole"],
        "indicators.refresh.tables",
    )
    yield Measure(
        "indicators.refresh.day.cpu",
        fresh["day_cpu"],
        "s of processor",
        fresh["day_cpu"] / fresh["whole_cpu"],
        "all tables in processor time",
    )
    whole, day = taken_over + fresh["whole"], fresh["taken_over"] + fresh["day"]
    yield Measure(
        "indicators.refresh.day.with_facts", day, "s, taken over and computed", day / whole, "all facts and tables"
    )
    yield Measure("indicators.refresh.odd", fresh["odd"], f"of {fresh['kept']} tables differ from computing all anew")


def _on_spark(env: dict[str, str], clock: Clock, ours: dict[str, Any]) -> Iterator[Measure]:
    """Two workers of one thread each. The package is put in a folder of its own; Java must be there."""
    if shutil.which("java") is None:
        clock.left_out("spark", "Java is not installed", may_fail=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        packages = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        packages += ["--target", folder, SPARK]
        with clock.told("installing Spark"):
            try:
                code = subprocess.run(packages, capture_output=True, check=False, timeout=clock.left).returncode
            except subprocess.TimeoutExpired:
                code = 1
        if code:
            clock.left_out("spark", f"{SPARK} cannot be installed here, or the time is up", may_fail=True)
            return
        on = env | {
            "PYTHONPATH": os.pathsep.join([folder, env["PYTHONPATH"]]),
            "PYSPARK_SUBMIT_ARGS": "--master local-cluster[2,1,1024] --conf spark.sql.shuffle.partitions=4 pyspark-shell",
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
        }
        spark = clock.step("spark", on, may_fail=True)
    if spark:
        seconds = spark["seconds"]
        yield Measure("indicators.spark", seconds, "s, one quarter", seconds / ours["seconds"], "indicators.ours")
        yield Measure("indicators.spark.odd", spark["odd"], f"of {spark['figures']} figures differ from DuckDB")
