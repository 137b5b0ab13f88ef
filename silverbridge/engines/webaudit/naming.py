"""What a page is: an elder edition, a home page, or any other."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .model import Mode

ELDER_TITLE = re.compile(r"长辈版|关怀版|大字版")
HOME_PATH = re.compile(r"^/?(index|default|home|main)?(\.(s?html?|php|jsp|aspx?))?$", re.I)


def mode_of(url: str, title: str) -> Mode:
    """Decided by the title first, then by the address."""
    if ELDER_TITLE.search(title):
        return "elder"
    return "home" if HOME_PATH.match(urlsplit(url).path) else "general"
