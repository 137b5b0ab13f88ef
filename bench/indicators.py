"""Indicators over 11.5 million visits and the year before: beside queries by hand, Polars and pandas; a day more;
growth; a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.frames import frames
from bench.growth import slope
from bench.instance import ROOT, environment
from bench.results import Measure

KEPT = "SILVERBRIDGE_BENCH_VAR"
"""A folder to keep the made data in from one run to the next."""


def step(name: str, env: dict[str, str], may_fail: bool = False) -> dict[str, Any] | None:
    """What one step found, in a process of its own; None when it may fail and does."""
    command = [sys.executable, "-m", "bench.indicator_runs", name]
    run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return json.loads(run.stdout.splitlines()[-1])
    if may_fail:
        Console(stderr=True).print(f"left out: {name}: {run.stderr.strip().splitlines()[-1:]}", markup=False)
        return None
    raise SystemExit(run.stderr[-2000:])


def measure() -> Iterator[Measure]:
    """Everything, on data made anew unless a folder keeps them."""
    kept = os.environ.get(KEPT)
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        env = environment(Path(folder), "")
        yield from _measured(env | {"SILVERBRIDGE_BENCH_SCALE": os.environ.get("SILVERBRIDGE_BENCH_SCALE", "1")})


def _measured(env: dict[str, str]) -> Iterator[Measure]:
    made = step("make", env)
    yield Measure("indicators.rows", made["rows"] / 1e6, "million rows of facts")
    yield Measure("indicators.taken_over", made["seconds"], "s to make and take over")
    hand, ours = step("by_hand", env), step("ours", env)
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
    for name, told in frames(made["visits"]).items():
        yield Measure(
            f"indicators.{name}",
            told["seconds"],
            "s, visits alone",
            told["seconds"] / ours["seconds"],
            "indicators.ours",
        )
        yield Measure(
            f"indicators.{name}.peak", told["peak"], "MB", told["peak"] / ours["peak"], "indicators.ours.peak"
        )
    points = step("growth", env)["points"]
    yield Measure("indicators.growth", slope(points), f"log-log slope, {points[0][0]:.0f} to {points[-1][0]:.0f} rows")
    page = step("page", env) if (fresh := step("refresh", env)) else None
    whole = made["seconds"] + fresh["whole"]
    yield Measure("indicators.refresh.whole", whole, "s, all facts taken over and all tables")
    yield Measure("indicators.refresh.tables", fresh["whole"], "s, all tables alone")
    yield Measure(
        "indicators.refresh.day", fresh["day"], "s, one day more", fresh["day"] / whole, "indicators.refresh.whole"
    )
    yield Measure("indicators.page.bare", page["bare"], "ms, a page of one row")
    yield Measure("indicators.page", page["page"], "ms", page["page"] / page["bare"], "indicators.page.bare")
    if spark := step("spark", env, may_fail=True):
        yield Measure(
            "indicators.spark",
            spark["seconds"],
            "s, one quarter",
            spark["seconds"] / ours["seconds"],
            "indicators.ours",
        )
        yield Measure("indicators.spark.odd", spark["odd"], f"of {spark['figures']} figures differ from DuckDB")
