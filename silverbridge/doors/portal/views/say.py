"""Saying something to a draft: the words, then who (or nobody), then check and send. Every post answers with a redirect."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.ledger.consulting import WHOLE, comments_by_number, for_anybody, passage
from silverbridge.domain.ledger.models import Comment, Consultation
from silverbridge.domain.ledger.services import comment
from silverbridge.doors.portal import saying, sessions
from silverbridge.doors.portal.saying import SayingDraft
from silverbridge.doors.portal.words import in_groups, whole

STEPS = ("words", "who", "check")
REFUSED = "say.refused"
METHODS = ["GET", "HEAD", "POST"]
WithDraft = Callable[[HttpRequest, Consultation, SayingDraft], HttpResponse]


@never_cache
@require_http_methods(METHODS)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A post begins a comment on a clause; a visit goes on where it was left."""
    row = for_anybody(pk)
    named = request.POST.get("clause", "")
    if request.method == "POST" and row.is_open and named.isdecimal() and len(named) < 6:
        saying.begin(request, row, passage(row, int(named)).n)
    elif saying.load(request, row) is None:
        return redirect("portal:consult", pk)
    return redirect("portal:say-words", pk)


def with_draft(view: WithDraft) -> Callable[..., HttpResponse]:
    """Gives the view the consultation and what is being written. Without it: to the comment it became, or to the draft."""

    @never_cache
    @require_http_methods(METHODS)
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        row = for_anybody(pk)
        draft = saying.load(request, row)
        if draft is not None:
            return view(request, row, draft)
        made = sessions.finished(request, f"{saying.FINISHED}{pk}")
        if made:
            messages.info(request, _("This has been sent already. Here is its number."))
            return redirect("portal:said", made)
        return redirect("portal:consult", pk)

    return guarded


def _page(request: HttpRequest, row: Consultation, draft: SayingDraft, step: str, more: dict) -> HttpResponse:
    one = passage(row, draft.clause)
    back = ("portal:clause", [row.pk, one.n]) if one.n != WHOLE else ("portal:consult", [row.pk])
    if step != "words":
        back = (f"portal:say-{STEPS[STEPS.index(step) - 1]}", [row.pk])
    shown = {
        "row": row,
        "draft": draft,
        "clause": one,
        "name": saying.clause_name(one),
        "now": STEPS.index(step) + 1,
        "total": len(STEPS),
        "back": reverse(back[0], args=back[1]),
    }
    return render(request, f"portal/say_{step}.html", shown | more)


@with_draft
def say_words(request: HttpRequest, row: Consultation, draft: SayingDraft) -> HttpResponse:
    """What somebody wants to say."""
    if request.method != "POST":
        return _page(request, row, draft, "words", {"q": saying.words_question(row, draft)})
    draft.words = request.POST.get("words", "")[:4000]
    wrong = "words" in saying.faults(row, draft)
    draft.tried = ["words"] if wrong else []
    saying.save(request, draft)
    to_check = "check" in request.GET and draft.asked_who
    return redirect(
        request.get_full_path() if wrong else reverse(f"portal:say-{'check' if to_check else 'who'}", args=[row.pk])
    )


@with_draft
def say_who(request: HttpRequest, row: Consultation, draft: SayingDraft) -> HttpResponse:
    """Who says it; nobody needs to say."""
    if "words" in saying.faults(row, draft):
        return redirect("portal:say-words", row.pk)
    if request.method != "POST":
        return _page(request, row, draft, "who", {"questions": saying.who_questions(row, draft)})
    draft.name, draft.phone = (request.POST.get(name, "").strip()[:200] for name in ("name", "phone"))
    wrong = saying.faults(row, draft)
    draft.tried, draft.asked_who = (["who"], False) if wrong else ([], True)
    saying.save(request, draft)
    return redirect("portal:say-who" if wrong else "portal:say-check", row.pk)


@with_draft
def say_check(request: HttpRequest, row: Consultation, draft: SayingDraft) -> HttpResponse:
    """All of it, with a way to change it; a post sends it. The same draft sent twice gives one comment."""
    wrong = saying.faults(row, draft)
    if wrong or not draft.asked_who:
        return redirect("portal:say-words" if "words" in wrong else "portal:say-who", row.pk)
    if request.method == "POST" and request.POST.get("key") == draft.key:
        return _send(request, row, draft)
    refused = sessions.note(request, REFUSED)
    sessions.drop_note(request, REFUSED)
    shown = {"refused": refused, "phone": in_groups("phone", draft.phone)}
    return _page(request, row, draft, "check", shown)


def _send(request: HttpRequest, row: Consultation, draft: SayingDraft) -> HttpResponse:
    """Sends it. A refusal leaves the draft as it is and says why: also that the time is over."""
    try:
        made = comment(row.pk, draft.saying(), sessions.visitor(request), sessions.address(request))
    except Invalid:
        return redirect("portal:say-words", row.pk)
    except DomainError as error:
        sessions.put_note(request, REFUSED, {"words": whole(error)})
        return redirect("portal:say-check", row.pk)
    sessions.prove(request, made.reference)
    sessions.finish(request, f"{saying.FINISHED}{row.pk}", made.reference)
    saying.drop(request, row)
    return redirect("portal:said", made.reference)


def own_comment(request: HttpRequest, reference: str) -> Comment | None:
    """The comment, if this session made it or proved itself for it."""
    return next(iter(comments_by_number([r for r in sessions.proved(request) if r == reference])), None)


@never_cache
@require_safe
def said(request: HttpRequest, reference: str) -> HttpResponse:
    """The number and the slip. Whoever did not say it here is asked for number and telephone."""
    found = own_comment(request, reference)
    if found is None:
        messages.info(request, _("Give the number and the telephone, please."))
        return redirect("portal:follow")
    return render(request, "portal/said.html", {"slip": saying.said(found), "fresh": True})
