"""Blanks that others define: their places, filling without a trace elsewhere, reading back, and what moved."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from silverbridge.engines.forms import (
    Binding,
    Candidate,
    FillRefused,
    FormLimits,
    FormRefused,
    Percent,
    bind,
    fill,
    moved,
    read_blank,
    read_filled,
    suggest,
)
from silverbridge.engines.forms.package import open_package
from tests.engines import form_samples as blanks

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n_ "), max_size=40
).filter(lambda t: t.strip())
NUMBER = st.decimals(-(10**10), 10**10, places=3)
DAY = st.dates(date(1900, 1, 1), date(2200, 1, 1))


def labels(data):
    return {slot.key: slot.words.label for slot in read_blank(data).slots}


def test_the_places_of_a_workbook_and_the_words_around_them():
    blank = read_blank(blanks.rich())
    found = {slot.key: slot for slot in blank.slots}
    assert found["一表!C4"].words.row == ("网点", "坡道") and found["一表!C4"].words.column == ("数量", "本季")
    assert found["一表!D5"].words.row == ("网点", "扶手") and found["一表!D5"].words.column == ("数量", "上季")
    assert (found["一表!E4"].type, found["一表!F6"].choices) == ("percent", ("是", "否"))
    assert [found[f"一表!A8#{n}"].words.label for n in (0, 1)] == ["填表人", "复核人"]
    assert found["三表!B5"].name == "总人数" and found["二表!B3"].type == "date"
    assert not {"一表!C7", "一表!D7", "二表!B1", "一表!C2", "一表!A5"} & found.keys()
    assert blank.notes == ("formulas",)


def test_the_places_of_a_document_and_the_words_around_them():
    blank = read_blank(blanks.document())
    found = {slot.key: slot.words.label for slot in blank.slots}
    assert found["bookmark:unit"] == "单位：" and found["bookmark:period"].endswith("期：")
    assert blank.slot("control:grade").choices == ("好", "差") and blank.slot("control:day").type == "date"
    assert found["表1!R2C2"] == "网点 / 本季" and found["表1!R3C3"] == "窗口 / 上季"
    assert {"填表人", "复核人", "负责人", "电话", "附注"} <= set(found.values())
    assert "bookmark:wide" not in found and blank.notes == ("wide_bookmarks",)


def test_a_locked_sheet_gives_only_its_open_cells_and_stays_locked():
    data = blanks.locked()
    assert list(labels(data)) == ["Sheet!B1", "Sheet!B2"] and read_blank(data).notes == ("protected",)
    sheet = load_workbook(io.BytesIO(fill(data, {"Sheet!B1": 4}))).active
    assert sheet["B1"].value == 4 and sheet.protection.sheet and sheet.protection.password


def unchanged(old, new, but):
    before, after = blanks.parts(old), blanks.parts(new)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == but
    one, other = (open_package(data, FormLimits()) for data in (old, new))
    for name in set(before) - but:
        a, b = one.entries[name], other.entries[name]
        assert (a.compress_size, a.date_time, a.flag_bits, a.external_attr) == (
            b.compress_size,
            b.date_time,
            b.flag_bits,
            b.external_attr,
        )
        raw = [p.data[e.header_offset + 30 : e.header_offset + 30 + e.compress_size] for p, e in ((one, a), (other, b))]
        assert raw[0] == raw[1]


def with_last_values(data):
    """As a spreadsheet saves it: every formula with the value it last had."""
    changed = {}
    for n in (1, 2):
        name = f"xl/worksheets/sheet{n}.xml"
        changed[name.replace("/", "___").replace(".", "__")] = re.sub(
            rb"(<f>[^<]*</f>)<v\s*/>|(<f>[^<]*</f>)<v></v>", rb"\1\2<v>0</v>", blanks.parts(data)[name]
        )
    return blanks.repacked(data, **changed)


def test_filling_changes_the_cells_and_forgets_only_what_hangs_on_them():
    data = with_last_values(blanks.rich())
    values = {"一表!C4": 5, "一表!E4": Percent(Decimal("12.5")), "一表!F4": "是", "一表!A8#1": "陈静"}
    out = fill(data, values)
    unchanged(data, out, {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"})
    book = load_workbook(io.BytesIO(out), rich_text=True)
    s, last = book["一表"], load_workbook(io.BytesIO(out), data_only=True)
    assert (s["C4"].value, s["E4"].value, s["F4"].value) == (5, 0.125, "是")
    assert str(s["A8"].value).startswith("填表人：        复核人：陈静") and s["A8"].value[1].font.b
    assert (s["C7"].value, last["一表"]["C7"].value, last["一表"]["D7"].value) == ("=SUM(C4:C6)", None, 0)
    assert (last["二表"]["B1"].value, last["二表"]["B2"].value) == (None, 0)
    assert book.calculation.fullCalcOnLoad
    assert s["B4"].comment.text.strip() == "坡道按处计" and "A4:A5" in {str(m) for m in s.merged_cells.ranges}
    # A sheet without formulas on it leaves every other part as it is.
    unchanged(data, fill(data, {"二表!B3": date(2026, 10, 8)}), {"xl/worksheets/sheet2.xml"})


def test_filling_a_document_keeps_the_look_of_each_place():
    data = blanks.document()
    values = {
        "bookmark:unit": "安澜银行", "bookmark:period": "一季度", "control:grade": "好", "control:day": date(2026, 10, 8),
        "表1!R2C2": 12, "bookmark:wide": None,
    }  # fmt: skip
    by_label = {label: key for key, label in labels(data).items()}
    values |= {
        by_label["填表人"]: "何文",
        by_label["复核人"]: "陈静",
        by_label["负责人"]: "周宁",
        by_label["附注"]: "无",
    }
    del values["bookmark:wide"]
    out = fill(data, values)
    unchanged(data, out, {"word/document.xml", "word/footer1.xml"} & set(blanks.parts(data)))
    d = docx.Document(io.BytesIO(out))
    texts = [p.text for p in d.paragraphs]
    assert texts[1] == "单位：安澜银行 期：一季度。" and d.paragraphs[1].runs[1].italic
    assert any(re.match(r"填表人：何文\s{2,}复核人：陈静\s+负责人：周宁\t电话：", text) for text in texts)
    assert d.tables[0].cell(1, 1).text == "12" and d.sections[0].footer.paragraphs[0].text == "附注：无"
    xml = blanks.parts(out)["word/document.xml"].decode()
    assert "showingPlcHdr" not in xml and 'w:fullDate="2026-10-08T00:00:00Z"' in xml and "PlaceholderText" not in xml


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_was_filled_in_is_read_back(data):
    """Any values into any places, of both kinds: the same bytes each time, no other part touched, the same values back."""
    blank_bytes = data.draw(st.sampled_from([RICH, DOCUMENT]))
    blank = read_blank(blank_bytes)
    chosen = data.draw(st.lists(st.sampled_from(blank.slots), min_size=1, max_size=8, unique_by=lambda s: s.key))
    values, bindings = {}, []
    for slot in chosen:
        wanted = (
            slot.type if slot.type not in ("any", "text") else data.draw(st.sampled_from(["text", "number", "date"]))
        )
        if slot.kind == "blank":
            wanted = "text"
        if slot.type in ("any", "number") and blank.kind == "xlsx" and wanted == "date":
            wanted = "number"
        bindings.append(replace(bind(blank, slot.key), type=wanted))
        values[slot.key] = data.draw(
            {
                "text": TEXT, "number": NUMBER, "date": DAY, "percent": NUMBER.map(Percent),
                "choice": st.sampled_from(slot.choices or ("x",)),
            }[wanted]
        )  # fmt: skip
    try:
        out = fill(blank_bytes, values, bindings)
    except FillRefused as refused:
        assert {fault.code for fault in refused.faults} <= {"label", "control"}
        return
    assert out == fill(blank_bytes, values, bindings)
    before, after = blanks.parts(blank_bytes), blanks.parts(out)
    touched = {name for name in before if before[name] != after[name]}
    assert all(
        name.startswith(("xl/worksheets/", "xl/workbook.xml", "word/document.xml", "word/footer")) for name in touched
    )
    for binding, reading in zip(bindings, read_filled(out, bindings), strict=True):
        given_value = values[binding.key]
        if isinstance(given_value, str):
            given_value = given_value.replace("\r\n", "\n").replace("\r", "\n").strip()
        assert reading.fault is None and reading.value == given_value, reading
    load_workbook(io.BytesIO(out)) if blank.kind == "xlsx" else docx.Document(io.BytesIO(out))


RICH, DOCUMENT = blanks.rich(), blanks.document()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("一表!C4", "a\x00b", "control"),
        ("一表!C4", "字" * 33_000, "long"),
        ("一表!C4", 1234567890123456, "digits"),
        ("一表!C4", float("nan"), "digits"),
        ("一表!F4", "也许", "choice"),
        ("一表!Z9", 1, "unknown"),
        ("一表!C7", 1, "unknown"),
        ("一表!A8#0", "何文 复核人：我", "label"),
    ],
)
def test_a_value_that_cannot_be_written_is_named_and_nothing_is(key, value, code):
    with pytest.raises(FillRefused) as refused:
        fill(RICH, {"一表!D4": 1, key: value})
    assert [(fault.key, fault.code) for fault in refused.value.faults] == [(key, code)]
    assert "{" not in refused.value.faults[0].chinese


def test_wrong_types_are_named_and_numbers_typed_as_text_are_understood():
    bindings = [
        replace(bind(read_blank(RICH), key), type="number") for key in ("一表!C4", "一表!C5", "一表!C6", "一表!D4")
    ]
    book = load_workbook(io.BytesIO(RICH))
    book["一表"]["C4"], book["一表"]["C5"], book["一表"]["C6"] = "１，234.5", "约12个", "#REF!"
    book["一表"]["C6"].data_type = "e"
    read = read_filled(blanks.saved(book), bindings)
    assert [(r.value, r.fault and r.fault.code) for r in read] == [
        (Decimal("1234.5"), None),
        (None, "type"),
        (None, "error"),
        (None, None),
    ]
    assert "约12个" in read[1].fault.chinese and "一表!C5" in read[1].fault.english


def bound(data, *keys):
    blank = read_blank(data)
    return [Binding.from_json(bind(blank, key).as_json()) for key in keys]


def test_a_blank_whose_cells_moved_is_shown_and_never_filled_by_the_old_addresses():
    old = blanks.moved_table()
    bindings = bound(old, "附表1!B2", "附表1!B3", "附表1!C4")
    assert moved(read_blank(old), bindings) == ()
    lower = blanks.moved_table(rows_above=2)
    moves = moved(read_blank(lower), bindings)
    assert [(m.binding.key, m.proposals[0][0].key) for m in moves] == [
        ("附表1!B2", "附表1!B4"), ("附表1!B3", "附表1!B5"), ("附表1!C4", "附表1!C6"),
    ]  # fmt: skip
    swapped = moved(read_blank(blanks.moved_table(swap=True)), bindings)
    assert [(m.binding.key, m.reason, m.proposals[0][0].key) for m in swapped] == [
        ("附表1!B2", "moved", "附表1!B3"), ("附表1!B3", "moved", "附表1!B2"),
    ]  # fmt: skip
    renamed = moved(read_blank(blanks.moved_table(title="表一")), bindings)
    assert {m.reason for m in renamed} == {"sheet"} and renamed[0].proposals[0][0].key == "表一!B2"
    for data in (lower, blanks.moved_table(swap=True)):
        with pytest.raises(FillRefused) as refused:
            fill(data, {"附表1!B2": 1}, bindings)
        assert [fault.code for fault in refused.value.faults] == ["moved"]


def test_a_place_that_is_gone_and_one_of_several_alike_say_so():
    bindings = bound(RICH, "一表!C4", "三表!B5", "一表!A8#0")
    book = load_workbook(io.BytesIO(RICH))
    book["一表"]["B4"] = "电梯"
    del book["三表"]
    del book.defined_names["总人数"]
    reasons = {m.binding.key: m.reason for m in moved(read_blank(blanks.saved(book)), bindings)}
    assert reasons["三表!B5"] == "gone" and reasons["一表!C4"] in ("labels", "several", "moved")
    assert "一表!A8#0" not in reasons
    doc = docx.Document(io.BytesIO(DOCUMENT))
    for mark in doc.element.body.iter("{*}bookmarkStart"):
        if mark.get(f"{{{mark.nsmap['w']}}}name") == "unit":
            mark.set(f"{{{mark.nsmap['w']}}}name", "_x")
    gone = moved(read_blank(blanks.saved(doc)), bound(DOCUMENT, "bookmark:unit"))
    assert len(gone) == 1 and gone[0].chinese


def test_a_row_put_in_by_hand_is_noticed_when_reading():
    bindings = [replace(it, type="number") for it in bound(blanks.moved_table(), "附表1!B2", "附表1!B4")]
    book = load_workbook(io.BytesIO(blanks.moved_table()))
    sheet = book.active
    sheet["B2"], sheet["B4"] = 7, 9
    sheet.insert_rows(3)
    first, second = read_filled(blanks.saved(book), bindings)
    assert first.value == 7 and second.value is None and second.fault.code == "moved" and "B5" in second.fault.chinese


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def bomb():
    return blanks.repacked(RICH, xl___media___x__png=b"\0" * (3 * 2**20))


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("too_large", lambda: b"PK\x03\x04" + b"x" * 2**21),
        ("unpacks", bomb),
        ("encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
        ("old", lambda: OLE),
        ("kind", lambda: b"1,2\n"),
        ("kind", lambda: b""),
        ("kind", lambda: blanks.repacked(b"PK\x05\x06" + b"\0" * 18, a=b"b")),
        ("damaged", lambda: RICH[:900]),
        ("damaged", lambda: blanks.repacked(RICH, xl___worksheets___sheet1__xml=b"<worksheet")),
        ("damaged", lambda: blanks.repacked(RICH, xl___workbook__xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')),
        ("macros", lambda: blanks.repacked(RICH, xl___vbaProject__bin=b"x")),
        ("signed", lambda: blanks.repacked(DOCUMENT, _xmlsignatures___sig1__xml=b"<x/>")),
        ("links", lambda: blanks.repacked(RICH, xl___externalLinks___externalLink1__xml=b"<x/>")),
        ("links", lambda: blanks.repacked(DOCUMENT, word____rels___settings__xml__rels=TEMPLATE)),
        ("no_slots", lambda: blanks.saved(docx.Document())),
    ],
)
def test_each_file_that_is_no_form_is_refused_for_its_own_reason(code, data):
    with pytest.raises(FormRefused) as refused:
        read_blank(data(), FormLimits(size=2**21, unpacked=2**21))
    assert refused.value.code == code and "{" not in refused.value.chinese + refused.value.english


TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
)


def test_what_a_place_means_is_suggested_from_its_words():
    known = [
        Candidate("outlets", ("期末营业网点数", "营业网点")),
        Candidate("visits", ("老年人到访人次",)),
        Candidate("complaints", ("投诉件数", "收到的投诉")),
    ]
    best = {slot.words.label: suggest(slot, known) for slot in read_blank(blanks.moved_table()).slots}
    assert best["老年人到访人次 / 本季"][0].code == "visits" and best["收到投诉 / 上季"][0].code == "complaints"
    assert best["老年人到访人次 / 上季"][0].score < 0.9 <= best["老年人到访人次 / 本季"][0].score
    assert [suggest(slot, known)[0].code for slot in read_blank(RICH).slots if slot.kind == "blank"] == [
        "preparer",
        "reviewer",
    ]
    assert all(not found or found[0].score < 0.9 for label, found in best.items() if label.startswith("网点总数"))
