"""What may become a task, and tasks made of it: in order, each once, with its units and its deadline as printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from .clauses import Node
from .deadlines import Calendar, due_in_prose, settle
from .marks import Mark
from .models import Task, read_as
from .printed import deadline_confidence, units_printed
from .roles import Roles
from .shadow import squeezed

_Names = dict[tuple[int, int], str]


@dataclass(slots=True)
class Draft:
    """A span of the text that may be a task, who acts by its mark, and how sure it is."""

    node: Node
    start: int
    end: int
    roles: Roles
    mark: Mark | None
    clause: str
    confidence: float


def finish(text: str, shadow: str, drafts: list[Draft], known: Calendar) -> list[Task]:
    """Drafts as tasks: in order, each once, numbered where a clause holds several, with deadlines from
    the text at last.
    """
    seen: set[tuple] = set()
    unique: list[tuple[Draft, _Names]] = []
    for draft in sorted(drafts, key=attrgetter("start", "end")):
        words = squeezed(text[draft.start : draft.end])
        names = _names(text, draft.roles)
        key = (
            words,
            tuple(names.values()),
            draft.roles.deadline_text,
            draft.clause.rsplit("/", 1)[-1] if len(words) >= 30 else draft.clause,
        )
        if key not in seen:
            seen.add(key)
            unique.append((draft, names))
    counts = Counter([draft.clause for draft, _ in unique])
    part: dict[str, int] = {}
    found = []
    for draft, names in unique:
        part[draft.clause] = part.get(draft.clause, 0) + 1
        number = part[draft.clause] if counts[draft.clause] > 1 else None
        found.append(_task(text, shadow, draft, names, known, number))
    return found


def _names(text: str, roles: Roles) -> _Names:
    """What is printed where a unit stands, without white space: leads first, then others in the order of the text."""
    return {(a, b): "".join(text[a:b].split()) for a, b in (*roles.leads, *roles.others)}


def _each_once(names: _Names, spans: tuple[tuple[int, int], ...], but: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys([name for span in spans if (name := names[span]) not in but])) if spans else ()


def _task(text: str, shadow: str, draft: Draft, names: _Names, known: Calendar, part: int | None) -> Task:
    roles, mark = draft.roles, draft.mark
    deadline, words, printed = roles.deadline, roles.deadline_text, roles.deadline_span
    if printed is not None:
        words = text[slice(*printed)]
    if deadline is None and not roles.dues:
        dues = due_in_prose(shadow[draft.start : draft.end], known)
        deadline = settle(dues, False)
        if dues:
            printed = (draft.start + dues[-1].start, draft.start + dues[-1].end)
            words = text[slice(*printed)]
    leads = _each_once(names, roles.leads)
    return read_as(
        Task,
        {
            "clause": draft.clause,
            "part": part,
            "text": text[draft.start : draft.end],
            "start": draft.start,
            "end": draft.end,
            "leads": leads,
            "responsible": _each_once(names, roles.responsible, leads),
            "cooperating": _each_once(names, roles.cooperating, leads),
            "others": _each_once(names, roles.others, leads),
            "deadline": deadline,
            "deadline_text": words,
            "resp_start": mark.start if mark else None,
            "resp_end": mark.end if mark else None,
            "confidence": draft.confidence,
            "units": units_printed(shadow, roles, names, draft.confidence),
            "deadline_start": printed[0] if printed else None,
            "deadline_end": printed[1] if printed else None,
            "deadline_confidence": deadline_confidence(words, deadline, bool(roles.deadline_text), draft.confidence),
            "recurrence": None,
            "recurrence_start": None,
            "recurrence_end": None,
            "rule": None,
            "targets": (),
        },
    )
