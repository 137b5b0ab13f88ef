"""Submissions a second through the whole stack, beside a bare one-row insert on the same server and database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

from bench.instance import instance, server
from bench.load import Call, Tally, press
from bench.results import Measure

CLIENTS, SECONDS, WARM_UP, ROUNDS = 16, 2.5, 1.5, 4


def measure(name: str, url: str) -> Iterator[Measure]:
    """Submissions and what they are held against, in turns, so that a busy machine slows both alike."""
    with (
        instance(url) as (env, world),
        server(env, "/api/v1/openapi.json") as port,
        server(env, "/insert", "bench.bare:application") as bare_port,
    ):
        keys = count()

        def submit(client: int, number: int) -> Call:
            person = {
                "name": "李桂兰",
                "id_number": world["people"][(client * 7 + number) % 200],
                "phone": "13800006027",
            }
            body = {"item": "benefit-check", "answers": {"how": "call", "living": "here"}, "person": person}
            headers = {
                "Authorization": f"Bearer {world['credential']}",
                "Idempotency-Key": f"key-{next(keys)}",
                "Content-Type": "application/json",
            }
            return "POST", "/api/v1/requests", json.dumps(body).encode(), headers

        def insert(client: int, number: int) -> Call:
            return "POST", "/insert", f"{client} {number}".encode(), {"Content-Type": "text/plain"}

        press(port, CLIENTS, WARM_UP, submit)
        press(bare_port, CLIENTS, WARM_UP, insert)
        whole, bare = Tally(), Tally()
        for _round in range(ROUNDS):
            whole.add(press(port, CLIENTS, SECONDS, submit))
            bare.add(press(bare_port, CLIENTS, SECONDS, insert))
    against, late = f"bare.{name}", whole.quantile(0.95)
    yield Measure(f"submissions.{name}", whole.per_second, "1/s", whole.per_second / bare.per_second, against)
    yield Measure(f"submissions.{name}.p95", late, "ms", late / bare.quantile(0.95), against)
    yield Measure(f"submissions.{name}.errors", len(whole.errors), "answers")
    yield Measure(f"bare.{name}", bare.per_second, "1/s")
