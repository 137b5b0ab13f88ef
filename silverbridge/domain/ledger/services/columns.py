"""What stands in a task's columns when a person says how it reads: names, days, figures, and where each is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from silverbridge.domain.ledger.fields import ROLES, TargetFields, TaskFields
from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.passages import Span, clause_at, printed_near
from silverbridge.domain.ledger.register import Register
from silverbridge.domain.ledger.units import match_units
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.notices import Unit
from silverbridge.engines.notices.expansion import named


def columns(task: Task, wanted: TaskFields, span: Span, changed: set[str]) -> dict[str, Any]:
    """The columns of the fields that changed, by their names. What a person wrote is sure, wherever the text prints it."""
    text, values = task.notice.text, {}
    mark = None if task.resp_start is None or task.resp_end is None else (task.resp_start, task.resp_end)
    if "span" in changed:
        values |= {"start": span[0], "end": span[1], "text": text[slice(*span)]}
        if span[0] != task.start:
            values["clause"] = clause_at(text, span[0])[:120]
    if changed & set(ROLES):
        units = _units(task, wanted, span, mark)
        values |= {role: list(getattr(wanted, role)) for role in ROLES} | {"units": units}
        values["lead_organisation"] = lead_of(task.notice, units, Register.of(task.notice.dated))
    if "deadline" in changed:
        printed = printed_near(text, wanted.deadline_text, span, mark)
        values |= {
            "deadline_kind": wanted.deadline_kind,
            "deadline": wanted.deadline,
            "deadline_text": wanted.deadline_text,
            "deadline_start": printed[0] if printed else None,
            "deadline_end": printed[1] if printed else None,
            "deadline_confidence": 1.0,
        }
    if "recurrence" in changed:
        values["recurrence"] = wanted.recurrence
    if "targets" in changed:
        values["targets"] = [_target(task, target, span, mark) for target in wanted.targets]
    return values


def lead_of(notice: Notice, units: Iterable[Mapping[str, Any]], register: Register) -> Organisation | None:
    """The organisation that the unit named first to lead means; None where it is not one alone."""
    first = [Unit.model_validate(unit) for unit in units if unit["role"] == "lead"][:1]
    matches = match_units(first, notice, register)
    return matches[0].organisation if len(matches) == 1 else None


def _units(task: Task, wanted: TaskFields, span: Span, mark: Span | None) -> list[dict[str, Any]]:
    """Every unit with its place, an empty one where the text prints no such name. What was read of a name is kept, and so are
    words that name nobody in particular (等相关部门), which stand in no list.
    """
    known = {unit["name"]: unit for unit in task.units}
    listed = [(name, role) for field, role in ROLES.items() for name in getattr(wanted, field)]
    units = []
    for understood in named(listed):
        read = known.get(understood.name)
        start, end = printed_near(task.notice.text, understood.name, span, mark) or (0, 0)
        unit = read or understood.model_dump(mode="json") | {"start": start, "end": end}
        sure = read is not None and read["role"] == understood.role
        units.append(unit | {"role": understood.role, "confidence": unit["confidence"] if sure else 1.0})
    names = {name for name, _role in listed}
    return units + [unit for unit in task.units if "vague" in unit["flags"] and unit["name"] not in names]


def _target(task: Task, target: TargetFields, span: Span, mark: Span | None) -> dict[str, Any]:
    said = vars(target)
    for known in task.targets:
        if all(known[name] == value for name, value in said.items()):
            return known
    start, end = printed_near(task.notice.text, target.words, span, mark) or (0, 0)
    return said | {"start": start, "end": end, "confidence": 1.0}
