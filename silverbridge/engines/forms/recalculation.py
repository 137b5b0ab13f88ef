"""Which formulas hang on the cells that were filled: their last values go, and the spreadsheet computes them on opening."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .grid import Area, At
from .workbook import Sheet, Workbook, address, area_of, place
from .xml import Element, S

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)
_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?", re.IGNORECASE)
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")
# These look at cells that their arguments do not name, or change by themselves.
_RESTLESS = re.compile(r"\b(INDIRECT|OFFSET|NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO)\(", re.IGNORECASE)
_LAST = 1_048_576
Where = tuple[str, Area]


@dataclass
class _Formula:
    sheet: Sheet
    at: At
    covers: Area
    looks_at: tuple[Where, ...]
    unsure: bool


def drop_stale(book: Workbook, filled: Iterable[tuple[str, At]]) -> set[str]:
    """Takes the last values of every formula that depends, through others too, on a filled cell. Answers the parts changed.

    Where a formula cannot be followed (INDIRECT, a table's column, a name of more than a cell), it counts as dependent.
    """
    formulas = [formula for sheet in book.sheets for formula in _formulas(book, sheet)]
    stale: set[int] = set()
    fresh: list[Where] = [(name, (*at, *at)) for name, at in filled]
    if not fresh:
        return set()
    while fresh:
        reached = fresh
        fresh = []
        for n, formula in enumerate(formulas):
            if n not in stale and (formula.unsure or _meets(formula.looks_at, reached)):
                stale.add(n)
                fresh.append((formula.sheet.name, formula.covers))
    cells = {
        sheet.name: _elements(sheet) for sheet in {formulas[n].sheet.name: formulas[n].sheet for n in stale}.values()
    }
    for n in stale:
        formula = formulas[n]
        top, left, bottom, right = formula.covers
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                element = cells[formula.sheet.name].get((row, column))
                if element is not None:
                    _forget(element)
    if stale:
        _recompute(book.root)
    return {formulas[n].sheet.part for n in stale}


def _meets(looks_at: tuple[Where, ...], reached: list[Where]) -> bool:
    return any(
        name == other and a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
        for name, a in looks_at
        for other, b in reached
    )


def _elements(sheet: Sheet) -> dict[At, Element]:
    return {place(each.get("r")): each for each in sheet.root.iter(f"{S}c") if each.get("r")}


def _formulas(book: Workbook, sheet: Sheet) -> Iterable[_Formula]:
    from openpyxl.formula.translate import Translator

    shared: dict[str, tuple[str, str]] = {}
    for element in sheet.root.iter(f"{S}c"):
        formula, ref = element.find(f"{S}f"), element.get("r")
        if formula is None or not ref:
            continue
        text, kind = formula.text or "", formula.get("t", "normal")
        covers = area_of(ref)
        if kind == "shared":
            if text:
                shared[formula.get("si", "")] = (text, ref)
            elif formula.get("si", "") in shared:
                master, origin = shared[formula.get("si", "")]
                text = Translator(f"={master}", origin=origin).translate_formula(ref)[1:]
        elif kind in ("array", "dataTable") and formula.get("ref"):
            covers = area_of(formula.get("ref"))
        looks_at, unsure = _followed(book, sheet.name, text)
        yield _Formula(sheet, place(ref), covers, looks_at, unsure or kind == "dataTable" or not text)


def _followed(book: Workbook, sheet: str, text: str) -> tuple[tuple[Where, ...], bool]:
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

    if _RESTLESS.search(text):
        return (), True
    try:
        tokens: list[Any] = Tokenizer(f"={text}").items
    except (TokenizerError, IndexError):
        return (), True
    found = []
    for token in tokens:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            where = _where(book, sheet, token.value)
            if where is None:
                return (), True
            found.append(where)
    return tuple(found), False


def _where(book: Workbook, sheet: str, text: str) -> Where | None:
    named = _SHEET.fullmatch(text)
    if named:
        sheet, text = (named[1] or named[2]).replace("''", "'"), named[3]
        if book.sheet(sheet) is None:
            return None
    if _CELLS.fullmatch(text):
        top, left, bottom, right = area_of(text.upper())
        return sheet, (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    if columns := _COLUMNS.fullmatch(text):
        first, last = (place(f"{letters}1")[1] for letters in columns.groups())
        return sheet, (1, min(first, last), _LAST, max(first, last))
    if rows := _ROWS.fullmatch(text):
        return sheet, (int(rows[1]), 1, int(rows[2]), _LAST)
    if text in book.names:
        name, at = book.names[text]
        return name, area_of(address(*at))
    return None


def _forget(cell: Element) -> None:
    value = cell.find(f"{S}v")
    if value is not None:
        cell.remove(value)
    if cell.find(f"{S}f") is not None and cell.get("t"):
        del cell.attrib["t"]


_AFTER = ("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing")
_AFTER += ("fileRecoveryPr", "webPublishObjects", "extLst")


def _recompute(root: Element) -> None:
    properties = root.find(f"{S}calcPr")
    if properties is None:
        properties = root.makeelement(f"{S}calcPr", {})
        behind = next((each for each in root if any(each.tag == f"{S}{name}" for name in _AFTER)), None)
        if behind is None:
            root.append(properties)
        else:
            behind.addprevious(properties)
    properties.set("fullCalcOnLoad", "1")
