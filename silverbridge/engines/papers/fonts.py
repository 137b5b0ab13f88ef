"""The fonts of official documents, and what stands in for each where it is not installed."""

from __future__ import annotations

import re
from typing import Any

FANG, TITLE, BLACK, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
RED = "FF0000"
# In the order in which they are looked for; the first is what Windows has, the last what a Linux desktop has.
STAND_INS = {
    FANG: ("仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GBK", "FandolFang", "Noto Serif CJK SC"),
    TITLE: ("方正小标宋_GBK", "小标宋体", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "宋体"),
    BLACK: ("SimHei", "华文黑体", "STHeiti", "Noto Sans CJK SC"),
    KAI: ("楷体", "KaiTi", "华文楷体", "STKaiti", "FandolKai", "Noto Serif CJK SC"),
    SONG: ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC"),
}
# Twentieths of a point: 28 characters of 16 pt less this fill the 156 mm of a line, and 29 do not fit.
BODY_SPACING = -5
LINE_PITCH = 579  # twentieths of a point: 22 lines in 225 mm, and 580 would let only 21 stand
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def clean(text: str) -> str:
    """The text without what a Word file cannot hold."""
    return _ILLEGAL.sub("", text)


def say(paragraph: Any, text: str, font: str, size: float, colour: str = "") -> Any:
    """A run of text in a font and size in points."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(text))
    run.font.size, run.font.name = Pt(size), LATIN
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def declare_fonts(document: Any) -> None:
    """Writes the fonts with their stand-ins into the file's font table, and makes the body's font the standard."""
    from docx.oxml.ns import qn
    from docx.shared import Pt
    from lxml import etree

    for part in document.part.package.iter_parts():
        if str(part.partname) != "/word/fontTable.xml":
            continue
        table = etree.fromstring(part.blob)
        for name, others in STAND_INS.items():
            font = etree.SubElement(table, f"{{{_WORDS}}}font", {f"{{{_WORDS}}}name": name})
            etree.SubElement(font, f"{{{_WORDS}}}altName", {f"{{{_WORDS}}}val": ",".join(others)})
            etree.SubElement(font, f"{{{_WORDS}}}charset", {f"{{{_WORDS}}}val": "86"})
            etree.SubElement(font, f"{{{_WORDS}}}family", {f"{{{_WORDS}}}val": "auto"})
        part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
    style = document.styles["Normal"]
    style.font.size, style.font.name = Pt(16), LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
    properties = style.element.get_or_add_rPr()
    for tag, name, value in (("spacing", "val", str(BODY_SPACING)), ("lang", "eastAsia", "zh-CN")):
        element = etree.SubElement(properties, f"{{{_WORDS}}}{tag}", {f"{{{_WORDS}}}{name}": value})
        if tag == "spacing":  # stands before the size, as the schema has it
            properties.find(f"{{{_WORDS}}}sz").addprevious(element)
        else:
            element.set(f"{{{_WORDS}}}val", "en-US")
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(LINE_PITCH / 20)
