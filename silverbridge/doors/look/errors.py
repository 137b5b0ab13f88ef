"""Pages for what went wrong, in the look of the door. They need no database and no session."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from silverbridge.doors.look.context import look as look_context
from silverbridge.doors.look.prefs import door_of

# status -> (what happened, what to do) for elders and for staff
WORDS: dict[int, dict[str, tuple[Any, Any]]] = {
    400: {
        "elder": (_("We could not make out what came in."), _("Go back and try once more. Or call us.")),
        "staff": (
            _("This request could not be read."),
            _("Go back, check what was typed and send it again."),
        ),
    },
    403: {
        "elder": (_("This page is not open to everyone."), _("Call us, and we see to it with you.")),
        "staff": (_("Your role does not allow this."), _("Ask your supervisor to grant it or to do it.")),
    },
    404: {
        "elder": (_("There is no such page here."), _("Start from the first page. Or call us.")),
        "staff": (
            _("There is nothing at this address."),
            _("Check the number or start from the first page."),
        ),
    },
    429: {
        "elder": (_("That was too many times in a row."), _("Wait a few minutes and try again. Or call us.")),
        "staff": (_("Too many tries in a short time."), _("Wait a few minutes and try again.")),
    },
    500: {
        "elder": (_("Something broke on our side."), _("It is not your doing. Try again later, or call us.")),
        "staff": (
            _("Something broke on our side."),
            _("Try again. If it stays, tell the administrator the number below."),
        ),
    },
}
CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 429: "throttled", 500: "broken"}
STALE = {
    "elder": (_("This page had been open for a long time."), _("Go back, open it once more and try again.")),
    "staff": (
        _("This page had been open for too long, or the browser keeps no cookies."),
        _("Go back, reload the page and send it again."),
    ),
}


def error_page(
    request: HttpRequest, status: int, heading: Any, mend: Any = "", details: Iterable[Any] = ()
) -> HttpResponse:
    """A plain page of that status: what happened, what to do, whom to call. JSON for programs. No database."""
    door = door_of(request)
    if door == "api":
        answer = {"code": CODES.get(status, "refused"), "message": str(heading), "mend": str(mend), "field": None}
        return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
    context = look_context(request) | {
        "status": status,
        "heading": heading,
        "mend": mend,
        "details": list(details),
    }
    return HttpResponse(render_to_string(f"look/errors/{door}.html", context), status=status)


def standard(request: HttpRequest, status: int) -> HttpResponse:
    """The page for one of 400, 403, 404, 429, 500."""
    door = "staff" if door_of(request) == "staff" else "elder"
    return error_page(request, status, *WORDS[status][door])


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Django's handler400."""
    return standard(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Django's handler403."""
    return standard(request, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Django's handler404."""
    return standard(request, HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    """The page for too many tries."""
    return standard(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return standard(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the reason is for logs
    """Django's CSRF_FAILURE_VIEW: in life it is a page left open overnight."""
    door = "staff" if door_of(request) == "staff" else "elder"
    return error_page(request, HTTPStatus.FORBIDDEN, *STALE[door])
