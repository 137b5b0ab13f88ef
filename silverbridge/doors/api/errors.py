"""Refusals as JSON: always the same form, always in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError, Invalid

DESCRIPTION = "/api/v1/openapi.json"
MOST_ERRORS = 50
LANGUAGES = {"zh": "zh-hans", "en": "en"}

# What pydantic calls a fault -> our code; matched by the whole name, then by its ending.
KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_long": "long",
    "too_long": "long",
    "string_too_short": "missing",
    "string_unicode": "characters",
    "characters": "characters",
}
WORDS = {
    "missing": (_("Something is missing here."), _("Send it.")),
    "unknown": (_("No such field is known here."), _("Leave it out, or correct its spelling.")),
    "long": (_("This is too long."), _("Shorten it.")),
    "characters": (_("Some characters cannot be read."), _("Send UTF-8 text without control characters.")),
    "type": (_("This is of another kind than expected."), _("Compare with the description: %(where)s.")),
    "value": (_("This value cannot be taken."), _("Compare with the description: %(where)s.")),
}


class Refused(DomainError):
    """A refusal of this door itself, with its own HTTP status."""

    def __init__(self, status: int, code: str, message: Any, mend: Any = "", field: str | None = None) -> None:
        super().__init__(code, message, mend, field)
        self.status = status


# What Django or a middleware refuses before the API is reached, by status; also what ninja refuses itself.
BY_STATUS = {
    400: ("unreadable", _("This could not be read."), _("Send one JSON object in UTF-8.")),
    401: ("credential", _("The credential is missing or not valid."), _("Send it as: Authorization: Bearer …")),
    403: ("forbidden", _("This is not allowed."), _("Ask the institution that runs this service.")),
    404: ("address", _("There is nothing at this address."), _("The description lists every address.")),
    405: ("method", _("This address does not take this method."), _("The description lists every method.")),
    413: ("too_large", _("This is too large."), _("Send at most two megabytes.")),
    415: ("media_type", _("This is not JSON."), _("Send application/json.")),
    500: ("broken", _("Something broke on our side."), _("Send it again later with the same key.")),
    503: ("busy", _("We are too busy just now."), _("Send it again in a minute with the same key.")),
}


def by_status(status: int) -> Refused:
    """The refusal that stands for a status nobody said more about."""
    code, message, mend = BY_STATUS.get(status, BY_STATUS[500 if status >= 500 else 400])
    return Refused(status, code, message, mend)


def readable(text: str) -> str:
    """A name a client made up, fit to be sent back."""
    return text.encode("utf-8", "replace").decode()[:80]


def in_both(error: DomainError) -> dict[str, Any]:
    """Code, message and mend of one error, in both languages."""
    body: dict[str, Any] = {"code": error.code, "message": {}, "mend": {}}
    for short, language in LANGUAGES.items():
        with translation.override(language):
            body["message"][short], body["mend"][short] = error.message, error.mend
    return body


def body_of(error: DomainError) -> dict[str, Any]:
    """The whole JSON of a refusal."""
    fields: Mapping[str, DomainError] = error.fields if isinstance(error, Invalid) else {}
    each = {readable(name): in_both(inner) for name, inner in list(fields.items())[:MOST_ERRORS]}
    field = None if error.field is None else readable(error.field)
    return in_both(error) | {"field": field, "errors": each}


def answer(error: DomainError) -> HttpResponse:
    """The refusal as an HTTP answer."""
    response = JsonResponse(body_of(error), status=error.status, json_dumps_params={"ensure_ascii": False})
    response.is_refusal = True  # JsonErrorMiddleware leaves it as it is
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if error.status in (429, 503):
        response["Retry-After"] = "60"
    return response


def from_validation(faults: list[dict[str, Any]]) -> Invalid:
    """ninja's list of faults as the same error the domain raises; the first part of a path (body, its name) is left out."""
    wrong: dict[str, DomainError] = {}
    for fault in faults:
        loc = [str(part) for part in fault["loc"]]
        path = ".".join(loc[2:] if loc[0] == "body" else loc[1:]) or "body"
        kind = fault["type"]
        code = KINDS.get(kind) or ("type" if kind.endswith(("_type", "_parsing")) else "value")
        message, mend = WORDS[code]
        wrong.setdefault(path, DomainError(code, message, mend, path, where=DESCRIPTION))
    return Invalid(wrong)


def on_domain_error(_request: HttpRequest, error: DomainError) -> HttpResponse:
    """ninja's handler for everything the domain refuses."""
    return answer(error)
