"""Which pages: those named, those of a sitemap, those that links lead to, as far as robots.txt lets us."""

from __future__ import annotations

import re
import ssl
import urllib.error
import urllib.request
from collections import deque
from html.parser import HTMLParser
from http.client import HTTPException
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as Xml

from .model import Trouble

AGENT = "SilverBridgeAudit"
SECONDS, MOST_BYTES, MOST_PAGES = 15, 5_000_000, 500
SKIP = re.compile(r"\.(pdf|docx?|xlsx?|zip|rar|apk|exe|jpe?g|png|gif|svg|mp[34]|wav|css|js|ico|xml|json)$", re.I)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


class Unreachable(Exception):
    """An address that does not answer; `kind` as in Trouble."""

    def __init__(self, kind: str, chinese: str, english: str) -> None:
        super().__init__(english)
        self.kind, self.chinese, self.english = kind, chinese, english


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to hosts that were asked for."""

    def __init__(self, hosts: set[str]) -> None:
        self.hosts = hosts

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if (urlsplit(newurl).hostname or "") not in self.hosts:
            raise Unreachable("host", "跳到了别的网站", f"redirects to another host: {newurl[:80]}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, hosts: set[str]) -> tuple[str, str]:
    """The final address and text. Raises Unreachable with the reason."""
    opener = urllib.request.build_opener(_SameHost(hosts), urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.geturl(), answer.read(MOST_BYTES).decode(
                answer.headers.get_content_charset() or "utf-8", "replace"
            )
    except urllib.error.HTTPError as error:
        raise Unreachable("status", f"网页返回{error.code}", f"the page answers {error.code}") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLError):
            raise Unreachable("tls", "网站证书有问题", f"no secure connection: {error.reason}") from error
        raise Unreachable("dns", "找不到或连不上这个网站", f"no connection: {error.reason}") from error
    except (OSError, HTTPException, LookupError) as error:
        raise Unreachable("connection", "连不上网站", f"no connection: {error}") from error


def sound(url: str) -> bool:
    """Is it an address of a page?"""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


class Robots:
    """What robots.txt of each host allows; a host without one allows everything."""

    def __init__(self, respected: bool, hosts: set[str]) -> None:
        self.respected, self.hosts = respected, hosts
        self.known: dict[str, RobotFileParser] = {}

    def allows(self, url: str) -> bool:
        """May this page be visited by a crawler?"""
        if not self.respected:
            return True
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin not in self.known:
            parser = RobotFileParser()
            try:
                parser.parse(fetch(f"{origin}/robots.txt", self.hosts)[1].splitlines())
            except Unreachable:
                parser.parse([])
            self.known[origin] = parser
        return self.known[origin].can_fetch(AGENT, url)


def gather(asked: Any) -> tuple[list[str], list[Trouble]]:
    """The addresses to audit, in order and once each, and those that cannot be. A page named by hand needs no leave of robots.txt."""  # noqa: E501
    troubles: list[Trouble] = []
    urls: list[str] = []
    for url in [*asked.urls, *asked.sitemaps]:
        if not sound(url):
            troubles.append(Trouble(url, "address", "这不是网址", "not an address of a page (http:// or https://)"))
    hosts = {urlsplit(u).hostname or "" for u in [*asked.urls, *asked.sitemaps] if sound(u)} | set(asked.hosts)
    robots = Robots(asked.robots, hosts)
    most = asked.crawl or MOST_PAGES
    for url in asked.urls:
        if sound(url):
            urls.append(url)
    for sitemap in asked.sitemaps:
        if sound(sitemap):
            try:
                urls += [u for u in of_sitemap(sitemap, hosts) if robots.allows(u)][:most]
            except Unreachable as error:
                troubles.append(Trouble(sitemap, error.kind, error.chinese, error.english))
    if asked.crawl:
        urls = crawl(urls, hosts, robots, asked.crawl, asked.depth)
    return list(dict.fromkeys(urls)), troubles


def of_sitemap(url: str, hosts: set[str], level: int = 0) -> list[str]:
    """The addresses of a sitemap, and of those it names, on the hosts asked for. Raises Unreachable."""
    _, text = fetch(url, hosts)
    if "<!ENTITY" in text[:2000]:
        raise Unreachable("sitemap", "站点地图读不了", "a sitemap with entities is not read")
    try:
        root = Xml.fromstring(text.encode())
    except Xml.ParseError as error:
        raise Unreachable("sitemap", "站点地图读不了", f"not a sitemap: {error}") from error
    named = [(e.text or "").strip() for e in root.iter() if e.tag.endswith("}loc") or e.tag == "loc"]
    named = [u for u in named if sound(u) and (urlsplit(u).hostname or "") in hosts]
    if root.tag.endswith("sitemapindex"):
        if level > 2:
            return []
        return [page for one in named[:50] for page in of_sitemap(one, hosts, level + 1)][:MOST_PAGES]
    return named[:MOST_PAGES]


def crawl(starts: list[str], hosts: set[str], robots: Robots, most: int, depth: int) -> list[str]:
    """Breadth first from the starts, on the same hosts; at most so many pages, so many links deep."""
    found = list(dict.fromkeys(starts))[:most]
    known = {urldefrag(u)[0] for u in found}
    queue = deque((u, 0) for u in found)
    while queue and len(found) < most:
        url, level = queue.popleft()
        if level >= depth:
            continue
        try:
            final, text = fetch(url, hosts)
        except Unreachable:
            continue  # the browser says what is wrong with it when its turn comes
        parser = _Links()
        parser.feed(text)
        for href in parser.found:
            try:
                link = urldefrag(urljoin(final, href.strip()))[0]
            except ValueError:
                continue
            if (
                link in known
                or not sound(link)
                or (urlsplit(link).hostname or "") not in hosts
                or SKIP.search(urlsplit(link).path)
            ):
                continue
            known.add(link)
            if robots.allows(link):
                found.append(link)
                queue.append((link, level + 1))
            if len(found) >= most:
                break
    return found
