"""Writing into a document: bookmarks, controls, cells and blanks, each in the look of its place."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date

from .blanks import read_back, take_apart
from .document import Control, Document, read_word
from .fill_cells import edited
from .package import Package
from .refusals import Fault, FillRefused, FormLimits, fault
from .slots import Slot
from .values import Value, as_text
from .xml import SPACE, Element, W, written

_PLACEHOLDER = "PlaceholderText"


def fill_document(
    package: Package, slots: Mapping[str, Slot], values: Mapping[str, Value], limits: FormLimits
) -> bytes:
    """The document with these tidy values written. Raises FillRefused where a line could not be read back."""
    document = read_word(package, limits)
    lines: dict[int, dict[int, tuple[Slot, Value]]] = {}
    touched: list[Element] = []
    for key, value in values.items():
        slot = slots[key]
        if value is None:
            continue
        if slot.kind == "blank":
            lines.setdefault(int(key[1:].partition("#")[0]), {})[slot.words.nth] = (slot, value)
            continue
        if slot.kind == "bookmark":
            touched.append(_fill_bookmark(document, slot.name, as_text(value)))
        elif slot.kind == "control":
            touched.append(_fill_control(document.controls[slot.name], value))
        else:
            cell = document.cells[int(slot.where[1:]) - 1][slot.row, slot.column]
            paragraph = cell.find(f".//{W}p")
            paragraph.append(_run(paragraph, as_text(value), _look_of_line(paragraph)))
            touched.append(cell)
    faults: list[Fault] = []
    for number, given in lines.items():
        paragraph = document.paragraphs[number - 1]
        faults += _fill_line(document, number, given)
        touched.append(paragraph.element)
    if faults:
        raise FillRefused(tuple(faults))
    parts = {document.part_of(each) for each in touched}
    return package.rewritten({part: written(document.roots[part]) for part in parts})


def _run(near: Element, text: str, look: Element | None) -> Element:
    run = near.makeelement(f"{W}r", {})
    if look is not None:
        run.append(deepcopy(look))
    for each in _content(near, text):
        run.append(each)
    return run


def _content(near: Element, text: str) -> list[Element]:
    """A text as the elements of a run: lines apart by breaks, tabs as tabs."""
    made = []
    for n, line in enumerate(text.split("\n")):
        if n:
            made.append(near.makeelement(f"{W}br", {}))
        for m, bit in enumerate(line.split("\t")):
            if m:
                made.append(near.makeelement(f"{W}tab", {}))
            if bit:
                node = near.makeelement(f"{W}t", {})
                node.text = bit
                node.set(SPACE, "preserve")
                made.append(node)
    return made


def _look_of_line(paragraph: Element) -> Element | None:
    """The look that the line's end mark has, as Word gives to what is typed there."""
    look = paragraph.find(f"{W}pPr/{W}rPr")
    if look is None:
        return None
    look = deepcopy(look)
    for each in list(look):
        if each.tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPrChange"):
            look.remove(each)
    return look


def _fill_bookmark(document: Document, name: str, text: str) -> Element:
    mark = document.bookmarks[name]
    runs = [run for each in mark.inside for run in each.iter(f"{W}r")]
    near = [*runs, *mark.start.itersiblings(f"{W}r"), *mark.start.itersiblings(f"{W}r", preceding=True)]
    look = near[0].find(f"{W}rPr") if near else _look_of_line(mark.paragraph)
    for each in mark.inside:
        # Other bookmarks may begin or end in here: they stay.
        if each.tag not in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            mark.paragraph.remove(each)
    mark.start.addnext(_run(mark.paragraph, text, look))
    return mark.paragraph


def _fill_control(control: Control, value: Value) -> Element:
    properties, content = control.element.find(f"{W}sdtPr"), control.element.find(f"{W}sdtContent")
    look, first = properties.find(f"{W}rPr"), content.find(f".//{W}r")
    if look is None and first is not None:
        look = _without_prompt(first.find(f"{W}rPr"))
    prompt = properties.find(f"{W}showingPlcHdr")
    if prompt is not None:
        properties.remove(prompt)
    dated = properties.find(f"{W}date")
    if dated is not None and isinstance(value, date):
        dated.set(f"{W}fullDate", f"{value.isoformat()}T00:00:00Z")
    paragraphs = list(content.iter(f"{W}p"))
    holder = paragraphs[0] if paragraphs else content
    for extra in paragraphs[1:]:
        extra.getparent().remove(extra)
    for each in list(holder):
        if each.tag != f"{W}pPr":
            holder.remove(each)
    holder.append(_run(content, as_text(value), look))
    return control.element


def _without_prompt(look: Element | None) -> Element | None:
    if look is None:
        return None
    look = deepcopy(look)
    for each in look.findall(f"{W}rStyle"):
        look.remove(each)
    return look


def _fill_line(document: Document, number: int, given: Mapping[int, tuple[Slot, Value]]) -> list[Fault]:
    pieces = document.paragraphs[number - 1].pieces()
    texts = [piece.text for piece in pieces]
    whole = "".join(texts)
    literals = next(iter(given.values()))[0].words.literals
    line = take_apart(whole, len(take_apart(whole, False).literals) != len(literals))
    # A place of its own takes no text: what would fall there goes to the piece before.
    new = edited(texts, line.spans, {n: as_text(value) for n, (_slot, value) in given.items()})
    back = read_back("".join(new), literals)
    for n, (slot, value) in given.items():
        if (
            back is None
            or back[n] != as_text(value)
            or any(p.element is None and p.text != t for p, t in zip(pieces, new, strict=True))
        ):
            words = next(
                (it.strip() for it in literals if it.strip() and it.strip() in as_text(value)), slot.words.label
            )
            return [fault(slot.key, "label", label=words)]
    for piece, text in zip(pieces, new, strict=True):
        if piece.element is not None and text != piece.text:
            for each in reversed(_content(piece.element, text)):
                piece.element.addnext(each)
            piece.element.getparent().remove(piece.element)
    return []
