"""Submissions a second through the whole stack, beside a bare one-row insert on the same server and database."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bench.instance import instance, server
from bench.load import Call, press
from bench.results import Measure

CLIENTS, SECONDS, WARM_UP = 16, 8.0, 2.0


def measure(name: str, url: str) -> Iterator[Measure]:
    """Two lines: submissions, and what they are held against."""
    with instance(url) as (env, world):
        with server(env, "/api/v1/openapi.json") as port:

            def submit(client: int, count: int) -> Call:
                person = {
                    "name": "李桂兰",
                    "id_number": world["people"][(client * 7 + count) % 200],
                    "phone": "13800006027",
                }
                body = {"item": "benefit-check", "answers": {"how": "call", "living": "here"}, "person": person}
                headers = {
                    "Authorization": f"Bearer {world['credential']}",
                    "Idempotency-Key": f"{client}-{count}-{run}",
                    "Content-Type": "application/json",
                }
                return "POST", "/api/v1/requests", json.dumps(body).encode(), headers

            run = "warm"
            press(port, CLIENTS, WARM_UP, submit)
            run = "real"
            whole = press(port, CLIENTS, SECONDS, submit)

        def insert(client: int, count: int) -> Call:
            return "POST", "/insert", f"{client} {count}".encode(), {"Content-Type": "text/plain"}

        with server(env, "/insert", "bench.bare:application") as port:
            press(port, CLIENTS, WARM_UP, insert)
            bare = press(port, CLIENTS, SECONDS, insert)
    against = f"bare.{name}"
    yield Measure(f"submissions.{name}", whole.per_second, "1/s", whole.per_second / bare.per_second, against)
    yield Measure(
        f"submissions.{name}.p95", whole.quantile(0.95), "ms", whole.quantile(0.95) / bare.quantile(0.95), against
    )
    yield Measure(f"submissions.{name}.errors", len(whole.errors), "answers")
    yield Measure(f"bare.{name}", bare.per_second, "1/s")
