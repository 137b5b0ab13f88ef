"""Many clients at once, each on a connection of its own, for some seconds."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# What a client does next: method, path, body, headers.
Call = tuple[str, str, bytes | None, dict[str, str]]


@dataclass
class Tally:
    """What came back: seconds of every good answer, statuses of the others."""

    seconds: list[float] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    elapsed: float = 0.0

    def add(self, other: Tally) -> None:
        """Takes in what another round brought."""
        self.seconds += other.seconds
        self.errors += other.errors
        self.elapsed += other.elapsed

    @property
    def per_second(self) -> float:
        """Good answers in a second."""
        return len(self.seconds) / self.elapsed

    def quantile(self, share: float) -> float:
        """The answer time, in milliseconds, that this share of good answers kept."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def press(port: int, clients: int, seconds: float, next_call: Callable[[int, int], Call]) -> Tally:
    """Lets ``clients`` call as fast as they are answered. ``next_call`` gets the client's number and its count of calls."""
    tallies = [Tally() for _n in range(clients)]
    gate, over = threading.Barrier(clients + 1), threading.Event()

    def client(number: int) -> None:
        mine, count = tallies[number], 0
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        gate.wait()
        while not over.is_set():
            method, path, body, headers = next_call(number, count)
            count, started = count + 1, time.perf_counter()
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                status = 0
            if status == 200:
                mine.seconds.append(time.perf_counter() - started)
            else:
                mine.errors.append(status)

    threads = [threading.Thread(target=client, args=[n], daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    gate.wait()
    started = time.perf_counter()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()
    total = Tally(elapsed=time.perf_counter() - started)
    for tally in tallies:
        total.add(tally)
    if not total.seconds:
        raise SystemExit(f"no good answer at all; statuses: {sorted(set(total.errors))}")
    return total
