"""The real server in processes of its own, on this test's database, to be called and killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.processes import child_env

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Granian:
    """Two workers behind one address; ``kill`` ends the whole group at once, as a power cut would."""

    def __init__(self, workers=2, **environment):
        self.port, self.workers = free_port(), workers
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = child_env(
            SILVERBRIDGE_PARTNER_LIMIT="1000000", SILVERBRIDGE_LOG_LEVEL="ERROR", **environment
        )
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed on exit
        self.group = None

    def start(self):
        """Starts it and waits until it answers."""
        command = f"--interface wsgi --host 127.0.0.1 --port {self.port} --workers {self.workers} --blocking-threads 4 --no-ws"
        self.group = subprocess.Popen(
            [sys.executable, "-m", "granian", *command.split(), "silverbridge.config.wsgi:application"],
            env=self.environment,
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if httpx.get(f"{self.base}/api/v1/openapi.json", timeout=5).status_code == 200:
                    return self
            except httpx.TransportError:
                assert self.group.poll() is None, self.said()
                time.sleep(0.05)
        raise AssertionError(self.said())

    def said(self):
        self.log.seek(0)
        return self.log.read()[-2000:]

    def kill(self):
        """kill -9 of every process of the server."""
        if self.group is not None:
            os.killpg(self.group.pid, signal.SIGKILL)
            self.group.wait()
            self.group = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_error):
        self.kill()
        self.log.close()
