"""The visits' part of the table in Polars and in pandas, for an environment of their own."""

from __future__ import annotations

import json
import subprocess
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_COMMON = """
import json, resource, sys, time
files = json.loads(sys.stdin.read())
COLUMNS = ["place", "business_date", "age_band", "rating", "lane", "outcome", "wait_seconds"]
ELDER = ["60-64", "65-69", "70-79", "80-89", "90+"]
def done(run):
    times = []
    for _ in range(2):
        started = time.perf_counter(); run(); times.append(time.perf_counter() - started)
    print(json.dumps({"seconds": min(times), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
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


def frames(files: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Seconds and peak megabytes by library; one that cannot be installed or run is left out."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        for name, code in (("polars", POLARS), ("pandas", PANDAS)):
            packages = [name, "pyarrow"]
            install = [str(python), "-m", "pip", "install", "--quiet", *packages]
            if subprocess.run(install, capture_output=True, check=False).returncode:
                continue
            run = subprocess.run(
                [str(python), "-c", code], input=json.dumps(list(files)), capture_output=True, text=True, check=False
            )
            if run.returncode == 0:
                found[name] = json.loads(run.stdout.splitlines()[-1])
    return found
