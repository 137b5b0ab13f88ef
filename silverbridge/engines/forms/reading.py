"""What stands in a filled form, by whomever it was filled: each bound place with its raw text, value, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .bindings import Binding
from .blanks import read_back
from .document import Document, read_word
from .formats import day_of_serial, type_of
from .grid import At, Grid
from .package import open_package
from .refusals import Fault, FormLimits, fault
from .slots import plain
from .values import Percent, Value, digits, from_text, tidy
from .workbook import Cell, Workbook, address, read_workbook


@dataclass(frozen=True)
class Reading:
    """One bound place of a filled form: where it was read, what stands there, the value, or the fault instead of it."""

    key: str
    place: str
    raw: str
    value: Value = None
    fault: Fault | None = None


def read_filled(data: bytes, bindings: Iterable[Binding], limits: FormLimits | None = None) -> tuple[Reading, ...]:
    """The values of a filled form, in the order of the bindings. A place that stands among other words than it was bound
    under is not read, but named. Raises FormRefused where the file is no form of either kind."""
    limits = limits or FormLimits()
    package = open_package(data, limits)
    if package.kind == "xlsx":
        book = read_workbook(package, limits)
        grids = {sheet.name: sheet.grid() for sheet in book.sheets}
        return tuple(_from_sheet(book, grids, binding) for binding in bindings)
    document = read_word(package, limits)
    return tuple(_from_document(document, binding) for binding in bindings)


def _typed(binding: Binding, place: str, raw: str) -> Reading:
    text = raw if binding.held == "" or raw.strip() != binding.held else ""
    value, wrong = from_text(binding.key, str(tidy(text) or ""), binding.type, binding.choices)
    return Reading(binding.key, place, raw, value, wrong)


def _astray(binding: Binding, place: str, chinese: str, english: str) -> Reading:
    return Reading(binding.key, place, "", None, fault(binding.key, "moved", why_zh=chinese, why_en=english))


def _from_sheet(book: Workbook, grids: dict[str, Grid], binding: Binding) -> Reading:
    sheet = book.sheet(binding.where)
    if sheet is None:
        return _astray(binding, "", f"没有工作表“{binding.where}”", f"there is no sheet “{binding.where}”")
    ref = binding.key.rpartition("!")[2].partition("#")[0]
    at, grid = _at(ref), grids[binding.where]
    cell = sheet.cells.get(at) or Cell(0)
    place = f"{binding.where}!{ref}"
    if binding.kind == "blank":
        found = read_back(cell.text, binding.words.literals)
        if found is None:
            return _astray(binding, place, f"这里写的是“{cell.text[:30]}”", f"it reads “{cell.text[:30]}” there")
        return _typed(binding, place, found[binding.words.nth])
    if (gone := _gone(grid, at, binding)) is not None:
        there = _elsewhere(grid, binding)
        return _astray(
            binding,
            place,
            f"它旁边或上方没有“{gone}”" + (f"，看来在 {there}" if there else ""),
            f"“{gone}” does not stand beside or above it" + (f"; it seems to be in {there}" if there else ""),
        )
    return _cell_value(book, binding, place, cell)


def _cell_value(book: Workbook, binding: Binding, place: str, cell: Cell) -> Reading:
    if cell.error:
        return Reading(binding.key, place, cell.text, None, fault(binding.key, "error", value=cell.text))
    if cell.number is None:
        if cell.formula is not None and not cell.text:
            return Reading(binding.key, place, f"={cell.formula}", None, fault(binding.key, "no_value"))
        return _typed(binding, place, cell.text)
    shown = type_of(book.style(cell.style).format)
    raw, number = digits(cell.number), cell.number
    if binding.type == "date" or (binding.type == "any" and shown == "date"):
        day = day_of_serial(float(number), book.since_1904)
        if day is None or (shown != "date" and binding.type == "date"):
            return _typed(binding, place, raw)
        return Reading(binding.key, place, day.isoformat(), day)
    if binding.type in ("text", "choice"):
        return _typed(binding, place, raw)
    if binding.type == "percent" or shown == "percent":
        points = number * 100 if shown == "percent" else number
        return Reading(binding.key, place, raw, Percent(Decimal(digits(points))))
    return Reading(binding.key, place, raw, number)


def _at(ref: str) -> At:
    from .workbook import place

    return place(ref)


def _texts(grid: Grid, at: At, step: At) -> list[str]:
    """All texts to the left of a cell, or above it, outermost first."""
    found: list[str] = []
    row, column = at[0] + step[0], at[1] + step[1]
    seen = {grid.area(*at)}
    while row >= 1 and column >= 1:
        area = grid.area(row, column)
        if area not in seen:
            seen.add(area)
            found.append(plain(grid.text(row, column) or ""))
        row, column = row + step[0], column + step[1]
    return found[::-1]


def _gone(grid: Grid, at: At, binding: Binding) -> str | None:
    """The label that should stand beside or above a place and does not; None where all do, in their order."""
    for labels, texts in (
        (binding.words.row, _texts(grid, at, (0, -1))),
        (binding.words.column, _texts(grid, at, (-1, 0))),
    ):
        rest = iter(texts)
        for label in labels:
            if not any(plain(label) == text for text in rest):
                return label
    return None


def _elsewhere(grid: Grid, binding: Binding) -> str:
    """The one cell of the sheet that has the words of the binding around it; "" for none or several."""
    if not binding.words.row or grid.height * grid.width > 20_000:
        return ""
    last = plain(binding.words.row[-1])
    rows = {row for (row, _column), text in grid.texts.items() if plain(text) == last}
    fits = []
    for row in rows:
        for column in range(1, grid.width + 2):
            own = plain(grid.text(row, column) or "")
            labels = {plain(label) for label in (*binding.words.row, *binding.words.column)}
            if own not in labels and _gone(grid, (row, column), binding) is None:
                fits.append(address(row, column))
    return fits[0] if len(fits) == 1 else ""


def _from_document(document: Document, binding: Binding) -> Reading:
    if binding.kind in ("bookmark", "control"):
        named: Callable[[str], object] = (document.bookmarks if binding.kind == "bookmark" else document.controls).get
        found = named(binding.name)
        if found is None:
            return _astray(binding, binding.key, f"书签或控件“{binding.name}”没有了", f"“{binding.name}” is gone")
        return _typed(binding, binding.key, found.text)  # type: ignore[attr-defined]
    if binding.kind == "blank":
        return _line(document, binding)
    number, ref = binding.key[1:].split("!")
    row, column = map(int, ref[1:].split("C"))
    grid = document.grids[int(number) - 1] if int(number) <= len(document.grids) else Grid("")
    gone = _gone(grid, (row, column), binding)
    if gone is not None:
        return _astray(binding, binding.key, f"它旁边或上方没有“{gone}”", f"“{gone}” does not stand beside or above it")
    return _typed(binding, binding.key, grid.text(row, column) or "")


def _line(document: Document, binding: Binding) -> Reading:
    """Lines may move when somebody types above them; the fixed words of a line find it again where only one has them."""
    literals: Sequence[str] = binding.words.literals
    number = int(binding.key[1:].partition("#")[0])
    order = [number, *(n for n in range(1, len(document.paragraphs) + 1) if n != number)]
    fits = []
    for n in order:
        found = read_back(document.paragraphs[n - 1].text, tuple(literals)) if n <= len(document.paragraphs) else None
        if found is not None:
            if n == number:
                return _typed(binding, f"段{n}", found[binding.words.nth])
            fits.append((n, found))
    if len(fits) == 1 and len(plain("".join(literals))) >= 2:
        return _typed(binding, f"段{fits[0][0]}", fits[0][1][binding.words.nth])
    label = binding.words.label
    return _astray(binding, binding.key, f"没有找到“{label}”这一行", f"the line “{label}” was not found")
