"""Files of every kind to text, and what each kind of unreadable file is told."""

import io
import sys
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from typer.testing import CliRunner

from silverbridge.doors.cli.notice import app
from silverbridge.engines.notices import Limits, OutOfTime, limits, parse, read_document

HEAD = ["澜川市人民政府关于开展助老服务的通知", "澜政发〔2023〕8号", "各区人民政府：", "现将有关事项通知如下。"]
PAGE = """<!DOCTYPE html><html><head><title>门户</title><script>var x = "1.脚本。（市脚本局牵头）";</script></head><body>
<nav>首页 &gt; 文件</nav><div style="display: none">2.藏着的。（市隐藏局牵头）</div>
<h1>澜川市人民政府关于开展助老服务的通知</h1><p>澜政发〔2023〕8号</p><p>各区人民政府：</p><p>任务如下。</p>
<table><tr><th>序号</th><th>工作任务</th><th>牵头单位</th><th>责任单位</th><th>完成时限</th></tr>
<tr><td>1</td><td>改造浴室<br>并装扶手</td><td rowspan="2">市民政局</td><td>市住建局</td><td>2023年6月底前</td></tr>
<tr><td>2</td><td>开设老年食堂</td><td></td><td>2023年9月底前</td></tr></table>
<p>澜川市人民政府</p><p>2023年3月1日</p><script>alert(1)</script></body></html>"""


def tasks(text):
    return [("".join(t.text.split()), t.leads, t.others, t.deadline) for t in parse(text).tasks]


def packed(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_page_gives_its_words_without_scripts_and_its_table_as_rows():
    text = read_document(PAGE.encode(), "a.html")
    assert "脚本" not in text and "藏着" not in text and "首页" not in text
    assert tasks(text) == [
        ("改造浴室并装扶手", ("市民政局",), ("市住建局",), "2023-06-30"),
        ("开设老年食堂", ("市民政局",), (), "2023-09-30"),
    ]


def test_a_page_is_known_by_its_markup_and_read_in_its_encoding(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    assert read_document(path) == read_document(PAGE.encode(), "x.html")


def test_numbered_items_of_a_list_keep_their_numbers():
    assert read_document("<html><body><ol start='3'><li>甲<li>乙</ol></body></html>".encode()) == "3. 甲\n\n4. 乙\n"


def test_a_word_document_gives_paragraphs_and_tables_in_order():
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=4)
    cells = [
        ["序号", "工作任务", "牵头单位", "完成时限"],
        ["1", "改造浴室", "市民政局", "2023年6月底前"],
        ["2", "开设食堂", "", "2023年9月底前"],
    ]
    for row, words in zip(table.rows, cells, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(1, 2).merge(table.cell(2, 2))
    document.add_paragraph("附件见后。")
    text = read_document(packed(document), "a.docx")
    assert text.index("如下") < text.index("改造浴室") < text.index("附件见后")
    assert tasks(text) == [
        ("改造浴室", ("市民政局",), (), "2023-06-30"),
        ("开设食堂", ("市民政局",), (), "2023-09-30"),
    ]


def test_numbers_that_word_prints_are_printed():
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        )
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, words in [(0, "助餐"), (1, "开店"), (2, "备案"), (2, "验收"), (1, "补贴"), (2, "申请"), (0, "助浴")]:
        paragraph = document.add_paragraph(words)
        found = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        found.get_or_add_ilvl().set(qn("w:val"), str(depth))
        found.get_or_add_numId().set(qn("w:val"), "77")
    assert read_document(packed(document)).split("\n")[:7] == [
        "一、助餐", "（一）开店", "1. 备案", "2. 验收", "（二）补贴", "1. 申请", "二、助浴",
    ]  # fmt: skip


def pdf(words=None, password=None, pages=1):
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(300, 300)
        if words:
            font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
            entry = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
            fonts = DictionaryObject({NameObject("/F1"): writer._add_object(entry)})
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
            stream = DecodedStreamObject()
            stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
            page[NameObject("/Contents")] = writer._add_object(stream)
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_text_also_when_only_editing_is_locked():
    words = "Notice on services for elderly people, 2023"
    assert words in read_document(pdf(words), "a.pdf")
    assert words in read_document(pdf(words, password=""), "a.pdf")


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * 3_000_000)
    assert out.tell() < 10_000
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    return out.getvalue()


REFUSED = [
    (pdf, limits.NoTextLayer, "扫描件", "scan"),
    (lambda: b"\x89PNG\r\n\x1a\n", limits.NoTextLayer, "扫描件", "scan"),
    (lambda: pdf("Notice on services for people", password="secret"), limits.Encrypted, "密码", "password"),
    (lambda: pdf("Notice on services", pages=4), limits.TooManyPages, "4 页", "too many pages"),
    (lambda: b"x" * 2_000_001, limits.TooLarge, "过大", "too large"),
    (bomb, limits.UnpacksTooLarge, "压缩炸弹", "zip bombs"),
    (workbook, limits.UnknownKind, "不支持", "not read"),
    (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, limits.UnknownKind, "不支持", "not read"),
    (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        limits.Encrypted, "密码", "password",
    ),
    (lambda: b"PK\x03\x04 torn off", limits.Damaged, "损坏", "damaged"),
    (lambda: b"%PDF-1.7 torn off", limits.Damaged, "损坏", "damaged"),
    (lambda: b"<html><body><script>alert(1)</script></body></html>", limits.Damaged, "损坏", "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "reason", "chinese", "english"), REFUSED)
def test_each_reason_for_refusal_has_its_own_name_and_words(made, reason, chinese, english):
    data = made()
    if data.startswith(b"%PDF"):
        pytest.importorskip("pypdf")
    with pytest.raises(reason) as caught:
        read_document(data, limits=Limits(size=2_000_000, unpacked=2_000_000, pages=3))
    assert chinese in caught.value.chinese and english in caught.value.english


@pytest.mark.parametrize("made", [PAGE.encode, lambda: packed(docx.Document()), lambda: pdf("Notice on services")])
def test_no_time_left_is_said(made):
    with pytest.raises(OutOfTime) as caught:
        read_document(made(), limits=Limits(seconds=-1))
    assert "时限" in caught.value.chinese and "seconds" in caught.value.english
    with pytest.raises(OutOfTime):
        parse("一、任务\n", seconds=-1)


def test_the_command_says_it_in_both_languages(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 torn off")
    run = CliRunner().invoke(app, ["parse", str(path), "--json"])
    assert run.exit_code == 2 and run.stdout == ""
    assert "已损坏" in run.stderr and "damaged" in run.stderr and str(path) in run.stderr
    path.write_bytes(b"x" * 1_100_000)
    assert "过大" in CliRunner().invoke(app, ["parse", str(path), "--max-mb", "1"]).stderr


def test_the_command_reads_a_web_page(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    run = CliRunner().invoke(app, ["parse", str(path), "--json"])
    assert run.exit_code == 0 and "开设老年食堂" in run.stdout


@pytest.mark.parametrize(
    ("module", "data"), [("pypdf", b"%PDF-1.7"), ("lxml", b"<html><body>x</body></html>"), ("docx", None)]
)
def test_a_missing_library_is_named_with_the_way_to_get_it(module, data, monkeypatch):
    data = packed(docx.Document()) if data is None else data
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(limits.ReaderMissing) as caught:
        read_document(data)
    assert "silverbridge[documents]" in caught.value.chinese and "silverbridge[documents]" in caught.value.english
