"""What the rooms of oversight share: a form that acts or comes back with the reason, and a plain page for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.doors.office.chrome import CALLERS, KEEPERS, SUPERVISORS, office_page, own_organisation
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.refusals import show

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
__all__ = ["CALLERS", "DOCX", "KEEPERS", "SUPERVISORS", "acted", "form_page", "page", "paper", "starting"]


def page(request: HttpRequest, template: str, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of these rooms."""
    return office_page(request, f"oversight/{template}", shown, "oversight", status)


def acted(request: HttpRequest, form: OfficeForm, act: Callable[[], Any], done: str) -> Any:
    """What the act gave, when the form was sent and taken; None when it is to be shown (again, with the reason)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        result = act()
    except NotFound:
        raise
    except DomainError as refusal:
        show(form, refusal)
        return None
    messages.success(request, done)
    return result


def form_page(
    request: HttpRequest, form: OfficeForm, title: str, back: tuple[str, str], button: str, intro: str = ""
) -> HttpResponse:
    """A page that is one form: its title, where it leads back to (address, words), what the button says."""
    shown = {"form": form, "title": title, "back": back, "button": button, "intro": intro}
    return page(request, "form", shown, 422 if form.errors else 200)


def starting(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What a form begins with: where the reader works, and the rest as given."""
    return {"organisation": own_organisation(request)} | more


def paper(data: bytes, name: str) -> HttpResponse:
    """A Word file to be saved."""
    answer = HttpResponse(data, content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "no-store, private"
    return answer
