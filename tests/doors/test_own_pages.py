"""`make audit` knows every page there is: read off the URL configuration, so that a new one cannot be forgotten."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from silverbridge.config import urls
from silverbridge.doors.office.chrome import KEEPERS
from silverbridge.doors.staff.access import staff_page


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script's own list of pages."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "scripts"))
    import audit_pages

    yield audit_pages
    sys.modules.pop("audit_pages")


def test_what_is_said_to_be_no_page_is_there_and_opens(known: Any) -> None:
    """A reason for an address that is gone, or that only takes a POST, is a reason for nothing."""
    assert sorted(set(known.NO_PAGES) - known.pages()) == []
    assert all(known.NO_PAGES.values())


def test_a_page_that_is_not_reached_is_named(known: Any) -> None:
    reached = known.pages() - {"office:work", "portal:find"}
    assert known.forgotten(reached) == ["office:work", "portal:find"]
    assert known.forgotten(known.pages() - {"favicon"}) == []


def test_what_only_takes_a_post_is_no_page(known: Any) -> None:
    """Read off the decorators themselves, whatever stands around them, and off the classes of the sign-in library."""
    pages = known.pages()
    assert {"portal:home", "portal:say", "office:consultation", "mfa_activate_totp", "account_login"} <= pages
    assert not {"look:settings", "desk:request-say", "office:notice-confirm", "office:keys", "portal:forget"} & pages
    assert not any(name.startswith("api:") for name in pages)


def test_a_new_page_is_asked_for(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(_request: HttpRequest) -> HttpResponse:
        """A page."""
        return HttpResponse()

    added = [
        path("new", staff_page(*KEEPERS)(shown), name="new"),
        path("safe", require_safe(shown), name="safe"),
        path("sent", staff_page(*KEEPERS)(require_POST(shown)), name="sent"),
    ]
    before = known.forgotten(())
    monkeypatch.setattr(
        "django.urls.get_resolver", lambda: type("All", (), {"url_patterns": [*urls.urlpatterns, *added]})
    )
    assert sorted(set(known.forgotten(())) - set(before)) == ["new", "safe"]
