"""A .docx taken apart as far as forms need it: lines with their pieces of text, tables as grids, bookmarks, controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .grid import At, Grid
from .package import Package
from .refusals import FormLimits, FormRefused
from .xml import Element, W, parse

# Stands in a line's text for a bookmark's or a control's content, which is a place of its own.
HELD = "\ufffc"
_INLINE = {f"{W}{name}" for name in ("hyperlink", "ins", "smartTag", "customXml", "moveTo", "dir", "bdo")}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass
class Piece:
    """A bit of a line's text: the element it stands in (None for a place of its own) and its text."""

    element: Element | None
    text: str


@dataclass
class Paragraph:
    """A line: its element, its part, and where it stands in a table."""

    element: Element
    part: str
    table: int = 0
    at: At = (0, 0)

    def pieces(self) -> list[Piece]:
        """The line's text in pieces, places of their own as one character each."""
        return list(_pieces(self.element))

    @property
    def text(self) -> str:
        """The line's text."""
        return "".join(piece.text for piece in self.pieces())


@dataclass
class Bookmark:
    """A named place: its start, and the elements between start and end in the same line."""

    name: str
    start: Element
    inside: list[Element]
    paragraph: Element

    @property
    def text(self) -> str:
        """What stands in it."""
        return "".join(text_of(each) for each in self.inside)


@dataclass
class Control:
    """A content control by its tag or title: its element, choices of a list, and whether it takes a date."""

    name: str
    element: Element
    choices: tuple[str, ...]
    dated: bool

    @property
    def text(self) -> str:
        """What was put into it; "" while it shows its prompt."""
        if self.element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            return ""
        content = self.element.find(f"{W}sdtContent")
        paragraphs = list(content.iter(f"{W}p")) if content is not None else []
        return "\n".join(map(text_of, paragraphs)) if paragraphs else text_of(content)


@dataclass
class Document:
    """The body, headers and footers of a document. Lines and tables count from 1 in reading order."""

    roots: dict[str, Element]
    paragraphs: list[Paragraph] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    cells: list[dict[At, Element]] = field(default_factory=list)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    controls: dict[str, Control] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)

    def part_of(self, element: Element) -> str:
        """The part an element belongs to."""
        root = element.getroottree().getroot()
        return next(part for part, each in self.roots.items() if each is root)


def text_of(element: Element | None) -> str:
    """The text inside an element, breaks and tabs as characters; what was struck out by revision is left out."""
    if element is None:
        return ""
    marks = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
    parts = []
    for each in element.iter():
        if each.tag == f"{W}t":
            parts.append(each.text or "")
        elif each.tag in marks and each.getparent().tag == f"{W}r":
            parts.append(marks[each.tag])
    return "".join(parts)


def read_word(package: Package, limits: FormLimits) -> Document:
    """Takes a document apart. Raises FormRefused where it is damaged, strict or too large."""
    parts = ["word/document.xml"]
    related = package.related("word/document.xml").values()
    parts += sorted(path for kind, path in related if kind in ("header", "footer") and path in package.entries)
    document = Document({part: parse(package.read(part)) for part in parts})
    body = document.roots["word/document.xml"].find(f"{W}body")
    if body is None:
        raise FormRefused("kind")
    for part, root in document.roots.items():
        _walk(document, part, body if part == "word/document.xml" else root, limits)
        _find_bookmarks(document, root)
        _find_controls(document, root)
    return document


def _walk(document: Document, part: str, parent: Element, limits: FormLimits) -> None:
    for each in parent:
        if each.tag == f"{W}p":
            _add(document, Paragraph(each, part), limits)
        elif each.tag == f"{W}tbl":
            _table(document, part, each, limits)
        elif each.tag == f"{W}sdt":
            content = each.find(f"{W}sdtContent")
            if content is not None:
                _walk(document, part, content, limits)


def _add(document: Document, paragraph: Paragraph, limits: FormLimits) -> None:
    document.paragraphs.append(paragraph)
    if len(document.paragraphs) > limits.cells:
        raise FormRefused("cells", where=paragraph.part, limit=limits.cells)


def _table(document: Document, part: str, table: Element, limits: FormLimits) -> None:
    number = len(document.grids) + 1
    grid, cells = Grid(f"表{number}"), {}
    document.grids.append(grid)
    document.cells.append(cells)
    open_above: dict[int, At] = {}
    for row, line in enumerate(table.findall(f"{W}tr"), start=1):
        before = line.find(f"{W}trPr/{W}gridBefore")
        column = 1 + int(before.get(f"{W}val", 0) if before is not None else 0)
        for cell in _cells(line):
            properties = cell.find(f"{W}tcPr")
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            across = min(200, max(1, int(span.get(f"{W}val", 1)))) if span is not None else 1
            at = (row, column)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in open_above:
                top, left = open_above[column]
                for r in range(top, row + 1):
                    for c in range(left, column + across):
                        grid.covers[r, c] = (top, left, row, column + across - 1)
            else:
                cells[at] = cell
                open_above[column] = at
                if across > 1:
                    grid.covers |= {
                        (row, c): (row, column, row, column + across - 1) for c in range(column, column + across)
                    }
                _cell(document, part, cell, number, at, limits)
            grid.width = max(grid.width, column + across - 1)
            column += across
        grid.height = row


def _cells(line: Element) -> Iterator[Element]:
    for each in line:
        if each.tag == f"{W}tc":
            yield each
        elif each.tag == f"{W}sdt":
            yield from each.iterfind(f"{W}sdtContent/{W}tc")


def _cell(document: Document, part: str, cell: Element, number: int, at: At, limits: FormLimits) -> None:
    texts = []
    for each in cell:
        if each.tag == f"{W}tbl":
            _table(document, part, each, limits)
            texts.append(HELD)
    for each in cell.iter(f"{W}p"):
        if next(each.iterancestors(f"{W}tc")) is cell:
            paragraph = Paragraph(each, part, number, at)
            _add(document, paragraph, limits)
            texts.append(paragraph.text)
    # A control around the cell or its lines is a place of its own, too.
    if any(holder.tag == f"{W}sdt" for holder in (cell.getparent().getparent(), *cell)):
        texts.append(HELD)
    text = "\n".join(texts).strip()
    if text:
        document.grids[number - 1].texts[at] = text


def _pieces(parent: Element) -> Iterator[Piece]:
    held: set[str] = set()
    for each in parent:
        if each.tag == f"{W}bookmarkStart" and _named(each) and _same_line(each):
            held.add(each.get(f"{W}id", ""))
            yield Piece(None, HELD)
        elif each.tag == f"{W}bookmarkEnd":
            held.discard(each.get(f"{W}id", ""))
        elif held:
            continue
        elif each.tag == f"{W}sdt":
            yield Piece(None, HELD)
        elif each.tag in _INLINE:
            yield from _pieces(each)
        elif each.tag == f"{W}r":
            yield from _of_run(each)


def _of_run(run: Element) -> Iterator[Piece]:
    for each in run:
        if each.tag == f"{W}t":
            yield Piece(each, each.text or "")
        elif each.tag == f"{W}tab":
            yield Piece(each, "\t")
        elif each.tag in (f"{W}br", f"{W}cr"):
            yield Piece(each, "\n")
        elif each.tag in (f"{W}drawing", f"{W}pict", f"{W}object", _MC):
            yield Piece(None, HELD)


def _named(start: Element) -> bool:
    return not start.get(f"{W}name", "_").startswith("_")


def _between(start: Element) -> tuple[list[Element], bool]:
    """The elements from a bookmark's start to its end or the end of the line, and whether its text ends there, too."""
    number, inside = start.get(f"{W}id"), []
    for each in start.itersiblings():
        if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == number:
            return inside, True
        inside.append(each)
    # The mark of the line's end may be inside the bookmark: then it ends before any text of the next line.
    after = start.getparent()
    for each in after.itersiblings():
        if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == number:
            return inside, True
        for inner in each.iter():
            if inner.tag == f"{W}bookmarkEnd" and inner.get(f"{W}id") == number:
                return inside, True
            if inner.tag in (f"{W}t", f"{W}tab", f"{W}br", f"{W}tc"):
                return inside, False
    return inside, False


def _same_line(start: Element) -> bool:
    return start.getparent().tag == f"{W}p" and _between(start)[1]


def _find_bookmarks(document: Document, root: Element) -> None:
    for each in root.iter(f"{W}bookmarkStart"):
        if not _named(each) or next(each.iterancestors(_MC), None) is not None:
            continue
        if _same_line(each):
            name = each.get(f"{W}name")
            document.bookmarks[name] = Bookmark(name, each, _between(each)[0], each.getparent())
        else:
            document.notes.add("wide_bookmarks")


def _find_controls(document: Document, root: Element) -> None:
    for each in root.iter(f"{W}sdt"):
        properties = each.find(f"{W}sdtPr")
        if properties is None or next(each.iterancestors(_MC), None) is not None:
            continue
        marks = [properties.find(f"{W}{name}") for name in ("tag", "alias")]
        name = next((mark.get(f"{W}val") for mark in marks if mark is not None and mark.get(f"{W}val")), "")
        if properties.find(f"{W}dataBinding") is not None:
            document.notes.add("bound_controls")
            continue
        inner = each.find(f"{W}sdtContent")
        nested = inner is None or inner.find(f".//{W}sdt") is not None or inner.find(f".//{W}tbl") is not None
        other = any(
            properties.find(f"{W}{kind}") is not None for kind in ("picture", "docPartObj", "group", "citation")
        )
        if not name or nested or other:
            continue
        while name in document.controls:
            name += "'"
        items = [*properties.iterfind(f"{W}dropDownList/{W}listItem"), *properties.iterfind(f"{W}comboBox/{W}listItem")]
        fixed = properties.find(f"{W}dropDownList") is not None
        choices = tuple(it.get(f"{W}displayText") or it.get(f"{W}value", "") for it in items if it.get(f"{W}value"))
        dated = properties.find(f"{W}date") is not None
        document.controls[name] = Control(name, each, choices if fixed else (), dated)
