"""An official document as a Word file, in the layout of GB/T 9704-2012 (党政机关公文格式).

A4 with margins of 37, 26, 35 and 28 mm (top, right, bottom, left), which leaves 156 × 225 mm for 22 lines of 28
characters; body 3号仿宋, title 2号小标宋, headings 黑体 and 楷体; red head, number and rule where it is issued; page numbers
4号宋体 between dashes, at the outer edge.
"""

from __future__ import annotations

import io
from typing import Any

from ..notices.limits import ReaderMissing
from .fonts import BLACK, FANG, KAI, RED, TITLE, clean, declare_fonts, say
from .grid import lay_out, number_pages
from .paper import Heading, Paper, Paragraph, Table

SIZE_BODY, SIZE_TITLE, SIZE_FOOT = 16, 22, 14  # points: 3号, 2号, 4号
_LINE = 29.0  # points: 225 mm in 22 lines
# What stands behind these in a paragraph's properties, as the schema orders them.
_AFTER_SNAP = tuple(
    f"w:{name}" for name in ["spacing", "ind", "contextualSpacing", "mirrorIndents", "jc", "outlineLvl", "rPr"]
)
_AFTER_BORDERS = tuple(f"w:{name}" for name in ["shd", "tabs", "kinsoku", "wordWrap", "snapToGrid"]) + _AFTER_SNAP
_NUMERALS = "一二三四五六七八九十"


def write_official(paper: Paper) -> bytes:
    """The document as a DOCX. Raises ReaderMissing without the library `python-docx`."""
    try:
        import docx
    except ImportError as error:
        raise ReaderMissing(kind="DOCX") from error
    document = docx.Document()
    declare_fonts(document)
    lay_out(document)
    number_pages(document, SIZE_FOOT)
    document.core_properties.title = clean(paper.title)
    document.core_properties.author = clean(paper.issuer or paper.signer)
    document.core_properties.comments = ""
    _head(document, paper)
    _title(document, paper)
    if paper.addressees:
        _line(document, f"{'、'.join(paper.addressees)}：")
    _body(document, paper)
    _annexes(document, paper)
    if paper.signer or paper.day:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands on a page of its own
    _signature(document, paper)
    _foot(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(document: Any, text: str = "", font: str = FANG, size: float = SIZE_BODY, indent: float = 0) -> Any:
    """A line of the grid; ``indent`` counts characters of the body."""
    paragraph = document.add_paragraph()
    if indent:
        _first(paragraph, indent)
    if text:
        say(paragraph, text, font, size)
    return paragraph


def _first(paragraph: Any, characters: float) -> None:
    """Indents the first line by characters, as Word counts them, so that it stays right in another size."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    _set(indent, "firstLineChars", str(int(characters * 100)))
    _set(indent, "firstLine", str(int(characters * SIZE_BODY * 20)))


def _set(element: Any, name: str, value: str) -> None:
    from docx.oxml.ns import qn

    element.set(qn(f"w:{name}"), value)


def _head(document: Any, paper: Paper) -> None:
    """The name of who issues it in red, 35 mm below the top of the text; the number; a red rule 4 mm below that."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm, Pt

    if not paper.issuer:
        return
    mark = document.add_paragraph()
    mark.alignment = ALIGN.CENTER
    mark.paragraph_format.space_before = Mm(25)
    # As large as fits on one line, and no larger than 22 mm.
    size = max(26, min(56, int(156 / 25.4 * 72 / max(1, len(paper.issuer)))))
    mark.paragraph_format.line_spacing = Pt(size * 1.3)
    _off_grid(mark)
    say(mark, paper.issuer, TITLE, size, RED)
    for _blank in range(2 if paper.number else 1):
        _line(document)
    number = _line(document, paper.number)
    number.alignment = ALIGN.CENTER
    _rule(number, "bottom", RED, 18, 11)


def _off_grid(paragraph: Any) -> None:
    """Lets the lines stand as close as they say, not on the grid of the page."""
    from docx.oxml import OxmlElement

    mark = OxmlElement("w:snapToGrid")
    _set(mark, "val", "0")
    paragraph._p.get_or_add_pPr().insert_element_before(mark, *_AFTER_SNAP)


def _rule(paragraph: Any, side: str, colour: str, eighths: int, points: int) -> None:
    """A rule along a paragraph's side: thickness in eighths of a point, distance in points."""
    from docx.oxml import OxmlElement

    properties = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", str(points)), ("color", colour)):
        _set(rule, name, value)
    borders.append(rule)
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def _title(document: Any, paper: Paper) -> None:
    """Two lines below the rule, centred, broken into lines of one length; a line is left free below it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    for _blank in range(2 if paper.issuer else 0):
        _line(document)
    for part in _balanced(clean(paper.title)):
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.line_spacing = Pt(_LINE * 1.15)
        _off_grid(paragraph)
        paragraph.paragraph_format.keep_with_next = True
        say(paragraph, part, TITLE, SIZE_TITLE)
    if paper.number and not paper.issuer:
        _line(document, paper.number).alignment = ALIGN.CENTER
    _line(document)


def _balanced(title: str, most: int = 20) -> list[str]:
    """The title in lines of at most ``most`` characters, the fewest there can be, of like length, broken where words allow it."""
    lines, rest = [], title
    for left in range(-(-len(title) // most), 1, -1):
        even = len(rest) / left
        cuts = range(max(1, len(rest) - most * (left - 1)), min(most, len(rest) - 1) + 1)
        cut = min(cuts, key=lambda at, rest=rest, even=even: abs(at - even) + _badness(rest[at - 1], rest[at]))
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [line for line in [*lines, rest] if line]


def _badness(before: str, after: str) -> int:
    """How little a line may break between two characters: never before a closing mark, best beside a document's name."""
    if after in "，、。；：）》”" or before in "（《“":
        return 100
    return 0 if before in "》”）、，" or after in "《“（" else 3 if before in "的和及" else 6


def _body(document: Any, paper: Paper) -> None:
    counts = [0, 0, 0, 0]
    for block in paper.body:
        if isinstance(block, Table):
            _table(document, block)
        elif isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            font = {1: BLACK, 2: KAI}.get(block.level, FANG)
            heading = _line(document, f"{_number(block.level, counts)}{block.text}", font, indent=2)
            heading.paragraph_format.keep_with_next = True
        elif isinstance(block, Paragraph):
            for part in block.text.split("\n"):
                _line(document, part, indent=2)


def _number(level: int, counts: list[int]) -> str:
    n = counts[level - 1]
    chinese = _NUMERALS[n - 1] if n <= 10 else f"十{_NUMERALS[n - 11]}" if n < 20 else str(n)
    return (f"{chinese}、", f"（{chinese}）", f"{n}.", f"({n})")[level - 1]


def _table(document: Any, table: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    made = document.add_table(rows=1, cols=len(table.headers), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in enumerate(table.widths):
        made.columns[column].width = Mm(width)
    for line, row in enumerate((table.headers, *table.rows)):
        cells = made.rows[0].cells if line == 0 else made.add_row().cells
        for cell, text, width in zip(cells, row, table.widths, strict=True):
            cell.width = Mm(width)
            _cell(cell, text, line == 0)
    for line, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if line == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _cell(cell: Any, text: str, head: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for n, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(18)
        _off_grid(paragraph)
        short = len(text) <= 6
        paragraph.alignment = ALIGN.CENTER if head or short else ALIGN.LEFT
        say(paragraph, part, BLACK if head else FANG, 12)


def _annexes(document: Any, paper: Paper) -> None:
    if not paper.annexes:
        return
    _line(document)
    if len(paper.annexes) == 1:
        _line(document, f"附件：{paper.annexes[0]}", indent=2)
        return
    for n, name in enumerate(paper.annexes, start=1):
        _line(document, f"{'附件：' if n == 1 else '　　　'}{n}.{name}", indent=2)


def _signature(document: Any, paper: Paper) -> None:
    """Date four characters from the right, the name above it centred on the date, as where a seal is set."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    if not paper.signer and paper.day is None:
        return
    for _blank in range(2):
        _line(document).paragraph_format.keep_with_next = True
    said = f"{paper.day.year}年{paper.day.month}月{paper.day.day}日" if paper.day else ""
    wide = sum(0.5 if sign.isascii() else 1 for sign in said)
    if paper.signer:
        name = _line(document, paper.signer)
        name.alignment = ALIGN.RIGHT
        name.paragraph_format.keep_with_next = True
        _right(name, max(0.0, 4 + (wide - len(paper.signer)) / 2))
    if said:
        day = _line(document, said)
        day.alignment = ALIGN.RIGHT
        _right(day, max(4.0, (len(paper.signer) - wide) / 2))


def _right(paragraph: Any, characters: float) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    _set(indent, "rightChars", str(int(characters * 100)))
    _set(indent, "right", str(int(characters * SIZE_BODY * 20)))


def _foot(document: Any, paper: Paper) -> None:
    """Who gets copies and who had it printed when, between rules as wide as the text."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    lines = [f"抄送：{'，'.join(paper.copies)}。"] if paper.copies else []
    if paper.printed_by and paper.day:
        lines.append(f"{paper.printed_by}\t{paper.day.year}年{paper.day.month}月{paper.day.day}日印发")
    if not lines:
        return
    _line(document)
    for n, text in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(24)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(SIZE_FOOT), WD_TAB_ALIGNMENT.RIGHT)
        _off_grid(paragraph)
        say(paragraph, f"　{text}", FANG, SIZE_FOOT)
        _rule(paragraph, "top", "000000", 8 if n == 0 else 6, 1)
    last = document.add_paragraph()
    last.paragraph_format.line_spacing = Pt(2)
    _off_grid(last)
    _rule(last, "top", "000000", 8, 1)
