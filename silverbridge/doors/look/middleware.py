"""Three steps every request goes through: the log line, the look, and domain refusals as plain pages."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from silverbridge.domain.core.errors import DomainError
from silverbridge.doors.look.errors import bad_request, error_page
from silverbridge.doors.look.prefs import door_of, read_look

log = structlog.get_logger("silverbridge.access")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
NUL = "\x00"
UTF8 = "utf-8"
BROKEN = re.compile("%[89A-F][0-9A-F]")
Respond = Callable[[HttpRequest], HttpResponse]


class RequestLogMiddleware:
    """One line for each request: method, route, status, milliseconds, request id.

    The route is the name in ``urls.py``: a path can hold a reference number, a query string a name.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:16]
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):
            response = self.get_response(request)
            match = request.resolver_match
            write = log.error if response.status_code >= 500 else log.info
            write(
                "answered",
                method=request.method if request.method in METHODS else "other",
                route=(match.view_name or match.route) if match else "unmatched",
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        response["X-Request-ID"] = request.request_id
        return response


class LookMiddleware:
    """Reads the look from cookies, speaks its language, and turns away what no table can store.

    Accept-Language is not asked: a browser installed in English belongs to an elder who reads Chinese.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.look = read_look(request.COOKIES)
        request.LANGUAGE_CODE = request.look.language
        with translation.override(request.look.language):
            unreadable = undecodable(request) or any(
                NUL in part for part in (*request.COOKIES, *request.COOKIES.values())
            )
            response = bad_request(request) if unreadable else self.get_response(request)
        response.headers.setdefault("Content-Language", request.look.html_lang)
        patch_vary_headers(response, ("Cookie",))
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """A 400 page for a NUL in a parameter: PostgreSQL refuses to store one, no keyboard types one."""
        parts: Iterable[str] = flat(request.GET.lists())
        if request.method == "POST" and request.content_type in FORM_TYPES:
            files = (file.name or "" for _name, uploads in request.FILES.lists() for file in uploads)
            parts = (*parts, *flat(request.POST.lists()), *files)
        return bad_request(request) if any(NUL in part for part in parts) else None


class DomainErrorMiddleware:
    """A refusal by the domain becomes a plain page of its status; the API answers its own in JSON."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a DomainError; any other exception goes its way."""
        if not isinstance(exception, DomainError) or door_of(request) == "api":
            return None
        others = list(getattr(exception, "fields", {}).values())[1:]
        return error_page(request, exception.status, exception.message, exception.mend, map(str, others))


def undecodable(request: HttpRequest) -> bool:
    """Whether no page can read this request: see each line for why."""
    path = request.path_info
    return (
        NUL in path
        or BROKEN.search(path) is not None  # no UTF-8 text: Django writes such bytes back as %XX
        or not (request.META.get("CONTENT_LENGTH") or "0").isdecimal()
        or (request.encoding or UTF8).lower() not in (UTF8, "utf8")  # "base64" is a codec, but no text
    )


def flat(lists: Iterable[tuple[str, list[Any]]]) -> tuple[str, ...]:
    """Names and values of a query dictionary in one row."""
    return tuple(str(part) for name, values in lists for part in (name, *values))
