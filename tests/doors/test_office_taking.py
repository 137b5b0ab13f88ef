"""A form filled in by hand, outside the system, is taken over on a page: read, shown beside what was measured, confirmed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from silverbridge.demo import blanks
from silverbridge.demo.return_form import BINDINGS, FIELDS, REPORT_BINDINGS, REPORT_FIELDS
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.returns.models import Field, FilingFigure
from silverbridge.domain.returns.rendering import render
from silverbridge.domain.returns.services import add_version, confirm_version, make_form, open_period, set_calendar
from silverbridge.engines.forms import fill
from tests.domain.returns_world import DUE, PERIOD, QUARTER, again, on, with_returns
from tests.domain.test_returns_blanks import lowered
from tests.doors.office_world import at, signed_in, text, zh


@pytest.fixture
def w(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    w = with_returns(world)
    boss = w.people[w.cpo.code]["head"]
    w.table = make_form(w.cpo, "季度统计表", "quarter", QUARTER.start, boss)
    w.used = confirm_version(add_version(w.table, FIELDS, boss, Upload("a.xlsx", blanks.table()), BINDINGS), boss)
    set_calendar(w.table, "unit", 10, boss)
    w.row = next(row for row in open_period(w.table, PERIOD, DUE) if row.unit == w.banks["a"])
    w.bank = signed_in(w.people["bank-a"]["preparer"].user)
    visits = Field.objects.get(version=w.used, key="visits")
    FilingFigure.objects.create(filing=w.row, field=visits, measured=120, measured_state="value")
    return w


def by_hand(data, cells, drop=""):
    """The file as somebody saved it in a spreadsheet, with these cells typed over; a sheet renamed where asked."""
    book = load_workbook(io.BytesIO(data))
    for address, value in cells.items():
        book["附表1"][address] = value
    if drop:
        book["附表1"].title = drop
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought(w, data, name="附表1.xlsx"):
    """The answer to a file that is brought; on to the page that shows what was read where there is one."""
    return w.bank.post(at("return-take", w.row.pk), {"file": SimpleUploadedFile(name, data)}, follow=True)


def claims(row):
    """What the draft claims, by key."""
    rows = row.figures.select_related("field")
    return {r.field.key: str(r.claimed.normalize()) if r.claimed is not None else r.claimed_state for r in rows}


CELLS = {
    "D6": 3,
    "D11": 125,
    "D12": "没有数据",
    "D13": 0.125,
    "D16": "0",
    "F11": "系统外另有统计：流动服务车上五人次。",
    "C18": "台阶没有坡道。",
}


def test_a_filled_file_is_shown_field_by_field_and_taken_over_once(w):
    with on(DUE):
        shown = brought(w, by_hand(render(w.row).data, CELLS))
        page, address = text(shown), shown.redirect_chain[-1][0]
        assert shown.status_code == 200 and "附表1!D11" in page and "120" in page and "+5" in page
        assert claims(w.row) == {"visits": "empty"}, "nothing is written before somebody says so"
        revision = again(w.row).revision
        answer = w.bank.post(address, {"revision": revision}, follow=True)
        assert zh("The file is taken over. Look at the draft, then sign it.") in text(answer)
        row = again(w.row)
        assert claims(row) == {
            "outlets": "3",
            "visits": "125",
            "home-visits": "no_data",
            "green-lane": "12.5",
            "complaints": "0",
        }
        visits = row.figures.get(field__key="visits")
        assert (visits.why, visits.reason) == ("coverage", "流动服务车上五人次。")
        assert row.texts.get(field__key="problems").text == "台阶没有坡道。"
        step = row.steps.get(kind="taken")
        assert "附表1.xlsx" in step.remark and row.revision == revision + 1
        told = Event.objects.get(name="returns.filing.file_taken").data
        assert told == {"figures": 5, "texts": 1, "differences": 1}
        gone = w.bank.post(address, {"revision": row.revision}, follow=True)
        assert zh("This file is no longer kept. Bring it again.") in text(gone)
        # Printed, opened and saved again: nothing changes by it.
        again_shown = brought(w, render(row).data)
        w.bank.post(again_shown.redirect_chain[-1][0], {"revision": row.revision})
        assert claims(again(w.row)) == claims(row) and again(w.row).figures.get(field__key="visits").why == "coverage"
        # Of two people the second is told, and nothing of the file is written.
        late = brought(w, by_hand(blanks.table(), {"D6": 9}))
        second = w.bank.post(late.redirect_chain[-1][0], {"revision": row.revision})
        assert second.status_code == 422 and zh("Somebody else changed this a moment ago.") in text(second)
        assert claims(again(w.row))["outlets"] == "3"


def test_what_cannot_be_taken_is_named_and_nothing_is_written(w):
    good = render(w.row).data
    with on(DUE):
        wrong = by_hand(good, {"D6": -1, "D11": "很多", "D13": 1.5, "D16": 2.5, "C18": "好"})
        shown = brought(w, wrong)
        page, address = text(shown), shown.redirect_chain[-1][0]
        for words in ("附表1!D11", "很多", "超出范围", "小数"):
            assert words in page, words
        assert zh("Take it over") not in page
        assert w.bank.post(address, {"revision": again(w.row).revision}).status_code == 422
        refused = {"它旁边或上方没有": lowered(good), "没有工作表": by_hand(good, {}, drop="表一")}
        moved = text(brought(w, by_hand(good, {"B11": "改了的项目"})))
        assert "附表1!D11" in moved and "老年人到访人次" in moved and zh("Take it over") not in moved
        for cause, data in refused.items():
            answer = brought(w, data)
            assert answer.status_code == 422 and cause in text(answer), cause
        for cell, value in (("C3", "安澜乙银行"), ("E3", "报告期：2026年第二季度")):
            answer = brought(w, by_hand(good, {cell: value}))
            assert answer.status_code == 422 and value.rpartition("：")[2] in text(answer)
        assert (
            "甲银行" in (doubt := text(brought(w, by_hand(good, {"C3": "甲银行", "D6": 3}))))
            and zh("Take it over") in doubt
        )
        for data, name in ((b"PK\x03\x04 broken", "a.xlsx"), (good, "a.docx"), (b"", "a.xlsx"), (b"%PDF-1.7", "a.pdf")):
            assert brought(w, data, name).status_code == 422, name
    assert claims(again(w.row)) == {"visits": "empty"} and not w.row.steps.filter(kind="taken").exists()


def test_another_version_is_named_and_a_document_is_read(w):
    boss = w.people[w.cpo.code]["head"]
    keys = {key: value for key, value in BINDINGS.items() if value.startswith("figure:")}
    lower = {f"附表1!D{int(key.rpartition('D')[2]) + 1}": value for key, value in keys.items()}
    later = QUARTER.next().start
    newer = add_version(w.table, FIELDS, boss, Upload("b.xlsx", lowered(blanks.table())), lower, later)
    confirm_version(newer, boss)
    with on(DUE):
        answer = brought(w, lowered(blanks.table()))
        assert answer.status_code == 422 and "第2版" in text(answer)
        report = make_form(w.cpo, "季度报告", "quarter", QUARTER.start, boss)
        paper = Upload("报告.docx", blanks.report())
        confirm_version(add_version(report, REPORT_FIELDS, boss, paper, REPORT_BINDINGS), boss)
        set_calendar(report, "unit", 10, boss)
        w.row = next(row for row in open_period(report, PERIOD, DUE) if row.unit == w.banks["a"])
        data = fill(blanks.report(), {"bookmark:situation": "低柜已开。", "表1!R3C3": 7})
        shown = brought(w, data, "报告.docx")
        w.bank.post(shown.redirect_chain[-1][0], {"revision": w.row.revision})
    row = again(w.row)
    assert claims(row)["visits"] == "7" and row.texts.get(field__key="situation").text == "低柜已开。"


def test_only_who_fills_in_takes_over_and_only_a_draft(w):
    bureau = signed_in(w.people["anlan-bureau"]["preparer"].user)
    stranger = signed_in(w.people["bank-b"]["preparer"].user)
    address = at("return-take", w.row.pk)
    assert stranger.get(address).status_code == 404
    assert bureau.get(address).status_code == 302, "the receiver sees the return, and fills in nothing"
    assert zh("Take over a filled file") in text(w.bank.get(at("return-filing", w.row.pk)))
    assert zh("Take over a filled file") not in text(bureau.get(at("return-filing", w.row.pk)))
