"""Writing into a workbook: the cells that were asked for, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal

from .blanks import in_place, read_back, take_apart
from .formats import serial
from .grid import At
from .package import Package
from .recalculation import drop_stale
from .refusals import Fault, FillRefused, FormLimits, fault
from .slots import Slot
from .values import Percent, Value, as_text, digits
from .workbook import Sheet, Workbook, address, place, read_workbook, text_in
from .xml import SPACE, Element, S, written

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def fill_workbook(
    package: Package, slots: Mapping[str, Slot], values: Mapping[str, Value], limits: FormLimits
) -> bytes:
    """The workbook with these tidy values written. Raises FillRefused where a line could not be read back."""
    book = read_workbook(package, limits)
    by_cell: dict[tuple[str, At], list[str]] = {}
    for key in values:
        by_cell.setdefault((slots[key].where, (slots[key].row, slots[key].column)), []).append(key)
    changed: set[str] = set()
    faults: list[Fault] = []
    for (name, at), keys in by_cell.items():
        sheet = book.sheet(name)
        assert sheet is not None, "slots come from this very file"
        cell = _cell_at(sheet, at)
        if slots[keys[0]].kind == "blank":
            faults += _fill_line(
                book, sheet, cell, at, {slots[key].words.nth: (slots[key], values[key]) for key in keys}
            )
        else:
            _fill_cell(cell, slots[keys[0]], values[keys[0]], book.since_1904)
        changed.add(sheet.part)
    if faults:
        raise FillRefused(tuple(faults))
    stale = drop_stale(book, by_cell)
    parts = {sheet.part: written(sheet.root) for sheet in book.sheets if sheet.part in changed | stale}
    if stale:
        parts["xl/workbook.xml"] = written(book.root)
    return package.rewritten(parts)


def _cell_at(sheet: Sheet, at: At) -> Element:
    """The cell's element, made in its place where the file has none, with the style of its row or column."""
    data = sheet.root.find(f"{S}sheetData")
    row = next((each for each in data if int(each.get("r") or 0) == at[0]), None)
    if row is None:
        row = data.makeelement(f"{S}row", {"r": str(at[0])})
        behind = next((each for each in data if int(each.get("r") or 0) > at[0]), None)
        data.append(row) if behind is None else behind.addprevious(row)
    for each in row.iter(f"{S}c"):
        column = place(each.get("r"))[1] if each.get("r") else 0
        if column == at[1]:
            return each
        if column > at[1]:
            return _made(sheet, row, at, each)
    return _made(sheet, row, at, None)


def _made(sheet: Sheet, row: Element, at: At, behind: Element | None) -> Element:
    style = row.get("s") if row.get("customFormat") in ("1", "true") else None
    for each in sheet.root.iter(f"{S}col"):
        if style is None and int(each.get("min", 0)) <= at[1] <= int(each.get("max", 0)):
            style = each.get("style")
    cell = row.makeelement(f"{S}c", {"r": address(*at)} | ({"s": style} if style else {}))
    row.append(cell) if behind is None else behind.addprevious(cell)
    row.attrib.pop("spans", None)
    return cell


def _fill_cell(cell: Element, slot: Slot, value: Value, since_1904: bool) -> None:
    _empty(cell)
    if isinstance(value, Percent):
        value = value.points / 100 if slot.type == "percent" else value.points
    if isinstance(value, date) and slot.type not in ("date",):
        value = as_text(value)
    if isinstance(value, date):
        value = Decimal(serial(value, since_1904))
    if isinstance(value, Decimal) and slot.type != "choice":
        node = cell.makeelement(f"{S}v", {})
        node.text = digits(value)
        cell.append(node)
    elif value is not None:
        _inline(cell, as_text(value))


def _empty(cell: Element) -> None:
    cell.attrib.pop("t", None)
    for child in list(cell):
        cell.remove(child)


def _inline(cell: Element, text: str) -> None:
    cell.set("t", "inlineStr")
    item = cell.makeelement(f"{S}is", {})
    node = cell.makeelement(f"{S}t", {})
    item.append(node)
    cell.append(item)
    _write(node, text)


def _write(node: Element, text: str) -> None:
    node.text = _ESCAPE.sub("_x005F_", text)
    if text != text.strip() or "\n" in text or "  " in text:
        node.set(SPACE, "preserve")


def _fill_line(
    book: Workbook, sheet: Sheet, cell: Element, at: At, given: Mapping[int, tuple[Slot, Value]]
) -> list[Fault]:
    """Writes into the blanks of a cell's text, run by run, so that each run keeps its own look."""
    old = sheet.cells[at].text
    literals = next(iter(given.values()))[0].words.literals
    line = take_apart(old, len(take_apart(old, False).literals) != len(literals))
    item = _item(book, cell)
    texts = list(item.iter(f"{S}t"))
    if "".join(each.text or "" for each in texts) != old:
        for each in list(item):
            item.remove(each)
        texts = [item.makeelement(f"{S}t", {})]
        item.append(texts[0])
        texts[0].text = old
    new = edited([each.text or "" for each in texts], line.spans, {n: as_text(v) for n, (_s, v) in given.items()})
    whole = read_back("".join(new), literals)
    for n, (slot, value) in given.items():
        if whole is None or whole[n] != as_text(value):
            words = next(
                (it.strip() for it in literals if it.strip() and it.strip() in as_text(value)), slot.words.label
            )
            return [fault(slot.key, "label", label=words)]
    for node, text in zip(texts, new, strict=True):
        _write(node, text)
    _empty(cell)
    cell.set("t", "inlineStr")
    cell.append(item)
    return []


def _item(book: Workbook, cell: Element) -> Element:
    """The text of a cell as an inline item of its own, runs kept, without what is only for pronunciation."""
    inline = cell.find(f"{S}is")
    if inline is not None:
        source = inline
    elif cell.get("t") == "s":
        source = book.shared[int(cell.findtext(f"{S}v"))]
    else:
        source = cell.makeelement(f"{S}is", {})
    item = cell.makeelement(f"{S}is", {})
    for each in source:
        if each.tag in (f"{S}r", f"{S}t"):
            item.append(deepcopy(each))
    if text_in(item) == "":
        for each in list(item):
            item.remove(each)
    return item


def edited(texts: list[str], spans: tuple[tuple[int, int], ...], given: Mapping[int, str]) -> list[str]:
    """Pieces of a line with values written over its blanks, each in the piece where the blank begins."""
    whole = "".join(texts)
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    new = list(texts)
    for n, (start, end) in sorted(enumerate(spans), reverse=True):
        if n not in given or not given[n]:
            continue
        shown = in_place(given[n], whole[start:end], last=whole[end:].strip() == "")
        written_in = False
        for i in reversed(range(len(texts))):
            low, high = max(start, starts[i]), min(end, starts[i] + len(texts[i]))
            first = starts[i] <= start and (start < starts[i] + len(texts[i]) or i == len(texts) - 1 or start == end)
            if low < high or (first and not written_in):
                a, b = max(0, low - starts[i]), max(0, high - starts[i])
                put = shown if first and not written_in else ""
                written_in = written_in or first
                new[i] = new[i][:a] + put + new[i][max(a, b) :]
    return new
