"""A form that arrived after its writer had been signed out: kept sealed for them, shown to them, never sent by itself.

Three ways lead here: the session rested too long, it is gone (the browser was closed, somebody signed out in another window), or
the page is older than the last sign-in, so that its CSRF token no longer fits. Files cannot be kept; they are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.accounts.queries import unsent_forms
from silverbridge.domain.accounts.services import drop_unsent, keep_unsent
from silverbridge.domain.core import ciphers
from silverbridge.domain.core.errors import DomainError
from silverbridge.doors.look import errors
from silverbridge.doors.look.prefs import here
from silverbridge.doors.staff.refilling import BOOKKEEPING, refilled

DRAWN_FOR, AGAIN, TOKEN = "drawn_for", "unsent", "csrfmiddlewaretoken"
COLUMN = "staff.drawn_for"
ROOTS = ("desk", "office")  # never the pages about passwords
SECRET = re.compile("password|secret", re.IGNORECASE)
PLAIN = re.compile(r"[\w.:+-]{0,40}", re.ASCII)


def root_of(request: HttpRequest) -> str:
    """The first part of the path."""
    return request.path_info.lstrip("/").split("/", 1)[0]


def drawn_for(request: HttpRequest) -> str:
    """The sealed word by which a form on this page says whose it is; empty beyond the staff's own pages."""
    if root_of(request) not in (*ROOTS, "staff") or not request.user.is_authenticated:
        return ""
    if not hasattr(request, DRAWN_FOR):
        request.drawn_for = ciphers.encrypt(str(request.user.pk), COLUMN)
    return request.drawn_for


def writer_of(request: HttpRequest) -> User | None:
    """For whom the page of this form was drawn, as the form itself says."""
    try:
        pk = ciphers.decrypt(request.POST.get(DRAWN_FOR, ""), COLUMN)
    except ciphers.Undecipherable:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def is_sent_form(request: HttpRequest) -> bool:
    """Whether a person pressed a button on a page of the desk or the office: no script, no other method."""
    return (
        request.method == "POST"
        and root_of(request) in ROOTS
        and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    )


def from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent it: what another site posts is not kept for anybody to confirm."""
    came = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return came.startswith(("http://", "https://")) and urlsplit(came).netloc == request.get_host()


def keep(request: HttpRequest, writer: User) -> str:
    """Keeps this form for its writer; returns the address of the page that shows it."""
    if AGAIN in request.POST:  # it was kept before, and is posted too late once more
        drop_unsent(writer, request.POST[AGAIN])
    own = {DRAWN_FOR, AGAIN, TOKEN}
    content = {
        "path": request.get_full_path(),
        "came": here(request),
        "fields": [
            [name, values] for name, values in request.POST.lists() if name not in own and not SECRET.search(name)
        ],
        "files": [[name, [file.name for file in files]] for name, files in request.FILES.lists()],
    }
    return reverse("staff_unsent", args=[keep_unsent(writer, content).key])


def ask_to_sign_in(request: HttpRequest, writer: User | None, words: str = "") -> HttpResponse:
    """To the sign-in page, and from there to the same page, or to the form that could not be saved."""
    address = request.get_full_path()
    if writer is not None and is_sent_form(request):
        address, words = keep(request, writer), _signed_out()
    if words:
        messages.info(request, words)
    return redirect_to_login(address)


def _signed_out() -> str:
    return _(
        "You had been signed out, so nothing was saved. What you typed is kept for %(n)s minutes; sign in, and it is shown."
    ) % {"n": settings.STAFF_UNSENT_MINUTES}


def once_more(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a page. To a form that had been kept: once the page took it or shows it again it is kept no longer;
    where the page refuses (a person not found anew in this session, say), it is kept on, and the refusal is shown with it. A page
    that is opened to be filled in with it shows it in its own form.
    """
    if request.method == "GET" and AGAIN in request.GET:
        return _filled_in(request, answer())
    key = request.POST.get(AGAIN, "") if is_sent_form(request) else ""
    if not key or not unsent_forms(request.user).filter(key=key).exists():
        return answer()
    try:
        response = answer()
    except (DomainError, Http404) as refusal:
        words = str(refusal) if isinstance(refusal, DomainError) and refusal.status != 404 else _not_open()
        messages.error(request, words)
        return redirect("staff_unsent", key)
    drop(request, key)
    return response


def _filled_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    row = unsent_forms(request.user).filter(key=request.GET[AGAIN]).first()
    if (
        row is None
        or response.streaming
        or response.status_code != 200
        or "text/html" not in response.get("Content-Type", "")
    ):
        return response
    mark = format_html(
        '<input type="hidden" name="{0}" value="{1}"><p class="notice" id="{0}">{2}</p>',
        AGAIN,
        row.key,
        _(
            "This is what you typed before you had been signed out. Look at it, then send it: nothing of it is saved yet."
        ),
    )
    page, content = response.content.decode(), row.content
    filled = refilled(page, content["came"], content["path"], content["fields"], mark)
    if filled is None:
        messages.info(request, _("Its page has changed and cannot show it any more. Send it from here."))
        return redirect("staff_unsent", row.key)
    response.content = filled
    response["Cache-Control"] = "no-store"
    return response


def _not_open() -> str:
    return _(
        "Not taken: what it belongs to is not open to you now. If it is about a person, find them first; then send it again."
    )


def drop(request: HttpRequest, key: str) -> None:
    """It need not be kept any longer."""
    drop_unsent(request.user, key)
    if request.session.get(AGAIN) == key:
        del request.session[AGAIN]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW. On a staff page it is nearly always one drawn before the last sign-in: its form is kept."""
    writer = writer_of(request) if is_sent_form(request) and from_here(request) else None
    if writer is None:
        return errors.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, writer)
    if request.user == writer:
        return redirect(keep(request, writer))
    # Whose words these are cannot be told: kept for one of the two, the other might be shown them.
    return errors.error_page(
        request,
        403,
        _("This page was opened by somebody else, who was signed in here before you. Nothing was saved."),
        _("Go back: what was typed still stands there. Copy it, and open the page anew under your own name."),
    )


def with_key(address: str, key: str) -> str:
    """The address of a page that is to show a kept form."""
    path, _mark, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    asked[AGAIN] = key
    return f"{path}?{asked.urlencode()}#{AGAIN}"


def shown(content: dict[str, Any], key: str) -> dict[str, Any]:
    """What the page says of a kept form: sentences apart from numbers, dates and choices; what goes along unseen; lost files."""
    pairs = [(name, value) for name, values in content["fields"] for value in values]
    typed = [(name, value) for name, value in pairs if value.strip() and name not in BOOKKEEPING]
    return {
        "action": content["path"],
        "came": "" if content["came"] == "/" else with_key(content["came"], key),
        "pairs": pairs,
        "words": [value for _name, value in typed if not PLAIN.fullmatch(value)],
        "rest": [(name, value) for name, value in typed if PLAIN.fullmatch(value)],
        "files": [(name, names, ", ".join(names)) for name, names in content["files"]],
    }
