"""From a site to what a real browser measured there: the one place that calls the engine. No table is written here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from silverbridge.domain.audits.models import Site
from silverbridge.engines.webaudit import Audit, load_pack
from silverbridge.engines.webaudit import Finding as Measured

Progress = Callable[[int, int, str], None]
RANK = {"na": 0, "pass": 1, "review": 2, "fail": 3}
PAGE_SECONDS, CONCURRENCY = 60.0, 2


class BrowserMissing(Exception):
    """No browser, or not the part of the product that drives one: nothing can be measured here."""


@dataclass
class Result:
    """What a run came to, ready to be kept. ``seen`` maps fingerprints to findings; ``sure`` are pages wholly audited."""

    pack: str
    technical: float | None
    vetoes: list[str]
    outcomes: dict[str, dict[str, Any]]
    seen: dict[str, Measured]
    sure: set[tuple[str, str]]
    pages: list[dict[str, Any]]
    troubles: list[dict[str, Any]]
    report: bytes = b""
    pictures: bool = True
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def pages_asked(self) -> int:
        """How many pages were meant to be audited."""
        return len({row["page"] for row in self.pages} | {row["page"] for row in self.troubles})

    @property
    def pages_audited(self) -> int:
        """How many pages were audited, in one window at least."""
        return len({row["page"] for row in self.pages if row["audited"]})


def browser_present() -> bool:
    """Whether an audit can be made here."""
    try:
        import playwright  # noqa: F401

        from silverbridge.engines.webaudit.chromium import NoBrowser, find_chromium
    except ModuleNotFoundError:
        return False
    try:
        find_chromium()
    except NoBrowser:
        return False
    return True


def measure(site: Site, progress: Progress | None = None) -> Result:
    """Audits a site as it is registered. Raises BrowserMissing; whatever befalls a page stands among the troubles."""
    if not browser_present():
        raise BrowserMissing
    from silverbridge.engines.webaudit.chromium import NoBrowser
    from silverbridge.engines.webaudit.gathering import gather
    from silverbridge.engines.webaudit.running import Asked, BadRequest, run

    starts = list(dict.fromkeys([*site.addresses, *filter(None, [site.elder_address])]))
    crawl = site.most_pages if site.follow_links else 0
    sitemaps = [site.sitemap] if site.sitemap else []
    asked = Asked(urls=starts, sitemaps=sitemaps, crawl=crawl, depth=site.depth, hosts=list(site.hosts))
    urls, troubles = gather(asked)
    urls = urls[: max(site.most_pages, len(starts))]
    merged = Audit(troubles=list(troubles))
    elder = [url for url in urls if is_elder(site, url)]
    for mode, chosen in ((None, [url for url in urls if url not in elder]), ("elder", elder)):
        if not chosen:
            continue
        told = replace(
            asked,
            urls=chosen,
            sitemaps=[],
            crawl=0,
            mode=mode,
            viewports=["phone"] if site.kind == Site.Kind.APP_H5 else [],
            concurrency=CONCURRENCY,
            seconds=PAGE_SECONDS,
            crops=True,
        )
        try:
            found = run(told, progress)
        except NoBrowser as error:
            raise BrowserMissing from error
        except BadRequest:
            continue
        merged.findings += found.findings
        merged.troubles += found.troubles
        merged.pages += found.pages
        merged.pack = found.pack
    return digest(merged, site)


def is_elder(site: Site, url: str) -> bool:
    """Whether an address belongs to the elder edition as it was registered: that page, and what lies below it."""
    if not site.elder_address:
        return False
    edition, page = urlsplit(site.elder_address), urlsplit(url)
    if edition.netloc != page.netloc:
        return False
    if edition.query:
        return (page.path, page.query) == (edition.path, edition.query)
    folder = edition.path if edition.path.endswith("/") else f"{edition.path}/"
    return page.path == edition.path or (page.path.startswith(folder) and folder != "/")


def digest(audit: Audit, site: Site) -> Result:
    """The run in the form in which it is kept: worst outcome by rule, each finding once, the report for people."""
    from silverbridge.engines.webaudit.scoring import score

    told, seen = score(audit), {}
    for found in audit.findings:
        if found.outcome in ("fail", "review"):
            key = fingerprint(found, site)
            if key not in seen or RANK[found.outcome] > RANK[seen[key].outcome]:
                seen[key] = found
    troubled = {(t.page, t.viewport) for t in audit.troubles} | {(t.page, "") for t in audit.troubles if not t.viewport}
    sure = {
        (local(row["page"], site), row["viewport"])
        for row in audit.pages
        if row["audited"] and not {(row["page"], row["viewport"]), (row["page"], "")} & troubled
    }
    audited = any(row["audited"] for row in audit.pages)
    report, pictures = _report(audit) if audited else (b"", True)
    return Result(
        pack=audit.pack,
        technical=told["technical"] if audited else None,
        vetoes=told["vetoes"],
        outcomes=outcomes(audit),
        seen=seen,
        sure=sure,
        pages=[{**row, "page": local(row["page"], site)} for row in audit.pages],
        troubles=[
            {
                "page": local(t.page, site),
                "viewport": t.viewport,
                "kind": t.kind,
                "zh": t.chinese,
                "en": t.english,
                "fatal": t.fatal,
            }
            for t in audit.troubles
        ],
        report=report,
        pictures=pictures,
        counts=dict(Counter(found.severity for found in seen.values() if found.outcome == "fail")),
    )


def outcomes(audit: Audit) -> dict[str, dict[str, Any]]:
    """By rule: the worst outcome, how many of each, the weight, and the gravest severity of failures and of questions."""
    pack, order, found = load_pack(), ("advisory", "moderate", "serious", "veto"), {}
    for one in audit.findings:
        row = found.setdefault(one.rule, {"worst": "na", "gravest": {}, "weight": pack[one.rule].weight})
        row[one.outcome] = row.get(one.outcome, 0) + 1
        row["worst"] = max(row["worst"], one.outcome, key=RANK.__getitem__)
        if one.outcome in ("fail", "review"):
            gravest = row["gravest"].get(one.outcome, "advisory")
            row["gravest"][one.outcome] = max(gravest, one.severity, key=order.index)
    return dict(sorted(found.items()))


def local(page: str, site: Site) -> str:
    """A page's address without scheme and host where it lies on the site's own host, so that a move of host renames nothing."""
    own = {urlsplit(address).netloc for address in [*site.addresses, site.elder_address]}
    parts = urlsplit(page)
    if parts.netloc not in own:
        return page
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def fingerprint(found: Measured, site: Site) -> str:
    """By what a finding is known again: page, window, rule, element and look, as the engine's own key has it."""
    return hashlib.sha256(replace(found, page=local(found.page, site)).key().encode()).hexdigest()


def _report(audit: Audit) -> tuple[bytes, bool]:
    """The report for people, and whether its pictures are in it: without them where they would make it too large to keep."""
    from silverbridge.engines.webaudit.reports import render

    whole = render(audit, "html").encode()
    if len(whole) <= settings.MATERIAL_MAX_BYTES:
        return whole, True
    bare = replace(audit, findings=[replace(found, picture="") for found in audit.findings])
    return render(bare, "html").encode(), False
