"""The processes of one running instance: started together, stopped together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from types import FrameType

from silverbridge.doors.cli.ground import err

PATIENCE = 10.0


def free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Children:
    """Child processes that live and die together."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._tell)

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self._told.set()

    def start(self, name: str, command: list[str]) -> None:
        """Starts one."""
        # A session of its own: Ctrl+C reaches only us, and we stop the children in order.
        self._running[name] = subprocess.Popen(command, start_new_session=True)

    def when_answering(self, host: str, port: int, then: Callable[[], None]) -> None:
        """Calls ``then`` once the server answers; returns early when told to stop or when a child ended."""
        target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        while not self._told.is_set() and self._ended() is None:
            connection = http.client.HTTPConnection(target, port, timeout=5)
            try:
                connection.request("GET", "/health", headers={"Host": "127.0.0.1"})
                connection.getresponse()
            except (OSError, http.client.HTTPException):
                self._told.wait(0.1)
                continue
            finally:
                connection.close()
            then()
            return

    def _ended(self) -> str | None:
        return next((name for name, child in self._running.items() if child.poll() is not None), None)

    def wait(self) -> int:
        """Waits until told to stop (answers 0) or until one child ends by itself (answers 1); stops all."""
        while not self._told.wait(0.5):
            name = self._ended()
            if name is not None:
                err.print(f"{name}停了，其余也停下。 {name} ended; stopping the rest.", style="bold red")
                self._stop()
                return 1
        self._stop()
        return 0

    def _stop(self) -> None:
        """Asks every child to end, then ends those that do not."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
