"""Home, search and scenes: how somebody finds what they came for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import SCENES
from silverbridge.domain.catalogue.models import ItemVersion, in_language
from silverbridge.domain.intake.queries import most_asked, of_session
from silverbridge.domain.ledger.consulting import any_open
from silverbridge.domain.places.queries import today
from silverbridge.doors.portal import drafts, sessions
from silverbridge.doors.portal.slips import brief
from silverbridge.doors.portal.words import day

ICONS = {
    "medical": ("medical", "sage"),
    "travel": ("bus", "mist"),
    "bank": ("bank", "lotus"),
    "social": ("id-card", "stone"),
    "life": ("bowl", "sage"),
    "culture": ("fan", "mist"),
    "emergency": ("warning", "alarm"),
}
POPULAR = 4
LONGEST_SEARCH = 60


def scene_names() -> dict[str, str]:
    """Life scenes as elders say them."""
    return {
        "medical": _("Seeing a doctor"),
        "travel": _("Getting about"),
        "bank": _("Bank"),
        "social": _("Pension and papers"),
        "life": _("Daily life"),
        "culture": _("Learning and leisure"),
        "emergency": _("Trouble"),
    }


def row(version: ItemVersion) -> dict[str, Any]:
    """An item as it stands in a list."""
    definition = version.definition
    icon, tint = ICONS[definition.scene]
    return {
        "code": version.code,
        "name": version.name,
        "summary": in_language(definition.summary),
        "icon": icon,
        "tint": tint,
    }


def tiles(offered: list[ItemVersion]) -> list[dict[str, Any]]:
    """The seven scenes with two real examples each."""
    names, found = scene_names(), []
    for scene in SCENES:
        icon, tint = ICONS[scene]
        examples = [v.name for v in offered if v.definition.scene == scene][:2]
        found.append({"scene": scene, "name": names[scene], "icon": icon, "tint": tint, "examples": examples})
    return found


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Scenes, search, what is asked for most. Requests only on a device that proved itself for them within the day."""
    offered = catalogue.offered()
    by_code = {v.code: v for v in offered}
    asked = most_asked(by_code, POPULAR)
    context = {
        "today": day(today()),
        "tiles": tiles(offered),
        "asked": bool(asked),
        "popular": [row(by_code[code]) for code in asked or list(by_code)[:POPULAR]],
        "requests": [brief(r) for r in of_session(sessions.proved(request))],
        "saved": len(drafts.saved(request)),
        "consults": any_open(),
    }
    return render(request, "portal/home.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Search results; with nothing found, the scenes and a person."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    offered = catalogue.offered()
    codes = {v.code for v in offered}
    found = [row(v) for v in catalogue.search(words) if v.code in codes]
    return render(request, "portal/find.html", {"words": words, "found": found, "tiles": tiles(offered)})


@require_safe
def scene(request: HttpRequest, scene: str) -> HttpResponse:
    """What can be had in one scene of life."""
    if scene not in SCENES:
        raise Http404
    found = [row(v) for v in catalogue.offered() if v.definition.scene == scene]
    return render(
        request, "portal/scene.html", {"name": scene_names()[scene], "found": found, "alarm": scene == "emergency"}
    )
