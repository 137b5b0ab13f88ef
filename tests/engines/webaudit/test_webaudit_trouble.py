"""The auditor survives what pages do to it: it reports, and goes on with the next."""

from __future__ import annotations

import http.server
import json
import os
import signal
import socket
import ssl
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

pytest.importorskip("playwright")

from silverbridge.engines.webaudit import load_pack, visiting
from silverbridge.engines.webaudit.auditing import audit_now
from silverbridge.engines.webaudit.chromium import NoBrowser, find_chromium
from silverbridge.engines.webaudit.options import Options
from silverbridge.engines.webaudit.running import Asked, BadRequest, run
from silverbridge.engines.webaudit.visiting import Visit

HTML = "<!doctype html><html lang=zh-CN><title>体检</title><body style='font:18px/1.6 sans-serif'><h1>体检</h1><p>人工</p>{}</body></html>"  # noqa: E501
POP_UP = "() => { const d = document.createElement('div'); d.style.cssText = 'position:fixed;inset:20%;background:#fff'; d.textContent = '公告'; document.body.append(d); }"  # noqa: E501
PAGES = {
    "/fine": HTML.format(""),
    "/never": HTML.format("<img src=/hang>"),
    "/popups": HTML.format(f"<script>setInterval({POP_UP}, 10)</script>"),
    "/later": HTML.format(f"<script>setTimeout(() => setInterval({POP_UP}, 10), 2000)</script>"),
    "/alerts": HTML.format("<script>for (;;) alert('请看')</script>"),
    "/throws": HTML.format(
        "<script>setInterval(() => document.getElementById('gone').remove(), 1000); setTimeout(() => { location.href = '/fine'; }, 300000)</script>"  # noqa: E501
    ),
    "/home": HTML.format("<form role=search action=/found><label>找 <input type=search name=q></label></form>"),
    "/busy": HTML.format("<script>for (;;) {}</script>"),
    "/wall": HTML.format("<form><input type=password></form>"),
    "/windows": HTML.format("<script>for (;;) window.open('/fine')</script>"),
    "/app": HTML.format("<script>location.href = 'weixin://dl/business'</script><img src=/huge>"),
    "/crashing": HTML.format("<iframe src='chrome://crash'></iframe>"),
}


PAGES["/two"] = HTML.format(
    "<button style='min-height:60px' onclick='document.documentElement.classList.toggle(\"elder\")'>长辈版</button><style>.elder p{font-size:30px}</style>"  # noqa: E501
)
MINE = HTML.format(
    "<button id=on onclick='more.hidden = false'>我的</button><div id=more hidden><p>这里是我的养老金。</p><button id=big>大字号</button></div>"  # noqa: E501
    "<script>const grow = () => { document.body.style.fontSize = '30px'; localStorage.big = 1; }; big.onclick = grow; if (localStorage.big) grow();</script>"  # noqa: E501
)


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
        elif self.path.startswith("/fine?"):
            self.answer(200, PAGES["/fine"].encode())
        elif self.path.startswith("/found?"):
            time.sleep(0.6)
            hit = quote("长辈版") in self.path
            self.answer(200, HTML.format("<main><a href=/elder>进入</a></main>" if hit else "没有找到").encode())
        elif self.path == "/mine":
            signed = "pass=1" in self.headers.get("Cookie", "")
            self.answer(200, MINE.encode()) if signed else self.answer(302, Location="/wall")
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
        "/later",
        "/app",
        "/alerts",
        "/windows",
        "/throws",
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


@pytest.mark.parametrize("page", ["/never", "/popups", "/huge", "/fine", "/alerts", "/windows"])
def test_what_can_be_measured_is(survived, page):
    assert [f for f in survived.findings if f.page == page and f.rule == "R02"]


@pytest.mark.parametrize("page", ["/popups", "/later"])
def test_an_endless_pop_up_is_a_finding(survived, page):
    assert [f for f in survived.fails if f.page == page and f.rule == "R15"]


def test_a_jump_into_an_app_while_the_page_loads_is_a_finding(survived):
    assert not [t for t in survived.troubles if t.page == "/app"]
    assert [f.measured for f in survived.fails if f.page == "/app" and f.rule == "R19"] == [
        "jump: weixin://dl/business"
    ]


def test_every_page_is_listed(survived):
    assert len(survived.pages) == 15


def test_what_a_page_throws_while_its_time_passes_is_its_own_affair(survived):
    assert not [t for t in survived.troubles if t.page == "/throws"]
    assert [f.measured for f in survived.fails if f.page == "/throws" and f.rule == "R22"]


def test_a_search_that_answers_late_on_a_page_of_its_own_is_waited_for(site):
    visit = Visit(site + "/home", "/home", "phone", (390, 844), "home")
    found = audit_now([visit], Options(hosts=frozenset({"127.0.0.1"}), concurrency=1))
    assert not found.troubles
    assert [f.measured for f in found.fails if f.rule == "R29"] == ["nothing for 亲情版、关爱版、关怀版"]


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
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    urls = {"not a url": "address", "http://no-such-host.invalid/": "dns", closed: "connection"}
    audit = run(Asked(urls=list(urls), viewports=["phone"], seconds=20))
    assert {t.page: t.kind for t in audit.troubles} == urls
    with pytest.raises(BadRequest):
        run(Asked())
    (tmp_path / "p.json").write_text("[1]")
    with pytest.raises(BadRequest):
        run(Asked(folder=tmp_path, pages=tmp_path / "p.json"))


def test_a_sitemap_respects_robots_and_names_what_is_gone(site):
    audit = run(Asked(sitemaps=[site + "/sitemap.xml"], viewports=["phone"]))
    assert {p["page"] for p in audit.pages} == {site + "/fine", site + "/gone"}
    assert {(t.page, t.kind) for t in audit.troubles} == {(site + "/gone", "status")}


def chromium_of_this_test(started: set[int]) -> list[int]:
    """Browsers begun since: their own process, not those of its pages."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        pid = int(folder.name)
        if (
            pid not in started
            and b"--remote-debugging-pipe" in words
            and not any(w.startswith(b"--type=") for w in words)
        ):
            found.append(pid)
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the browser by /proc")
def test_a_browser_that_is_killed_is_started_again_and_no_page_is_lost(site):
    before = set(chromium_of_this_test(set()))
    killed = []

    def kill(_visit, _seen):
        if not killed:
            killed.extend(chromium_of_this_test(before)[:1])
            os.kill(killed[0], signal.SIGKILL)

    visits = [Visit(f"{site}/fine?{n}", str(n), "phone", (390, 844), "general") for n in range(3)]
    audit = audit_now(visits, Options(hosts=frozenset({"127.0.0.1"}), concurrency=1), kill)
    assert killed
    assert [p["audited"] for p in audit.pages] == [True] * 3
    assert not audit.troubles


def test_the_steps_and_the_sign_in_are_kept_while_controls_are_tried(site, tmp_path):
    """A page behind a sign-in and a press: larger letters are tried on a fresh load of it, and it is still that page."""
    state = {"cookies": [{"name": "pass", "value": "1", "url": site, "domain": "127.0.0.1", "path": "/", "expires": -1,
                          "httpOnly": False, "secure": False, "sameSite": "Lax"}], "origins": []}  # fmt: skip
    state["cookies"][0].pop("url")
    (tmp_path / "state.json").write_text(json.dumps(state))
    (tmp_path / "steps.json").write_text(json.dumps([{"do": "click", "selector": "#on"}]))
    asked = {"urls": [site + "/mine"], "viewports": ["phone"], "mode": "general", "steps": tmp_path / "steps.json"}
    audit = run(Asked(**asked, storage_state=tmp_path / "state.json"))
    sizes = {f.outcome for f in audit.findings if f.rule == "R04"}
    assert not audit.troubles
    assert sizes == {"pass"}
    assert {t.kind for t in run(Asked(**asked)).troubles} == {"sign-in"}


def test_the_elder_edition_is_found_and_audited_in_both_windows(site):
    audit = run(Asked(urls=[site + "/two"]))
    states = {(p["state"], p["viewport"], p["mode"]) for p in audit.pages}
    assert states == {(s, v, m) for s, m in (("default", "general"), ("elder", "elder")) for v in ("phone", "desktop")}
    assert all(p["audited"] for p in audit.pages)


def test_a_page_that_does_not_change_is_not_measured_twice(site):
    first = Visit(site + "/fine", "a", "phone", (390, 844), "general")
    seen = []
    audit_now([first], Options(hosts=frozenset({"127.0.0.1"})), lambda _v, s: seen.append(s))
    again = visiting.judged_again(seen[0], replace(first, mode="elder", state="elder"), "elder", load_pack())
    assert visiting.alike(seen[0].page.snapshot, dict(seen[0].page.snapshot))
    assert {f.rule for f in again.findings} == set(load_pack())
    assert {f.state for f in again.findings} == {"elder"}


def test_a_certificate_that_is_not_valid_is_named(tmp_path):
    """A certificate of our own making, which no browser trusts."""
    pem = tmp_path / "c.pem"
    key_and_certificate(pem)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    audit = run(Asked(urls=[f"https://127.0.0.1:{server.server_port}/fine"], viewports=["phone"]))
    server.shutdown()
    assert {t.kind for t in audit.troubles} == {"tls"}


def key_and_certificate(file: Path) -> None:
    """Writes both into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(tz=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.sign(key, SHA256()).public_bytes(Encoding.PEM))


def test_a_fault_of_our_own_costs_one_page_and_a_drawing_with_words_none(site, monkeypatch):
    PAGES["/drawing"] = HTML.format("<svg width=200 height=60><text x=9 y=40>本月办件</text></svg>")
    measured = visiting.measure

    async def faulty(tab, mode=None):
        if tab.url.endswith("/fine"):
            raise KeyError("missing")
        return await measured(tab, mode)

    monkeypatch.setattr(visiting, "measure", faulty)
    found = run(Asked(urls=[f"{site}/fine", f"{site}/drawing"], viewports=["phone"]))
    assert [(t.page[-5:], t.kind, t.english) for t in found.troubles] == [("/fine", "error", "KeyError: 'missing'")]
    assert {f.page[-8:] for f in found.findings} == {"/drawing"}
