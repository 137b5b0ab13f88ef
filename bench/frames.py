"""The visits' part of the table in Polars and in pandas, for an environment of their own."""

from __future__ import annotations

import json
import subprocess
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

_COMMON = """
import json, resource, sys, time
files = json.loads(sys.stdin.read())
COLUMNS = ["place", "business_date", "age_band", "rating", "lane", "outcome", "wait_seconds"]
ELDER = ["60-64", "65-69", "70-79", "80-89", "90+"]
def done(run):
    times = []
    for _ in range(2):
        started = time.perf_counter(); told = run(); times.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(times), "peak": peak, "elders": int(told["a"].sum()), "left": int(told["i"].sum())}))
"""
POLARS = (
    _COMMON
    + """
import polars as pl
def run():
    e = pl.col("age_band").is_in(ELDER); w = pl.col("wait_seconds")
    g, o = e & pl.col("lane").is_in(["green", "care"]), e & (pl.col("lane") == "ordinary")
    return (pl.scan_parquet(files).with_columns(q=pl.col("business_date").dt.truncate("1q")).group_by("place", "q").agg(
        e.sum().alias("a"), (e & pl.col("rating").is_not_null()).sum().alias("b"), (e & (pl.col("rating") >= 4)).sum().alias("c"),
        (e & pl.col("lane").is_not_null()).sum().alias("d"), g.sum().alias("f"),
        (e & pl.col("outcome").is_not_null()).sum().alias("h"), (e & (pl.col("outcome") == "left")).sum().alias("i"),
        w.filter(e).quantile(0.9, "higher").alias("j"), w.filter(g).quantile(0.9, "higher").alias("k"),
        w.filter(o).quantile(0.9, "higher").alias("l")).collect())
done(run)
"""
)
PANDAS = (
    _COMMON
    + """
import pandas as pd
def run():
    t = pd.read_parquet(files, columns=COLUMNS)
    t["q"] = pd.PeriodIndex(pd.to_datetime(t.business_date), freq="Q")
    e = t.age_band.isin(ELDER); g = e & t.lane.isin(["green", "care"]); o = e & (t.lane == "ordinary")
    marks = pd.DataFrame({"a": e, "b": e & t.rating.notna(), "c": e & (t.rating >= 4), "d": e & t.lane.notna(), "f": g,
                          "h": e & t.outcome.notna(), "i": e & (t.outcome == "left")})
    keys = [t.place, t.q]
    sums = marks.groupby(keys, observed=True).sum()
    for name, test in (("j", e), ("k", g), ("l", o)):
        sums[name] = t.wait_seconds[test].groupby([t.place[test], t.q[test]], observed=True).quantile(0.9, interpolation="higher")
    return sums
done(run)
"""
)


def installed(packages: Sequence[str], folder: Path, seconds: float) -> Path | None:
    """The interpreter of an environment of its own with these packages; None where they cannot be had in this time."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    try:
        code = subprocess.run(command, capture_output=True, check=False, timeout=max(1.0, seconds)).returncode
    except subprocess.TimeoutExpired:
        return None
    return python if code == 0 else None


def frame(name: str, files: Sequence[str], seconds: float) -> dict[str, Any] | None:
    """Seconds, peak megabytes and two sums of one library in a process of its own; None where it cannot be had or run."""
    code = {"polars": POLARS, "pandas": PANDAS}[name]
    with tempfile.TemporaryDirectory() as folder:
        python = installed([name, "pyarrow"], Path(folder), seconds)
        if python is None:
            return None
        try:
            run = subprocess.run(
                [str(python), "-c", code],
                input=json.dumps(list(files)),
                capture_output=True,
                text=True,
                check=False,
                timeout=max(1.0, seconds),
            )
        except subprocess.TimeoutExpired:
            return None
        if run.returncode:
            Console(stderr=True).print(run.stderr[-500:], markup=False)
            return None
        return json.loads(run.stdout.splitlines()[-1])
