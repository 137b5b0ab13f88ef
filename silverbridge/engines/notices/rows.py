"""A row of a task table: which of its cells is the task, who acts, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .columns import GLUE, UNIT_COLUMNS, Cell, assign, column_of, with_breaks_as_marks
from .deadlines import Calendar
from .pieces import cells_from
from .reader import read_roles
from .roles import LONGEST, Group, Roles, decide, groups_in
from .shadow import Line, trimmed
from .units import is_nothing, looks_like_unit, split_units

_NAME = 8  # characters: so short a cell is no task, but the name of one


@dataclass(frozen=True)
class Row:
    """A row of a task table: its serial as printed, the span of the task's text, and what its unit cells
    say.
    """

    serial: str | None
    start: int
    end: int
    cells_start: int
    cells_end: int
    roles: Roles


@dataclass(frozen=True)
class Sheet:
    """What every step of reading a table needs: the shadow, its printed lines, its time, and whether the first named leads."""

    shadow: str
    printed: list[Line]
    known: Calendar
    first_leads: bool


def row_in(sheet: Sheet, cells: list[Cell], kinds: list[str]) -> Row | None:
    """The row that these cells make under columns of these kinds; None where they make none."""
    shadow = sheet.shadow
    columns = assign(shadow, cells, kinds)
    if len(cells) > len(kinds) and kinds[0] == "serial" and not (columns and _names_units(shadow, columns, kinds)):
        # Lines cut in the middle of cells: 标 / 准、开设专科 is no cell of units.
        pieced = cells_from(shadow, cells[1:], kinds[1:])
        columns = [("serial", [cells[0]]), *pieced] if pieced else columns
    return None if columns is None else row_of(sheet, columns, kinds, cells)


def _names_units(shadow: str, columns: list[tuple[str, list[Cell]]], kinds: list[str]) -> bool:
    """Whether every column of units is filled, and every name in it reads like that of one."""
    filled = {kind for kind, found in columns if found}
    if any(kind in UNIT_COLUMNS and kind not in filled for kind in kinds):
        return False
    for kind, found in columns:
        if kind in UNIT_COLUMNS and found:
            text = with_breaks_as_marks(shadow[found[0][0] : found[-1][1]][:LONGEST])
            names = [text[u.start : u.end] for u in split_units(text)]
            if not is_nothing(text) and not all(looks_like_unit(name.replace(GLUE, "")) for name in names):
                return False
    return True


def row_of(
    sheet: Sheet, columns: list[tuple[str, list[Cell]]], kinds: list[str], cells: list[Cell], whole: bool = False
) -> Row | None:
    """A row of which the cells are known; `whole` where gaps inside a cell of units part nothing."""
    shadow = sheet.shadow
    texts = [c for kind, found in columns if kind == "task" for c in found]
    serial = next(
        (shadow[slice(*found[0])].strip(" .、()") for kind, found in columns if kind == "serial" and found),
        None,
    )
    if not texts or all(column_of(shadow[slice(*c)]) for c in texts):
        return None
    longest = max(texts, key=lambda c: c[1] - c[0])
    if longest[1] - longest[0] <= _NAME:
        # 项目 only names what is to be done; 年度目标 behind it says it.
        said = [c for kind, found in columns if kind == "goal" for c in found if c[0] > longest[1]]
        longest = max(said, key=lambda c: c[1] - c[0], default=longest)
        longest = longest if longest[1] - longest[0] > _NAME else max(texts, key=lambda c: c[1] - c[0])
    start, end = longest
    if len(cells) != len(kinds) and not whole:
        full = longest[1] - longest[0] - 1  # lines cut at the width of their cell are about as long as each other
        close = [c for c in texts if c[0] >= longest[0] or c[1] - c[0] > 12 or c[1] - c[0] >= max(full, _NAME)]
        start, end = min(c[0] for c in close), max(c[1] for c in close)
    groups: list[Group] = []
    deadline = words = None
    dues: tuple = ()
    printed: tuple[int, int] | None = None
    for kind, found in columns:
        if not found or kind not in ("lead", "resp", "coop", "time"):
            continue
        a, b = found[0][0], found[-1][1]
        text = shadow[a:b][:LONGEST]
        if whole and kind != "time":
            text = re.sub(r"\s", GLUE, text)
        if kind == "time":
            timed = read_roles(text, a, sheet.known, False)
            deadline, words, dues = timed.deadline, text.strip(), timed.dues
            printed = trimmed(shadow, a, a + len(text)) if words else None
        elif not is_nothing(text):
            groups += groups_in(with_breaks_as_marks(text), a, kind)
    roles = decide(groups, sheet.first_leads, frozenset(k for k in kinds if k in ("lead", "coop")))
    if len(shadow[start:end].strip()) < 4 or (roles.empty and deadline is None and len(cells) < len(kinds) - 1):
        return None
    roles = Roles(roles.leads, roles.responsible, roles.cooperating, deadline, words, dues, roles.sure, printed)
    return Row(serial, start, end, cells[0][0], cells[-1][1], roles)
