"""Old and new in the office: proposed, looked at, put in force on a day; open work of a dropped task waits for a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import HandOut, Notice, Succession, TaskFate
from silverbridge.domain.ledger.versions import open_work, undecided_work
from silverbridge.domain.places.queries import today
from tests.domain.test_ledger_versions import two_versions
from tests.domain.version_texts import NEW, OLD
from tests.doors.office_world import at, say, signed_in, text


@pytest.fixture
def ledger(world):
    w = two_versions(world)
    w.boss_at, w.clerk_at = signed_in(w.supervisor), signed_in(w.officer)
    return w


def in_hand(w, number):
    """A task of the old notice in the hands of the north."""
    order = services.Order("lead", services.Contact("郑岚", "13800006029"), today() + timedelta(20))
    task = w.old.tasks.get(number=number)
    return services.hand_out(task, w.north, order, w.boss)


def test_the_notice_says_what_it_may_replace(ledger):
    page = text(ledger.clerk_at.get(at("notice", ledger.new.pk)))
    assert at("succession", ledger.succession.pk) in page and "新文件写明废止它" in page
    assert "待决定的新版本" in text(ledger.clerk_at.get(at("home")))
    assert at("succession-effect", ledger.succession.pk) not in page


def test_an_officer_compares_and_a_supervisor_decides(ledger):
    pk = ledger.succession.pk
    page = say(ledger.clerk_at, "succession-choose", pk)
    assert "由督导人员定生效日" in page and "等待生效" in page
    assert "它等着替代另一份文件" in text(ledger.clerk_at.get(at("notice", ledger.new.pk)))
    assert ledger.clerk_at.post(at("succession-effect", pk), {"day": "2026-01-01"}).status_code == 404
    wrong = ledger.boss_at.post(at("succession-effect", pk), {"day": ""})
    assert wrong.status_code == 422
    refused = ledger.boss_at.post(at("succession-effect", pk), {"day": f"{today()}"})
    assert refused.status_code == 422 and "还没有人与原文核对过" in text(refused)
    services.confirm_notice(Notice.objects.get(pk=ledger.new.pk), ledger.clerk)
    day = today() + timedelta(5)
    page = say(ledger.boss_at, "succession-effect", pk, day=f"{day}")
    assert f"到{day}自动替代旧文件" in page and "取消生效安排" in page
    assert f"{day}起生效" in text(ledger.clerk_at.get(at("notices")))
    page = say(ledger.boss_at, "succession-off", pk)
    assert "已取消" in page
    page = say(ledger.boss_at, "succession-effect", pk, day=f"{today()}")
    assert "已经生效" in page and "沿用：确认、1个已确认的目标" in page
    assert "已废止" in text(ledger.clerk_at.get(at("notice", ledger.old.pk)))


def test_a_version_is_named_at_the_upload_or_later(ledger):
    services.set_aside(ledger.succession, ledger.clerk)
    third = {"organisation": ledger.city.pk, "text": NEW.replace("12号", "15号"), "replaces": ledger.old.pk}
    page = text(ledger.clerk_at.post(at("notice-upload"), third, follow=True))
    assert "新旧任务逐条对照" in page and "并排对照" in page
    assert "还没有选文件" in say(ledger.clerk_at, "notice-replaces", ledger.new.pk)
    assert "新旧任务逐条对照" in say(ledger.clerk_at, "notice-replaces", ledger.new.pk, old=ledger.old.pk)
    assert Succession.objects.get(old=ledger.old, new=ledger.new).state == "chosen"


def test_set_aside_leads_back_and_can_be_taken_up_again(ledger):
    assert "没有替代关系" in say(ledger.clerk_at, "succession-aside", ledger.succession.pk)
    assert at("succession", ledger.succession.pk) not in text(ledger.clerk_at.get(at("notice", ledger.new.pk)))
    assert "由督导人员定生效日" in say(ledger.clerk_at, "succession-choose", ledger.succession.pk)


def test_only_the_kind_asked_for_is_shown(ledger):
    page = text(ledger.clerk_at.get(at("succession", ledger.succession.pk) + "?kind=dropped"))
    assert "集中走访" in page and "助老专线" not in page
    assert "助老专线" in text(ledger.clerk_at.get(at("succession", ledger.succession.pk) + "?kind=nonsense"))


def test_open_work_goes_on_or_waits_for_a_decision(ledger):
    same, dropped = in_hand(ledger, 2), in_hand(ledger, 4)
    page = text(ledger.boss_at.get(at("succession", ledger.succession.pk)))
    assert "继续办" in page and "待决定" in page and "还有1家单位" in page
    services.confirm_notice(Notice.objects.get(pk=ledger.new.pk), ledger.clerk)
    services.plan_effect(ledger.succession, today(), ledger.boss)
    same.refresh_from_db()
    assert (same.task.notice_id, same.task.number, same.is_open) == (ledger.new.pk, 3, True)
    assert TaskFate.objects.get(old__number=2).handouts == 1
    assert open_work(ledger.old.tasks.get(number=4)) == [dropped]
    assert list(undecided_work({ledger.city.pk})) == [dropped]
    data = Event.objects.get(name="ledger.succession.in_effect").data
    assert (data["handouts"], data["undecided"]) == (1, 1)
    assert "旧文件的任务4还在办" in text(ledger.boss_at.get(at("home")))
    assert "还有1家单位" in text(ledger.boss_at.get(at("succession", ledger.succession.pk)))
    services.withdraw(HandOut.objects.get(pk=dropped.pk), 1, "任务删去了", ledger.boss)
    assert not undecided_work({ledger.city.pk}).exists()


def test_the_task_remembers_what_it_was(ledger):
    services.confirm_notice(Notice.objects.get(pk=ledger.new.pk), ledger.clerk)
    services.plan_effect(ledger.succession, today(), ledger.boss)
    old, new = ledger.old.tasks.get(number=2), ledger.new.tasks.get(number=3)
    assert at("task", new.pk) in text(ledger.clerk_at.get(at("task", old.pk)))
    assert at("task", old.pk) in text(ledger.clerk_at.get(at("task", new.pk)))


def test_the_difference_costs_the_same_however_long(ledger):
    def cost(pk):
        with CaptureQueriesContext(connection) as caught:
            assert ledger.boss_at.get(at("succession", pk)).status_code == 200
        return len(caught)

    cost(ledger.succession.pk)
    few = cost(ledger.succession.pk)
    more = "".join(f"{n}.第{n}街道设一处助老柜台。（牵头单位：市民政局）\n" for n in range(5, 25))
    clerk = Actor.staff(ledger.officer)
    rows = [
        services.import_notice(
            base.replace(number, n).replace("\n\n安澜市人民政府办公室\n", f"\n{more}\n安澜市人民政府办公室\n"),
            "n",
            clerk,
            ledger.city,
        )
        for base, number, n in ((OLD, "9号", "31号"), (NEW, "12号", "32号"))
    ]
    long = services.choose_predecessor(rows[1], rows[0], clerk)
    assert rows[0].tasks.count() > 20
    assert cost(long.pk) == few <= 20
