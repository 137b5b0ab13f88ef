"""Our own pages by our own rules: no veto, no serious finding. ``make audit`` walks all of them; here one of each kind."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from silverbridge.engines.webaudit.auditing import audit_now
from silverbridge.engines.webaudit.model import VIEWPORTS
from silverbridge.engines.webaudit.options import Options
from silverbridge.engines.webaudit.visiting import Visit
from tests.doors.office_world import add_ledger, add_work, signed_in
from tests.e2e.browser import looks_test

pytestmark = looks_test
ELDER = ("/", "/items/benefit-check/", "/follow/")
GRAVE = ("veto", "serious")


def graves(base: str, paths: tuple[str, ...], mode: str, viewport: str, state: Path | None) -> list[str]:
    """What must not be there, in words; and that every page was measured."""
    visits = [Visit(base + path, path, viewport, VIEWPORTS[viewport], mode, others=mode == "general") for path in paths]
    told = audit_now(visits, Options(hosts=frozenset({"localhost"}), storage_state=state, page_seconds=120))
    assert [p["page"] for p in told.pages if not p["audited"]] == [], told.troubles
    return [f"{f.rule} {f.page} {f.selector}: {f.measured}" for f in told.fails if f.severity in GRAVE]


def state_of(user: Any, file: Path) -> Path:
    """The storage state of a window in which somebody is signed in."""
    cookie = {
        "name": "sessionid",
        "value": signed_in(user).cookies["sessionid"].value,
        "domain": "localhost",
        "path": "/",
    }
    kept = cookie | {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    file.write_text(json.dumps({"cookies": [kept], "origins": []}))
    return file


@pytest.mark.usefixtures("chromium")
def test_elders_pages_have_no_grave_fault(live_server: Any, live_world: SimpleNamespace, settings: Any) -> None:
    settings.STANDARD_SITE = "https://www.anlan.example/"
    assert graves(live_server.url, ELDER, "elder", "phone", None) == []


@pytest.mark.usefixtures("chromium")
def test_staff_pages_have_no_grave_fault(live_server: Any, live_world: SimpleNamespace, tmp_path: Path) -> None:
    w = live_world
    add_ledger(w)
    add_work(w)
    paths = ("/office/", f"/office/notices/{w.notice.pk}/", "/office/work/", "/desk/", "/desk/people/new")
    state = state_of(w.supervisor, tmp_path / "state.json")
    assert graves(live_server.url, paths, "general", "desktop", state) == []
