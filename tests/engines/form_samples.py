"""Blank forms in the manner receivers make them, made by code, and a look at what changed in a filled one."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

EDGE = Border(*[Side(style="thin")] * 4)


def saved(file: Any) -> bytes:
    """The bytes of a workbook or a document."""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a file by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(data: bytes, **changes: bytes) -> bytes:
    """The file with parts replaced or added; dots of names are written as double underscores, slashes as triple."""
    named = {name.replace("___", "/").replace("__", "."): content for name, content in changes.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts(data) | named).items():
            archive.writestr(name, content)
    return out.getvalue()


def edged(sheet: Any, area: str) -> None:
    """Draws the edges of a table."""
    for row in sheet[area]:
        for cell in row:
            cell.border = EDGE


def rich() -> bytes:
    """Two sheets: two levels of headers, groups, names, choices, a second sheet that adds up the first, rich text, a comment."""
    book = Workbook()
    s = book.active
    s.title = "一表"
    s["A1"] = "设施情况表"
    s.merge_cells("A1:F1")
    s["A2"], s["B2"], s["C2"], s["E2"], s["F2"] = "类别", "项目", "数量", "占比", "是否达标"
    s["C3"], s["D3"] = "本季", "上季"
    for area in ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "A4:A5"):
        s.merge_cells(area)
    s["A4"], s["B4"], s["B5"], s["A6"], s["B6"] = "网点", "坡道", "扶手", "窗口", "爱心窗口"
    edged(s, "A2:F6")
    for row in (4, 5, 6):
        s.cell(row, 5).number_format = "0.00%"
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("F4:F6")
    s.add_data_validation(rule)
    s["C7"], s["D7"] = "=SUM(C4:C6)", "=SUM(D4:D6)"
    s["A7"] = "合计"
    s["A8"] = CellRichText("填表人：        ", TextBlock(InlineFont(b=True), "复核人：        "))
    s.merge_cells("A8:F8")
    s["B4"].comment = Comment("坡道按处计", "口径")
    t = book.create_sheet("二表")
    t["A1"], t["B1"] = "合计", "=一表!C7*2"
    t["A2"], t["B2"] = "与此无关", "=1+1"
    t["A3"], t["B3"] = "日期：", None
    t["B3"].number_format = "yyyy-mm-dd"
    t["B3"].border = EDGE
    u = book.create_sheet("三表")
    u["A1"] = "说明"
    book.defined_names["总人数"] = DefinedName("总人数", attr_text="'三表'!$B$5")
    return saved(book)


def locked() -> bytes:
    """A locked sheet with two open cells."""
    book = Workbook()
    s = book.active
    for row, word in enumerate(("人数", "次数", "备注"), start=1):
        s.cell(row, 1, word)
        s.cell(row, 2).border = EDGE
        if row < 3:
            s.cell(row, 2).protection = Protection(locked=False)
    s.protection.sheet = True
    s.protection.password = "x"
    return saved(book)


def moved_table(rows_above: int = 0, title: str = "附表1", swap: bool = False) -> bytes:
    """A small table, further down, under another sheet's name, or with two of its lines changed over."""
    book = Workbook()
    s = book.active
    s.title = title
    top = 1 + rows_above
    for n in range(rows_above):
        s.cell(1 + n, 1, f"说明第{n + 1}条，请先看完再填，谢谢配合")
    lines = ["网点总数", "老年人到访人次", "收到投诉"]
    if swap:
        lines[0], lines[1] = lines[1], lines[0]
    for column, word in enumerate(("项目", "本季", "上季"), start=1):
        s.cell(top, column, word)
    for row, word in enumerate(lines, start=top + 1):
        s.cell(row, 1, word)
    edged(s, f"A{top}:C{top + 3}")
    return saved(book)


CONTROLS = """<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtPr><w:tag w:val="{tag}"/>
<w:showingPlcHdr/>{more}</w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>
<w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"""


def document() -> bytes:
    """Bookmarks (empty, filled, over two lines), controls, a table, blanks of spaces, underscores and tabs."""
    import docx
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import qn

    d = docx.Document()
    d.add_paragraph("季度报告")

    def mark(paragraph: Any, number: int, name: str, text: str) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), str(number)), start.set(qn("w:name"), name), end.set(qn("w:id"), str(number))
        paragraph._p.append(start)
        if text:
            run = paragraph.add_run(text)
            run.italic = True
        paragraph._p.append(end)

    p = d.add_paragraph("单位：")
    mark(p, 1, "unit", "某单位")
    p.add_run(" 期：")
    mark(p, 2, "period", "")
    p.add_run("。")
    control = d.add_paragraph("等次：")
    items = "".join(f'<w:listItem w:displayText="{word}" w:value="{n}"/>' for n, word in enumerate(("好", "差"), 1))
    items = f"<w:dropDownList>{items}</w:dropDownList>"
    control._p.append(parse_xml(CONTROLS.format(tag="grade", more=items)))
    control.add_run(" 日期：")
    control._p.append(parse_xml(CONTROLS.format(tag="day", more="<w:date/>")))
    table = d.add_table(rows=3, cols=3)
    for at, word in {(0, 0): "项目", (0, 1): "本季", (0, 2): "上季", (1, 0): "网点", (2, 0): "窗口"}.items():
        table.cell(*at).text = word
    d.add_paragraph("填表人：        复核人：____  负责人：\t电话：")
    wide = d.add_paragraph("前")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), "9"), start.set(qn("w:name"), "wide"), end.set(qn("w:id"), "9")
    wide._p.append(start)
    d.add_paragraph("后")._p.append(end)
    d.sections[0].footer.paragraphs[0].text = "附注：________"
    return saved(d)
