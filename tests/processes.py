"""Real parallel processes on the test's own database: ``in_parallel("tests.domain.racers:take_one", [args, …])``."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
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
    with tempfile.TemporaryDirectory() as folder:
        gate = Path(folder, "gate")
        command = [sys.executable, "-m", "tests.processes", function, str(gate)]
        children = [
            subprocess.Popen(
                [*command, str(Path(folder, f"ready{n}")), json.dumps(args)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=child_env(),
            )
            for n, args in enumerate(calls)
        ]
        while len(list(Path(folder).glob("ready*"))) < len(calls) and all(c.poll() is None for c in children):
            time.sleep(0.01)
        gate.touch()
        results = []
        for child in children:
            out, err = child.communicate(timeout=120)
            assert child.returncode == 0, err[-2000:]
            results.append(json.loads(out.strip().splitlines()[-1]))
        return results


def main() -> None:
    """The child: sets Django up, says it is ready, waits for the gate, calls, prints the result as JSON."""
    import django

    function, gate, ready, args = sys.argv[1:]
    django.setup()
    module, name = function.split(":")
    call = getattr(importlib.import_module(module), name)
    Path(ready).touch()
    while not Path(gate).exists():
        time.sleep(0.001)
    print(json.dumps(call(*json.loads(args))))


if __name__ == "__main__":
    main()
