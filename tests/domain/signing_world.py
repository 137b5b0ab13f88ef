"""What the tests of signing share: a notice of the test city with several sentences to cut, and who works on it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.ledger.fields import fields_of
from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.services import (
    confirm_notice,
    confirm_statement,
    confirm_task,
    correct_task,
    import_notice,
)
from silverbridge.domain.ledger.statements import statements_in_order

LONGER = """有效性：现行有效
安澜市人民政府办公室关于印发《安澜市老年人就医便利行动方案》的通知
安政办发〔2026〕15号
各区人民政府，市有关部门：
《安澜市老年人就医便利行动方案》已经市政府同意，现印发给你们，请认真组织实施。

安澜市老年人就医便利行动方案
一、预约和就诊
1.医院保留电话预约，现场号源不低于20%。每家医院设一处人工服务台；派专人引导老年人就诊。（市卫生健康委牵头，市医保局配合，2026年10月底前完成）
2.社区每季度走访一次独居老人。（市民政局、市残联等相关部门按职责分工负责，长期坚持）
3.公交站加装座椅。（市交通运输局负责，2026年12月底前完成）
二、工作要求
（一）加强领导。各区要明确专人负责，并把名单报市政府办公室。

安澜市人民政府办公室
2026年3月6日
"""

# The same with an aim and a reporting duty.
STATED = LONGER.replace(
    "一、预约和就诊\n",
    "到2026年底，全市医院电话预约占比达到30%以上。\n一、预约和就诊\n",
).replace(
    "并把名单报市政府办公室。\n",
    "并把名单报市政府办公室。\n（二）按期报送。各区卫生健康局于每季度结束后10日内将《就医便利情况统计表》（附件1）通过电子邮件报送市卫生健康委。"
    "\n（三）总结经验。各医院要及时总结做法。\n",
)


def add_notice(w: SimpleNamespace, text: str = LONGER) -> SimpleNamespace:
    """The longer notice in the city's ledger, not confirmed by anybody: ``tasks`` in the order of the text."""
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    w.notice = import_notice(text, "notice.txt", w.clerk, w.city)
    w.tasks = list(w.notice.tasks.all())
    return w


def again(task: Task) -> Task:
    """The task as the database holds it, taken out or not."""
    return Task.everything.select_related("notice__organisation").get(pk=task.pk)


def correct(task: Task, actor: Actor, **changes: Any) -> Task:
    """Some fields of a task as it stands now read otherwise."""
    now = again(task)
    return correct_task(now, replace(fields_of(now), **changes), now.revision, actor)


def confirm_everything(notice: Notice, actor: Actor) -> None:
    """Whatever waits is confirmed."""
    now = Notice.objects.get(pk=notice.pk)
    if not now.is_confirmed:
        confirm_notice(now, actor)
    for task in now.tasks.filter(confirmed_at__isnull=True):
        confirm_task(task, actor)
    for row in statements_in_order(now):
        if not row.is_confirmed:
            confirm_statement(row, actor)
