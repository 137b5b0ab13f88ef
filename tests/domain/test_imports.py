"""Taking over lists: what is right goes in, what is wrong comes back with the mend, and nothing is half written."""

import csv
import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import RoleGrant, User
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.imports import FAULTS, KINDS, LINE, run_import, template_file
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sheets import read_sheet
from silverbridge.domain.people.models import Channel, Person
from silverbridge.domain.places.models import Organisation, OrganisationRelation, Place
from silverbridge.engines.identity import make_id_number
from tests.conftest import ID_LI

HEADERS = ["姓名", "身份证号", "机构编码", "电话", "需要照顾"]


def number(sequence: int) -> str:
    return make_id_number("990101", date(1945, 5, 1), sequence)


def as_csv(rows, encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(data):
    return [list(r) for r in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def half_wrong():
    rows = [HEADERS]
    for n in range(10):
        good = [f"王{'一二三四五六七八九十'[n]}", number(n), "anlan", "13800006027", "听力、行走"]
        if n % 2:
            good[1] = good[1][:-1] + ("0" if good[1][-1] != "0" else "1")
        rows.append(good)
    return rows


@pytest.fixture
def clerk(world):
    return Actor.staff(world.editor)


def test_a_list_with_half_its_rows_wrong_writes_nothing(world, clerk):
    before = Person.objects.count()
    report = run_import("people", "名单.xlsx", as_xlsx(half_wrong()), clerk, dry_run=False)
    assert (report.total, report.new, report.wrong_rows, report.written) == (10, 5, 5, False)
    assert Person.objects.count() == before
    assert not Event.objects.filter(name="core.list.imported").exists()
    assert {fault.row for fault in report.wrong} == {3, 5, 7, 9, 11}
    assert {fault.field for fault in report.wrong} == {"身份证号"}
    assert "对着身份证" in report.wrong[0].message


def test_the_good_rows_alone_when_asked_for(world, clerk):
    before = Person.objects.count()
    report = run_import("people", "a.xlsx", as_xlsx(half_wrong()), clerk, dry_run=False, only_good=True)
    assert (report.new, report.written) == (5, True)
    assert Person.objects.count() == before + 5
    event = Event.objects.get(name="core.list.imported")
    assert event.data == {"kind": "people", "new": 5, "updated": 0, "wrong": 5}


def test_a_dry_run_counts_and_writes_nothing(world, clerk):
    before = Person.objects.count()
    rows = [HEADERS, ["李桂兰", ID_LI, "anlan", "13800006027", ""], ["王一", number(1), "anlan", "", ""]]
    report = run_import("people", "a.csv", as_csv(rows), clerk, dry_run=True)
    assert (report.new, report.updated, report.wrong, report.error_file, report.written) == (1, 1, [], None, False)
    assert Person.objects.count() == before


def test_the_error_file_holds_the_wrong_rows_and_comes_back_mended(world, clerk):
    report = run_import("people", "a.xlsx", as_xlsx(half_wrong()), clerk, dry_run=False)
    rows = rows_of(report.error_file)
    assert rows[0] == [*HEADERS, LINE, FAULTS]
    assert [r[5] for r in rows[1:]] == ["3", "5", "7", "9", "11"]
    assert rows[1][1] == half_wrong()[2][1], "an ID number keeps all its digits"
    assert rows[1][6].startswith("身份证号：")
    for sequence, row in enumerate(rows[1:], start=100):
        row[1] = number(sequence)
    mended = run_import("people", "mended.xlsx", as_xlsx(rows), clerk, dry_run=False)
    assert (mended.new, mended.wrong, mended.written) == (5, [], True)


def test_empty_cells_leave_what_is_on_record(world, clerk):
    Person.objects.filter(pk=world.li.pk).update(channel=Channel.PAPER)
    run_import("people", "a.csv", as_csv([HEADERS, ["李桂兰", ID_LI, "anlan", "", ""]]), clerk, dry_run=False)
    world.li.refresh_from_db()
    assert world.li.channel == Channel.PAPER
    assert world.li.needs == ["hearing"]
    assert world.li.phone.endswith("6027")
    assert world.li.care_note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_offices_use(world, clerk, encoding):
    report = run_import("people", "a.csv", as_csv(half_wrong(), encoding), clerk, dry_run=True)
    assert (report.new, report.wrong_rows) == (5, 5)


def test_a_short_gb18030_file(world, clerk):
    rows = [["编码", "名称", "类别", "起始日期"], ["x", "城东所", "部门", "2026年1月1日"]]
    run_import("organisations", "a.csv", as_csv(rows, "gb18030"), clerk, dry_run=False)
    assert Organisation.objects.get(code="x").name == "城东所"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", "姓名,身份证号\n王,1".encode("shift_jis", "replace") + b"\x81\xff\xfe\x80", "import.encoding"),
        ("a.pdf", b"%PDF-1.7\n", "import.name"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "import.no_sheet"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "import.broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import.old"),
        ("a.csv", b"", "import.empty"),
        ("a.csv", "姓名,身份证号,机构编码\n".encode(), "import.empty"),
        ("a.csv", "姓名,电话\n王,1\n".encode(), "import.missing"),
        ("a.csv", "姓名,身份证号,机构编码,血型\n王,1,anlan,A\n".encode(), "import.unknown"),
        ("a.csv", "姓名,姓名,身份证号,机构编码\n王,李,1,anlan\n".encode(), "import.unknown"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(world, clerk, name, data, code):
    with pytest.raises(DomainError) as caught:
        run_import("people", name, data, clerk, dry_run=False)
    assert caught.value.code == code
    assert caught.value.message
    assert caught.value.mend


def test_a_number_the_spreadsheet_shortened_is_not_guessed(world, clerk):
    rows = [HEADERS, ["王一", int(number(1)[:17]) * 10, "anlan", "", ""], ["王二", "9.90101E+17", "anlan", "", ""]]
    report = run_import("people", "a.xlsx", as_xlsx(rows), clerk, dry_run=True)
    assert report.wrong_rows == 2
    assert all(fault.field == "身份证号" for fault in report.wrong)


def test_the_same_person_twice_in_one_file(world, clerk):
    rows = [HEADERS, ["王一", number(1), "anlan", "", ""], ["王一", f" {number(1)}", "anlan", "", ""]]
    report = run_import("people", "a.xlsx", as_xlsx(rows), clerk, dry_run=False)
    assert [(f.row, f.field) for f in report.wrong] == [(3, "")]


def test_organisations_and_places_follow_each_other(world, clerk):
    organisations = [
        ["code", "name", "kind", "since", "upper"],
        ["bank", "安澜银行", "银行", date(2026, 1, 1), ""],
        ["bank-east", "安澜银行城东支行", "branch", date(2026, 1, 1), "bank"],
    ]
    report = run_import("organisations", "o.xlsx", as_xlsx(organisations), clerk, dry_run=False)
    assert (report.new, report.written) == (2, True)
    assert OrganisationRelation.objects.get(lower__code="bank-east").upper.code == "bank"
    places = [["编码", "机构编码", "类别", "名称", "电话"], ["outlet-1", "bank-east", "网点", "城东网点", "0990-1"]]
    assert run_import("places", "p.csv", as_csv(places), clerk, dry_run=False).written
    again = run_import("places", "p.csv", as_csv([r[:4] for r in places]), clerk, dry_run=False)
    assert (again.new, again.updated) == (0, 1)
    assert Place.objects.get(code="outlet-1").phone == "0990-1"


def test_a_member_of_staff_whose_role_is_wrong_is_not_half_made(world, clerk):
    rows = [
        ["用户名", "姓名", "岗位", "机构编码", "起始日期"],
        ["zhang", "张三", "窗口人员", "anlan", "2026-01-01"],
        ["wang", "王五", "窗口人员", "nowhere", "2026-01-01"],
        ["li", "李四", "院长", "anlan", "2026-01-01"],
    ]
    report = run_import("staff", "s.csv", as_csv(rows), clerk, dry_run=False, only_good=True)
    assert [(f.row, f.field) for f in report.wrong] == [(3, "机构编码"), (4, "岗位")]
    assert not User.objects.filter(username__in=["wang", "li"]).exists()
    assert RoleGrant.objects.get(user__username="zhang").role == "teller"
    assert not User.objects.get(username="zhang").has_usable_password()


def test_a_formula_in_a_wrong_row_stays_text(world, clerk):
    rows = [HEADERS, ["=1+1", "1", "anlan", "", ""]]
    report = run_import("people", "a.csv", as_csv(rows), clerk, dry_run=True)
    cell = load_workbook(io.BytesIO(report.error_file)).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("kind", ["organisations", "places", "staff", "people"])
def test_every_kind_has_a_template_that_fits_itself(kind):
    sheet = load_workbook(io.BytesIO(template_file(kind)))
    assert [c.value for c in sheet.worksheets[0][1]] == [c.column_name for c in KINDS[kind].columns()]
    assert len(rows_of(template_file(kind))) == 1
    assert sheet.worksheets[1].max_row == len(KINDS[kind].columns()) + 1


def test_line_numbers_count_empty_rows():
    sheet = read_sheet("编码,名称\n\na,b\n".encode())
    assert [line for line, _cells in sheet.rows] == [3]
