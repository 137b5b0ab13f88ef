"""What every office page carries: the menu of one's roles, who is signed in, pages of a list, answers to a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.queries import organisations
from silverbridge.domain.core.errors import DomainError, NotFound

EDITORS = (Role.EDITOR, Role.SUPERVISOR)
KEEPERS = (Role.OFFICER, Role.SUPERVISOR)
SUPERVISORS = (Role.SUPERVISOR,)
AUDITORS = (Role.AUDITOR,)
OFFICE = (Role.EDITOR, Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR)
CALLERS = (*KEEPERS, Role.OPERATOR)
COMMENT_TAKERS = (*KEEPERS, Role.TELLER, Role.OPERATOR)
PER_PAGE = 20


def menu(held: frozenset[str], current: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the page shown, of what these roles may open."""
    entries = (
        ("home", _("What waits"), OFFICE),
        ("notices", _("Ledger"), KEEPERS),
        ("consultations", _("Drafts for comment"), COMMENT_TAKERS),
        ("work", _("Handed to us"), KEEPERS),
        ("supervision", _("Supervised tasks"), KEEPERS),
        ("returns", _("Returns"), KEEPERS),
        ("indicators", _("Indicators"), KEEPERS),
        ("frequent", _("Frequent business"), KEEPERS),
        ("sites", _("Web sites"), KEEPERS),
        ("oversight", _("Verification"), CALLERS),
        ("offerings", _("Offerings"), EDITORS),
        ("import", _("Take over lists"), SUPERVISORS),
        ("access", _("Access log"), AUDITORS),
    )
    return [
        (label, reverse(f"office:{name}"), name == current)
        for name, label, allowed in entries
        if held.intersection(allowed)
    ]


def office_page(
    request: HttpRequest, template: str, context: dict[str, Any], current: str = "", status: int = 200
) -> HttpResponse:
    """A page of the office; ``current`` names its entry of the menu."""
    shown = {"nav": menu(request.staff.roles, current), "signed_in": request.user.display_name}
    response = render(request, f"office/{template}.html", shown | context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def supervised(request: HttpRequest) -> set[int]:
    """Ids of the organisations the reader supervises: only there a button that needs a supervisor is drawn."""
    return organisations(request.user, SUPERVISORS) if Role.SUPERVISOR in request.staff.roles else set()


def own_organisation(request: HttpRequest) -> int | None:
    """Where the reader works, to start a form with; None when that is not known or not within their reach."""
    place = request.user.place
    return place.organisation_id if place and place.organisation_id in request.staff.organisations else None


def page_of(request: HttpRequest, rows: Sequence[Any], per_page: int = PER_PAGE) -> Page:
    """The page the address asks for; the last one beyond the end."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def attempt(request: HttpRequest, act: Callable[[], Any], done: str, back: str) -> HttpResponse:
    """Does it and says so, or says why not, on the page one came from. What is not there stays a 404."""
    try:
        act()
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the form says it came from, if that is a page of ours."""
    named = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(named, allowed_hosts=None, require_https=request.is_secure())
    return named if own and named.startswith("/office/") else otherwise
