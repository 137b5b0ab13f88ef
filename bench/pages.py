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


def fill_in(port: int, page: str, action: str, fields: dict[str, str]) -> str:
    """Opens a page and sends its form; answers the cookie header the browser then has."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{port}"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', opener.open(base + page).read().decode())
    if token is None:
        raise SystemExit(f"{page} has no form")
    data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token[1]}).encode()
    opener.open(urllib.request.Request(base + action, data, {"Referer": base + page})).read()
    return "; ".join(f"{c.name}={c.value}" for c in jar)


def measure(name: str, url: str) -> Iterator[Measure]:
    """Answers a second, p50, p95 and errors; each door's p95 too."""
    with instance(url) as (env, world), server(env, "/health") as port:
        login, secret = "/account/login/", world["password"]
        staff = [fill_in(port, login, login, {"login": user, "password": secret}) for user in world["users"]]
        elders = [fill_in(port, "/items/taxi/", "/ask/taxi/", {"for": "self"}) for _n in range(20)]

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
