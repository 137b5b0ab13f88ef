"""Which cells of a workbook are there to be filled, and how its sheets look."""

from __future__ import annotations

from .blanks import take_apart
from .formats import type_of
from .grid import At, Grid
from .package import Package
from .refusals import FormLimits, FormRefused
from .slots import Blank, Drawn, Picture, Slot, ValueType, Words
from .workbook import Cell, Sheet, Validation, Workbook, address, read_workbook

_MOST_DRAWN = 5_000


def blank_workbook(package: Package, limits: FormLimits) -> Blank:
    """The places of a blank workbook. Raises FormRefused."""
    book = read_workbook(package, limits)
    slots, pictures = [], []
    for sheet in book.sheets:
        found = _slots(book, sheet, limits)
        slots += found
        pictures.append(_picture(sheet, found))
    if len(slots) > limits.slots:
        raise FormRefused("cells", where="xl/workbook.xml", limit=limits.slots)
    notes = [note for note, said in (
        ("protected", any(sheet.protected for sheet in book.sheets)),
        ("formulas", any(cell.formula is not None for sheet in book.sheets for cell in sheet.cells.values())),
    ) if said]  # fmt: skip
    return Blank("xlsx", tuple(slots), tuple(pictures), tuple(notes), {slot.key: slot for slot in slots})


def _slots(book: Workbook, sheet: Sheet, limits: FormLimits) -> list[Slot]:
    grid = sheet.grid()
    if sheet.hidden or grid.height * grid.width > limits.cells * 4:
        return []
    names = {at: name for name, (where, at) in book.names.items() if where == sheet.name}
    found = []
    everywhere = {(row, column) for row in range(1, grid.height + 1) for column in range(1, grid.width + 1)}
    # A cell with an edge, or one left open on a locked sheet, may stand beyond the last word.
    styles = {at: book.style(cell.style) for at, cell in sheet.cells.items()}
    drawn = {at for at, style in styles.items() if style.edged or (sheet.protected and not style.locked)}
    for at in sorted(everywhere | drawn | names.keys()):
        if grid.area(*at)[:2] != at or at[0] in sheet.hidden_rows:
            continue
        cell = sheet.cells.get(at) or Cell(0)
        if cell.formula is not None or cell.number is not None or cell.error:
            continue
        if cell.text.strip():
            found += _in_text(book, sheet, grid, at, cell)
        elif _fillable(book, sheet, grid, at, cell, names):
            found.append(_whole(book, sheet, grid, at, cell, names.get(at, "")))
    return found


def _fillable(book: Workbook, sheet: Sheet, grid: Grid, at: At, cell: Cell, names: dict[At, str]) -> bool:
    """A named cell is; on a locked sheet only what was left open; otherwise a cell with words beside and above it, or with an
    edge or a merged area and words on one side, or right behind a label's colon."""
    if at in names:
        return True
    style = book.style(cell.style)
    if sheet.protected:
        return not style.locked
    row, column = grid.labels(*at)
    if not row and not column:
        return False
    behind_colon = bool(row) and row[-1].rstrip().endswith(("：", ":"))
    if behind_colon:
        # Only the cell next to the label: those further on are the paper's margin.
        return bool(grid.label(at[0], at[1] - 1)) and (
            style.edged or not _open_end(book, sheet, grid, at[0], at[1] - 1)
        )
    return style.edged or at in sheet.covers or bool(row and column)


def _open_end(book: Workbook, sheet: Sheet, grid: Grid, row: int, column: int) -> bool:
    """Whether the room behind a label's colon is in the label's own cell: it is merged, or no open cell follows."""
    _top, left, _bottom, right = grid.area(row, column)
    text = grid.text(row, column + (right - column) + 1)
    if text is not None:
        return True
    beside = sheet.cells.get((row, right + 1))
    edged = beside is not None and book.style(beside.style).edged
    inside = right + 1 <= grid.width or edged
    return (right > left and not edged and (row, right + 1) not in sheet.covers) or not inside


def _in_text(book: Workbook, sheet: Sheet, grid: Grid, at: At, cell: Cell) -> list[Slot]:
    style = book.style(cell.style)
    if sheet.protected and style.locked:
        return []
    line = take_apart(cell.text, _open_end(book, sheet, grid, *at))
    return [
        Slot(
            f"{sheet.name}!{address(*at)}#{n}",
            "blank",
            sheet.name,
            Words(literals=line.literals, nth=n),
            *at,
            type="text",
            held=cell.text[start:end].strip(),
            protected=sheet.protected,
            wraps=style.wraps,
        )
        for n, (start, end) in enumerate(line.spans)
    ]


def _whole(book: Workbook, sheet: Sheet, grid: Grid, at: At, cell: Cell, name: str) -> Slot:
    style = book.style(cell.style)
    rule = next((rule for rule in sheet.validations if any(_within(at, area) for area in rule.areas)), Validation(()))
    wanted: ValueType = "choice" if rule.choices else type_of(style.format)
    if wanted == "any" and (rule.least or rule.most):
        wanted = "number"
    return Slot(
        f"{sheet.name}!{address(*at)}",
        "cell",
        sheet.name,
        Words(*grid.labels(*at)),
        *at,
        name=name,
        type=wanted,
        format=style.format,
        unit=grid.unit_of(*at),
        choices=rule.choices,
        least=rule.least,
        most=rule.most,
        protected=sheet.protected,
        wraps=style.wraps,
    )


def _within(at: At, area: tuple[int, int, int, int]) -> bool:
    return area[0] <= at[0] <= area[2] and area[1] <= at[1] <= area[3]


def _picture(sheet: Sheet, slots: list[Slot]) -> Picture:
    grid = sheet.grid()
    keys: dict[At, list[str]] = {}
    for slot in slots:
        keys.setdefault((slot.row, slot.column), []).append(slot.key)
    width = max([grid.width, *(slot.column for slot in slots)])
    height, rows = max([grid.height, *(slot.row for slot in slots)]), []
    for row in range(1, min(height, _MOST_DRAWN) + 1):
        if row in sheet.hidden_rows or row * width > _MOST_DRAWN:
            continue
        drawn = []
        for column in range(1, width + 1):
            top, left, bottom, end = grid.area(row, column)
            if (top, left) == (row, column):
                cell = sheet.cells.get((row, column)) or Cell(0)
                shown = cell.text if cell.formula is None else "ƒ"
                shown = shown or (f"{cell.number:f}" if cell.number is not None else "")
                drawn.append(Drawn(shown, end - left + 1, bottom - top + 1, tuple(keys.get((row, column), ()))))
        rows.append(tuple(drawn))
    return Picture(sheet.name, tuple(rows), sheet.hidden)
