"""Real parallel processes on the test's own database: ``in_parallel("tests.domain.racers:take_one", [args, …])``."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def database_url() -> str:
    """The database this test runs on, as an address another process can open."""
    from django.db import connection

    s = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{s['NAME']}"
    return f"postgres://{s['USER']}:{s['PASSWORD']}@{s['HOST'] or 'localhost'}:{s['PORT'] or 5432}/{s['NAME']}"


def child_env(**more: str) -> dict[str, str]:
    """The environment of a process that shares this test's database and keys."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings")
    return (
        os.environ
        | {"SILVERBRIDGE_MODE": "test", "SILVERBRIDGE_DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": settings}
        | more
    )


def in_parallel(function: str, calls: list[list[Any]]) -> list[Any]:
    """Calls ``module:function`` once per argument list, each in its own process, all let go at the same moment."""
    command = [sys.executable, "-m", "tests.processes", function, json.dumps(calls)]
    told = subprocess.run(command, capture_output=True, text=True, env=child_env(), timeout=180, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    return json.loads(told.stdout.strip().splitlines()[-1])


def wait_for_all(folder: str, number: int, workers: int) -> None:
    """Until every worker has come here; raises when one does not within a minute, so that none waits for the dead."""
    (Path(folder) / str(number)).touch()
    end = time.monotonic() + 60
    while len(list(Path(folder).iterdir())) < workers:
        if time.monotonic() > end:
            raise TimeoutError(f"of {workers} workers only {os.listdir(folder)} came")
        time.sleep(0.005)


def main() -> None:
    """Sets Django up once, becomes as many processes as there are calls, and prints their results as JSON, in order.

    Nothing is open when it parts: each process makes its own connections.
    """
    import django
    from django.db import connections

    function, calls = sys.argv[1], json.loads(sys.argv[2])
    django.setup()
    module, name = function.split(":")
    call = getattr(importlib.import_module(module), name)
    connections.close_all()
    parting = multiprocessing.get_context("fork")
    gate = parting.Barrier(len(calls))

    def one(args: list[Any], answer: Any) -> None:
        gate.wait()
        answer.send(call(*args))

    ends = [parting.Pipe(duplex=False) for _ in calls]
    children = [parting.Process(target=one, args=(args, end)) for args, (_, end) in zip(calls, ends, strict=True)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        sys.exit(1)
    print(json.dumps([answer.recv() for answer, _ in ends]))


if __name__ == "__main__":
    main()
