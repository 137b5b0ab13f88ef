"""The notice's tasks in the hands of units: one closed, one waiting to be verified, one late and chased, one not acknowledged.

Everything goes through the real services, at the moments it would have happened.
"""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

from django.utils import timezone
from docx import Document

from silverbridge.demo.city import ROOT
from silverbridge.demo.clock import at, in_working_hours, local, working_days_later
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import Chase, HandOut, Notice, Task
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today

# Whose reporting officer signs in for which unit, and where that unit's person to chase can be called.
OFFICERS = {ROOT: "officer", "anlan-north": "officer-north", "anlan-civil-affairs": "officer-civil"}
OFFICERS |= {"anlan-health": "officer-health", "anlan-finance": ""}
PHONES = {
    ROOT: "13800009001",
    "anlan-north": "13800009002",
    "anlan-civil-affairs": "13800009003",
    "anlan-health": "13800009004",
    "anlan-finance": "13800009005",
}
NAMED = {"anlan-finance": "罗启"}


def work_on(notice: Notice, begun: date) -> None:
    """Hands tasks out on the day ``begun`` and lets the units do what they do, up to now."""
    start, now = local(begun, 9, 30), timezone.now()
    supervisor = _actor("supervisor")
    _closed_and_looked_at(_task(notice, "亲友代办件占比"), start, supervisor)
    _waits_to_be_verified(_task(notice, "根据需要派人上门办理"), start, supervisor)
    _reported_on(_task(notice, "开展一对一的手机使用辅导"), start, now, supervisor)
    _handed_on(_task(notice, "人工渠道受理的办件"), start, supervisor)
    _late_and_chased(_task(notice, "留出号源"), start, supervisor)
    with at(working_days_later(now, 0, 9, 0) - timedelta(days=16)):
        _hand_out(_task(notice, "依法应当由本人办理"), "anlan-finance", "lead", 30, supervisor)
    services.propose_chases()


def acts_for(unit: Organisation) -> Actor:
    """The officer who acts for a unit."""
    return _actor(OFFICERS[unit.code])


def _actor(username: str) -> Actor:
    return Actor.staff(User.objects.get(username=username))


def _task(notice: Notice, words: str) -> Task:
    return notice.tasks.select_related("notice__organisation").get(text__contains=words)


def _hand_out(task: Task, code: str, role: str, days: int, actor: Actor, measures: str = "") -> HandOut:
    due = today() + timedelta(days=days)
    reason = "文件时限已近，留出办理时间。" if task.deadline and due > task.deadline else ""
    order = services.Order(role, _contact(code), due, measures, reason)
    return services.hand_out(task, Organisation.objects.get(code=code), order, actor)


def _contact(code: str) -> services.Contact:
    name = NAMED.get(code) or User.objects.get(username=OFFICERS[code]).display_name
    return services.Contact(name, PHONES[code])


def _paper(title: str, words: str) -> Upload:
    """A Word file that opens, as units send them."""
    paper, out = Document(), io.BytesIO()
    paper.add_heading(title, 1)
    paper.add_paragraph(f"{words}（演示文件，内容为编写。）")
    paper.save(out)
    return Upload(f"{title}.docx", out.getvalue())


def _acknowledge(row: HandOut, actor: Actor, days: int = 1) -> HandOut:
    with at(working_days_later(row.created_at, days, 10, 20)):
        return services.acknowledge(row, row.revision, actor)


def _report(row: HandOut, moment: datetime, actor: Actor, told: services.Told, *files: Upload) -> HandOut:
    with at(in_working_hours(moment)):
        services.report_back(row, row.revision, told, actor, files)
    row.refresh_from_db()
    return row


def _closed_and_looked_at(task: Task, start: datetime, supervisor: Actor) -> None:
    unit = _actor("officer-civil")
    with at(start):
        row = _hand_out(task, "anlan-civil-affairs", "cooperating", 45, supervisor, "印发授权书样式，培训窗口人员。")
    _acknowledge(row, unit)
    paper = _paper("亲友代办授权书样式", "授权书写明事项和期限，本人可以随时收回。")
    told = services.Told("授权书样式已印发，23名窗口人员已培训。", "", "每月抽查一次。")
    _report(row, start + timedelta(days=20), unit, told, paper)
    with at(in_working_hours(start + timedelta(days=22))):
        services.ask_to_close(row, row.revision, unit)
    with at(in_working_hours(start + timedelta(days=24))):
        services.verify(row, row.revision, supervisor, "抽查三个窗口，样式在用。")
        services.close(row, row.revision, supervisor)
    with at(in_working_hours(start + timedelta(days=60))):
        services.look_back(row, row.revision, True, "回访五户，代办都办成了。", supervisor)


def _waits_to_be_verified(task: Task, start: datetime, supervisor: Actor) -> None:
    unit = _actor("officer-civil")
    with at(start):
        row = _hand_out(task, "anlan-civil-affairs", "lead", 80, supervisor)
    _acknowledge(row, unit, 2)
    told = services.Told("上门办理排班已建立，九月上门41次。", "两个镇人手偏紧。", "请银行派人同行。")
    _report(row, start + timedelta(days=40), unit, told, _paper("上门办理排班表", "每个工作日两组，持证上门。"))
    with at(in_working_hours(start + timedelta(days=70))):
        services.ask_to_close(row, row.revision, unit, "排班已成常态，申请销号。")


def _reported_on(task: Task, start: datetime, now: datetime, supervisor: Actor) -> None:
    unit = _actor("officer-civil")
    with at(start):
        days = (timezone.localdate(now) - timezone.localdate(start)).days + 60
        row = _hand_out(task, "anlan-civil-affairs", "lead", days, supervisor, "社区每周一课，上门一对一。")
    _acknowledge(row, unit)
    told = services.Told("六个社区已开课，辅导212人次。", "教材字太小。", "月底前换成大字本。")
    _report(row, start + timedelta(days=25), unit, told)
    told = services.Told("大字本已发，累计辅导390人次。", "", "年底前覆盖全部社区。")
    _report(row, now - timedelta(days=6), unit, told, _paper("辅导签到统计", "累计390人次。"))


def _handed_on(task: Task, start: datetime, supervisor: Actor) -> None:
    own, north = _actor("officer"), _actor("officer-north")
    with at(start):
        row = _hand_out(task, ROOT, "lead", 120, supervisor, "每个大厅至少留两个人工窗口。")
    _acknowledge(row, own)
    with at(working_days_later(start, 3, 14, 0)):
        order = services.Order("responsible", _contact("anlan-north"), today() + timedelta(days=30))
        below = services.hand_on(row, Organisation.objects.get(code="anlan-north"), order, own)
    _acknowledge(below, north)
    told = services.Told("城北大厅留了三个人工窗口。", "", "")
    _report(below, start + timedelta(days=15), north, told, _paper("城北大厅窗口清单", "一、二、五号窗口全天有人。"))
    with at(in_working_hours(start + timedelta(days=18))):
        services.ask_to_close(below, below.revision, north)
    with at(in_working_hours(start + timedelta(days=19))):
        services.verify(below, below.revision, own)
        services.close(below, below.revision, own)
    told = services.Told("城北已办结，城南在改窗口。", "城南大厅在装修。", "装修完即改。")
    _report(row, start + timedelta(days=75), own, told)


def _late_and_chased(task: Task, start: datetime, supervisor: Actor) -> None:
    unit = _actor("officer-health")
    with at(start):
        row = _hand_out(task, "anlan-health", "responsible", 60, supervisor)
    _acknowledge(row, unit, 2)
    told = services.Told("市一医院已留号源，其他医院在商量。", "县医院系统改不动。", "请信息科想办法。")
    _report(row, start + timedelta(days=28), unit, told)
    with at(in_working_hours(start + timedelta(days=62))):
        services.propose_chases()
        for chase in Chase.objects.filter(handout=row, state=Chase.State.PROPOSED).select_related("giver"):
            services.send_chase(chase, supervisor)
