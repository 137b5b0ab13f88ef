"""A list between its check and its taking over: kept sealed, for one session and at most a day."""

from __future__ import annotations

import base64
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from silverbridge.domain.core.ciphers import decrypt, encrypt

KEPT = "office_uploads"
COLUMN = "office.upload"
A_DAY = 24 * 3600


def _folder() -> Path:
    folder = settings.MEDIA_ROOT / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(request: HttpRequest, kind: str, filename: str, data: bytes) -> str:
    """Keeps a file for this session; returns the word it is known by. Clears away what is over a day old."""
    for old in _folder().iterdir():
        if time.time() - old.stat().st_mtime > A_DAY:
            old.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    (_folder() / token).write_text(encrypt(base64.b64encode(data).decode(), COLUMN))
    request.session[KEPT] = {**request.session.get(KEPT, {}), token: [kind, filename]}
    return token


def fetch(request: HttpRequest, kind: str, token: str) -> tuple[str, bytes] | None:
    """Name and bytes of a file this session keeps; None for any other, or when it was cleared away."""
    known = request.session.get(KEPT, {}).get(token)
    if known is None or known[0] != kind or not (path := _folder() / token).exists():
        return None
    return known[1], base64.b64decode(decrypt(path.read_text(), COLUMN))


def drop(request: HttpRequest, token: str) -> None:
    """The file is needed no more."""
    kept = dict(request.session.get(KEPT, {}))
    if kept.pop(token, None) is not None:
        (_folder() / token).unlink(missing_ok=True)
        request.session[KEPT] = kept
