"""One item in plain words, with every way to it; and drafts kept for later."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.places.queries import today
from silverbridge.doors.portal import drafts, ways
from silverbridge.doors.portal.views.find import scene_names
from silverbridge.doors.portal.words import day


@never_cache
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """What it is, what you need, how to start, every door as it really is. Says first when the web is closed for it."""
    version = catalogue.item(code)
    definition = version.definition
    others, more = ways.ways(code)
    context = {
        "version": version,
        "definition": definition,
        "summary": in_language(definition.summary),
        "scene": scene_names()[definition.scene],
        "bring": [in_language(b) for b in definition.bring],
        "proofs": [in_language(p.name) for p in definition.proofs if not p.digital],
        "digital_proofs": [in_language(p.name) for p in definition.proofs if p.digital],
        "fee": ways.fee_words(definition),
        "after": [in_language(a) for a in definition.after],
        "barred": in_language(definition.proxy_barred) if definition.proxy_barred else "",
        "closed": ways.closed_words(code),
        "ways": others,
        "more": more,
        "draft": drafts.load(request, code),
        "help_line": ways.call_line(code),
    }
    return render(request, "portal/item.html", context)


@never_cache
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What was begun on this device and kept for later, and until when."""
    rows = []
    for code in drafts.saved(request):
        try:
            rows.append(catalogue.item(code))
        except NotFound:
            drafts.drop(request, code)
    until = today() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return render(request, "portal/saved.html", {"rows": rows, "until": day(until), "now": timezone.now()})


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Forgets a draft."""
    drafts.drop(request, code)
    return redirect("portal:saved")
