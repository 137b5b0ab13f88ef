"""Which places of a document are there to be filled, and how it looks."""

from __future__ import annotations

from .blanks import take_apart
from .document import HELD, Document, Paragraph, read_word
from .package import Package
from .refusals import FormLimits, FormRefused
from .slots import Blank, Drawn, Picture, Slot, Words
from .xml import Element, W

_SHORT = 20
_NEAR = 40


def blank_document(package: Package, limits: FormLimits) -> Blank:
    """The places of a blank document. Raises FormRefused."""
    document = read_word(package, limits)
    slots: list[Slot] = []
    for number, paragraph in enumerate(document.paragraphs, start=1):
        slots += _in_line(document, paragraph, number)
    slots += [slot for number in range(1, len(document.grids) + 1) for slot in _cells(document, number)]
    slots += [
        Slot(f"bookmark:{name}", "bookmark", "", _around(document, mark.start), name=name, type="text", held=mark.text)
        for name, mark in document.bookmarks.items()
    ]
    for name, control in document.controls.items():
        kind = "choice" if control.choices else "date" if control.dated else "text"
        words = _around(document, control.element)
        slots.append(Slot(f"control:{name}", "control", "", words, name=name, type=kind, choices=control.choices))  # type: ignore[arg-type]
    if len(slots) > limits.slots:
        raise FormRefused("cells", where="word/document.xml", limit=limits.slots)
    notes = set(document.notes)
    return Blank("docx", tuple(slots), _pictures(document, slots), tuple(sorted(notes)), {s.key: s for s in slots})


def _in_line(document: Document, paragraph: Paragraph, number: int) -> list[Slot]:
    text = paragraph.text
    if not text.strip():
        return []
    # A sentence that ends in a colon announces what comes below; a short label leaves the rest of its line open.
    tail = take_apart(text, False).literals[-1].strip()
    line = take_apart(text, len(tail) <= _SHORT and not _open_beside(document, paragraph))
    where = f"表{paragraph.table}" if paragraph.table else ""
    return [
        Slot(
            f"段{number}#{n}",
            "blank",
            where,
            Words(literals=line.literals, nth=n),
            *paragraph.at,
            type="text",
            held=text[start:end].strip(),
        )
        for n, (start, end) in enumerate(line.spans)
    ]


def _open_beside(document: Document, paragraph: Paragraph) -> bool:
    """Whether an empty cell follows in the row: then that one is the place, not the rest of this line."""
    if not paragraph.table:
        return False
    grid = document.grids[paragraph.table - 1]
    _top, _left, _bottom, right = grid.area(*paragraph.at)
    return right < grid.width and grid.text(paragraph.at[0], right + 1) is None


def _cells(document: Document, number: int) -> list[Slot]:
    grid = document.grids[number - 1]
    found = []
    for row, column in document.cells[number - 1]:
        if grid.text(row, column) is None:
            words = Words(*grid.labels(row, column))
            if words.row or words.column:
                unit = grid.unit_of(row, column)
                found.append(Slot(f"表{number}!R{row}C{column}", "cell", grid.name, words, row, column, unit=unit))
    return found


def _around(document: Document, element: Element) -> Words:
    """The words before a named place: in its line, in its table, or in the line above."""
    inner = element.find(f".//{W}p") if element.tag == f"{W}sdt" else None
    line = inner if inner is not None else next(element.iterancestors(f"{W}p"), None)
    index = next((n for n, it in enumerate(document.paragraphs) if it.element is line), None)
    if index is None:
        return Words()
    paragraph = document.paragraphs[index]
    before = _before(paragraph, element) if inner is None else ""
    if before:
        return Words(row=(before,))
    if paragraph.table:
        grid = document.grids[paragraph.table - 1]
        return Words(*grid.labels(*paragraph.at))
    above = (it.text.replace(HELD, "").strip() for it in reversed(document.paragraphs[:index]))
    heading = next((text for text in above if text), "")
    return Words(row=(heading[:_NEAR],)) if heading else Words()


def _before(paragraph: Paragraph, element: Element) -> str:
    """The fixed words of a line right before one of its named places."""
    seen = 0
    for each in paragraph.element.iter(f"{W}bookmarkStart", f"{W}sdt"):
        if each is element:
            break
        named = each.tag == f"{W}sdt" or not each.get(f"{W}name", "_").startswith("_")
        seen += named
    pieces = paragraph.text.split(HELD)
    return pieces[seen].strip()[-_NEAR:] if seen < len(pieces) else ""


def _pictures(document: Document, slots: list[Slot]) -> tuple[Picture, ...]:
    """The document in reading order: lines as rows of one cell, tables as they stand."""
    keys: dict[int, list[str]] = {}
    cells: dict[tuple[int, int, int], list[str]] = {}
    lines = {id(it.element): it for it in document.paragraphs}
    for slot in slots:
        paragraph = _line_of(document, slot, lines)
        if slot.kind == "cell" or (paragraph is not None and paragraph.table):
            table, at = (int(slot.where[1:]), (slot.row, slot.column)) if slot.kind == "cell" else (0, (0, 0))
            if paragraph is not None:
                table, at = paragraph.table, paragraph.at
            cells.setdefault((table, *at), []).append(slot.key)
        elif paragraph is not None:
            keys.setdefault(id(paragraph.element), []).append(slot.key)
    pictures: list[Picture] = []
    loose: list[tuple[Drawn, ...]] = []
    done: set[int] = set()
    for paragraph in document.paragraphs:
        if not paragraph.table:
            text = paragraph.text.replace(HELD, "▢")
            if text.strip() or id(paragraph.element) in keys:
                loose.append((Drawn(text, keys=tuple(keys.get(id(paragraph.element), ()))),))
        elif paragraph.table not in done:
            done.add(paragraph.table)
            if loose:
                pictures.append(Picture("", tuple(loose)))
                loose = []
            pictures.append(_table(document, paragraph.table, cells))
    if loose:
        pictures.append(Picture("", tuple(loose)))
    return tuple(pictures)


def _line_of(document: Document, slot: Slot, lines: dict[int, Paragraph]) -> Paragraph | None:
    if slot.kind == "blank":
        return document.paragraphs[int(slot.key[1:].partition("#")[0]) - 1]
    if slot.kind == "bookmark":
        return lines.get(id(document.bookmarks[slot.name].paragraph))
    if slot.kind == "control":
        element = document.controls[slot.name].element
        inner = element.find(f".//{W}p")
        line = inner if inner is not None else next(element.iterancestors(f"{W}p"), None)
        return lines.get(id(line))
    return None


def _table(document: Document, number: int, keys: dict[tuple[int, int, int], list[str]]) -> Picture:
    grid = document.grids[number - 1]
    rows = []
    for row in range(1, grid.height + 1):
        drawn = []
        for column in range(1, grid.width + 1):
            top, left, bottom, right = grid.area(row, column)
            if (top, left) == (row, column):
                text = (grid.text(row, column) or "").replace(HELD, "▢")
                mine = tuple(keys.get((number, row, column), ()))
                drawn.append(Drawn(text, right - left + 1, bottom - top + 1, mine))
        rows.append(tuple(drawn))
    return Picture(grid.name, tuple(rows))
