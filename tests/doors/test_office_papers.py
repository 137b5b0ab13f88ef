"""What leaves the office, opened again; telephones masked unless somebody says why, and every such reading logged."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.fields import fields_of
from silverbridge.domain.ledger.models import Chase, HandOut, Notice, OutgoingDocument
from silverbridge.domain.places.queries import today
from silverbridge.engines.notices.outputs import json_schema
from tests.doors.office_world import add_ledger, add_work, at, say, signed_in, text

PHONE = "13800006029"


@pytest.fixture
def worked(world):
    """The first task is in the north's hands, with material, and was chased."""
    add_work(add_ledger(world))
    services.report_back(
        world.handout,
        world.handout.revision,
        services.Told("已开12处窗口。", "缺人手。", "下月补齐。"),
        world.north_clerk,
    )
    return world


@pytest.fixture
def clerk(worked):
    return signed_in(worked.officer)


def sheet(answer):
    return load_workbook(io.BytesIO(answer.content)).active


def words(answer):
    return [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs if p.text.strip()]


def test_the_ledger_says_what_the_units_said(clerk, worked):
    answer = clerk.get(at("notice-paper", worked.notice.pk, "ledger"))
    found = sheet(answer)
    assert answer["Cache-Control"] == "no-store, private"
    assert quote("便利老年人办事若干措施台账") in answer["Content-Disposition"]
    said = dict(zip([c.value for c in found[3]], [c.value for c in found[4]], strict=True))
    assert found["A1"].value == "安澜市便利老年人办事若干措施工作台账"
    assert said["序号"] == "1" and said["工作任务"] == worked.task.text
    assert said["牵头单位"] == "安澜市民生服务中心" and "市卫生健康委" in said["责任单位"]
    assert said["责任人及电话"] == "郑岚 138 **** 6029"
    assert (said["进展情况"], said["存在问题"], said["下一步打算"]) == ("已开12处窗口。", "缺人手。", "下月补齐。")
    assert "现场.pdf" in said["佐证材料"]
    assert "办理" in said["状态"] and "红灯" in said["状态"] and said["状态"].startswith("✘")
    other = dict(zip([c.value for c in found[3]], [c.value for c in found[5]], strict=True))
    assert other["完成时限"] == "长期坚持" and other["进展情况"] is None, "nothing said is nothing, not a made-up word"
    (read,) = Access.objects.filter(what="ledger.sheet")
    assert read.object_key == worked.notice.object_key


def test_whole_telephones_only_after_saying_why(clerk, worked):
    page = at("notice-papers", worked.notice.pk)
    assert clerk.post(page, {"purpose": ""}).status_code == 422
    assert not Access.objects.filter(what="ledger.sheet_phones").exists()
    found = sheet(clerk.post(page, {"purpose": "电话催办任务1"}))
    assert PHONE in found["F4"].value.replace("+86", "") and "妥善保管" in found["A2"].value
    assert Access.objects.get(what="ledger.sheet_phones").purpose == "电话催办任务1"


def test_the_list_of_tasks(clerk, worked):
    answer = clerk.get(at("notice-paper", worked.notice.pk, "tasks"))
    document = docx.Document(io.BytesIO(answer.content))
    assert document.paragraphs[0].text == "安澜市便利老年人办事若干措施任务清单"
    rows = [[c.text for c in row.cells] for row in document.tables[0].rows]
    assert rows[1] == ["1", worked.task.text, "安澜市民生服务中心", "市卫生健康委", "2036年12月31日"]
    assert rows[2][4] == "长期坚持" and rows[3][4] == "未规定"


def test_a_hand_out_has_its_document(clerk, worked):
    said = words(clerk.get(at("handout-paper", worked.handout.pk)))
    assert said[0] == worked.city.name and said[1].startswith("督〔20") and "　　号" in said[1]
    assert "".join(said[2:4]).startswith("关于办理《安澜市便利老年人办事若干措施》第1项任务")
    assert f"{worked.north.name}：" in said
    assert any("牵头办理第1项任务" in line for line in said) and any(worked.task.text in line for line in said)
    assert PHONE not in "".join(said) and "郑岚" in "".join(said)
    assert Access.objects.filter(what="ledger.sheet", object_key=worked.handout.object_key).exists()


def test_both_sides_have_the_document_and_nobody_else(worked):
    assert signed_in(worked.north_clerk.user).get(at("handout-paper", worked.handout.pk)).status_code == 200
    assert signed_in(worked.users["outsider"]).get(at("handout-paper", worked.handout.pk)).status_code == 404


def test_a_task_has_its_document_only_when_it_binds(clerk, worked):
    said = words(clerk.get(at("task-paper", worked.task.pk)))
    assert "安澜市民生服务中心、市卫生健康委：" in said and "牵头单位：安澜市民生服务中心。" in said
    other = worked.notice.tasks.get(number=2)
    assert "还没有确认" in text(clerk.get(at("task-paper", other.pk), follow=True))
    Notice.objects.filter(pk=worked.notice.pk).update(status="repealed")
    assert "未生效" in text(clerk.get(at("task-paper", worked.task.pk), follow=True))


def test_a_sheet_gets_its_number_once_and_is_the_same_whenever_it_is_printed(clerk, worked):
    boss, row, task = signed_in(worked.supervisor), worked.handout, worked.task
    assert "督〔" + str(today().year) + "〕　　号" in words(clerk.get(at("handout-paper", row.pk)))
    assert "督办" in say(clerk, "task-paper", task.pk) and not OutgoingDocument.objects.exists(), "a supervisor issues"
    first = f"督〔{today().year}〕1号"
    for _n in range(2):
        assert f"{first} (Word)" in say(boss, "handout-paper", row.pk)
    services.send_chase(worked.chase, worked.boss)
    assert f"督〔{today().year}〕3号" in say(boss, "task-paper", task.pk)
    printed = clerk.get(at("handout-paper", row.pk)).content
    assert first in words(clerk.get(at("handout-paper", row.pk)))
    HandOut.objects.filter(pk=row.pk).update(due=today() + timedelta(99))
    Notice.objects.filter(pk=worked.notice.pk).update(status="repealed")
    for document in OutgoingDocument.objects.all():
        again = [clerk.get(at("outgoing-paper", document.pk)).content for _n in range(2)]
        assert again[0] == again[1] and document.file.digest == hashlib.sha256(again[0]).hexdigest()
    sheet = OutgoingDocument.objects.get(handout=row, kind="handout_sheet")
    assert (
        printed == clerk.get(at("handout-paper", row.pk)).content == clerk.get(at("outgoing-paper", sheet.pk)).content
    )
    listed = text(clerk.get(at("outgoing")))
    assert [listed.count(f"督〔{today().year}〕{n}号</th>") for n in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert Access.objects.filter(what="ledger.sheet", object_key=sheet.object_key).exists()
    kinds = list(Event.objects.filter(name="ledger.document.registered").values_list("data__kind", flat=True))
    assert sorted(kinds) == ["chase", "handout_sheet", "task_sheet"]
    few = cost(clerk)
    for n in range(5):
        services.register_document(worked.city, "other", f"函{n}", today(), worked.boss)
    assert cost(clerk) == few


def cost(client):
    """Queries of the register's page."""
    with CaptureQueriesContext(connection) as seen:
        client.get(at("outgoing"))
    return len(seen)


def test_a_chase_has_its_letter_once_it_was_sent(clerk, worked):
    assert "还没有发出" in text(clerk.get(at("chase-paper", worked.chase.pk), follow=True))
    services.send_chase(worked.chase, worked.boss)
    chase = Chase.objects.get(pk=worked.chase.pk)
    said = words(clerk.get(at("chase-paper", chase.pk)))
    assert said[0] == worked.city.name and said[1] == chase.number
    body = chase.text.split("\n")[2:-1]
    assert [line for line in said if line in body] == body, "in the words in which it was sent"
    assert said[-2] == worked.city.name


def test_a_notice_goes_out_as_it_stands_in_the_ledger(clerk, worked):
    last = worked.notice.tasks.get(number=3)
    services.correct_task(last, replace(fields_of(last), leads=("市数据局",)), last.revision, worked.clerk)
    found = json.loads(clerk.get(at("notice-paper", worked.notice.pk, "json")).content)
    assert [task["leads"] for task in found["tasks"]] == [["安澜市民生服务中心"], ["市民政局"], ["市数据局"]]
    assert set(found) == set(json_schema()["properties"])
    xml = etree.fromstring(clerk.get(at("notice-paper", worked.notice.pk, "akn")).content)
    marked = [element.text for element in xml.iterfind(".//{*}mainBody//{*}organization")]
    assert marked == ["安澜市民生服务中心", "市卫生健康委", "市民政局"], "what is not printed is marked nowhere"
    calendar = Calendar.from_ical(clerk.get(at("notice-paper", worked.notice.pk, "ics")).content)
    assert [event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")] == ["2036-12-31"]
    assert clerk.get(at("notice-paper", worked.notice.pk, "nonsense")).status_code == 404
    assert clerk.get(at("notice-papers", worked.notice.pk)).status_code == 200
