"""Audits every page of our own doors with the 45 rules: serves the demonstration city, signs in, follows every link.

make audit: exit code 0 when no veto and no serious finding is left, 1 with one, 2 when a page was not audited.

1. A fresh demonstration on a loopback port. 2. Each of CAST signs in; what they keep in the browser is their storage state.
3. Every link is followed, as that person; of each address some examples are kept. A new area joins by itself.
4. What only a form leads to is walked in the browser, after the services made what must exist first (`audit_ways`).
5. A page of the URL configuration that was not reached, and that `audit_pages` does not excuse, is named: exit code 2.
6. All pages, phone and desktop. 7. One HTML report.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections import Counter, deque
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from audit_pages import forgotten, name_of, set_up
from audit_ways import NOBODY, PATIENCE, WALKED_ITEMS, Found, Made, Ways, made, sign_in, standing
from demonstration import served
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from rich.console import Console

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
# Who sees what first: an address is audited as the first of them that reaches it, home pages as each of them.
CAST = (
    NOBODY, "supervisor", "teller", "officer", "editor", "auditor", "officer-north", "regulator-cpo-head",
    "regulator-banks-head", "bank-preparer",
)  # fmt: skip
STARTS = (
    "/", "/follow/", "/saved/", "/account/login/", "/look/about-data", "/look/no-ads", "/look/read", "/consult/",
    "/find?q=体检",
)  # fmt: skip
STAFF_STARTS = ("/staff/", "/desk/", "/office/", "/account/second-factor/", "/account/password/change/")
EXAMPLES = 1
HOMES = ("desk:home", "office:home", "staff_home")
MOST_TRIED = 400
ELDER = ("portal", "look")
GRAVE = ("veto", "serious")
LINK = re.compile(r"""<a\s[^>]*?href=["']([^"'#]+)""", re.I)
err = Console(stderr=True)


def follow(context: BrowserContext, base: str, starts: tuple[str, ...], known: dict[str, int]) -> list[str]:
    """Pages that links lead to, breadth first; of each address some examples, whatever the number of rows."""
    queue, seen, out = deque(starts), set(starts), []
    tried: dict[str, int] = {}
    while queue and sum(tried.values()) < MOST_TRIED:
        path = queue.popleft()
        name = name_of(path)
        met = known.get(name, 0) >= EXAMPLES  # followed all the same: this person may see other links there
        if not name or tried.get(name, 0) >= (1 if met else 3):
            continue
        tried[name] = tried.get(name, 0) + 1
        answer = context.request.get(base + path, headers={"Accept": "text/html"}, timeout=PATIENCE)
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


def discover(browser: Browser, base: str, folder: Path, before: Made | None) -> tuple[list[Found], list[str]]:
    """Everybody's pages, and those of the ways, what is shown only for some minutes first; and the pages not reached."""
    known: dict[str, int] = {}
    groups = []
    for who in CAST:
        context = browser.new_context(locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        if who:
            sign_in(context, base, who).close()
        for home in HOMES:  # everybody has another one
            known[home] = 0
        paths = follow(context, base, STAFF_STARTS if who else STARTS, known)
        for path in standing(context, base, before.pages.get(who, []) if before else []):
            if not known.get(name_of(path)):
                known[name_of(path)] = 1
                paths.append(path)
        state = folder / f"{who or 'nobody'}.json"
        context.storage_state(path=state)
        context.close()
        groups.append(Found(who, state, paths))
        err.print(f"{who or 'nobody'}: {len(paths)} pages", markup=False)
    ways = Ways(browser, base, folder)
    ways.elders([p for p in groups[0].paths if p.startswith("/items/")][:WALKED_ITEMS], before.open if before else None)
    ways.staff(groups[1], before.notice if before else None)
    groups = [*ways.soon(), *groups, *ways.groups]
    return groups, forgotten(name_of(path) for group in groups for path in group.paths)


def visits_of(group: Found, base: str, only: str, viewport: str | None) -> list[Any]:
    """Each page in each window; the portal as an elder edition, staff pages as any page."""
    from silverbridge.engines.webaudit.model import VIEWPORTS
    from silverbridge.engines.webaudit.visiting import Visit

    rows = []
    for path in group.paths:
        name = name_of(path)
        mode = "elder" if name.split(":")[0] in ELDER else "general"
        seen_by = group.who or ("on the way" if group.state.stem.startswith("way") else "")
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
    from silverbridge.engines.webaudit.auditing import audit_now
    from silverbridge.engines.webaudit.chromium import launch_options
    from silverbridge.engines.webaudit.model import Audit
    from silverbridge.engines.webaudit.options import Options
    from silverbridge.engines.webaudit.reports import render

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", type=Path, default=ROOT / "var" / "audit.html")
    parser.add_argument("--only", default="", help="pages whose name matches this")
    parser.add_argument("--viewport", choices=("phone", "desktop"), help="one window alone")
    parser.add_argument("--base", default="", help="a demonstration that runs already; nothing is made in it")
    parser.add_argument("--list", action="store_true", help="name the pages, and audit none")
    told = parser.parse_args()
    result = Audit()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        base = told.base or stack.enter_context(served(folder / "var"))
        if not told.base:
            os.environ["SILVERBRIDGE_VAR"] = str(folder / "var")
        set_up()
        before = None if told.base else made()
        with sync_playwright() as playwright:
            options = launch_options()
            browser = playwright.chromium.launch(**options)
            groups, missing = discover(browser, base, folder, before)
            browser.close()
        for group in groups:
            visits = visits_of(group, base, told.only, told.viewport)
            if told.list:
                print(*sorted({visit.name for visit in visits}), sep="\n")
            if told.list or not visits:
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
    if told.list:
        return name_missing(missing)
    told.report.parent.mkdir(parents=True, exist_ok=True)
    told.report.write_text(render(result, "html"), encoding="utf-8")
    return max(say(result, told.report), name_missing(missing) if not told.base else 0)


def name_missing(missing: list[str]) -> int:
    """Says which pages were not reached; exit code 2 when there are some."""
    for name in missing:
        print(
            f"{name}: not reached. Lead there in scripts/audit_ways.py, or say in scripts/audit_pages.py why it is no page"
        )
    return 2 if missing else 0


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
