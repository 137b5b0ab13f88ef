"""What one browser session is trusted with: its random scope, sealed notes, and the requests it proved itself for."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core import ciphers

SCOPE, NOTES, PROOFS, FINISHED = "portal.scope", "portal.notes", "portal.proofs", "portal.finished"
PROOF_HOURS = 24  # a shared telephone or a library computer forgets within a day
MOST_PROOFS = 20


def scope(request: HttpRequest) -> str:
    """A random id of this session, made once. Idempotency keys are scoped to it, so another session's key never fits."""
    if SCOPE not in request.session:
        request.session[SCOPE] = secrets.token_hex(16)
    return request.session[SCOPE]


def visitor(request: HttpRequest, for_another: bool = False) -> Actor:
    """Who acts: somebody we know only by this session."""
    return Actor.visitor(scope(request), for_another)


def put_note(request: HttpRequest, name: str, content: dict[str, Any]) -> None:
    """Keeps a note in the session, sealed: it may hold names and numbers, and sessions lie in a table in the clear."""
    sealed = ciphers.encrypt(json.dumps(content, ensure_ascii=False), "portal.draft")
    request.session[NOTES] = {**request.session.get(NOTES, {}), name: sealed}


def note(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """The note of that name, or None. One sealed with a key that is gone is dropped: nothing of it can be shown."""
    sealed = request.session.get(NOTES, {}).get(name)
    if sealed is None:
        return None
    try:
        return json.loads(ciphers.decrypt(sealed, "portal.draft"))
    except ciphers.Undecipherable:
        drop_note(request, name)
        return None


def drop_note(request: HttpRequest, name: str) -> None:
    """Forgets one note."""
    kept = request.session.get(NOTES, {})
    request.session[NOTES] = {k: v for k, v in kept.items() if k != name}


def notes(request: HttpRequest, beginning: str) -> list[str]:
    """Names of the notes that begin so."""
    return [name for name in request.session.get(NOTES, {}) if name.startswith(beginning)]


def prove(request: HttpRequest, reference: str) -> None:
    """This session made the request, or gave its number and telephone."""
    kept = {r: at for r, at in request.session.get(PROOFS, {}).items() if r != reference}
    newest = list(kept.items())[-(MOST_PROOFS - 1) :]
    request.session[PROOFS] = {**dict(newest), reference: timezone.now().isoformat()}


def proved(request: HttpRequest) -> list[str]:
    """Reference numbers this session proved itself for within the last day, newest first."""
    since = timezone.now() - timedelta(hours=PROOF_HOURS)
    rows = request.session.get(PROOFS, {}).items()
    return [reference for reference, at in reversed(rows) if datetime.fromisoformat(at) > since]


def finish(request: HttpRequest, item: str, reference: str) -> None:
    """Remembers what a draft became, so that going back in the browser leads to it and not to a second request."""
    request.session[FINISHED] = {**request.session.get(FINISHED, {}), item: reference}


def finished(request: HttpRequest, item: str) -> str:
    """The request the last draft of this item became, if this session still may see it."""
    reference = request.session.get(FINISHED, {}).get(item, "")
    return reference if reference in proved(request) else ""


def forget(request: HttpRequest) -> None:
    """Nothing of the portal stays in this session; a staff member signed in beside stays signed in."""
    for name in (SCOPE, NOTES, PROOFS, FINISHED):
        request.session.pop(name, None)


def address(request: HttpRequest) -> str:
    """Where the visitor comes from, to count tries by. Behind one trusted proxy: what that proxy saw, the last entry."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENV.behind_proxy else ""
    return seen.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
