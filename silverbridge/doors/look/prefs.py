"""How one person wants to see the pages: kept in three cookies, never tied to who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SIZES = (18, 24, 30)  # CSS px; 18 is the floor and 30 the ceiling the age-friendly specification asks for
THEMES = ("light", "dark")
LANGS = {"zh": "zh-hans", "en": "en"}
HTML_LANGS = {"zh": "zh-Hans", "en": "en"}
COOKIES = {"size": "sb_size", "theme": "sb_theme", "lang": settings.LANGUAGE_COOKIE_NAME}
YEAR = 365 * 24 * 3600
STAFF_ROOTS = ("desk", "office", "staff", "account")


@dataclass(frozen=True)
class Look:
    """Size in px, theme and language of the pages this visitor sees."""

    size: int = 18
    theme: str = "light"
    lang: str = "zh"

    @property
    def language(self) -> str:
        """The language code Django activates."""
        return LANGS[self.lang]

    @property
    def html_lang(self) -> str:
        """What the ``lang`` attribute of the page says."""
        return HTML_LANGS[self.lang]

    @property
    def dark(self) -> bool:
        """Whether the page is yellow on black."""
        return self.theme == "dark"


def read_look(values: Mapping[str, str]) -> Look:
    """The look that cookies ask for; anything unknown falls back to 18 px, light, Chinese."""
    size, theme, lang = (values.get(COOKIES[name], "") for name in ("size", "theme", "lang"))
    return Look(
        size=int(size) if size in map(str, SIZES) else 18,
        theme=theme if theme in THEMES else "light",
        lang=lang if lang in LANGS else "zh",
    )


def choices_in(data: Mapping[str, str]) -> dict[str, str]:
    """Which of size, theme and lang a posted form asks for; unknown values are left out."""
    allowed = {"size": tuple(map(str, SIZES)), "theme": THEMES, "lang": tuple(LANGS)}
    return {name: data[name] for name, values in allowed.items() if data.get(name) in values}


def keep(response: HttpResponse, choices: Mapping[str, str]) -> None:
    """Set one cookie for each choice, for a year."""
    for name, value in choices.items():
        response.set_cookie(
            COOKIES[name],
            value,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def door_of(request: HttpRequest) -> str:
    """Whose look a path has: ``staff``, ``api`` or ``elder`` (the portal and everything else)."""
    root = request.path_info.lstrip("/").split("/", 1)[0]
    if root in STAFF_ROOTS:
        return "staff"
    return "api" if root == "api" else "elder"


def here(request: HttpRequest) -> str:
    """Where a change of look leads back to: this page or, on the answer to a post, where it came from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    try:
        came = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:  # a client may write anything there
        return "/"
    if came.path and came.netloc == request.META.get("HTTP_HOST", ""):
        return f"{came.path}?{came.query}" if came.query else came.path
    return "/"
