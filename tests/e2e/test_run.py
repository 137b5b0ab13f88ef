"""`silverbridge run` as a newcomer uses it: it serves, says where, refuses a taken port, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from tests.e2e.granian import ROOT, free_port


def run(port, folder):
    command = [sys.executable, "-m", "silverbridge.doors.cli", "run", "--port", str(port), "--workers", "1"]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SILVERBRIDGE_", "DJANGO_"))}
    more = {"SILVERBRIDGE_MODE": "test", "SILVERBRIDGE_VAR": str(folder), "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
    return subprocess.Popen(
        command, env=clean | more, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def answered(process, port):
    """The health page, once there is one."""
    end = time.monotonic() + 180
    while time.monotonic() < end:
        assert process.poll() is None, process.communicate()
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health", timeout=10)
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("it never answered")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Kept from one start to the next, as `make run` keeps it."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.once  # `make run` keeps its own SQLite, whatever the tests run on
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_stops_whole(folder, number):
    port = free_port()
    first = run(port, folder)
    try:
        assert answered(first, port).status_code == 200
        second = run(port, folder)
        _out, said = second.communicate(timeout=120)
        assert second.returncode == 2
        assert "--port" in said and "Traceback" not in said
        # It says where to look once it answers itself.
        deadline = time.monotonic() + 60
        said = ""
        while "/desk/" not in said and time.monotonic() < deadline:
            said += first.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in said
    finally:
        first.send_signal(number)
        first.communicate(timeout=60)
    assert first.returncode == 0
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{port}/health", timeout=2)
