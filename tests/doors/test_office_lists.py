"""Lists taken over, and the access log."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access, RoleGrant
from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.places.models import Organisation, Place
from tests.conftest import ID_LI, ID_ZHAO
from tests.doors.office_world import at, say, signed_in, text

HEAD = "编码,机构编码,类别,名称\n"
GOOD = "hall-9,anlan,办事大厅,新街服务中心\n"
WRONG = "hall-8,anlan,菜市场,老街\n"


@pytest.fixture
def boss(world, settings, tmp_path):
    """何文 takes lists over."""
    settings.MEDIA_ROOT = Path(tmp_path) / "files"
    return signed_in(world.supervisor)


def bring(client, kind, data, name="list.csv"):
    """Uploads a list; gives the answer after the check."""
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    return client.post(at("import-upload", kind), {"file": file}, follow=True)


def kept(settings):
    """The files that lie between check and confirmation."""
    folder = settings.MEDIA_ROOT / "lists"
    return list(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("kind", ["organisations", "places", "staff", "people"])
def test_every_kind_has_its_template(boss, kind):
    answer = boss.get(at("import-template", kind))
    assert load_workbook(io.BytesIO(answer.content)).active.max_column > 3
    assert boss.get(at("import-upload", kind)).status_code == 200


def test_first_checked_then_taken_over(boss, settings):
    answer = bring(boss, "places", HEAD + GOOD)
    assert "没有差错" in text(answer)
    assert not Place.objects.filter(code="hall-9").exists()
    (file,) = kept(settings)
    assert "新街" not in file.read_text(), "what lies about is sealed"
    page = text(boss.post(answer.request["PATH_INFO"], {}, follow=True))
    assert "已导入1行" in page
    assert Place.objects.get(code="hall-9").name == "新街服务中心"
    assert kept(settings) == []


def test_wrong_rows_stop_all_unless_only_the_good_are_wanted(boss):
    answer = bring(boss, "places", HEAD + GOOD + WRONG)
    page, address = text(answer), answer.request["PATH_INFO"]
    assert "菜市场" in page
    assert "没有写入" in text(boss.post(address, {}, follow=True))
    assert not Place.objects.filter(code="hall-9").exists()
    errors = load_workbook(io.BytesIO(boss.get(address + "errors").content)).active
    assert [row[0].value for row in errors.iter_rows(min_row=2)] == ["hall-8"]
    assert "已导入1行" in text(boss.post(address, {"only_good": "1"}, follow=True))
    assert not Place.objects.filter(code="hall-8").exists()


def test_a_list_can_be_left(boss, settings):
    answer = bring(boss, "places", HEAD + GOOD)
    assert "没有导入" in text(boss.post(answer.request["PATH_INFO"], {"drop": "1"}, follow=True))
    assert kept(settings) == []
    assert "请重新选择文件" in text(boss.get(answer.request["PATH_INFO"], follow=True))


def test_another_session_never_sees_a_kept_list(boss, world):
    answer = bring(boss, "places", HEAD + GOOD)
    address = answer.request["PATH_INFO"]
    for client, where in ((signed_in(world.supervisor), address), (boss, address.replace("places", "people"))):
        for page in (client.get(where), client.post(where), client.get(where + "errors")):
            assert page["Location"].startswith("/office/import/p")
    assert not Place.objects.filter(code="hall-9").exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "list.csv"),
        (b"\x00\x01\x02", "list.csv"),
        (b"\xd0\xcf\x11\xe0 old", "list.xls"),
        (b"PK\x03\x04 broken", "list.xlsx"),
        ("编码,名称\nx,y\n".encode(), "list.csv"),
        (HEAD.encode(), "list.csv"),
        (b"%PDF-1.7", "list.pdf"),
    ],
)
def test_a_file_that_is_no_list_gets_its_own_words(boss, data, name):
    page = text(bring(boss, "places", data, name))
    assert page.partition('id="id_file-error"')[2].partition("</div>")[0]


def test_a_list_too_large_is_not_read(boss, settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    assert "超过1" in text(bring(boss, "places", b"x" * (2**20 + 1)))


def test_rows_about_organisations_out_of_reach_are_wrong(boss, world):
    """A supervisor of the city fills its own branches, and gives nobody a role elsewhere."""
    words = "您管理的机构里没有这一行的编码"
    assert words in text(bring(boss, "places", HEAD + "hall-7,other,办事大厅,外市大厅\n"))
    staff = "用户名,姓名,岗位,机构编码,起始日期\nxin,辛某,督导员,other,2026-01-01\n"
    assert words in text(bring(boss, "staff", staff))
    people = f"姓名,身份证号,机构编码\n赵外人,{ID_ZHAO},anlan\n"
    assert words in text(bring(boss, "people", people)), "nor takes a person over from there"
    head = "编码,名称,类别,起始日期,上级编码\n"
    assert words in text(bring(boss, "organisations", head + "other,改名,部门,2026-01-01,anlan\n"))
    assert words in text(bring(boss, "organisations", head + "lone,无上级,部门,2026-01-01,\n"))
    rows = "anlan-west,安澜市城西分中心,部门,2026-01-01,anlan\nanlan-w1,城西一所,部门,2026-01-01,anlan-west\n"
    answer = bring(boss, "organisations", head + rows)
    assert "没有差错" in text(answer)
    boss.post(answer.request["PATH_INFO"], {})
    assert Organisation.objects.filter(code__in=["anlan-west", "anlan-w1"]).count() == 2
    staff = staff.replace("other", "anlan-north")
    boss.post(bring(boss, "staff", staff).request["PATH_INFO"], {})
    assert RoleGrant.objects.get(user__username="xin").organisation == world.north


def test_the_auditor_reads_the_log_of_one_person(world):
    auditor = signed_in(world.auditor)
    teller = Actor.staff(world.teller)
    log_access(teller, "person.page", "柜台办理", world.city, world.li.subject_key)
    log_access(teller, "person.page", "打听别人", world.city, world.li_min.subject_key)
    log_access(teller, "person.page", "外市的事", world.other, world.zhao.subject_key)
    page = text(auditor.get(at("access")))
    assert ("柜台办理" in page, "打听别人" in page, "外市的事" in page) == (True, True, False)
    page = say(auditor, "access-find", number=ID_LI, purpose="本人来问")
    assert ("柜台办理" in page, "打听别人" in page) == (True, False)
    assert Access.objects.filter(what="access.search", subject_key=world.li.subject_key, purpose="本人来问").exists()
    assert "打听别人" in say(auditor, "access-find", clear="1")
    assert "没有用这个号码的人" in say(auditor, "access-find", number=ID_ZHAO, purpose="查")
    for wrong in ({"number": "李", "purpose": "查"}, {"number": ID_LI}, {"purpose": "查"}):
        answer = auditor.post(at("access-find"), wrong)
        assert answer.status_code == 422
        assert 'class="err"' in text(answer)
    assert "找" in text(auditor.get(at("access"))) or "查" in text(auditor.get(at("access")))


def test_the_log_has_pages_and_costs_the_same_however_long(world):
    auditor = signed_in(world.auditor)

    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert auditor.get(at("access")).status_code == 200
        return len(caught)

    for n in range(3):
        log_access(Actor.staff(world.teller), "person.page", f"事{n}", world.city, world.li.subject_key)
    cost()
    few = cost()
    for n in range(60):
        log_access(Actor.staff(world.teller), "person.page", f"事{n}", world.city, world.li.subject_key)
    assert cost() == few <= 12
    assert "?page=3" in text(auditor.get(at("access")))
