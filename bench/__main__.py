"""``python -m bench [notices indicators audit submissions pages]``: all of them when none is named."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console

from bench import audit, growth, indicators, notices, pages, submissions
from bench.results import Measure, write

ON_DATABASES: dict[str, Callable[[str, str], Iterator[Measure]]] = {
    "submissions": submissions.measure,
    "pages": pages.measure,
}
NO_POSTGRESQL = 69
INNER = "SILVERBRIDGE_BENCH_INNER"


def on_one(name: str, url: str, wanted: list[str]) -> Iterator[Measure]:
    """Everything that is measured on a database."""
    for what in wanted:
        Console(stderr=True).print(f"{what} on {name} …")
        yield from ON_DATABASES[what](name, url)


def in_postgresql(wanted: list[str]) -> list[Measure]:
    """The same in a PostgreSQL of its own; says so when there is none."""
    with tempfile.NamedTemporaryFile("r", suffix=".tsv") as file:
        command = ["bash", "scripts/with_postgres.sh", sys.executable, "-m", "bench", *wanted]
        root = Path(__file__).resolve().parents[1]
        code = subprocess.run(command, env=os.environ | {INNER: file.name}, cwd=root, check=False).returncode
        if code == NO_POSTGRESQL:
            Console(stderr=True).print("left out: PostgreSQL 15 or newer is not installed")
            return []
        if code:
            sys.exit(code)
        return [read(line) for line in file.read().splitlines()]


def read(line: str) -> Measure:
    """A line of the file as a measure."""
    name, value, unit, ratio, against = line.split("\t")
    return Measure(name, float(value), unit, float(ratio) if ratio else None, against)


def main(arguments: list[str]) -> None:
    """Measures and writes ``bench/latest.tsv``."""
    known = ["notices", "indicators", "audit", *ON_DATABASES]
    if set(arguments) - set(known):
        sys.exit(f"known are: {', '.join(known)}")
    wanted = [what for what in ON_DATABASES if what in (arguments or known)]
    if INNER in os.environ:
        measures = list(on_one("postgresql", os.environ["SILVERBRIDGE_DATABASE_URL"], wanted))
        Path(os.environ[INNER]).write_text("".join("\t".join(m.cells()) + "\n" for m in measures))
        return
    measures = [*notices.measure(), *growth.measure()] if "notices" in (arguments or known) else []
    if "indicators" in (arguments or known):
        measures += indicators.measure()
    if "audit" in (arguments or known):
        measures += audit.measure()
    if wanted:
        measures += on_one("sqlite", "", wanted)
        for what in wanted:  # each on a server of its own: an instance is made from nothing
            measures += in_postgresql([what])
    write(measures)


main(sys.argv[1:])
