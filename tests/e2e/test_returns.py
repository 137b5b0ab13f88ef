"""A quarter's return on the receiver's own blank: prefilled, explained, signed by three, stamped, filed, added up, sealed."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from silverbridge.demo import blanks
from silverbridge.demo.return_form import BINDINGS, FIELDS, REPORT_BINDINGS, REPORT_FIELDS
from silverbridge.domain.core.journal import Circumstances, Subject, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.oversight.models import Bulletin
from silverbridge.domain.places.events import ComplaintOpened, VisitArrived
from silverbridge.domain.places.services import relate
from silverbridge.domain.returns.models import Filing, FilingChase, Seal
from silverbridge.domain.returns.services import (
    Draft,
    FigureDraft,
    accept,
    add_version,
    confirm_version,
    file_return,
    make_form,
    open_periods,
    prefill_due,
    propose_filing_chases,
    save_draft,
    set_calendar,
)
from tests.conftest import SINCE
from tests.domain.returns_world import DUE, OFFICE_DUE, QUARTER, again, moment, on, signed, with_returns
from tests.e2e.browser import DESKTOP, NARROW, PHONE, browser_test, press, shot, sideways
from tests.e2e.office_walk import at_office, sign_in
from tests.e2e.test_office_pages import faulty

pytestmark = browser_test
SCAN = b"%PDF-1.7 printed, signed, stamped"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = """[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth)
  .map(e => e.outerHTML.slice(0, 90)).slice(-3).join(' ')"""


@pytest.fixture
def city(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """消保处's own table and report, and what two banks' doors saw in the quarter."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    w = with_returns(live_world)
    for bank in w.banks.values():
        relate("supervises", w.bureau, bank, SINCE)
    load_indicators()
    w.form.ended_on = QUARTER.start  # the plain form of the domain tests is not asked for here
    w.form.save()
    boss = w.people[w.cpo.code]["head"]
    w.table = make_form(w.cpo, "季度统计表", "quarter", QUARTER.start, boss, clause="三/(二)")
    blank = Upload("附表1.xlsx", blanks.table())
    confirm_version(add_version(w.table, FIELDS, boss, blank, BINDINGS), boss)
    set_calendar(w.table, "unit", 10, boss)
    set_calendar(w.table, "office", 30, boss, opens_before=30)
    w.report = make_form(w.cpo, "季度报告", "quarter", QUARTER.start, boss)
    paper = Upload("报告.docx", blanks.report())
    confirm_version(add_version(w.report, REPORT_FIELDS, boss, paper, REPORT_BINDINGS), boss)
    set_calendar(w.report, "unit", 11, boss, shift="next_working_day", opens_before=20)
    for key, visits in (("a", 5), ("b", 3)):
        for n in range(visits):
            told(w, key, VisitArrived(booked=False) if n else ComplaintOpened(cause="queue"))
            told(w, key, VisitArrived(booked=False)) if not n else None
    export_events()
    return w


def told(w: SimpleNamespace, key: str, payload: Any) -> None:
    """Something happened at a bank in the quarter."""
    with transaction.atomic():
        where = Circumstances(
            object_key=random_key(),
            actor_kind="staff",
            subject=Subject(random_key(), "70-79", "f"),
            organisation=w.banks[key].code,
            door="counter",
            occurred_at=moment(date(2026, 8, 4)),
        )
        record(payload, where)


def act(page: Page, code: str, **typed: str) -> None:
    """Opens an act, types into its form, and sends it."""
    if not page.locator(f"#act-{code} .btn-main").is_visible():
        page.click(f"#act-{code} summary")
    for name, value in typed.items():
        page.fill(f"#act-{code} [name={name}]", value)
    press(page, f"#act-{code} .btn-main")


def as_(page: Page, base: str, w: SimpleNamespace, unit: Any, who: str, row: Filing) -> None:
    """Somebody of a unit sits down before a return."""
    sign_in(page, base, w.people[unit.code][who].user)
    page.goto(f"{base}/office/returns/filings/{row.pk}/")


def filled(w: SimpleNamespace, row: Filing) -> Filing:
    """Filled in, reviewed, signed off, stamped and filed by three people: without a window, as the first bank did it in one."""
    who, row = w.people[row.unit.code]["preparer"], again(row)
    draft = Draft({"outlets": FigureDraft("4")}, {"problems": "一处台阶没有坡道。"})
    row = signed(w, save_draft(row, row.revision, draft, who))
    return file_return(row, row.revision, who)


def signed_and_filed(page: Page, base: str, w: SimpleNamespace, row: Filing) -> None:
    """Two sign-offs, the stamped scan, and off it goes."""
    as_(page, base, w, row.unit, "reviewer", row)
    act(page, "review", name="李复核")
    as_(page, base, w, row.unit, "head", row)
    act(page, "sign-off", name="陈负责")
    as_(page, base, w, row.unit, "preparer", row)
    file = {"name": "盖章件.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    page.set_input_files("#act-scan [name=scan]", file)
    press(page, "#act-scan .btn-main")
    act(page, "file")
    expect(page.locator(".notice")).to_contain_text("已报送")


def saved(page: Page, name: str) -> bytes:
    """What a button hands out."""
    with page.expect_download() as coming:
        page.locator("main a.btn").filter(has_text=name).first.click()
    return Path(coming.value.path()).read_bytes()


def cells(data: bytes, *addresses: str) -> list[Any]:
    """What stands in these cells of the table."""
    sheet = load_workbook(io.BytesIO(data))["附表1"]
    return [sheet[address].value for address in addresses]


def changed_cells(data: bytes) -> dict[str, Any]:
    """What stands in the table otherwise than in its blank, by address."""
    blank = load_workbook(io.BytesIO(blanks.table()))["附表1"]
    lines = load_workbook(io.BytesIO(data))["附表1"].iter_rows()
    found = {cell.coordinate: cell.value for line in lines for cell in line}
    return {address: value for address, value in found.items() if value != blank[address].value}


def taken_over(page: Page, base: str, w: SimpleNamespace, row: Filing) -> None:
    """The form filled in outside: saved, typed into, brought; a wrong cell is named with its place, the right file is taken."""
    as_(page, base, w, row.unit, "preparer", row)
    book = load_workbook(io.BytesIO(saved(page, "填好的表")))
    for number, outlets in enumerate(("三家", 3)):
        book["附表1"]["D6"], book["附表1"]["D11"], book["附表1"]["C18"] = outlets, 2, "叫号机字小。"
        out = io.BytesIO()
        book.save(out)
        press(page, "main a:has-text('读入填好的文件')" if not number else "main a:has-text('重新上传')")
        page.set_input_files("[name=file]", {"name": "丙.xlsx", "mimeType": XLSX, "buffer": out.getvalue()})
        press(page, "main form .btn-main")
        shot(page, f"return-taken-{number}")
        expect(page.locator("tr", has_text="附表1!D6").locator(".chip.bad")).to_have_count(1 - number)
    expect(page.locator("tr", has_text="附表1!D11")).to_contain_text(
        "没法比"
    )  # an indicator measures it, and has no data
    assert not again(row).figures.filter(claimed__gt=0).exists(), "nothing is written before somebody says so"
    assert not (faults := faulty(page)), faults
    press(page, "button:has-text('确认读入')")
    expect(page.locator(".notice")).to_contain_text("文件已读入")
    expect(page.locator("[name=figure-outlets]")).to_have_value("3")
    expect(page.locator("[name=text-problems]")).to_have_value("叫号机字小。")


def looked_at(
    chromium: Browser, live_server: Any, w: SimpleNamespace, c: Filing, chase: FilingChase, view: str, size: int
) -> dict[str, list[str]]:
    """What is wrong with each page as this view shows it: contrast, sizes, width; at 320 px with the largest type as well."""
    base, narrow = live_server.url, view == "phone"
    look = {"size": size, "theme": "dark" if narrow else "light", "viewport": PHONE if narrow else DESKTOP}
    page = at_office(chromium, live_server, w.people["anlan-bureau"]["head"].user, **look)
    whole, entry = Filing.objects.get(form=w.table, unit=w.bureau), Seal.objects.get()
    received = f"received/{w.table.pk}/{w.bureau.pk}/2026-07-01/"
    wrong: dict[str, list[str]] = {}
    once = [f"chases/{chase.pk}/", f"seals/{entry.pk}/"] if narrow else []
    for address in ["", received, f"filings/{whole.pk}/", *once, "draft", f"forms/{w.table.pk}/duty"]:
        if address == "draft":
            as_(page, base, w, c.unit, "preparer", c)
            act(page, "prepare", name="孔明月", phone="123")
        else:
            if address.endswith("duty"):
                sign_in(page, base, w.people[w.cpo.code]["head"].user)
            page.goto(f"{base}/office/returns/{address}")
            page.evaluate("document.querySelectorAll('details.act').forEach(one => { one.open = true })")
        assert page.locator("h1").count() == 1, address
        shot(page, f"return-{view}-{address.replace('/', '-') or 'list'}")
        faults = faulty(page)
        if narrow:
            page.set_viewport_size(NARROW)
            faults += [f"{wide} px too wide at 320: {page.evaluate(WIDEST)}"] if (wide := sideways(page)) else []
            page.set_viewport_size(PHONE)
        if faults:
            wrong[address] = faults
    page.context.close()
    return wrong


def bulletin_names_the_late(page: Page, base: str, w: SimpleNamespace) -> None:
    """Drafted from the figures and seen by nobody else; approved and issued by a supervisor; read by the bank it names."""
    bureau = w.people["anlan-bureau"]
    sign_in(page, base, bureau["preparer"].user)
    page.goto(f"{base}/office/oversight/bulletins/new")
    page.fill("[name=first]", QUARTER.start.isoformat())
    page.fill("[name=last]", QUARTER.end.isoformat())
    press(page, "main form .btn-main")
    row = Bulletin.objects.get()
    address = f"{base}/office/oversight/bulletins/{row.pk}/"
    expect(page.locator("main")).to_contain_text("未报：安澜丙银行（季度统计表）")
    late = w.people["bank-c"]["preparer"].user
    for stranger in (bureau["reviewer"].user, late):
        sign_in(page, base, stranger)
        assert page.goto(address).status == 404, "a draft"
    sign_in(page, base, bureau["head"].user)
    page.goto(address)
    press(page, "button:has-text('批准')")
    press(page, "button:has-text('编号印发')")
    row.refresh_from_db()
    assert (row.state, [one.organisation.code for one in row.named.all()]) == ("issued", ["bank-c"])
    sign_in(page, base, w.people["bank-b"]["preparer"].user)
    assert page.goto(address).status == 404, "it names another"
    sign_in(page, base, late)
    page.goto(address)
    shot(page, "return-bulletin")
    paper = Document(io.BytesIO(saved(page, "Word")))
    said = [p.text for p in paper.paragraphs]
    assert "未报：安澜丙银行（季度统计表）。" in said and any(row.number in line for line in said)
    lines = {r.cells[0].text: [x.text for x in r.cells[4:7]] for t in paper.tables for r in t.rows}
    assert lines["安澜丙银行"] == ["1", "0", "0"] and lines["安澜甲银行"] == ["1", "1", "1"]


def test_a_quarter_from_the_blank_to_the_seal(  # noqa: PLR0915 - one story
    chromium: Browser, live_server: Any, city: SimpleNamespace
) -> None:
    w, base = city, live_server.url
    with on(date(2026, 10, 1)):
        assert (open_periods(), prefill_due()) == (7, 6)
    rows = {row.unit.code: row for row in Filing.objects.filter(form=w.table).select_related("unit")}
    a, b, c, whole = (rows[code] for code in ("bank-a", "bank-b", "bank-c", "anlan-bureau"))
    paper = Filing.objects.get(form=w.report, unit=w.banks["a"])
    assert (a.due, whole.due) == (DUE, OFFICE_DUE), "10 and 30 calendar days, on a Saturday too"
    assert (paper.due_by_rule, paper.due) == (date(2026, 10, 11), date(2026, 10, 12)), "a Sunday, moved to Monday"

    with on(date(2026, 10, 9)):
        page = at_office(chromium, live_server, w.people["bank-a"]["preparer"].user, viewport=DESKTOP)
        page.goto(base + "/office/returns/")
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page.locator("tbody tr").first).to_contain_text("还有1天到期")
        as_(page, base, w, a.unit, "preparer", a)
        expect(page.locator("[name=figure-visits]")).to_have_value("5")
        expect(page.locator(".ret-table")).not_to_contain_text("没法比")
        page.fill("[name=figure-outlets]", "4")
        page.fill("[name=figure-visits]", "7")
        press(page, "button:has-text('保存草稿')")
        expect(page.locator("main")).to_contain_text("又勾选了没有数据")
        page.uncheck("[name=nodata-outlets]")
        page.fill("[name=text-problems]", "一处台阶没有坡道。")
        press(page, "button:has-text('保存草稿')")
        act(page, "prepare", name="王经办", phone="13800006029")
        expect(page.locator("#act-prepare")).to_contain_text("填报7，测得5")
        page.select_option("[name=why-visits]", "coverage")
        page.fill("[name=reason-visits]", "两人次在流动服务车上，手工登记。")
        press(page, "button:has-text('保存草稿')")
        act(page, "prepare", name="王经办", phone="13800006029")
        shot(page, "return-prepared")
        signed_and_filed(page, base, w, a)
        sheet = saved(page, "填好的表")
        written = changed_cells(sheet)
        foot, day = written.pop("A20"), written.pop("F21")
        assert written == {
            "C3": "安澜甲银行",
            "E3": "报告期：2026年第三季度",
            "D6": 4,
            "D11": 7,
            "F11": "系统外另有统计：两人次在流动服务车上，手工登记。",
            "D12": 0,
            "D13": "没有数据",
            "D14": "没有数据",
            "D16": 1,
            "C18": "一处台阶没有坡道。",
        }, "every other cell is as in the blank"
        assert day.date() == date(2026, 10, 9)
        assert [name in foot for name in ("王经办", "李复核", "陈负责", "13800006029")] == [True] * 4
        filled(w, b)
        sign_in(page, base, w.people["bank-b"]["preparer"].user)
        assert page.goto(f"{base}/office/returns/filings/{a.pk}/").status == 404, "another bank's return"
        as_(page, base, w, paper.unit, "preparer", paper)
        expect(page.locator("main")).to_contain_text("按自然日为2026-10-11")
        page.fill("[name=text-situation]", "低柜已开。")
        press(page, "button:has-text('保存草稿')")
        document = Document(io.BytesIO(saved(page, "填好的表")))
        words = [p.text for p in document.paragraphs] + [
            x.text for t in document.tables for r in t.rows for x in r.cells
        ]
        assert "低柜已开。" in words and "5" in words and "填报单位：安澜甲银行" in "".join(words).replace(" ", "")

        as_(page, base, w, w.bureau, "preparer", b)
        act(page, "send-back", remark="问题写得太短，请补充是哪一处。")
        as_(page, base, w, w.bureau, "preparer", a)
        expect(page.locator("main")).to_contain_text("两人次在流动服务车上")
        act(page, "accept")
    with on(date(2026, 10, 12)):
        sign_in(page, base, w.people["bank-b"]["preparer"].user)
        page.goto(f"{base}/office/returns/filings/{b.pk}/")
        expect(page.locator("main")).to_contain_text("请补充是哪一处")
        b = filled(w, b)
        accept(b, b.revision, w.people["anlan-bureau"]["preparer"])
        assert propose_filing_chases() == 1, "the late bank; the reports are due today"
        taken_over(page, base, w, c)
        chase = FilingChase.objects.get(filing=c)
        sign_in(page, base, w.people["anlan-bureau"]["head"].user)
        page.goto(f"{base}/office/returns/chases/{chase.pk}/")
        press(page, "button:has-text('编号发出')")
        expect(page.locator("h1")).to_contain_text("催报〔2026〕1号")

        as_(page, base, w, w.bureau, "preparer", whole)
        act(page, "add-up")
        expect(page.locator("main")).to_contain_text("安澜丙银行（未报）")
        shot(page, "return-added-up")
        page.fill("[name=text-problems]", "一家未报。")
        press(page, "button:has-text('保存草稿')")
        act(page, "prepare", name="赵经办", phone="13800006029")
        signed_and_filed(page, base, w, whole)
        assert cells(saved(page, "填好的表"), "D6", "D11", "D16") == [8, 10, 2]
        page.goto(f"{base}/office/returns/received/{w.table.pk}/{w.bureau.pk}/2026-07-01/")
        expect(page.locator(".figs")).to_contain_text("66.7%")
        shot(page, "return-received")

        as_(page, base, w, w.cpo, "head", whole)
        act(page, "accept")
        act(page, "seal")
        page.goto(f"{base}/office/returns/seals/{Seal.objects.get().pk}/")
        expect(page.locator("main")).to_contain_text("与封存时一致")
        shot(page, "return-seal")
        assert saved(page, "重印") == bytes(Seal.objects.get().rendered.content)
        bulletin_names_the_late(page, base, w)
        found = {view: looked_at(chromium, live_server, w, c, chase, *view) for view in (("phone", 30), ("desk", 18))}
        assert not any(found.values()), found
    whole.refresh_from_db()
    assert (whole.state, whole.late) == ("sealed", False)
    assert page.faults == []
    page.context.close()
