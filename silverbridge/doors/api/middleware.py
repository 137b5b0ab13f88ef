"""Programs get JSON even for what was refused before the API was reached: a wrong host, a NUL, an unknown address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from silverbridge.doors.api.errors import answer, by_status

PREFIX = "/api/"


class JsonErrorMiddleware:
    """Outermost: turns any refusal under ``/api/`` that the API did not make itself into the API's form, headers kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        ours = getattr(response, "is_refusal", False)
        if ours or response.status_code < 400 or not request.path_info.startswith(PREFIX):
            return response
        plain = answer(by_status(response.status_code))
        for name, value in response.headers.items():
            if name not in ("Content-Type", "Content-Length", "Content-Language"):
                plain.headers.setdefault(name, value)
        return plain
