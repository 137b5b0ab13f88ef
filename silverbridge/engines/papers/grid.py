"""Page, grid and page numbers of official documents (GB/T 9704-2012, 5.2 and 7.5)."""

from __future__ import annotations

from typing import Any

from .fonts import LINE_PITCH, SONG, say


def lay_out(document: Any) -> None:
    """A4 with the margins of the standard, and a grid of 22 lines of 28 characters."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(37),
        Mm(26),
        Mm(35),
        Mm(28),
    )
    # The number stands 7 mm below the text: 35 mm less 7 mm less its own height.
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    # Lines alone: a grid of characters is drawn differently by every program; the body's spacing makes the 28 a line.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    section._sectPr.append(grid)


def number_pages(document: Any, size: float) -> None:
    """— 1 — below the text: right on odd pages, left on even ones, a character away from the edge."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.line_spacing = Pt(size * 1.2)
        away = Pt(size)
        if side == ALIGN.RIGHT:
            paragraph.paragraph_format.right_indent = away
        else:
            paragraph.paragraph_format.left_indent = away
        say(paragraph, "— ", SONG, size)
        _field(paragraph, size)
        say(paragraph, " —", SONG, size)


def _field(paragraph: Any, size: float) -> None:
    """The number of the page, as Word works it out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, words in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = say(paragraph, words if kind == "text" else "", SONG, size)
        if kind == "text":
            continue
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {words} "
        run._r.append(mark)
