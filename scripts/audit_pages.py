"""Which addresses are pages that somebody opens: read off the URL configuration, so that a new page cannot be forgotten.

Every name that answers a GET is audited, or stands in NO_PAGES with its reason. What only takes a POST is no page of its own:
it leads back to one, or shows one again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

FILE = "a file to keep"
ONWARD = "leads on to another page"
SIGN = "a few bytes for programs"
NO_PAGES = {
    "account_signup": "answers 404 to everybody",
    "favicon": SIGN,
    "health": SIGN,
    "mfa_download_recovery_codes": FILE,
    "office:accreditation-file": FILE,
    "office:appeal-file": FILE,
    "office:bulletin-paper": FILE,
    "office:chase-paper": FILE,
    "office:evidence-file": FILE,
    "office:handout-file": FILE,
    "office:handout-paper": FILE,
    "office:import-errors": FILE,
    "office:import-template": FILE,
    "office:notice-corrections": FILE,
    "office:notice-kept-errors": FILE,
    "office:notice-paper": FILE,
    "office:outgoing-paper": FILE,
    "office:return-blank-file": FILE,
    "office:return-blank-sample": FILE,
    "office:return-chase-paper": FILE,
    "office:return-form-file": FILE,
    "office:return-received-sheet": FILE,
    "office:return-scan": FILE,
    "office:return-seal-file": FILE,
    "office:site-evaluation-file": FILE,
    "office:site-paper": FILE,
    "office:site-run-report": FILE,
    "office:task-paper": FILE,
    "office:visit-photo": FILE,
    "portal:begin": ONWARD,
    "portal:say": ONWARD,
    "robots": SIGN,
    "staff_home": ONWARD,
}


def set_up() -> None:
    """Django, for the names and for what is made before the walk."""
    os.environ.setdefault("SILVERBRIDGE_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings")
    import django

    django.setup()


def name_of(path: str) -> str:
    """The name of an address in the URL configuration; '' when it has none."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(path).path).view_name or ""
    except Resolver404:
        return ""


def names() -> dict[str, Callable[..., Any]]:
    """Every name for people, not for programs, with its view."""
    from django.urls import URLPattern, get_resolver

    def below(patterns: list[Any], space: str) -> Iterator[tuple[str, Callable[..., Any]]]:
        for entry in patterns:
            if isinstance(entry, URLPattern):
                yield f"{space}{entry.name or ''}", entry.callback
            elif entry.namespace != "api":
                yield from below(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)

    return dict(below(get_resolver().url_patterns, ""))


def answers_get(view: Any) -> bool:
    """Whether a view is opened by an address alone: whatever Django's ``require_…`` decorators do not keep to other methods."""
    kind = getattr(view, "view_class", None)
    if kind is not None:
        return hasattr(kind, "get")
    while view is not None:
        code, cells = getattr(view, "__code__", None), getattr(view, "__closure__", None) or ()
        held = dict(zip(code.co_freevars, cells, strict=True)) if code else {}
        if "request_method_list" in held:
            return "GET" in held["request_method_list"].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def pages() -> set[str]:
    """Every name that answers a GET."""
    return {name for name, view in names().items() if answers_get(view)}


def forgotten(reached: Iterable[str]) -> list[str]:
    """Pages that are neither among those reached nor known to be none."""
    return sorted(pages() - set(reached) - set(NO_PAGES))
