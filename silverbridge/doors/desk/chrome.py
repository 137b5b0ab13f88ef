"""What every desk page carries: the menu, who is signed in, and the keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.models import Role

DESK_ROLES = (Role.TELLER, Role.OPERATOR, Role.SUPERVISOR)


def menu(current: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the page shown."""
    entries = (
        ("home", _("Find a person")),
        ("requests", _("Work list")),
        ("tell", _("Tell people")),
        ("person-new", _("Register somebody")),
    )
    return [(label, reverse(f"desk:{name}"), name == current) for name, label in entries]


def desk_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    current: str = "",
    keys: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """A page of the desk. ``keys`` are the pairs (key, what it does) shown at the bottom."""
    user = request.user
    shown = {
        "nav": menu(current),
        "keys": [*keys, ("Tab", _("next field"))],
        "signed_in": " ".join(filter(None, (user.desk_number, user.display_name))),
    }
    response = render(request, f"desk/{template}.html", shown | context, status=status)
    # What stands on these pages belongs to somebody: no shared computer keeps it after signing out.
    response["Cache-Control"] = "no-store, private"
    return response
