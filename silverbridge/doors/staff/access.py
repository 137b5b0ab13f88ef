"""Opening a staff page: signed in, second factor where the role needs it, a role for some organisation, not idle too long.

Whoever may not see a page is told it does not exist (404); only somebody not signed in is asked to sign in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.queries import needs_second_factor, organisations, roles
from silverbridge.doors.staff.unsent import ask_to_sign_in, once_more, writer_of

SEEN = "staff_seen"


@dataclass(frozen=True)
class Staff:
    """Who is at work on this page: the actor, the organisations this page's roles reach, and all roles held."""

    actor: Actor
    organisations: frozenset[int]
    roles: frozenset[str]


def went_idle(request: HttpRequest) -> bool:
    """Whether the session rested longer than allowed; notes the moment otherwise, once a minute at most."""
    now, seen = int(timezone.now().timestamp()), request.session.get(SEEN)
    if seen is not None and now - seen > settings.STAFF_IDLE_MINUTES * 60:
        return True
    if seen is None or now - seen >= 60:
        request.session[SEEN] = now
    return False


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the user's roles need a second factor that this session has not shown."""
    shown = {record.get("method") for record in get_authentication_records(request, request.user)}
    return needs_second_factor(request.user) and "mfa" not in shown


def sign_out(request: HttpRequest, words: str = "") -> HttpResponse:
    """Ends the session and asks to sign in anew; a form that was on its way is kept for its writer."""
    writer = request.user
    logout(request)
    return ask_to_sign_in(request, writer, words)


def staff_page(*allowed: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """View decorator: sets ``request.staff`` for holders of one of the ``allowed`` roles; 404 for everybody else.

    The view gets attributes ``staff_roles`` (the allowed roles), from which the permission table is checked.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request, writer_of(request))
            if went_idle(request):
                return sign_out(request, _("You were away for a while. Please sign in again; stored work is kept."))
            if lacks_second_factor(request):
                if not is_mfa_enabled(request.user):
                    return redirect("mfa_activate_totp")
                return sign_out(request)
            reach = organisations(request.user, allowed)
            if not reach:
                raise Http404
            held = frozenset(roles(request.user))
            request.staff = Staff(Actor.staff(request.user), frozenset(reach), held)
            return once_more(request, lambda: view(request, *args, **kwargs))

        guarded.staff_roles = frozenset(allowed)
        return guarded

    return decorate
