"""A folder of pages, served on a loopback port: Chromium forgets storage on file addresses now and then."""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TEXTUAL = ("text/html", "text/css", "text/javascript")
NAMED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)
HEAD = 2048
SHARED, SHARED_SECONDS = re.compile(r"\.(css|m?js|svg|png|jpe?g|gif|webp|ico|woff2?|[ot]tf)$", re.I), 600


def encoding_of(file: Path) -> str:
    """How a text file is written: as its head says where that is a known name, else UTF-8, else GB 18030."""
    try:
        data = file.read_bytes()
    except OSError:
        return "utf-8"
    told = NAMED.search(data[:HEAD])
    try:
        if told and not data.startswith(b"\xef\xbb\xbf"):
            return codecs.lookup(told.group(1).decode("ascii")).name
        data.decode("utf-8")
    except LookupError:
        return "utf-8"
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = (
        True  # head and body go out by themselves; held back, the body waits 40 ms for the browser
    )

    def log_message(self, *_: object) -> None:
        """Says nothing: the audit's own progress is what is shown."""

    def end_headers(self) -> None:
        # What pages share is asked for once: nothing changes while they are looked at, and the port is another one next time.
        shared = SHARED.search(getattr(self, "path", "").partition("?")[0])
        self.send_header("Cache-Control", f"max-age={SHARED_SECONDS}" if shared else "no-store")
        super().end_headers()

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        kind = super().guess_type(path)
        return f"{kind}; charset={encoding_of(Path(path))}" if kind in TEXTUAL else kind


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A browser that hangs up is nothing to report."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which the folder's files stand, while the context lasts."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
