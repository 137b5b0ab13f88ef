"""Small rules of how words and numbers stand on a page."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from silverbridge.domain.core import references

CLAUSE_MAX = 12  # characters; a longer clause would not fit 320 px at 30 px type and must be free to wrap
CJK = re.compile(r"[\u3400-\u9fff]")
PIECE = re.compile(r"\s+|[^\s，。！？；：、]*[，。！？；：、]+[」』”’）》]*|[^\s，。！？；：、]+")
MARKUP = re.compile("[<&]")


def phrases(text: object) -> SafeString:
    """The text escaped, each short Chinese clause kept together, so that lines break after punctuation."""
    if isinstance(text, SafeString) and MARKUP.search(text):
        return text  # already drawn; a literal of a template is "safe" too, but is plain words
    out = []
    for piece in PIECE.findall(str(text)):
        whole = CJK.search(piece) and len(piece) <= CLAUSE_MAX
        out.append(f'<span class="nb">{escape(piece)}</span>' if whole else str(escape(piece)))
    return mark_safe("".join(out))


def groups_of_four(number: object) -> list[str]:
    """The figures of a reference number in fours, counted from the left."""
    return references.grouped(str(number)).split(" ")


def grouped(number: object) -> SafeString:
    """A reference number as people read it: fours with a gap, each four never broken."""
    return mark_safe(
        " ".join(f"<i>{conditional_escape(g)}</i>" for g in groups_of_four(number)).join(
            ('<span class="groups">', "</span>")
        )
    )


def spoken(number: object, lang: str) -> str:
    """A reference number as one says it on the telephone: 四七二六，零三八五; in English 4 7 2 6, 0 3 8 5."""
    if lang == "zh":
        return references.spoken_zh(str(number))
    return ", ".join(" ".join(four) for four in groups_of_four(number))
