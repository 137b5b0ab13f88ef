"""Asking: begin, one question on each page, then who. Every post answers with a redirect, so that going back never breaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake.answers import asked
from silverbridge.doors.portal import asking, drafts, sessions, ways, who
from silverbridge.doors.portal.drafts import Draft

WithDraft = Callable[..., HttpResponse]


def with_draft(view: WithDraft) -> WithDraft:
    """Gives the view the item and its draft. Without one: to the request it became, or to the item page to begin."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, code: str, **more: str) -> HttpResponse:
        version = catalogue.item(code)
        draft = drafts.load(request, code)
        if draft is not None:
            return view(request, version.definition, draft, **more)
        made = sessions.finished(request, code)
        if made:
            messages.info(request, _("This has been sent already. Here is its number."))
            return redirect("portal:status", made)
        messages.info(request, _("Begin here, please."))
        return redirect("portal:item", code)

    return guarded


def step(definition: ItemDefinition, draft: Draft, page: str) -> dict[str, int]:
    """Where on the way a page is: the questions, then who, then check."""
    keys = [q.key for q in asked(definition, draft.answers)]
    return {"now": [*keys, "who", "check"].index(page) + 1, "total": len(keys) + 2}


def next_address(definition: ItemDefinition, draft: Draft, after: str = "", to_check: bool = False) -> str:
    """The page after ``after``, or the first that still lacks something; ``to_check`` when an answer was corrected there."""
    open_question = asking.missing(definition, draft)
    keys = [q.key for q in asked(definition, draft.answers)]
    if not to_check and after in keys and keys.index(after) + 1 < len(keys):
        return reverse("portal:question", args=[draft.item, keys[keys.index(after) + 1]])
    if open_question:
        return reverse("portal:question", args=[draft.item, open_question])
    if not draft.who or (after in keys and not to_check):
        return reverse("portal:who", args=[draft.item])
    return reverse("portal:check", args=[draft.item])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """A post begins a draft, for oneself or for somebody else; a visit goes on where it was left."""
    definition = catalogue.item(code).definition
    draft = drafts.load(request, code)
    if ways.closed_words(code):
        return redirect("portal:item", code)
    if request.method == "POST":
        for_other = request.POST.get("for") == "other"
        if for_other and definition.proxy_barred:
            return redirect("portal:item", code)
        draft = drafts.begin(request, code, for_other)
    if draft is None:
        return redirect("portal:item", code)
    return redirect(next_address(definition, draft))


@with_draft
def question(request: HttpRequest, definition: ItemDefinition, draft: Draft, key: str) -> HttpResponse:
    """One question. What does not pass is kept and shown again with what is wrong."""
    keys = [q.key for q in asked(definition, draft.answers)]
    open_question = asking.missing(definition, draft)
    if key not in keys or (open_question and keys.index(open_question) < keys.index(key)):
        return redirect(next_address(definition, draft))
    one = next(q for q in definition.questions if q.key == key)
    to_check = "check" in request.GET
    if request.method == "POST":
        return _answer(request, definition, draft, one, to_check)
    place = keys.index(key)
    context = {
        "definition": definition,
        "name": catalogue.item(draft.item).name,
        "q": asking.shown(one, draft),
        "step": step(definition, draft, key),
        "can_ask_a_person": one.kind in asking.ASK_A_PERSON,
        "back": reverse("portal:question", args=[draft.item, keys[place - 1]])
        if place
        else reverse("portal:item", args=[draft.item]),
        "help_line": ways.call_line(draft.item),
    }
    return render(request, "portal/question.html", context)


def _answer(
    request: HttpRequest, definition: ItemDefinition, draft: Draft, one: object, to_check: bool
) -> HttpResponse:
    values = asking.typed(one, request.POST)
    later = "save" in request.POST
    if later and asking.is_empty(values):
        return redirect("portal:saved")
    try:
        answer = asking.check(one, values)
    except DomainError:
        draft.try_on(one.key, values)
        drafts.save(request, draft)
        return redirect("portal:saved") if later else redirect(request.get_full_path())
    asking.keep(definition, draft, one, answer)
    drafts.save(request, draft)
    return redirect("portal:saved") if later else redirect(next_address(definition, draft, one.key, to_check))


@with_draft
def who_page(request: HttpRequest, definition: ItemDefinition, draft: Draft) -> HttpResponse:
    """Who it is for and how we reach somebody. Tries at permission numbers are counted."""
    if asking.missing(definition, draft):
        return redirect(next_address(definition, draft))
    if request.method == "POST":
        return _keep_who(request, definition, draft)
    keys = [q.key for q in asked(definition, draft.answers)]
    context = {
        "definition": definition,
        "draft": draft,
        "name": catalogue.item(draft.item).name,
        "questions": who.shown(definition, draft),
        "step": step(definition, draft, "who"),
        "back": reverse("portal:question", args=[draft.item, keys[-1]])
        if keys
        else reverse("portal:item", args=[draft.item]),
        "help_line": ways.call_line(draft.item),
    }
    return render(request, "portal/who.html", context)


def _keep_who(request: HttpRequest, definition: ItemDefinition, draft: Draft) -> HttpResponse:
    values = who.typed(definition, draft.for_other, request.POST)
    if "save" in request.POST:
        draft.try_on("", {})
        draft.who = values if not who.check(definition, draft, values, sessions.address(request)).errors else draft.who
        drafts.save(request, draft)
        return redirect("portal:saved")
    if who.check(definition, draft, values, sessions.address(request)).errors:
        draft.try_on(who.PAGE, values)
        drafts.save(request, draft)
        return redirect("portal:who", draft.item)
    draft.who = values
    draft.pass_on()
    drafts.save(request, draft)
    return redirect("portal:check", draft.item)
