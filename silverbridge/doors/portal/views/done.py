"""Check your answers, send them, and the page that says it is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.intake.answers import readable
from silverbridge.domain.intake.queries import of_session
from silverbridge.domain.intake.services import submit
from silverbridge.doors.portal import asking, drafts, sessions, ways, who
from silverbridge.doors.portal.drafts import Draft
from silverbridge.doors.portal.slips import slip
from silverbridge.doors.portal.views.ask import next_address, step, with_draft
from silverbridge.doors.portal.words import answer, in_groups, whole
from silverbridge.engines.identity import mask_name

REFUSED = "refused"


@with_draft
def check(request: HttpRequest, definition: ItemDefinition, draft: Draft) -> HttpResponse:
    """All answers, each with a way to change it; a post sends them. The same draft sent twice gives one request."""
    if asking.missing(definition, draft) or not (draft.who or not who.fields(definition, draft.for_other)):
        return redirect(next_address(definition, draft))
    checked = who.check(definition, draft, draft.who, None)
    if checked.errors:
        draft.try_on(who.PAGE, draft.who)
        drafts.save(request, draft)
        return redirect("portal:who", draft.item)
    if request.method == "POST" and request.POST.get("key") == draft.key:
        return _send(request, definition, draft, checked)
    context = {
        "definition": definition,
        "draft": draft,
        "name": catalogue.item(draft.item).name,
        "principal": mask_name(checked.proxy.principal.name) if checked.proxy else "",
        "answers": [
            (q, in_language(q.short), answer(q.kind, words)) for q, words in readable(definition, asking.sent(draft))
        ],
        "who": _who_rows(definition, draft),
        "step": step(definition, draft, "check"),
        "fee": ways.fee_words(definition) if definition.fee else [],
        "refused": sessions.note(request, REFUSED),
        "back": reverse("portal:who", args=[draft.item]),
        "help_line": ways.call_line(draft.item),
    }
    sessions.drop_note(request, REFUSED)
    return render(request, "portal/check.html", context)


def _who_rows(definition: ItemDefinition, draft: Draft) -> list[tuple[str, str]]:
    titles = {q.name: str(q.title) for q in who.shown(definition, draft)}
    return [(titles[name], in_groups(name, value)) for name, value in draft.who.items() if name in titles and value]


def _send(request: HttpRequest, definition: ItemDefinition, draft: Draft, checked: who.Checked) -> HttpResponse:
    """Submits. A refusal leaves the draft as it is and leads to the page that can mend it."""
    made_by = sessions.visitor(request, for_another=draft.for_other)
    try:
        made = submit(who.asking(draft, draft.who, checked.proxy), made_by)
    except Invalid as error:
        keys = {q.key for q in definition.questions}
        at_fault = next((name for name in error.fields if name in keys), None)
        if at_fault:
            draft.try_on(at_fault, {"text": draft.answers.pop(at_fault, "")})
        else:
            draft.try_on(who.PAGE, draft.who)
        drafts.save(request, draft)
        return redirect(next_address(definition, draft)) if at_fault else redirect("portal:who", draft.item)
    except DomainError as error:
        sessions.put_note(request, REFUSED, {"words": whole(error)})
        return redirect("portal:check", draft.item)
    sessions.prove(request, made.reference)
    sessions.finish(request, draft.item, made.reference)
    drafts.drop(request, draft.item)
    return redirect("portal:done", made.reference)


@never_cache
@require_safe
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The number, the slip, and how to take it back. Whoever did not make it here is asked for number and telephone."""
    found = of_session([r for r in sessions.proved(request) if r == reference])
    if not found:
        messages.info(request, _("Give the number and the telephone, please."))
        return redirect("portal:follow")
    own = slip(found[0])
    return render(request, "portal/done.html", {"slip": own, "help_line": own.line})
