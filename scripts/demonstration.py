"""A demonstration of its own for what looks at pages: served on a free port, gone afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600  # seconds; a quiet machine needs less than one minute, a busy one several


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a fresh demonstration, while the context lasts. Raises RuntimeError when it does not come up."""
    port = free_port()
    env = os.environ | {"SILVERBRIDGE_MODE": "demo", "SILVERBRIDGE_VAR": str(folder)}
    command = [sys.executable, "-m", "silverbridge.doors.cli", "run", "--port", str(port)]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, cwd=ROOT)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{base}/health", server)
        yield base
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address):  # our own loopback address
                return
        except (URLError, ConnectionError):
            try:
                server.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError("the server ended before it answered") from None
    raise RuntimeError("the server did not answer in time")
