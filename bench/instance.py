"""An instance for measuring: a database of its own, an invented city, the real server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORKERS, THREADS = 2, 4


def environment(folder: Path, url: str) -> dict[str, str]:
    """The environment of every process of one instance: demonstration mode, real static files, no rate limit in the way."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SILVERBRIDGE_", "DJANGO_"))}
    return clean | {
        "SILVERBRIDGE_MODE": "demo",
        "SILVERBRIDGE_VAR": str(folder),
        "SILVERBRIDGE_DATABASE_URL": url,
        "SILVERBRIDGE_PARTNER_LIMIT": "100000000",
        "SILVERBRIDGE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }


@contextmanager
def instance(url: str) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Its environment and what ``bench.world`` made in it."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder), url)
        made = subprocess.run(
            [sys.executable, "-m", "bench.world"], env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise SystemExit(made.stderr[-2000:])
        yield env, json.loads(made.stdout.splitlines()[-1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(env: dict[str, str], probe: str, application: str = "silverbridge.config.wsgi:application") -> Iterator[int]:
    """The port of a granian with two workers, once ``probe`` answers."""
    port = _free_port()
    options = (
        f"--interface wsgi --host 127.0.0.1 --port {port} --workers {WORKERS} --blocking-threads {THREADS} --no-ws"
    )
    command = [sys.executable, "-m", "granian", *options.split(), "--log-level", "error", application]
    group = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True)
    try:
        end = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{probe}", timeout=10).close()
                break
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > end or group.poll() is not None:
                    raise
                time.sleep(0.1)
        yield port
    finally:
        if group.poll() is None:
            os.killpg(group.pid, signal.SIGTERM)
        try:
            group.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(group.pid, signal.SIGKILL)
            group.wait()
