"""Audits every page of our own doors with the 45 rules: serves the demonstration city, signs in, follows every link.

make audit: exit code 0 when no veto and no serious finding is left, 1 with one, 2 when a page could not be audited.

1. A fresh demonstration on a loopback port. 2. Each of CAST signs in; what they keep in the browser is their storage state.
3. Every link is followed, as that person; of each address some examples are kept. A new area joins by itself.
4. The ways that only a form leads along are walked in the browser. 5. All pages, phone and desktop. 6. One HTML report.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from demonstration import served
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PASSWORD = "lantern-bridge-2026"
NOBODY = ""
# Who sees what first: an address is audited as the first of them that reaches it, home pages as each of them.
CAST = (
    NOBODY, "supervisor", "teller", "officer", "editor", "auditor", "officer-north", "regulator-cpo-head",
    "regulator-banks-head", "bank-preparer",
)  # fmt: skip
STARTS = ("/", "/follow/", "/saved/", "/account/login/", "/look/", "/look/about-data", "/look/no-ads", "/consult/")
STAFF_STARTS = ("/staff/", "/desk/", "/office/", "/account/second-factor/", "/account/password/change/")
EXAMPLES = 1
HOMES = ("desk:home", "office:home", "staff_home")
MOST_TRIED = 400
WALKED_ITEMS = 2
ELDER = ("portal", "look")
GRAVE = ("veto", "serious")
LINK = re.compile(r"""<a\s[^>]*?href=["']([^"'#]+)""", re.I)
err = Console(stderr=True)


@dataclass
class Found:
    """The pages of one window: whose state it holds, and which addresses it may open."""

    who: str
    state: Path
    paths: list[str] = field(default_factory=list)


def names() -> Any:
    """Answers the name of an address in the URL configuration; '' when it has none."""
    os.environ.setdefault("SILVERBRIDGE_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings")
    import django
    from django.urls import Resolver404, resolve

    django.setup()

    def name_of(path: str) -> str:
        try:
            return resolve(path).view_name or ""
        except Resolver404:
            return ""

    return name_of


def all_names() -> set[str]:
    """Every name of the URL configuration that stands for pages of people, not of programs."""
    from django.urls import URLPattern, get_resolver

    def below(patterns: list[Any], space: str) -> Iterator[str]:
        for entry in patterns:
            if isinstance(entry, URLPattern):
                yield f"{space}{entry.name or ''}"
            elif entry.namespace != "api":
                yield from below(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)

    return set(below(get_resolver().url_patterns, ""))


def sign_in(context: BrowserContext, base: str, who: str) -> None:
    """Somebody of the invented staff signs in, with the second factor where theirs asks for one."""
    page = context.new_page()
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    if page.locator("[name=code]").count():
        from silverbridge.demo import demo_code

        page.fill("[name=code]", demo_code())
        with page.expect_navigation():
            page.press("[name=code]", "Enter")
    page.wait_for_selector("header form[action*=logout]")
    page.close()


def follow(
    context: BrowserContext, base: str, starts: tuple[str, ...], known: dict[str, int], name_of: Any
) -> list[str]:
    """Pages that links lead to, breadth first; of each address some examples, whatever the number of rows."""
    queue, seen, out = deque(starts), set(starts), []
    tried: dict[str, int] = {}
    while queue and sum(tried.values()) < MOST_TRIED:
        path = queue.popleft()
        name = name_of(urlsplit(path).path)
        met = known.get(name, 0) >= EXAMPLES  # followed all the same: this person may see other links there
        if not name or tried.get(name, 0) >= (1 if met else 3):
            continue
        tried[name] = tried.get(name, 0) + 1
        answer = context.request.get(base + path, headers={"Accept": "text/html"})
        kind = answer.headers.get("content-type", "")
        if not answer.ok or "text/html" not in kind or "attachment" in answer.headers.get("content-disposition", ""):
            continue
        final = urlsplit(answer.url)
        if final.path != urlsplit(path).path:
            landed = final.path + (f"?{final.query}" if final.query else "")
            if landed not in seen:
                seen.add(landed)
                queue.append(landed)
            continue
        if not met:
            known[name] = known.get(name, 0) + 1
            out.append(path)
        for href in LINK.findall(answer.text()):
            link = urldefrag(urljoin(answer.url, href.replace("&amp;", "&")))[0]
            if link.startswith(base + "/") and link[len(base) :] not in seen:
                seen.add(link[len(base) :])
                queue.append(link[len(base) :])
    return out


def answer(page: Page) -> None:
    """Fills in a page of the portal as somebody would who makes no mistake."""
    from silverbridge.engines.identity import make_id_number

    told = {
        "name": "李桂兰", "id_number": make_id_number("990101", date(1950, 3, 8), 2), "phone": "13800006027",
        "address": "青石街3号2单元301",
    }  # fmt: skip
    ahead = datetime.now(tz=UTC).date() + timedelta(days=21)
    told |= {"year": str(ahead.year), "month": str(ahead.month), "day": str(ahead.day)}
    for group in page.eval_on_selector_all("main input[type=radio]", "all => [...new Set(all.map(e => e.name))]"):
        page.locator(f"main input[type=radio][name='{group}']").first.check(force=True)
    for box in page.locator(
        "main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main textarea"
    ).all():
        name = (box.get_attribute("name") or "").rsplit("-", 1)[-1]
        number = box.get_attribute("inputmode") == "numeric"
        if not box.input_value():
            box.fill(told.get(name) or ("2" if number else "市一医院"))


def walk(page: Page, base: str, start: str, press: str, last: str) -> list[str]:
    """From a beginning page by page to the one that `last` names; the addresses in between, and that one."""
    page.goto(base + start)
    seen: list[str] = []
    with page.expect_navigation():
        page.locator(press).first.click()
    for _step in range(14):
        path = urlsplit(page.url).path
        if path in seen:
            raise RuntimeError(f"{path} does not take its answer")
        seen.append(path)
        if last in path:
            return seen
        if not re.search(r"/(check|done|said)/", path):
            answer(page)
        with page.expect_navigation():
            page.locator("main .btn-main").first.click()
    raise RuntimeError(f"{start} does not lead to {last}")


def walked(browser: Browser, base: str, folder: Path, items: list[str]) -> Iterator[Found]:
    """What only a form leads to: questions and check pages of some matters, and what stands after sending."""
    for number, item in enumerate(items):
        for last, more in (("/check/", ("/saved/",)), ("/done/", ())):
            context = browser.new_context(locale="zh-CN")
            page = context.new_page()
            try:
                paths = walk(page, base, item, "main button[value=self]", last)
            except (Error, RuntimeError) as error:
                err.print(f"{item}: not walked to {last}: {str(error).splitlines()[0]}", style="yellow", markup=False)
                continue
            if last == "/done/":
                reference = paths[-1].split("/")[2]
                paths = [paths[-1], f"/follow/{reference}/", f"/follow/{reference}/withdraw/"]
            state = folder / f"walk{number}{last.strip('/')}.json"
            context.storage_state(path=state)
            context.close()
            yield Found(NOBODY, state, [*paths, *more])


def discover(browser: Browser, base: str, folder: Path, name_of: Any) -> list[Found]:
    """Everybody's pages, and those of the ways."""
    known: dict[str, int] = {}
    groups = []
    for who in CAST:
        context = browser.new_context(locale="zh-CN")
        if who:
            sign_in(context, base, who)
        for home in HOMES:  # everybody has another one
            known[home] = 0
        paths = follow(context, base, STAFF_STARTS if who else STARTS, known, name_of)
        state = folder / f"{who or 'nobody'}.json"
        context.storage_state(path=state)
        context.close()
        groups.append(Found(who, state, paths))
        err.print(f"{who or 'nobody'}: {len(paths)} pages", markup=False)
    items = [p for p in groups[0].paths if p.startswith("/items/")][:WALKED_ITEMS]
    for group in walked(browser, base, folder, items):
        groups.append(group)
        for path in group.paths:
            known[name_of(path)] = known.get(name_of(path), 0) + 1
    missing = sorted(all_names() - set(known) - set(HOMES))
    err.print(f"without a page of their own, or reached by no link: {', '.join(missing)}", style="dim", markup=False)
    return groups


def visits_of(group: Found, base: str, name_of: Any, only: str, viewport: str | None) -> list[Any]:
    """Each page in each window; the portal as an elder edition, staff pages as any page."""
    from silverbridge.engines.webaudit.model import VIEWPORTS
    from silverbridge.engines.webaudit.visiting import Visit

    rows = []
    for path in group.paths:
        name = name_of(urlsplit(path).path)
        mode = "elder" if name.split(":")[0] in ELDER else "general"
        seen_by = group.who or ("on the way" if group.state.stem.startswith("walk") else "")
        shown = f"{name} {path}" + (f" ({seen_by})" if seen_by else "")
        if re.search(only, shown):
            rows += [
                Visit(base + path, shown, v, size, mode, crops=True, others=bool(group.who))
                for v, size in VIEWPORTS.items()
                if viewport in (None, v)
            ]
    return rows


def main() -> int:
    """Serves, finds, audits, reports."""
    from silverbridge.engines.webaudit.auditing import Options, audit_now
    from silverbridge.engines.webaudit.chromium import launch_options
    from silverbridge.engines.webaudit.model import Audit
    from silverbridge.engines.webaudit.reports import render

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", type=Path, default=ROOT / "var" / "audit.html")
    parser.add_argument("--only", default="", help="pages whose name matches this")
    parser.add_argument("--viewport", choices=("phone", "desktop"), help="one window alone")
    parser.add_argument("--base", default="", help="a demonstration that runs already")
    told = parser.parse_args()
    result = Audit()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        base = told.base or stack.enter_context(served(folder / "var"))
        name_of = names()
        with sync_playwright() as playwright:
            options = launch_options()
            browser = playwright.chromium.launch(**options)
            groups = discover(browser, base, folder, name_of)
            browser.close()
        for group in groups:
            visits = visits_of(group, base, name_of, told.only, told.viewport)
            if not visits:
                continue
            here = Options(hosts=frozenset({"127.0.0.1"}), storage_state=group.state, crops=True)
            part = audit_now(
                visits,
                here,
                lambda v, s: err.print(f"{s.seconds:5.1f} s {v.viewport:8} {v.name}", markup=False, highlight=False),
            )
            result.findings += part.findings
            result.troubles += part.troubles
            result.pages += part.pages
            result.pack = part.pack
    told.report.parent.mkdir(parents=True, exist_ok=True)
    told.report.write_text(render(result, "html"), encoding="utf-8")
    return say(result, told.report)


def say(result: Any, report: Path) -> int:
    """What is grave, line by line, and the exit code."""
    out = Console()
    grave = [f for f in result.fails if f.severity in GRAVE]
    for f in grave:
        out.print(
            f"{f.severity} {f.rule} {f.page} {f.viewport} {f.selector}: {f.measured} ({f.required})",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    for t in result.troubles:
        out.print(f"{t.page} {t.viewport}: {t.english}", markup=False, highlight=False, soft_wrap=True)
    pages = {p["page"] for p in result.pages if p["audited"]}
    counts = Counter(f.severity for f in result.fails)
    said = ", ".join(f"{s} {counts[s]}" for s in ("veto", "serious", "moderate", "advisory"))
    out.print(f"{len(pages)} pages: {said}; report: {report}", markup=False, highlight=False)
    if any(t.fatal for t in result.troubles) or not pages:
        return 2
    return 1 if grave else 0


if __name__ == "__main__":
    raise SystemExit(main())
