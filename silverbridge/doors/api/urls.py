"""The API under /api/v1. Its description is openapi.json; there is no page that would fetch scripts from elsewhere."""

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from silverbridge.domain.core.errors import DomainError
from silverbridge.doors.api.auth import Credential
from silverbridge.doors.api.errors import answer, by_status, from_validation, on_domain_error
from silverbridge.doors.api.parsing import JsonParser
from silverbridge.doors.api.views import router

api = NinjaAPI(
    title="SilverBridge",
    version="1",
    description="Requests of elderly people, submitted and followed by programs of partner institutions.",
    docs_url=None,
    auth=Credential(),
    parser=JsonParser(),
    urls_namespace="api",
)
api.add_router("", router)
api.add_exception_handler(DomainError, on_domain_error)


@api.exception_handler(ValidationError)
def on_validation_error(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not fit the description."""
    return answer(from_validation(error.errors))


@api.exception_handler(HttpError)
def on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja refuses itself, a missing credential above all."""
    return answer(by_status(error.status_code))


@api.exception_handler(OperationalError)
def on_database_busy(_request: HttpRequest, _error: OperationalError) -> HttpResponse:
    """The database did not answer in time; nothing was written, the same key may be sent again."""
    return answer(by_status(503))


# What reading the body can raise, also before ninja asks the parser.
UNREADABLE = {RequestDataTooBig: 413, RawPostDataException: 415, UnreadablePostError: 400}


def on_unreadable(_request: HttpRequest, error: Exception) -> HttpResponse:
    """A body that is too large, was sent as a form, or broke off."""
    return answer(by_status(UNREADABLE[type(error)]))


for kind in UNREADABLE:
    api.add_exception_handler(kind, on_unreadable)

urlpatterns = [path("v1/", api.urls)]
