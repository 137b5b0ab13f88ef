"""Following a request: by number and telephone, then its state, its slip, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from silverbridge.domain.core.errors import DomainError, NotFound, Throttled
from silverbridge.domain.core.references import clean_reference
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.queries import look_up, of_session
from silverbridge.domain.intake.services import withdraw
from silverbridge.domain.ledger.consulting import comment_by
from silverbridge.domain.people.services import check_phone
from silverbridge.doors.look.questions import Question
from silverbridge.doors.portal import saying, sessions
from silverbridge.doors.portal.slips import slip
from silverbridge.doors.portal.views.say import own_comment
from silverbridge.doors.portal.words import whole

TRIED = "follow"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Asks for number and telephone. A stranger hears the same whether the number exists or not."""
    if request.method == "POST":
        return _look(request)
    tried = sessions.note(request, TRIED) or {}
    return render(request, "portal/follow.html", {"questions": _questions(tried)})


def _look(request: HttpRequest) -> HttpResponse:
    values = {name: request.POST.get(name, "").strip()[:60] for name in ("reference", "phone")}
    try:
        found = look_up(values["reference"], values["phone"], sessions.address(request))
    except Throttled:
        raise
    except NotFound:
        return _look_for_comment(request, values)
    except DomainError:
        sessions.put_note(request, TRIED, {**values, "unmatched": False})
        return redirect("portal:follow")
    sessions.drop_note(request, TRIED)
    sessions.prove(request, found.reference)
    return redirect("portal:status", found.reference)


def _look_for_comment(request: HttpRequest, values: dict[str, str]) -> HttpResponse:
    """The same number may be that of a comment on a draft. The try was counted when the requests were looked through."""
    try:
        found = comment_by(values["reference"], values["phone"])
    except NotFound:
        sessions.put_note(request, TRIED, {**values, "unmatched": True})
        return redirect("portal:follow")
    sessions.drop_note(request, TRIED)
    sessions.prove(request, found.reference)
    return redirect("portal:status", found.reference)


def _questions(tried: dict[str, object]) -> list[Question]:
    errors: dict[str, str] = {}
    for name, check in (("reference", clean_reference), ("phone", check_phone)):
        if name in tried:
            try:
                check(str(tried[name]))
            except DomainError as error:
                errors[name] = whole(error)
    if "reference" in tried and not tried["reference"]:
        errors["reference"] = _("The reference number is missing. It stands on your slip.")
    if not errors and tried.get("unmatched"):
        errors["reference"] = _("Number and telephone do not belong together. Compare both with your slip, or call us.")
    return [
        Question(
            "reference",
            _("Your reference number"),
            "number",
            hint=_("8 figures, on your slip."),
            value=tried.get("reference", ""),
            error=errors.get("reference", ""),
            level=2,
            max_length=20,
        ),
        Question(
            "phone",
            _("The telephone you gave"),
            "phone",
            hint=_("The one given when it was asked for."),
            value=tried.get("phone", ""),
            error=errors.get("phone", ""),
            level=2,
            max_length=30,
        ),
    ]


def own(request: HttpRequest, reference: str) -> ServiceRequest | None:
    """The request, if this session proved itself for it."""
    return next(iter(of_session([r for r in sessions.proved(request) if r == reference])), None)


def _ask_for_proof(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Give the number and the telephone, please."))
    return redirect("portal:follow")


@never_cache
@require_safe
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """How it stands, in words; the slip; taking it back."""
    found = own(request, reference)
    if found is None and (said := own_comment(request, reference)) is not None:
        return render(request, "portal/said.html", {"slip": saying.said(said)})
    if found is None:
        return _ask_for_proof(request)
    shown = slip(found)
    return render(request, "portal/status.html", {"slip": shown, "help_line": shown.line})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks once, then withdraws."""
    found = own(request, reference)
    if found is None:
        return _ask_for_proof(request)
    if request.method == "POST":
        try:
            withdraw(found, sessions.visitor(request, found.acting_for), found.revision)
            messages.success(request, _("It is taken back."))
        except DomainError as error:
            messages.error(request, whole(error))
        return redirect("portal:status", reference)
    shown = slip(found)
    return render(request, "portal/withdraw.html", {"slip": shown, "help_line": shown.line})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Shows nothing of anybody's on this device any more."""
    sessions.forget(request)
    messages.success(request, _("This device shows nothing of yours any more."))
    return redirect("portal:home")
