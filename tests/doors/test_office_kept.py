"""A kept workbook taken over in the office: columns, rows, doubts asked, nothing half-written."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger.lines import ledger_lines
from silverbridge.domain.ledger.models import HandOut, KeptLedger, KeptLine, Task
from silverbridge.domain.ledger.services import KeptChoice, Workbook, confirm_notice, confirm_task, take_over_ledger
from silverbridge.domain.places.queries import today
from silverbridge.engines.ledgers import Deadline, Entry
from tests.doors.office_world import add_ledger, at, say, signed_in, text
from tests.engines import kept_samples as kept


@pytest.fixture
def clerk(world, settings, tmp_path):
    """The reporting officer brings workbooks; the city's ledger holds one notice of three tasks."""
    settings.MEDIA_ROOT = Path(tmp_path) / "files"
    add_ledger(world)
    return signed_in(world.officer)


def bring(client, world, data, name="台账.xlsx"):
    """Uploads a workbook; gives the page after it."""
    answer = client.post(at("notice-kept", world.notice.pk), {"file": SimpleUploadedFile(name, data)}, follow=True)
    return answer


def token_of(answer):
    return answer.request["PATH_INFO"].rstrip("/").rpartition("/")[2]


def columns(client, world, answer, **changes):
    """Confirms the columns, some of them changed; gives the page of rows."""
    return client.post(answer.request["PATH_INFO"], changes, follow=True)


def lying(settings):
    folder = settings.MEDIA_ROOT / "lists"
    return list(folder.iterdir()) if folder.exists() else []


def test_a_merged_ledger_becomes_lines_of_the_tasks(clerk, world, settings):
    answer = bring(clerk, world, kept.merged())
    page = text(answer)
    assert "第2步，共3步" in page and "尚未写入" in page
    (file,) = lying(settings)
    assert "柜台" not in file.read_text(), "what lies about is sealed"
    answer = columns(clerk, world, answer)
    page = text(answer)
    assert "第3、4、5行" in page and not KeptLedger.objects.exists()
    posted = {"row-3": "1", "row-6": "2", "row-7": "3"}
    page = text(clerk.post(answer.request["PATH_INFO"], posted, follow=True))
    assert "已导入3行" in page
    assert lying(settings) == []
    first = KeptLine.objects.get(task__number=1)
    assert (first.rows, first.deadline, first.state) == ([3, 4, 5], date(2026, 12, 31), "in_progress")
    assert first.lead == ["市民生服务中心", "市卫生健康委", "市残联"]
    line = ledger_lines(world.notice)[0]
    assert line.progress == "已留4处\n正在排班\n每周上门" and line.state == "正在推进"
    assert Task.objects.get(pk=world.task.pk).deadline == world.task.deadline, "the notice's own task is not touched"
    (event,) = Event.objects.filter(name="ledger.kept.taken")
    assert event.data == {"lines": 3, "new_tasks": 0, "left_out": 0}


def test_what_seems_sure_is_chosen_and_doubts_are_asked(clerk, world):
    answer = columns(clerk, world, bring(clerk, world, kept.shuffled()))
    page = text(answer)
    assert page.count("选这一项") == 0
    assert 'value="2" selected' in page and 'value="1" selected' in page
    assert "没有相近的任务" in page
    posted = {"row-2": "2", "row-4": "1", "row-5": ""}
    answer = clerk.post(answer.request["PATH_INFO"], posted)
    assert answer.status_code == 422 and "请说明这是哪项任务" in text(answer)
    assert not KeptLedger.objects.exists()
    page = text(clerk.post(answer.request["PATH_INFO"], posted | {"row-5": "new"}, follow=True))
    assert "已导入3行" in page
    made = Task.objects.get(number=4)
    assert made.text == "给景区发放老年人购票指引" and made.responsible == ["市文旅局"]
    assert (made.deadline, made.is_confirmed, made.confidence) == (date(2026, 5, 31), False, 0.0)
    assert clerk.get(at("task", made.pk)).status_code == clerk.get(at("notice", world.notice.pk)).status_code == 200


def test_rows_nothing_is_chosen_for_can_be_left_out(clerk, world):
    answer = columns(clerk, world, bring(clerk, world, kept.shuffled()))
    clerk.post(answer.request["PATH_INFO"], {"row-2": "2", "row-4": "out", "rest": "1"})
    ledger = KeptLedger.objects.get()
    assert (ledger.left_out, [line.task.number for line in ledger.lines.all()]) == (2, [2])


def test_a_wrong_cell_stops_its_row_and_is_named(clerk, world):
    answer = columns(clerk, world, bring(clerk, world, kept.formulas()))
    page = text(answer)
    assert "E4" in page and "公式没有保存结果" in page and "C3" in page and "没有打开那个文件" in page
    posted = {"row-2": "1", "row-3": "2", "row-4": "3"}
    answer = clerk.post(answer.request["PATH_INFO"], posted)
    assert (answer.status_code == 422 and "第4行" in text(answer).replace("这些行", "第")) or "4" in text(answer)
    assert not KeptLedger.objects.exists(), "nothing is half-written"
    clerk.post(answer.request["PATH_INFO"], posted | {"only_good": "1"})
    assert [line.task.number for line in KeptLine.objects.order_by("pk")] == [1, 2]


def test_one_task_is_never_taken_twice(clerk, world):
    answer = columns(clerk, world, bring(clerk, world, kept.shuffled()))
    answer = clerk.post(answer.request["PATH_INFO"], {"row-2": "2", "row-4": "2", "row-5": "out"})
    assert answer.status_code == 422 and "同一项任务" in text(answer)
    answer = clerk.post(answer.request["PATH_INFO"], {"row-2": "2", "row-2-other": "77", "row-4": "1", "row-5": "out"})
    assert answer.status_code == 422 and "没有这项任务" in text(answer)
    assert not KeptLedger.objects.exists()


def test_columns_can_be_set_otherwise(clerk, world):
    answer = bring(clerk, world, kept.shuffled())
    wrong = clerk.post(answer.request["PATH_INFO"], {"column-1": "task"})
    assert wrong.status_code == 422
    none = clerk.post(answer.request["PATH_INFO"], {"column-3": ""})
    assert none.status_code == 422 and "没有任务列" in text(none)
    assert clerk.post(answer.request["PATH_INFO"], {"year": "26"}).status_code == 422
    page = columns(clerk, world, answer, **{"column-1": "remarks"})
    clerk.post(page.request["PATH_INFO"], {"row-2": "2", "row-4": "1", "row-5": "out"})
    assert KeptLine.objects.get(task__number=2).remarks == "已改表单"
    assert KeptLine.objects.get(task__number=2).progress == ""


def test_another_sheet_and_header_can_be_named(clerk, world):
    answer = bring(clerk, world, kept.several_sheets())
    page = text(clerk.get(answer.request["PATH_INFO"], {"sheet": "2", "top": "1", "bottom": "1"}))
    assert "去年" in page and "牵头单位" in page
    for nonsense in ({"sheet": "9", "top": "1", "bottom": "1"}, {"sheet": "0", "top": "5", "bottom": "2"}):
        assert "没有认出台账" in text(clerk.get(answer.request["PATH_INFO"], nonsense))


def test_telephones_are_sealed_and_masked(clerk, world):
    answer = columns(clerk, world, bring(clerk, world, kept.plain()))
    page = text(answer)
    assert "13800990001" not in page and "138 **** 0001" in page
    clerk.post(answer.request["PATH_INFO"], {"row-2": "1", "row-3": "2"})
    line = KeptLine.objects.get(task__number=1)
    assert line.contact == "周宁 13800990001"
    assert KeptLine.objects.filter(pk=line.pk, contact__isnull=False).exists()
    shown, full = (ledger_lines(world.notice, phones)[0].contact for phones in (False, True))
    assert (shown, full) == ("周宁 138 **** 0001", "周宁 13800990001")


def test_the_newest_workbook_holds(clerk, world):
    for _turn in range(2):
        answer = columns(clerk, world, bring(clerk, world, kept.plain()))
        clerk.post(answer.request["PATH_INFO"], {"row-2": "1", "row-3": "out"})
    assert KeptLedger.objects.count() == 2
    KeptLine.objects.filter(ledger=KeptLedger.objects.latest("pk")).update(progress="新的进展")
    assert ledger_lines(world.notice)[0].progress == "新的进展"


def test_a_file_can_be_left_and_is_nobody_elses(clerk, world, settings):
    answer = bring(clerk, world, kept.plain())
    address = answer.request["PATH_INFO"]
    other = signed_in(world.supervisor)
    for page in (other.get(address), other.post(address), other.get(f"{address}rows"), other.post(f"{address}rows")):
        assert page["Location"] == at("notice-kept", world.notice.pk)
    assert "没有导入" in text(clerk.post(address, {"drop": "1"}, follow=True))
    assert lying(settings) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是工作簿"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧版 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        (b"x" * (2**20 + 1), "超过1 MB"),
    ],
)
def test_a_file_that_is_no_workbook_gets_its_own_words(clerk, world, settings, data, words):
    settings.UPLOAD_MAX_BYTES = 2**20
    answer = bring(clerk, world, data)
    assert answer.status_code == 422 and words in text(answer)
    assert lying(settings) == []


def test_of_two_who_take_one_upload_over_one_is_first(clerk, world):
    book = Workbook("台账.xlsx", "0" * 64, "台账", "one-ticket")
    choices = [KeptChoice(Entry((2,), 1, False, task="柜台"), 1, 0.9)]
    take_over_ledger(world.notice, book, choices, 0, world.clerk)
    with pytest.raises(Conflict):
        take_over_ledger(world.notice, book, choices, 0, world.clerk)
    assert KeptLedger.objects.count() == 1


def test_the_workbook_comes_back_with_its_wrong_cells_marked(clerk, world):
    answer = columns(clerk, world, bring(clerk, world, kept.formulas()))
    address = answer.request["PATH_INFO"].replace("/rows", "/errors")
    assert address in text(answer)
    given = clerk.get(address)
    assert "attachment" in given.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(given.content)).active
    column = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "核对提示").column
    assert "E4" in sheet.cell(4, column).value and "公式没有保存结果" in sheet.cell(4, column).value
    assert sheet["E4"].fill.fgColor.rgb.endswith("FFC7CE") and sheet["C3"].fill.fgColor.rgb.endswith("FFEB9C")
    assert sheet["E4"].value.startswith("=") and sheet["E2"].value == "正在推进", (
        "what was computed stands, the rest is mended"
    )
    again = text(columns(clerk, world, bring(clerk, world, given.content)))
    assert "E4" in again and "D2" not in again, "brought again, the added column is passed over"
    assert signed_in(world.users["outsider"]).get(address).status_code == 404


def test_a_kept_line_is_handed_out_with_one_press(clerk, world):
    boss = signed_in(world.supervisor)
    confirm_notice(world.notice, world.clerk)
    confirm_task(world.task, world.clerk)
    by = Deadline("date", today() + timedelta(9), "")
    entry = Entry((2,), 2, False, task="柜台", lead=("安澜市城北分中心",), deadline=by, contact="郑岚")
    take_over_ledger(world.notice, Workbook("a.xlsx", "0" * 64, "Sheet1", "t1"), [KeptChoice(entry, 1)], 0, world.clerk)
    page = text(boss.get(at("task", world.task.pk)))
    assert "填写联系人后交办" in page and "按此交办" not in page, "without a telephone a person fills it in"
    assert "不足以交办" in say(boss, "task-hand-out-kept", world.task.pk)
    KeptLine.objects.update(contact="")
    line = KeptLine.objects.get()
    line.contact = "郑岚 13800006029"
    line.save()
    page = text(boss.get(at("task", world.task.pk)))
    assert (
        "按此交办" in page
        and "郑岚 138 **** 6029" in page
        and "按此交办" not in text(clerk.get(at("task", world.task.pk)))
    )
    assert clerk.post(at("task-hand-out-kept", world.task.pk)).status_code == 404
    assert "已按原台账交办" in say(boss, "task-hand-out-kept", world.task.pk)
    row = HandOut.objects.get()
    assert (row.organisation, row.role, row.contact_name, row.due) == (
        world.north,
        "lead",
        "郑岚",
        today() + timedelta(9),
    )
    assert row.contact_phone == "+8613800006029" and "不足以交办" in say(boss, "task-hand-out-kept", world.task.pk)
    assert HandOut.objects.count() == 1
