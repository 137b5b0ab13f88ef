"""Two blank forms of the demonstration city's own design: a quarterly table (附表) and the report that goes with it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

_STAMP = (2026, 1, 5, 9, 0, 0)
_MADE = datetime(*_STAMP)  # noqa: DTZ001 - files of this kind know no zone

# What stands in the table: number, label, unit, number format; a line without a unit is a heading.
LINES: tuple[tuple[str, str, str, str], ...] = (
    ("一", "网点与设施", "", ""),
    ("1", "期末营业网点数", "个", "0"),
    ("2", "其中：设爱心窗口的网点", "个", "0"),
    ("3", "其中：无台阶或有坡道的网点", "个", "0"),
    ("4", "设爱心窗口的网点占比", "%", "=IF({col}6=0,0,{col}7/{col}6)"),
    ("二", "人工服务与等候", "", ""),
    ("5", "老年人到访人次", "人次", "#,##0"),
    ("6", "上门服务", "次", "0"),
    ("7", "走绿色通道的占比", "%", "0.0%"),
    ("8", "普通窗口九成客户等候不超过", "分钟", "0.0"),
    ("三", "意见与改进", "", ""),
    ("9", "收到投诉", "件", "0"),
    ("10", "服务总次数（第5、6项之和）", "次", "={col}11+{col}12"),
)


def table() -> bytes:
    """The quarterly table as a workbook: head, merged cells, formulas for sums and shares, room for notes, sign-off line."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "附表1"
    edge = Border(*[Side(style="thin")] * 4)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    left = Alignment(horizontal="left", vertical="center", wrap_text=True)
    sheet["A1"] = "附表1"
    sheet["A2"] = "金融机构便利老年人服务情况季度统计表（演示）"
    sheet["A2"].font, sheet["A2"].alignment = Font(size=16, bold=True), middle
    sheet["A3"], sheet["E3"] = "填报单位：", "报告期："
    for column, word in enumerate(("序号", "项目", "单位", "本季", "上季", "说明"), start=1):
        sheet.cell(4, column, word).fill = PatternFill("solid", fgColor="DDE7F0")
    for row, (number, label, unit, code) in enumerate(LINES, start=5):
        sheet.cell(row, 1, number), sheet.cell(row, 2, label), sheet.cell(row, 3, unit or None)
        if not unit:
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=6)
            sheet.cell(row, 2).font = Font(bold=True)
        for column, letter in ((4, "D"), (5, "E")):
            if code.startswith("="):
                sheet.cell(row, column, code.format(col=letter))
            if unit:
                sheet.cell(row, column).number_format = "0.0%" if unit == "%" else code if code[0] != "=" else "#,##0"
    last = 4 + len(LINES)
    sheet.cell(last + 1, 1, "存在的主要问题")
    sheet.cell(last + 2, 1, "下一步打算")
    for row in (last + 1, last + 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=6)
        sheet.row_dimensions[row].height = 66
    for row in range(4, last + 3):
        for column in range(1, 7):
            cell = sheet.cell(row, column)
            cell.border, cell.alignment = edge, left if column in (2, 6) or row > last else middle
    foot = last + 3
    sheet.cell(
        foot, 1, "填表人：                复核人：                负责人：                联系电话：                "
    )
    sheet.merge_cells(start_row=foot, end_row=foot, start_column=1, end_column=6)
    sheet.cell(foot + 1, 5, "填报日期：")
    sheet.cell(foot + 1, 6).number_format = 'yyyy"年"m"月"d"日"'
    sheet.cell(foot + 2, 1, "说明：本表为演示用表，口径见填报说明；占比和合计由公式算出，不必填写。")
    for area in ("A2:F2", "A3:B3", "C3:D3", "E3:F3", f"A{foot + 2}:F{foot + 2}"):
        sheet.merge_cells(area)
    whole = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    whole.add("D6:E8")
    sheet.add_data_validation(whole)
    for letter, width in zip("ABCDEF", (7, 34, 9, 14, 14, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[2].height = 30
    sheet.print_area = f"A1:F{foot + 2}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage = 1, True
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator = "安澜市（演示）"
    return _still(book)


# What the report asks for under each heading: heading, the bookmark's name, the prompt that stands in it.
PASSAGES: tuple[tuple[str, str, str], ...] = (
    ("一、基本情况", "situation", "（填写本季度工作进展）"),
    ("二、主要做法", "practice", "（填写做法和经验）"),
    ("三、存在的问题", "problems", "（填写困难和问题）"),
    ("四、下一步打算", "next_steps", "（填写下季度安排）"),
)


def report() -> bytes:
    """The report as a document: bookmarks for its texts and its head, a small table of figures, sign-off line."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("便利老年人服务工作季度报告（演示）")
    run.bold, run.font.size = True, Pt(20)
    head = document.add_paragraph("填报单位：")
    _marked(head, 1, "unit", "________________")
    head.add_run("    报告期：")
    _marked(head, 2, "period", "____________")
    for number, (heading, name, prompt) in enumerate(PASSAGES, start=3):
        document.add_paragraph().add_run(heading).bold = True
        _marked(document.add_paragraph(), number, name, prompt)
    document.add_paragraph().add_run("五、主要数据").bold = True
    grid = document.add_table(rows=1, cols=4)
    grid.style = "Table Grid"
    for cell, word in zip(grid.rows[0].cells, ("项目", "单位", "本季", "上季"), strict=True):
        cell.text = word
    for label, unit in (
        ("期末营业网点数", "个"),
        ("老年人到访人次", "人次"),
        ("上门服务", "次"),
        ("合计服务次数", "次"),
    ):
        row = grid.add_row().cells
        row[0].text, row[1].text = label, unit
    row = grid.add_row().cells
    row[0].merge(row[3]).text = "注：本表为演示用表。"
    document.add_paragraph("填表人：____________  复核人：____________  负责人：____________")
    document.add_paragraph("联系电话：____________  填报日期：____________")
    document.core_properties.created = document.core_properties.modified = _MADE
    document.core_properties.author = "安澜市（演示）"
    return _still(document)


def _marked(paragraph: Any, number: int, name: str, prompt: str) -> None:
    """A run between the marks of a bookmark."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)
        if tag == "w:bookmarkStart":
            paragraph.add_run(prompt)


def _still(file: Any) -> bytes:
    """The file with the same bytes every time: the libraries write the hour of saving into it."""
    made, out = io.BytesIO(), io.BytesIO()
    file.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                head, _mark, rest = content.partition(b"<dcterms:modified")
                if rest:
                    value, _end, tail = rest.partition(b"</dcterms:modified>")
                    opened = value.partition(b">")[0]
                    content = head + b"<dcterms:modified" + opened + b">2026-01-05T09:00:00Z</dcterms:modified>" + tail
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()
