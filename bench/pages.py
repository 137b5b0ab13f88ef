"""Two hundred people at once: three in four on the portal, one in four at a desk."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

from bench.instance import instance, server
from bench.load import Call, press
from bench.results import Measure

USERS, SECONDS, WARM_UP = 200, 12.0, 3.0
PORTAL = ("/", "/items/taxi/", "/ask/taxi/q/when/", "/find?q=%E6%89%93%E8%BD%A6")
DESK = ("/desk/", "/desk/requests/")


def sign_in(port: int, username: str, password: str) -> str:
    """The cookie header of somebody of the staff who has signed in."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{port}/account/login/"
    page = opener.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if token is None:
        raise SystemExit("the sign-in page has no form")
    form = {"login": username, "password": password, "csrfmiddlewaretoken": token[1]}
    request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address})
    opener.open(request)
    return "; ".join(f"{c.name}={c.value}" for c in jar)


def visit(port: int, path: str) -> str:
    """The cookies a newcomer of the portal leaves with; the question page wants the request begun."""
    jar = http.cookiejar.CookieJar()
    urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open(f"http://127.0.0.1:{port}{path}")
    return "; ".join(f"{c.name}={c.value}" for c in jar)


def measure(name: str, url: str) -> Iterator[Measure]:
    """Answers a second, p50, p95 and errors; each door's p95 too."""
    with instance(url) as (env, world), server(env, "/health") as port:
        staff = [sign_in(port, username, world["password"]) for username in world["users"]]
        elders = [visit(port, "/ask/taxi/") for _n in range(20)]

        def browse(client: int, count: int) -> Call:
            at_desk = client % 4 == 0
            pages: tuple[str, ...] = DESK if at_desk else PORTAL
            cookie = staff[client // 4 % len(staff)] if at_desk else elders[client % len(elders)]
            return "GET", pages[(client + count) % len(pages)], None, {"Cookie": cookie} if cookie else {}

        press(port, 20, WARM_UP, browse)
        one = press(port, 1, 4.0, browse)
        many = press(port, USERS, SECONDS, browse)
    yield from lines(name, one, many)


def lines(name: str, one: Any, many: Any) -> Iterator[Measure]:
    """The measures; what two hundred wait is held against what one alone waits."""
    against = f"one user: {one.quantile(0.5):.3g} ms"
    yield Measure(
        f"pages.{name}.users200", many.per_second, "1/s", many.per_second / one.per_second, "pages of one user"
    )
    yield Measure(
        f"pages.{name}.users200.p50", many.quantile(0.5), "ms", many.quantile(0.5) / one.quantile(0.5), against
    )
    yield Measure(
        f"pages.{name}.users200.p95", many.quantile(0.95), "ms", many.quantile(0.95) / one.quantile(0.5), against
    )
    yield Measure(f"pages.{name}.users200.errors", len(many.errors), "answers")
