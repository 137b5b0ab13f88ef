"""Comparing a notice with what was read, through the office's pages without a browser."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.models import Correction, Notice, Task
from silverbridge.domain.ledger.passages import cuts
from silverbridge.domain.ledger.services import add_task, remove_task, split_task
from silverbridge.doors.office.forms.signing import read_day, start_of
from tests.domain.signing_world import STATED, add_notice, again, confirm_everything, correct
from tests.doors.office_world import at, say, signed_in, text


@pytest.fixture
def city(world):
    """The longer notice in the ledger; 许岚 keeps it, 何文 supervises."""
    w = add_notice(world)
    w.officer_at, w.boss_at = signed_in(w.officer), signed_in(w.supervisor)
    return w


def page(client, notice, **asked):
    """The page of a task, or of what waits first."""
    return text(client.get(at("notice-sign", notice.pk), asked, follow=True))


def filled(task, **changes):
    """What a browser posts when a person changed some fields."""
    data = start_of(again(task)) | {"then": "stay", "target-TOTAL_FORMS": "1", "target-INITIAL_FORMS": "0"}
    data |= {name: "\n".join(value) for name, value in data.items() if isinstance(value, list)}
    return data | changes


def test_first_the_head_then_the_tasks_that_wait(city):
    assert "核对文件头" in page(city.boss_at, city.notice)
    head = {"title": city.notice.title, "document_number": "安政办发〔2026〕16号", "issuers": "安澜市人民政府办公室"}
    head |= {"dated": "2026年3月6日", "status": "in_force", "revision": 1, "then": "confirm"}
    assert "核对任务1" in say(city.boss_at, "notice-correct", city.notice.pk, **head)
    now = Notice.objects.get(pk=city.notice.pk)
    assert (now.document_number, now.is_confirmed, now.issuers) == ("安政办发〔2026〕16号", True, city.notice.issuers)
    assert "读取时：安政办发〔2026〕15号" in page(city.boss_at, city.notice, part="head")
    for number in (1, 2):
        task = city.notice.tasks.get(number=number)
        said = say(city.boss_at, "task-correct", task.pk, **filled(task, then="confirm"))
        assert f"任务{number}已确认" in said and f"核对任务{number + 1}" in said
    last = city.notice.tasks.get(number=3)
    assert "全部确认了" in say(city.boss_at, "task-correct", last.pk, **filled(last, then="confirm"))


def test_each_fields_words_carry_its_mark(city):
    shown = page(city.officer_at, city.notice, task=city.tasks[0].pk)
    assert '<mark data-f="2"><sup class="tag">2</sup>市卫生健康委</mark>' in shown
    assert '<mark data-f="4"><sup class="tag">4</sup>市医保局</mark>' in shown
    assert '<sup class="tag">5</sup>2026年10月底前' in shown
    assert '<b class="tag">2</b>牵头' in shown and 'accesskey="2"' in shown
    assert "二/(一)" in page(city.officer_at, city.notice, task=city.tasks[0].pk, whole=1)


def test_a_correction_names_its_field_when_it_cannot_be_taken(city):
    task = city.tasks[0]
    for changes, words in (
        ({"words": "原文没有的话。"}, "没有这样连着的一段"),
        ({"deadline": "十月"}, "这不是日期"),
        ({"deadline": ""}, "时限的种类和日期对不上"),
        ({"leads": "市医保局"}, "同时填在两个角色里"),
        ({"target-0-words": "不低于20%"}, "还没有填数值"),
        ({"revision": ""}, "err-box"),
    ):
        answer = city.officer_at.post(at("task-correct", task.pk), filled(task, **changes))
        assert answer.status_code == 422 and words in text(answer), changes
    assert not Correction.objects.exists()


def test_names_on_lines_and_between_marks(city):
    task = correct(city.tasks[0], city.clerk, responsible=("各区、县级市",))
    data = filled(task, responsible="各区、县级市\n市数据局、市残联（县、区）")
    assert "任务1已保存" in say(city.officer_at, "task-correct", task.pk, **data)
    assert again(task).responsible == ["各区、县级市", "市数据局", "市残联（县、区）"]


def test_the_second_of_two_keeps_what_was_typed_and_sees_what_changed(city):
    task, seen = city.tasks[0], filled(city.tasks[0], leads="市数据局")
    correct(task, city.boss, leads=("市民政局",))
    answer = city.officer_at.post(at("task-correct", task.pk), seen)
    shown = text(answer)
    assert answer.status_code == 409 and again(task).leads == ["市民政局"]
    assert "市数据局</textarea>" in shown and "现在：市民政局" in shown and escape("读取时：市卫生健康委") in shown
    assert f'name="revision" value="{again(task).revision}"' in shown
    assert "任务1已保存" in say(city.officer_at, "task-correct", task.pk, **seen | {"revision": again(task).revision})
    head = {"title": "新标题", "revision": 1, "then": "stay"}
    assert city.officer_at.post(at("notice-correct", city.notice.pk), head).status_code == 302
    assert city.officer_at.post(at("notice-correct", city.notice.pk), head | {"title": "又一个"}).status_code == 409


def test_only_a_supervisor_confirms_and_says_validity(city):
    task = city.tasks[0]
    answer = city.officer_at.post(at("task-correct", task.pk), filled(task, then="confirm"))
    assert answer.status_code == 404 and not again(task).is_confirmed
    head = {"title": "新标题", "revision": 1, "status": "repealed", "then": "stay"}
    say(city.officer_at, "notice-correct", city.notice.pk, **head)
    assert Notice.objects.get().status == "in_force"
    assert "保存并确认" not in page(city.officer_at, city.notice, task=task.pk)


def test_cut_joined_found_taken_out_and_brought_back(city):
    task = city.tasks[0]
    place = cuts(city.notice.text, task.start, task.end)[0]
    assert "后半段是任务4" in say(city.officer_at, "task-split", task.pk, revision=1, at=place)
    assert "由任务1拆出" in page(city.officer_at, city.notice, task=Task.objects.get(number=4).pk)
    assert "已有别人改过" in say(city.officer_at, "task-split", task.pk, revision=1, at=place)
    new = Task.objects.get(number=4)
    joined = {"revision": 2, "other": new.pk, "other_revision": 1}
    assert "合并为任务1" in say(city.officer_at, "task-merge", task.pk, **joined)
    assert "前后相邻" in say(
        city.officer_at, "task-merge", task.pk, revision=3, other=city.tasks[2].pk, other_revision=1
    )
    assert "第几个字" in say(city.officer_at, "task-split", task.pk, revision=3, after="9999")
    assert "后半段是任务5" in say(city.officer_at, "task-split", task.pk, revision=3, after="6")
    assert "还差原因" in say(city.officer_at, "task-remove", city.tasks[1].pk, revision=1)
    shown = say(city.officer_at, "task-remove", city.tasks[1].pk, revision=1, reason="只是口号")
    assert "只是口号" in shown and "已移出" in shown
    assert "待确认" in say(city.officer_at, "task-restore", city.tasks[1].pk, revision=2)
    shown = say(
        city.officer_at, "notice-add-task", city.notice.pk, passage="各区要明确专人负责，\n并把名单报市政府办公室。"
    )
    assert "人工添加" in shown and "核对任务6" in shown
    for data, words in (({}, "还没有选条款"), ({"passage": "没有"}, "没有这样"), ({"clause": "5-2"}, "超出了原文")):
        assert words in say(city.officer_at, "notice-add-task", city.notice.pk, **data)


def test_a_whole_clause_becomes_a_task_without_its_number_and_bracket(city):
    task = city.tasks[1]
    remove_task(task, 1, "重来", city.clerk)
    shown = page(city.officer_at, city.notice, task=city.tasks[0].pk)
    choice = next(part for part in shown.split('<option value="') if "一/2 社区每季度" in part).split('"')[0]
    say(city.officer_at, "notice-add-task", city.notice.pk, clause=choice)
    new = Task.objects.get(number=4)
    assert (new.text, new.clause) == (task.text, task.clause)
    assert city.notice.text[new.resp_start : new.resp_end] == "（市民政局、市残联等相关部门按职责分工负责，长期坚持）"


def test_the_test_case_is_downloaded_when_everything_is_confirmed(city):
    correct(city.tasks[0], city.clerk, leads=("市数据局",))
    address = at("notice-corrections", city.notice.pk)
    assert "请先全部确认" in text(city.officer_at.get(address, follow=True))
    confirm_everything(city.notice, city.boss)
    answer = city.officer_at.get(address)
    assert answer.headers["Content-Disposition"].endswith('.txt"')
    assert "⟪市数据局|市医保局|2026-10-31⟫" in text(answer)


def test_the_page_costs_the_same_however_many_tasks(city):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            page(city.officer_at, city.notice, task=city.tasks[1].pk)
        return len(seen)

    cost()  # what a first visit of a session writes
    few = cost()
    for place in cuts(city.notice.text, city.tasks[0].start, city.tasks[0].end):
        task = again(city.tasks[0])
        try:
            split_task(task, place, task.revision, city.clerk)
        except DomainError:
            continue
    remove_task(again(city.tasks[2]), 1, "多读了", city.clerk)
    assert cost() == few


def test_shortcuts_can_be_switched_off(city):
    assert "accesskey" not in say(city.officer_at, "keys", next=at("notice-sign", city.notice.pk))
    assert "accesskey" in say(city.officer_at, "keys", next=at("notice-sign", city.notice.pk))


def test_nothing_read_is_still_a_page(city):
    for task in city.tasks:
        remove_task(again(task), 1, "都不是", city.clerk)
    assert "核对文件头" in page(city.officer_at, city.notice)
    confirm_everything(city.notice, city.boss)
    assert "核对文件头" in page(city.officer_at, city.notice)
    add_task(city.notice, (city.tasks[0].start, city.tasks[0].end), city.clerk)
    assert "核对任务4" in page(city.officer_at, city.notice)


@pytest.mark.parametrize("typed", ["2026-3-6", "2026/03/06", "2026年3月6日", " 2026.3.6 "])
def test_days_as_people_write_them(typed):
    assert read_day(typed).isoformat() == "2026-03-06"


def test_duties_and_aims_are_compared_as_tasks_are(world):
    city = add_notice(world, STATED)
    city.officer_at, city.boss_at = signed_in(city.officer), signed_in(city.supervisor)
    duty, goal = city.notice.duties.get(), city.notice.goals.get()
    shown = page(city.officer_at, city.notice, duty=duty.pk)
    assert '<sup class="tag">4</sup>每季度结束后10日内' in shown and 'accesskey="9"' in shown
    assert "核对：报送要求1" in shown and "下一项：目标1" in shown and "上一项：任务3" in shown
    said = {"revision": 1, "words": duty.text, "who": "各区卫健局", "when": duty.when, "to": "", "attachments": "附件1"}
    assert "报送要求1已保存" in say(city.officer_at, "statement-correct", "duty", duty.pk, **said)
    assert "读取时：各区卫生健康局" in page(city.officer_at, city.notice, duty=duty.pk)
    answer = city.officer_at.post(at("statement-correct", "duty", duty.pk), said | {"who": "又改", "then": "stay"})
    assert answer.status_code == 409 and "现在：各区卫健局" in text(answer) and 'value="又改"' in text(answer)
    answer = city.officer_at.post(at("statement-correct", "duty", duty.pk), said | {"revision": 2, "then": "confirm"})
    assert answer.status_code == 404, "only a supervisor confirms"
    said |= {"revision": 2, "then": "confirm"}
    assert "报送要求1已确认" in say(city.boss_at, "statement-correct", "duty", duty.pk, **said)
    aim = {"revision": 1, "words": goal.text, "by": "2027-12-31", "target-TOTAL_FORMS": 1, "target-INITIAL_FORMS": 0}
    aim |= {"target-0-words": "30%以上", "target-0-what": "占比", "target-0-direction": "at_least"}
    assert "还没有填数值" in say(city.boss_at, "statement-correct", "goal", goal.pk, **aim)
    shown = say(city.boss_at, "statement-correct", "goal", goal.pk, **aim | {"target-0-value": "30", "then": "confirm"})
    assert "目标1已确认" in shown and "核对任务1" in shown, "on to what still waits"
    added = say(city.officer_at, "notice-add-task", city.notice.pk, kind="duty", passage="各医院要及时总结做法。")
    assert "核对：报送要求2" in added
    new = city.notice.duties.get(number=2)
    assert "还没有填" in say(city.officer_at, "statement-correct", "duty", new.pk, revision=1, words=new.text)
    removed = say(city.officer_at, "statement-remove", "duty", new.pk, revision=1, reason="没有报给谁")
    assert "没有报给谁" in removed
    assert "待确认" in say(city.officer_at, "statement-restore", "duty", new.pk, revision=2)
    assert "各区卫健局" in text(city.officer_at.get(at("notice-text", city.notice.pk)))
