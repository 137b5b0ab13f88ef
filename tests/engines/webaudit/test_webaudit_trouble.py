"""The auditor survives what pages do to it: it reports, and goes on with the next."""

from __future__ import annotations

import http.server
import threading
import time

import pytest

pytest.importorskip("playwright")

from silverbridge.engines.webaudit.auditing import Options, audit_now
from silverbridge.engines.webaudit.chromium import NoBrowser, find_chromium
from silverbridge.engines.webaudit.running import Asked, BadRequest, run
from silverbridge.engines.webaudit.visiting import Visit

HTML = "<!doctype html><html lang=zh-CN><title>体检</title><body style='font:18px/1.6 sans-serif'><h1>体检</h1><p>人工</p>{}</body></html>"  # noqa: E501
PAGES = {
    "/fine": HTML.format(""),
    "/never": HTML.format("<img src=/hang>"),
    "/popups": HTML.format(
        "<script>setInterval(() => { const d = document.createElement('div'); d.style.cssText = 'position:fixed;inset:20%;background:#fff'; d.textContent = '公告'; document.body.append(d); }, 10)</script>"  # noqa: E501
    ),
    "/alerts": HTML.format("<script>for (;;) alert('请看')</script>"),
    "/busy": HTML.format("<script>for (;;) {}</script>"),
    "/wall": HTML.format("<form><input type=password></form>"),
    "/crashing": HTML.format("<iframe src='chrome://crash'></iframe>"),
}


class Site(http.server.BaseHTTPRequestHandler):
    """A small site of bad manners."""

    protocol_version = "HTTP/1.1"
    asked: list[str] = []

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        Site.asked.append(self.path)
        if self.path in PAGES:
            self.answer(200, PAGES[self.path].encode())
        elif self.path == "/hang":
            time.sleep(8)
            self.answer(404)
        elif self.path == "/loop":
            self.answer(302, Location="/loop")
        elif self.path == "/private":
            self.answer(302, Location="/wall")
        elif self.path == "/file":
            self.answer(200, b"PK", Content_Type="application/zip", Content_Disposition="attachment; filename=a.zip")
        elif self.path == "/huge":
            self.answer(200, HTML.format("<!--" + "x" * 50_000_000 + "-->").encode())
        elif self.path == "/robots.txt":
            self.answer(200, b"User-agent: *\nDisallow: /secret\n", Content_Type="text/plain")
        elif self.path == "/sitemap.xml":
            base = f"http://127.0.0.1:{self.server.server_port}"
            rows = "".join(f"<url><loc>{base}{p}</loc></url>" for p in ("/fine", "/secret", "/gone"))
            self.answer(
                200,
                f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode(),
                Content_Type="text/xml",
            )
        else:
            self.answer(404)


@pytest.fixture(scope="module")
def site():
    try:
        find_chromium()
    except NoBrowser as error:
        pytest.skip(str(error))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def survived(site):
    """All of them after one another in one browser, the good page last."""
    names = [
        "/never",
        "/popups",
        "/alerts",
        "/busy",
        "/private",
        "/loop",
        "/file",
        "/huge",
        "/missing",
        "/crashing",
        "/fine",
    ]
    visits = [Visit(site + n, n, "phone", (390, 844), "general") for n in names]
    options = Options(hosts=frozenset({"127.0.0.1"}), concurrency=1, load_seconds=4, page_seconds=25)
    return audit_now(visits, options)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("/never", "slow"),
        ("/busy", "time"),
        ("/private", "sign-in"),
        ("/loop", "redirects"),
        ("/file", "download"),
        ("/missing", "status"),
    ],
)
def test_trouble_is_named_by_page(survived, page, kind):
    assert kind in {t.kind for t in survived.troubles if t.page == page}


@pytest.mark.parametrize("page", ["/never", "/popups", "/huge", "/fine", "/alerts"])
def test_what_can_be_measured_is(survived, page):
    assert [f for f in survived.findings if f.page == page and f.rule == "R02"]


def test_an_endless_pop_up_is_a_finding(survived):
    assert [f for f in survived.fails if f.page == "/popups" and f.rule == "R15"]


def test_every_page_is_listed(survived):
    assert len(survived.pages) == 11


def test_no_request_leaves_for_another_host(site, tmp_path):
    other = http.server.ThreadingHTTPServer(("127.0.0.2", 0), Site)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    stranger = f"http://127.0.0.2:{other.server_port}"
    (tmp_path / "a.html").write_text(
        HTML.format(f"<img src={stranger}/stolen><script>fetch('{stranger}/told')</script>")
    )
    Site.asked.clear()
    audit = run(Asked(folder=tmp_path, viewports=["phone"]))
    other.shutdown()
    assert audit.findings
    assert not {"/stolen", "/told"} & set(Site.asked)


def test_what_is_asked_badly_is_named(site, tmp_path):
    audit = run(Asked(urls=["not a url", "http://no-such-host.invalid/"], viewports=["phone"], seconds=20))
    assert {t.kind for t in audit.troubles} == {"address", "dns"}
    with pytest.raises(BadRequest):
        run(Asked())
    (tmp_path / "p.json").write_text("[1]")
    with pytest.raises(BadRequest):
        run(Asked(folder=tmp_path, pages=tmp_path / "p.json"))


def test_a_sitemap_respects_robots_and_names_what_is_gone(site):
    audit = run(Asked(sitemaps=[site + "/sitemap.xml"], viewports=["phone"]))
    assert {p["page"] for p in audit.pages} == {site + "/fine", site + "/gone"}
    assert {(t.page, t.kind) for t in audit.troubles} == {(site + "/gone", "status")}
