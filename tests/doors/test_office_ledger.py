"""Notices in, confirmed, linked, judged: through the pages of the office."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from silverbridge.domain.accounts.models import Access
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.queries import indicator
from silverbridge.domain.ledger.models import Judgement, Notice, TaskIndicator
from silverbridge.domain.ledger.services import (
    confirm_notice,
    confirm_target,
    confirm_task,
    import_notice,
    link_indicator,
    set_validity,
)
from silverbridge.doors.office import figures, marking
from tests.domain.evidence_world import NOTICE, ask
from tests.doors.office_world import REPEALED, SHARE, add_ledger, at, link, say, signed_in, text


@pytest.fixture
def ledger(world, settings, tmp_path):
    """The city with one notice; 许岚 keeps the ledger, 何文 supervises."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, Path(tmp_path) / "files"
    w = add_ledger(world)
    w.officer_at, w.boss_at = signed_in(w.officer), signed_in(w.supervisor)
    return w


def upload(client, w, data=None, name="notice.txt", pasted=""):
    """Brings a file or pasted text; gives the page one reads next."""
    form = {"organisation": w.city.pk, "text": pasted}
    if data is not None:
        form["file"] = SimpleUploadedFile(name, data)
    return text(client.post(at("notice-upload"), form, follow=True))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_notice_is_taken_in_from_a_file(ledger, encoding):
    other = NOTICE.replace("9号", "31号")
    page = upload(ledger.officer_at, ledger, other.encode(encoding))
    assert "文件已读取" in page
    assert "安政办发〔2026〕31号" in page
    row = Notice.objects.get(document_number="安政办发〔2026〕31号")
    assert (row.tasks.count(), row.uploaded_by, row.is_confirmed) == (3, ledger.officer, False)


def test_a_notice_is_taken_in_from_pasted_text_once(ledger):
    page = upload(ledger.officer_at, ledger, pasted=NOTICE.replace("9号", "32号"))
    assert "文件已读取" in page
    page = upload(ledger.officer_at, ledger, pasted=NOTICE.replace("9号", "32号"))
    assert "已在台账中" in page
    assert Notice.objects.count() == 2


BAD = {
    "no notice": ({"data": "今天天气很好，大家去公园。".encode()}, "公文"),
    "empty": ({"data": b""}, "空的"),
    "binary": ({"data": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01\xff\xfe\x00"}, "扫描件或图片"),
    "wrong encoding": ({"data": bytes(range(128, 256)) * 40}, "纯文本"),
    "nothing at all": ({}, "还没有文件内容"),
    "both": ({"data": NOTICE.encode(), "pasted": NOTICE}, "请去掉一种"),
    "pasted nonsense": ({"pasted": "买菜：白菜两斤。"}, "公文"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_notice_gets_its_own_words_beside_the_field(ledger, case):
    given, words = BAD[case]
    page = upload(ledger.officer_at, ledger, **given)
    error = page.partition('class="err"')[2].partition("</div>")[0]
    assert words in error
    assert Notice.objects.count() == 1


def test_a_file_that_is_too_large_says_how_large_it_may_be(ledger, settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    page = upload(ledger.officer_at, ledger, NOTICE.encode() + b" " * 2**20)
    assert "超过1" in page
    assert Notice.objects.count() == 1


def test_the_text_is_shown_with_units_and_deadline_marked(ledger):
    page = text(ledger.officer_at.get(at("notice", ledger.notice.pk)))
    for words in ("安澜市民生服务中心", "市卫生健康委", "2036年12月31日", "长期坚持"):
        assert f"<mark>{words}</mark>" in page
    shown = marking.clauses(ledger.notice, ledger.notice.tasks.all())
    assert [t.number for clause in shown for t in clause.tasks] == [1, 2, 3]
    assert "".join(words for _marked, words in shown[-1].pieces) in ledger.notice.text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("repealed", "仅供查考"),
        ("consultation_draft", "正式印发前不作要求"),
        ("unknown", "没有写明是否现行有效"),
    ],
)
def test_what_does_not_bind_says_why_in_words(ledger, status, words):
    set_validity(ledger.notice, status, ledger.boss)
    for page in (at("notice", ledger.notice.pk), at("task", ledger.task.pk), at("notice-text", ledger.notice.pk)):
        assert words in text(ledger.officer_at.get(page))
    assert "不作要求" in text(ledger.officer_at.get(at("notice", ledger.notice.pk)))
    assert "保存评价" not in text(ledger.officer_at.get(at("task", ledger.task.pk)))


def test_notices_are_filtered_by_validity(ledger):
    import_notice(REPEALED, "old.txt", ledger.clerk, ledger.city)
    page = text(ledger.officer_at.get(at("notices"), {"status": "repealed"}))
    assert "8号" in page
    assert "9号" not in page
    assert "9号" in text(ledger.officer_at.get(at("notices"), {"status": "nonsense"}))


def test_a_supervisor_confirms_notice_and_tasks(ledger):
    assert "文件已确认" in say(ledger.boss_at, "notice-confirm", ledger.notice.pk, seen="in_force")
    shown = list(ledger.notice.tasks.values_list("pk", flat=True))
    assert "已确认3项任务" in say(ledger.boss_at, "tasks-confirm", ledger.notice.pk, task=shown)
    assert not ledger.notice.tasks.filter(confirmed_by=None).exists()


def test_the_second_of_two_is_told_plainly(ledger):
    """For a notice, a task, several tasks, a target and a judgement."""
    row = link(ledger)
    conflict = "刚才已有别人改过这一处"
    for name, args, data in (
        ("notice-confirm", [ledger.notice.pk], {"seen": "in_force"}),
        ("task-confirm", [ledger.task.pk], {}),
        ("target-confirm", [ledger.task.pk, row.pk], {"revision": 1}),
        ("task-judge", [ledger.task.pk], {"side": "unit", "verdict": "met", "revision": 0}),
        ("notice-validity", [ledger.notice.pk], {"seen": "in_force", "status": "repealed"}),
    ):
        assert conflict not in say(ledger.boss_at, name, *args, **data), name
        again = data | {"status": "unknown"} if name == "notice-validity" else data
        assert conflict in say(ledger.boss_at, name, *args, **again), name
    shown = list(ledger.notice.tasks.values_list("pk", flat=True))
    assert conflict in say(ledger.boss_at, "tasks-confirm", ledger.notice.pk, task=shown)
    assert ledger.notice.tasks.filter(confirmed_at__isnull=False).count() == 1, "all shown, or none"


def test_a_target_changed_meanwhile_is_not_confirmed(ledger):
    row = link(ledger, 0.9)
    link(ledger, 0.1)
    assert "刚才已有别人" in say(ledger.boss_at, "target-confirm", ledger.task.pk, row.pk, revision=1)
    assert not TaskIndicator.objects.get().is_confirmed


def test_an_indicator_is_chosen_by_its_definition_and_linked_in_per_cent(ledger):
    page = text(ledger.officer_at.get(at("task-link", ledger.task.pk)))
    assert "从电话、柜台、上门提出的占比" in page
    form = {"direction": "up", "target": "45.5", "min_sample": "30", "organisation": ledger.city.pk}
    address = f"{at('task-link', ledger.task.pk)}?indicator={SHARE}"
    page = text(ledger.officer_at.post(address, form, follow=True))
    assert "不低于45.5%" in page
    row = TaskIndicator.objects.get()
    assert (row.target, row.organisation, row.is_confirmed) == (0.455, ledger.city, False)
    for wrong, words in (
        ({"target": "950"}, "占比最多100%"),
        ({"min_sample": "3"}, "样本不少于30"),
        ({"target": ""}, "还没有填"),
        ({"target": "nan"}, "id_target-error"),
    ):
        page = text(ledger.officer_at.post(address, form | wrong))
        assert words in page, wrong
    assert TaskIndicator.objects.get().target == 0.455
    assert ledger.officer_at.get(at("task-link", ledger.task.pk), {"indicator": "nonsense"}).status_code == 404
    assert "已取消关联" in say(ledger.officer_at, "link-remove", ledger.task.pk, row.pk)


def test_no_data_is_never_a_zero(ledger):
    link(ledger)
    for page in (at("notice", ledger.notice.pk), at("task", ledger.task.pk)):
        shown = text(ledger.officer_at.get(page))
        assert "没有数据" in shown
        assert "0%" not in shown.replace("50%", "").replace("100%", "")
    say(ledger.officer_at, "refresh", notice=ledger.notice.pk)
    shown = text(ledger.officer_at.get(at("task", ledger.task.pk)))
    assert "没有数据，不是零" in shown
    assert "0 / 0" not in shown


def test_from_no_data_to_rows(ledger):
    row = link(ledger, 0.5, 30)
    confirm_target(row, ledger.boss)
    confirm_task(ledger.task, ledger.clerk)
    say(ledger.boss_at, "notice-confirm", ledger.notice.pk, seen="in_force")
    for n in range(3):
        ask(ledger, f"k{n}", "phone" if n else "web")
    page = say(ledger.officer_at, "refresh", notice=ledger.notice.pk, next=at("notice", ledger.notice.pk))
    assert "已算出2个数据" in page
    assert "测得66.7%，要求不低于50%" in page
    assert "样本3" in page
    address = f"{at('task-rows', ledger.task.pk)}?link={row.pk}&part=numerator"
    assert "查阅目的" in text(ledger.officer_at.get(address))
    assert "还没有填" in text(ledger.officer_at.post(address, {"purpose": " "}))
    assert not Access.objects.exists()
    page = text(ledger.officer_at.post(address, {"purpose": "核对任务1"}, follow=True))
    assert page.count("李**") == 2
    assert "李桂兰" not in page
    assert Access.objects.filter(what="evidence.rows", purpose="核对任务1", user=ledger.officer).count() == 2
    assert ledger.officer_at.get(address + "&page=9").status_code == 400
    assert ledger.officer_at.get(address + "&page=x").status_code == 404
    assert ledger.officer_at.get(address.replace("numerator", "other")).status_code == 404
    assert "查阅目的" in text(ledger.boss_at.get(address)), "a purpose is one person's"


def test_judgements_stand_side_by_side(ledger):
    said = {"side": "unit", "verdict": "met", "remark": "柜台全年开着。", "revision": 0}
    assert "不能评判" in say(ledger.officer_at, "task-judge", ledger.task.pk, **said), (
        "nothing counts that nobody confirmed"
    )
    confirm_notice(ledger.notice, ledger.boss)
    confirm_task(ledger.task, ledger.boss)
    assert "评价已保存" in say(ledger.officer_at, "task-judge", ledger.task.pk, **said)
    said = {"side": "supervisor", "verdict": "not_met", "revision": 0}
    assert "您的岗位不能" in say(ledger.officer_at, "task-judge", ledger.task.pk, **said)
    page = say(ledger.boss_at, "task-judge", ledger.task.pk, **said)
    assert all(words in page for words in ("系统评价", "单位自评", "督导评价", "柜台全年开着。", "许岚", "何文"))
    answer = ledger.boss_at.post(at("task-judge", ledger.task.pk), {"side": "unit", "revision": 1})
    assert answer.status_code == 422
    assert "还没有填" in text(answer)
    assert "这个评价看不明白" in say(ledger.boss_at, "task-judge", ledger.task.pk, side="x", verdict="met")
    assert Judgement.objects.count() == 2


@pytest.mark.parametrize("named", ["2026", "2026Q5", "9999Q4", "abc"])
def test_a_quarter_that_is_none_is_not_there(ledger, named):
    assert ledger.officer_at.get(at("task", ledger.task.pk), {"period": named}).status_code == 404


def test_lists_cost_the_same_however_long(ledger):
    """Notices, one notice's tasks, a task, home: the number of queries does not grow."""
    link(ledger)
    pages = [at("notices"), at("notice", ledger.notice.pk), at("home"), at("indicators")]

    def cost(address):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert ledger.officer_at.get(address).status_code == 200
        return len(caught)

    for address in pages:
        cost(address)  # what is cached for later is paid for once
    few = {address: cost(address) for address in pages}
    for n in range(40, 48):
        import_notice(NOTICE.replace("9号", f"{n}号"), "n.txt", ledger.clerk, ledger.city)
    for task in ledger.notice.tasks.all():
        for code in ("requests-count", "acting-for-share"):
            link_indicator(task, code, 0.5, "up", None, ledger.clerk)
    many = {address: cost(address) for address in pages}
    assert many == few
    assert max(many.values()) <= 20, many


def test_definitions_are_shown_in_words(ledger):
    load_indicators()
    page = text(ledger.officer_at.get(at("indicator", "digital-divide-gap")))
    assert "数字渠道占比减人工渠道占比" in page
    assert "国办发〔2020〕45号" in page
    assert ledger.officer_at.get(at("indicator", "nonsense")).status_code == 404


def test_evidence_is_put_on_file(ledger):
    """A figure as it is now, an inspection, a signed document; each shows its kind."""
    row = link(ledger, 0.5, 30)
    assert "还没有算过这个数" in say(ledger.officer_at, "link-keep", ledger.task.pk, row.pk)
    assert ledger.officer_at.post(at("link-keep", ledger.task.pk, 99999)).status_code == 404
    say(ledger.officer_at, "refresh")
    assert "没有数据，不能归档" in say(ledger.officer_at, "link-keep", ledger.task.pk, row.pk)
    ask(ledger, "k1", "phone")
    say(ledger.officer_at, "refresh")
    page = say(ledger.officer_at, "link-keep", ledger.task.pk, row.pk)
    assert "人工渠道占比 100%" in page
    form = {"kind": "inspected", "organisation": ledger.city.pk, "first": "2026-10-01", "last": "2026-12-31"}
    more = {"summary": "暗访12处，11处有座位。", "covered": "11", "covered_of": "12"}
    page = say(ledger.officer_at, "task-evidence", ledger.task.pk, **form, **more)
    assert "暗访12处，11处有座位。" in page
    assert "查看11，共12" in page
    page = say(ledger.officer_at, "task-evidence", ledger.task.pk, **form)
    assert "还没有写查看结果" in page
    page = say(ledger.officer_at, "task-evidence", ledger.task.pk, **form, **(more | {"covered": "13"}))
    assert "查看的数量多于总数" in page
    signed = form | {"kind": "attested", "document": "安民函〔2026〕3号"}
    assert "还缺签署文件" in say(ledger.officer_at, "task-evidence", ledger.task.pk, **signed)
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 signed")
    assert "安民函〔2026〕3号" in say(ledger.officer_at, "task-evidence", ledger.task.pk, **signed, file=file)
    assert sorted(ledger.task.evidence.values_list("kind", flat=True)) == ["attested", "inspected", "measured"]
    elsewhere = form | more | {"organisation": ledger.other.pk}
    assert "id_organisation-error" in say(ledger.officer_at, "task-evidence", ledger.task.pk, **elsewhere)
    assert ledger.task.evidence.count() == 3


def test_units_that_share_a_task_are_named_where_none_leads(ledger):
    shared = "(市民政局、市财政局按职责分工负责,2026年12月底前完成)"
    text_of = NOTICE.replace("(牵头单位:市政务服务局)", shared).replace("9号", "50号")
    row = import_notice(text_of, "n.txt", ledger.clerk, ledger.city)
    page = text(ledger.officer_at.get(at("notice", row.pk)))
    line = page.partition('id="task-3"')[2].partition("</tr>")[0]
    assert "市民政局<br>市财政局" in line
    assert "分工负责" in line


def test_tasks_are_confirmed_together_or_not_at_all(ledger):
    """The last of those shown was confirmed meanwhile, so none of the others is."""
    *others, last = ledger.notice.tasks.order_by("number")
    confirm_task(last, ledger.clerk)
    shown = [task.pk for task in (*others, last)]
    assert "刚才已有别人" in say(ledger.boss_at, "tasks-confirm", ledger.notice.pk, task=shown)
    assert list(ledger.notice.tasks.filter(confirmed_at__isnull=False)) == [last]


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        (SHARE, 0.246, "24.6%"),
        (SHARE, 0.0, "0%"),
        (SHARE, None, "没有数据"),
        ("digital-divide-gap", -0.05, "-5个百分点"),
        ("requests-count", 12.0, "12"),
        ("requests-count", None, "没有数据"),
        ("submitted-to-done-p90", None, "没有数据"),
    ],
)
def test_figures_as_a_page_says_them(ledger, code, value, words):
    with translation.override("zh-hans"):
        assert figures.amount(value, indicator(code).definition) == words
