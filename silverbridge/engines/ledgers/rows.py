"""The tasks that stand in a sheet, row by row, under a header whose columns are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .cells import Deadline, day_of, deadline_of, is_nothing, state_of, units_of
from .columns import LEVELS, Column, Layout
from .words import plain
from .workbooks import Cell, Grid, address

_FOOTER = re.compile(
    r"^(?:填[表报]人|制表|审核[人]?|复核|负责人签字|单位负责人|联系电话|注[：:]|备注[：:]|说明[：:]|填表说明|填报单位|填报时间|填表日期|报送单位|[（(]盖章|"
    r"第\s*\d+\s*页|共\s*\d+\s*页)"
)
_SUM = re.compile(r"^(?:合\s*计|总\s*计|小\s*计)")
_HEADING = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第.+[章节部]")
# A cell of these on its own goes on from the row above.
_NEVER_ALONE = frozenset({"measures", "progress", "lead", "responsible", "cooperating"})
_LONGEST = 20_000
_PHONE = re.compile(r"\+?\d[\d\s\-—()（）]{5,}\d")
# Chinese and English of each; {text} is what the cell holds.
NOTES = {
    "formula": ("这一格是公式，采用表中保存的结果。", "A formula: the value saved with it is used."),
    "external": (
        "这一格的公式引用别的文件，没有打开那个文件，采用表中保存的结果。",
        "A formula into another file. That file was not opened; the value saved with it is used.",
    ),
    "hidden": ("这一行在工作簿中是隐藏的。", "This row is hidden in the workbook."),
    "number": ("序号不是数字，按文字保留。", "The number is no number; it is kept as words."),
    "phone": ("电话位数不对，请核对。", "The telephone has an unusual count of digits; check it."),
    "no_value": (
        "公式没有保存结果。请用表格软件打开，重新计算后保存。",
        "The formula has no saved value. Open the workbook, let it compute, and save it.",
    ),
    "error": (
        "这一格是错误值（{text}）。请改正公式，或直接填入内容。",
        "This cell holds an error ({text}). Mend the formula or type the value.",
    ),
    "rough": (
        "表格把长数字变成了约数，丢了位数。请把该列设为文本后重新填写。",
        "The spreadsheet shortened this number and lost digits. Format the column as text and type it again.",
    ),
    "deadline": (
        "看不懂时限“{text}”。请写成2026年12月底、2026-12-31或长期坚持。",
        "The deadline “{text}” is not understood. Write 2026-12-31, 2026年12月底 or 长期坚持.",
    ),
    "closed_on": (
        "看不懂日期“{text}”。请写成2026-12-31。",
        "The day “{text}” is not understood. Write 2026-12-31.",
    ),
    "state": (
        "看不懂状态“{text}”。请写已完成、正在推进、未启动、逾期或长期坚持。",
        "The state “{text}” is not understood. Write 已完成, 正在推进, 未启动, 逾期 or 长期坚持.",
    ),
    "long": ("内容超过{text}字。请精简。", "This is longer than {text} characters. Shorten it."),
}
# What only deserves a word; everything else keeps its row from being taken over as it is.
_MILD = frozenset({"formula", "external", "hidden", "number", "phone"})


@dataclass(frozen=True)
class Fault:
    """Something to mend or to know about a cell: its address (C7), its column's header, and words in both languages.

    A ``mild`` one is only worth knowing: the cell is used.
    """

    address: str
    header: str
    code: str
    chinese: str
    english: str
    mild: bool


@dataclass(frozen=True)
class Entry:
    """A task of the ledger: the rows it stands in, and what they say. Nothing said is "", () or None.

    ``group`` is the same for rows under one merged cell of a task. ``state`` is one of the engine's STATES or "".
    """

    rows: tuple[int, ...]
    group: int
    hidden: bool
    number: str = ""
    category: str = ""
    clause: str = ""
    task: str = ""
    measures: str = ""
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    contact: str = ""
    deadline: Deadline = field(default=Deadline("none", None, ""))
    progress: str = ""
    problems: str = ""
    next_steps: str = ""
    materials: str = ""
    state: str = ""
    state_text: str = ""
    closed_on: date | None = None
    remarks: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def words(self) -> str:
        """What the task is, in the ledger's words."""
        return self.task or self.measures

    @property
    def wrong(self) -> bool:
        """Whether a cell has to be mended before the row can be taken over as it is."""
        return any(not fault.mild for fault in self.faults)


@dataclass(frozen=True)
class Reading:
    """The entries of a sheet in its order, and the rows that are no tasks: titles, footers, sums, repeated headers."""

    entries: tuple[Entry, ...]
    skipped: tuple[tuple[int, str], ...]


def read_rows(grid: Grid, layout: Layout, year: int | None = None, issued: date | None = None) -> Reading:
    """The tasks below the header. ``year`` and ``issued`` help with days whose year is not written.

    A row with neither task nor measures belongs to the one above it, and so do rows under the same merged cell of a task.
    Each row stays an entry of its own here; ``combined`` puts together what turns out to be one task.
    """
    entries: list[Entry] = []
    skipped: list[tuple[int, str]] = []
    category, group, last_task = "", 0, None
    heads = {c.number: {plain(level) for level in c.header.split(LEVELS)} for c in layout.columns if c.field}
    mapped = [c for c in layout.columns if c.field]
    for row in range(layout.bottom + 1, grid.height + 1):
        said = [c for c in layout.columns if grid.text(row, c.number)]
        if not any((row, c.number) in grid.cells for c in layout.columns):
            continue
        kind = _kind(grid, row, layout, heads, said)
        if kind == "section":
            category = next(grid.text(row, c.number) for c in said)
            skipped.append((row, kind))
            continue
        if kind:
            skipped.append((row, kind))
            continue
        place = _task_cell(grid, row, layout)
        continues = place is None and bool(entries)
        if not continues and (place is None or place != last_task):
            group += 1
        last_task = last_task if continues else place
        entry = _entry(grid, row, mapped, group, category, year, issued)
        if entries and entries[-1].group == group:
            entry = _alike(entry, entries[-1], continues)
        entries.append(entry)
    return Reading(tuple(entries), tuple(skipped))


def _task_cell(grid: Grid, row: int, layout: Layout) -> tuple[int, int] | None:
    """Where the task of a row is written: the first cell of its merged range; None where the row names no task."""
    named = None
    for wanted in ("task", "measures"):
        for column in layout.holding(wanted):
            if not grid.text(row, column.number):
                continue
            merge = grid.merged(row, column.number)
            named = (merge.top, merge.left) if merge else (row, column.number)
            if wanted == "task":
                return named
        if named is not None and not layout.holding("task"):
            return named
    # Measures without a task, beside a number of their own, are a task; without one they continue the task above.
    numbers = [c for c in layout.holding("number") if grid.text(row, c.number)]
    merged = [grid.merged(row, c.number) for c in numbers]
    return named if named and numbers and not any(m and m.top < row for m in merged) else None


def _kind(grid: Grid, row: int, layout: Layout, heads: dict[int, set[str]], said: Sequence[Column]) -> str:
    """Why a row is no task: "header" (printed again), "footer", "sum", "section"; "" where it is one."""
    texts = [grid.text(row, c.number) for c in said]
    if sum(plain(grid.text(row, n)) in head for n, head in heads.items() if grid.text(row, n)) * 2 > len(heads):
        return "header"
    first = texts[0] if texts else ""
    if _FOOTER.match(first) and len({*texts}) <= 4 and not _numbered(grid, row, layout):
        return "footer"
    if _SUM.match(first):
        return "sum"
    one = len({*texts}) == 1
    merge = grid.merged(row, said[0].number) if said else None
    if one and (merge is not None and merge.right - merge.left + 1 >= max(3, grid.width // 2)):
        return "footer" if len(first) > 60 else "section"
    alone = len(said) == 1 and said[0].field not in _NEVER_ALONE
    if alone and len(layout.columns) >= 4 and _HEADING.match(first):
        return "section"
    return ""


def _numbered(grid: Grid, row: int, layout: Layout) -> bool:
    return any(grid.text(row, c.number).isdecimal() for c in layout.holding("number"))


def _entry(
    grid: Grid, row: int, mapped: Sequence[Column], group: int, category: str, year: int | None, issued: date | None
) -> Entry:
    faults: list[Fault] = []
    text: dict[str, str] = {}
    cells: dict[str, Cell] = {}
    doubled = {c.field for c in mapped if sum(other.field == c.field for other in mapped) > 1}
    hidden = row in grid.hidden_rows
    if hidden:
        faults.append(_fault(f"{row}", "", "hidden"))
    for column in mapped:
        cell = grid.cells.get((row, column.number))
        if cell is None:
            continue
        where = _address(grid, row, column.number)
        if cell.note:
            faults.append(_fault(where, column.header, cell.note, cell.text))
        if cell.note in ("error", "no_value") or not cell.text:
            continue
        if len(cell.text) > _LONGEST:
            faults.append(_fault(where, column.header, "long", str(_LONGEST)))
            continue
        words = cell.text
        if column.field in doubled and column.field not in _LISTS:
            words = f"{column.header.split(LEVELS)[-1]}：{words}"
        text[column.field] = f"{text[column.field]}\n{words}" if column.field in text else words
        cells[column.field] = cell
        faults += _unclear(column, cell, where, year, issued)
    contact = _contact(text)
    lists = {name: units_of(text.get(name, "")) for name in _LISTS}
    plain_text = {name: text.get(name, "") for name in _TEXTS}
    return Entry(
        rows=(row,),
        group=group,
        hidden=hidden,
        contact=contact,
        deadline=deadline_of(cells.get("deadline"), year, issued),
        state=state_of(cells.get("state")) or "",
        state_text=text.get("state", ""),
        closed_on=day_of(cells.get("closed_on"), year),
        faults=tuple(faults),
        **(plain_text | {"category": plain_text["category"] or category}),
        **lists,
    )


_LISTS = ("lead", "responsible", "cooperating")
_TEXTS = (
    "number",
    "category",
    "clause",
    "task",
    "measures",
    "progress",
    "problems",
    "next_steps",
    "materials",
    "remarks",
)


def _unclear(column: Column, cell: Cell, where: str, year: int | None, issued: date | None) -> list[Fault]:
    if is_nothing(cell.text):
        return []
    wrong = {
        "deadline": lambda: deadline_of(cell, year, issued).kind == "unclear",
        "state": lambda: state_of(cell) is None,
        "closed_on": lambda: day_of(cell, year) is None,
        "number": lambda: not re.fullmatch(r"\d{1,4}(?:[.\-]\d{1,3})*", cell.text),
        "phone": lambda: not _dialled(cell.text),
    }.get(column.field)
    return [_fault(where, column.header, column.field, cell.text[:40])] if wrong and wrong() else []


def _dialled(text: str) -> bool:
    return any(len(re.sub(r"\D", "", number)) in (7, 8, 10, 11, 12, 13) for number in _PHONE.findall(text))


def _contact(text: dict[str, str]) -> str:
    return " ".join(" ".join(part.split()) for part in (text.get("contact", ""), text.get("phone", "")) if part)


def _address(grid: Grid, row: int, column: int) -> str:
    merge = grid.merged(row, column)
    return address(merge.top, merge.left) if merge else address(row, column)


def _fault(where: str, header: str, code: str, text: str = "") -> Fault:
    chinese, english = NOTES[code]
    return Fault(where, header, code, chinese.format(text=text), english.format(text=text), code in _MILD)


def _alike(entry: Entry, above: Entry, continues: bool) -> Entry:
    """A row that names no task has that of the row above; a fault of a merged cell is said once."""
    known = {(fault.address, fault.code) for fault in above.faults}
    entry = replace(entry, faults=tuple(f for f in entry.faults if (f.address, f.code) not in known))
    if not continues:
        return entry
    return replace(entry, number=entry.number or above.number, task=above.task, clause=entry.clause or above.clause)


def combined(entries: Sequence[Entry]) -> Entry:
    """Several rows of one task as one entry: words each once in their order, units together, the last deadline.

    It is done when all rows are; else it stands as the row that is furthest behind.
    """
    if len(entries) == 1:
        return entries[0]
    first = entries[0]
    dated = [e.deadline for e in entries if e.deadline.day]
    said = [e.deadline for e in entries if e.deadline.kind != "none"]
    deadline = max(dated, key=lambda d: d.day or date.min) if dated else said[0] if said else first.deadline
    states = [e.state for e in entries if e.state]
    behind = next((s for s in ("overdue", "not_started", "in_progress", "ongoing", "done") if s in states), "")
    closed = [e.closed_on for e in entries if e.closed_on]
    joined = {
        name: "\n".join(dict.fromkeys(t for e in entries if (t := getattr(e, name))))
        for name in ("measures", "contact", "progress", "problems", "next_steps", "materials", "state_text", "remarks")
    }
    units = {name: tuple(dict.fromkeys(u for e in entries for u in getattr(e, name))) for name in _LISTS}
    return replace(
        first,
        rows=tuple(row for e in entries for row in e.rows),
        hidden=all(e.hidden for e in entries),
        task=first.task or "\n".join(dict.fromkeys(e.task for e in entries if e.task)),
        deadline=deadline,
        state=behind,
        closed_on=max(closed) if closed and behind == "done" else None,
        faults=tuple(dict.fromkeys(fault for e in entries for fault in e.faults)),
        **joined,
        **units,
    )
