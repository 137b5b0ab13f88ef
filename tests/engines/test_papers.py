"""Papers that leave the house, opened again: a workbook cell by cell, Word files by page, grid, fonts and order."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from silverbridge.engines.papers import (
    COLUMNS,
    Heading,
    LedgerRow,
    Paper,
    Paragraph,
    Table,
    write_ledger,
    write_official,
)

NAMES = """序号 工作任务 具体举措 牵头单位 责任单位 责任人及电话 完成时限
进展情况 存在问题 下一步打算 佐证材料 状态 销号时间 备注""".split()  # noqa: SIM905 - as the order prints them


def row(**changes):
    values = {field: f"{field}1" for field in LedgerRow.__dataclass_fields__} | {"tint": "part"} | changes
    return LedgerRow(**values)


def opened(rows, title="便民措施工作台账", note="安政办发〔2026〕9号"):
    return load_workbook(io.BytesIO(write_ledger(title, note, rows))).active


def test_the_columns_are_exactly_those_of_a_ledger():
    sheet = opened([row(), row(number="2")])
    assert [name for name, _width in COLUMNS] == NAMES
    assert [cell.value for cell in sheet[3]] == NAMES
    assert sheet["A1"].value == "便民措施工作台账" and sheet["A2"].value == "安政办发〔2026〕9号"
    assert [cell.value for cell in sheet[4]] == [f"{f}1" for f in LedgerRow.__dataclass_fields__ if f != "tint"]
    assert sheet.max_row == 5 and sheet.max_column == 14


def test_it_is_ready_to_print():
    sheet = opened([row()])
    assert sheet.freeze_panes == "C4" and sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [sheet.column_dimensions[c.column_letter].width for c in sheet[3]] == [width for _name, width in COLUMNS]
    assert all(cell.alignment.wrap_text and cell.border.left.style for cell in sheet[4])


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "1E5", "2026-12-31", "007"]
)
def test_no_text_is_ever_a_formula_or_a_number(text):
    sheet = opened([row(progress=text)], title=text, note=text)
    assert (sheet["H4"].value, sheet["H4"].data_type, sheet["H4"].number_format) == (text, "s", "@")
    assert (sheet["A1"].value, sheet["A1"].data_type) == (text, "s")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_can_be_opened_again(text):
    sheet = opened([row(task=text)])
    kept = "".join(sign for sign in text if sign in "\t\n\r" or (ord(sign) >= 32 and sign not in "\ufffe\uffff"))
    assert (sheet["B4"].value or "").replace("\r", "\n") == kept.replace("\r\n", "\n").replace(
        "\r", "\n"
    ) or "\r" in kept


FULL = Paper(
    title="关于办理《安澜市便利老年人办事若干措施》第1项任务的督办通知",
    body=(
        Heading(1, "任务内容"),
        Paragraph("电话、柜台和上门办理的渠道全年不关。\n每个区留一处。"),
        Heading(1, "要求"),
        Heading(2, "时限"),
        Heading(2, "方式"),
        Heading(3, "书面"),
        Heading(4, "盖章"),
        Table(("序号", "任务"), (("1", "留柜台"), ("2", "接电话")), (20, 100)),
    ),
    issuer="安澜市民生服务中心",
    number="督〔2026〕7号",
    addressees=("市卫生健康委", "市残联"),
    annexes=("清单", "表"),
    signer="安澜市民生服务中心",
    day=date(2026, 11, 2),
    copies=("市政府办公室",),
    printed_by="综合科",
)


def lines(document):
    return [p.text for p in document.paragraphs if p.text.strip()]


def test_an_issued_document_has_every_part_in_its_order():
    document = docx.Document(io.BytesIO(write_official(FULL)))
    found = lines(document)
    assert found[0] == "安澜市民生服务中心" and found[1] == "督〔2026〕7号"
    assert "".join(found[2:4]) == FULL.title
    assert found[4] == "市卫生健康委、市残联："
    assert found[5:12] == [
        "一、任务内容",
        "电话、柜台和上门办理的渠道全年不关。",
        "每个区留一处。",
        "二、要求",
        "（一）时限",
        "（二）方式",
        "1.书面",
    ]
    assert found[12] == "(1)盖章"
    assert found[13:15] == ["附件：1.清单", "　　　2.表"]
    assert found[15:17] == ["安澜市民生服务中心", "2026年11月2日"]
    assert found[17:] == ["　抄送：市政府办公室。", "　综合科\t2026年11月2日印发"]
    (table,) = document.tables
    assert [[c.text for c in r.cells] for r in table.rows] == [["序号", "任务"], ["1", "留柜台"], ["2", "接电话"]]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def fonts(paragraph):
    run = paragraph.runs[0]
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_page_grid_and_fonts_are_those_of_the_standard():
    document = docx.Document(io.BytesIO(write_official(FULL)))
    section = document.sections[0]
    page = [section.page_width, section.page_height]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(size.mm) for size in page] == [210, 297]
    assert [round(size.mm) for size in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    lines_a_page = Mm(297 - 37 - 35).pt / (int(grid.get(qn("w:linePitch"))) / 20)
    assert int(lines_a_page) == 22
    spacing = int(document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert int(Mm(156).pt / (16 + spacing)) == 28
    said = {p.text: fonts(p) for p in document.paragraphs if p.runs}
    assert said["一、任务内容"] == ("黑体", 16) and said["（一）时限"] == ("楷体_GB2312", 16)
    assert said["1.书面"] == said["市卫生健康委、市残联："] == ("仿宋_GB2312", 16)
    assert said["安澜市民生服务中心"][0] in ("方正小标宋简体", "仿宋_GB2312")
    title = next(p for p in document.paragraphs if p.text and p.text in FULL.title and len(p.text) > 5)
    assert fonts(title) == ("方正小标宋简体", 22)
    head = document.paragraphs[0].runs[0]
    assert str(head.font.color.rgb) == "FF0000"
    rule = next(p for p in document.paragraphs if p.text == "督〔2026〕7号")._p.pPr.find(qn("w:pBdr"))
    assert rule.find(qn("w:bottom")).get(qn("w:color")) == "FF0000"


def test_pages_are_numbered_outside_between_dashes():
    document = docx.Document(io.BytesIO(write_official(FULL)))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —" and paragraph.alignment == side
        assert "PAGE" in "".join(t.text for t in paragraph._p.iter(qn("w:instrText")))


def test_fonts_name_their_stand_ins():
    with zipfile.ZipFile(io.BytesIO(write_official(FULL))) as file:
        table = file.read("word/fontTable.xml").decode()
    for name, other in (("仿宋_GB2312", "FangSong"), ("方正小标宋简体", "华文中宋"), ("楷体_GB2312", "KaiTi")):
        assert f'w:name="{name}"' in table and other in table


def test_a_title_breaks_beside_a_documents_name():
    paper = Paper("关于《安澜市便利老年人办事若干措施》第1项任务的催办函", ())
    document = docx.Document(io.BytesIO(write_official(paper)))
    assert lines(document) == ["关于《安澜市便利老年人办事若干措施》", "第1项任务的催办函"]


def test_a_list_has_no_red_head():
    document = docx.Document(io.BytesIO(write_official(Paper("任务清单", (Paragraph("依据"),)))))
    assert lines(document) == ["任务清单", "依据"]
    assert not any(run.font.color.rgb for p in document.paragraphs for run in p.runs if run.font.color)


@settings(max_examples=60, deadline=None)
@given(title=st.text("关于办理《任务》（一）、的，通知", min_size=1, max_size=70), body=st.text(max_size=80))
def test_any_words_make_a_document_that_opens(title, body):
    document = docx.Document(io.BytesIO(write_official(Paper(title, (Paragraph(body),), issuer="甲"))))
    broken = [p.text for p in document.paragraphs if p.runs and p.runs[0].font.size.pt == 22]
    assert "".join(broken) == title
    assert all(len(line) <= 20 for line in broken)
