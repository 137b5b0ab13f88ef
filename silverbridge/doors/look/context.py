"""What every template knows without being told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from silverbridge.doors.look.prefs import SIZES, Look, door_of, here


@dataclass(frozen=True)
class HelpLine:
    """Number and words of the call bar. A page may pass its own as ``help_line``."""

    number: str
    words: str

    @property
    def href(self) -> str:
        """The address a telephone dials."""
        return "tel:" + re.sub(r"[^0-9+*#,]", "", self.number)


def help_line(number: str = "", words: str = "") -> HelpLine:
    """The help line of this institution, or of one item when it names its own number and words."""
    return HelpLine(number or settings.HELP_LINE, words or _("A person answers"))


def look(request: HttpRequest) -> dict[str, Any]:
    """Variables of all templates: look, sizes, help_line, here, door, staff_home, standard_site, demo, request_id."""
    return {
        "look": getattr(request, "look", Look()),
        "sizes": SIZES,
        "help_line": help_line(),
        "here": here(request),
        "door": door_of(request),
        "staff_home": "/staff/",
        "standard_site": settings.STANDARD_SITE,
        "demo": settings.DEMO,
        "request_id": getattr(request, "request_id", ""),
    }
