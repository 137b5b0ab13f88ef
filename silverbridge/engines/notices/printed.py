"""Where a task's units and deadline are printed, and how sure their reading is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .expansion import Printed, understood
from .models import Role, Unit
from .roles import Roles

_YEAR = re.compile(r"(?:19|20)[0-9０-９]{2}")
_OPEN, _OWN, _IN_PROSE, _YEAR_GUESSED = 0.4, 0.95, 0.8, 0.85


def units_printed(
    shadow: str, roles: Roles, names: Mapping[tuple[int, int], str], confidence: float
) -> tuple[Unit, ...]:
    """The units of a mark in the order of the text, each name once, in the role that counts: a lead is no other.

    `names` has the name printed at each span.

    Behind them stand the unnamed ones of a list left open with 等相关部门, flagged vague.
    """
    found: dict[tuple[str, str], Printed] = {}
    sides: tuple[tuple[Role, tuple[tuple[int, int], ...]], ...] = (
        ("lead", roles.leads),
        ("responsible", roles.responsible),
        ("cooperating", roles.cooperating),
    )
    for role, spans in sides:
        for span in spans:
            name = names[span]
            if (role, name) not in found and ("lead", name) not in found:
                found[role, name] = (*span, name, role)
    return understood(shadow, sorted(found.values()), confidence) if found else ()


def deadline_confidence(words: str | None, deadline: str | None, own: bool, confidence: float) -> float:
    """How sure a deadline is: 0 where none is printed, low where no day came of it, lower in prose than in a mark's `own`."""
    if words is None:
        return 0.0
    if deadline is None:
        return _OPEN
    sure = _OWN if own else _IN_PROSE
    if deadline != "ongoing" and not _YEAR.search(words):
        sure = min(sure, _YEAR_GUESSED)
    return round(min(sure, max(confidence, _OPEN)), 2)
