"""What the parallel processes of signing's race tests do."""

from __future__ import annotations

from dataclasses import replace

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.ledger.fields import fields_of
from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.passages import find
from silverbridge.domain.ledger.services import add_task, confirm_task, correct_task


def correct(task_id: int, user_id: int, name: str) -> str:
    """One clerk says who leads and which units act, having read revision 1."""
    task = Task.objects.select_related("notice").get(pk=task_id)
    wanted = replace(fields_of(task), leads=(name,), responsible=(f"{name}的科室",))
    try:
        correct_task(task, wanted, 1, Actor.staff(User.objects.get(pk=user_id)))
    except Conflict:
        return "conflict"
    return name


def confirm(task_id: int, user_id: int) -> str:
    """One supervisor says yes to revision 1."""
    task = Task.objects.select_related("notice__organisation").get(pk=task_id)
    try:
        confirm_task(task, Actor.staff(User.objects.get(pk=user_id)), revision=1)
    except Conflict:
        return "conflict"
    return "confirmed"


def add(notice_id: int, user_id: int, words: str) -> int:
    """One clerk finds a task that was not read; its number."""
    notice = Notice.objects.get(pk=notice_id)
    return add_task(notice, find(notice.text, words), Actor.staff(User.objects.get(pk=user_id))).number
