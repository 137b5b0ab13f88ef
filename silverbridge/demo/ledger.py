"""The city's notice in the ledger: read, confirmed by people, measured by figures, and judged from three sides."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import transaction

from silverbridge.demo.city import ROOT
from silverbridge.demo.work import acts_for
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import Judgement, Notice, Task, TaskIndicator
from silverbridge.domain.ledger.services import (
    confirm_notice,
    confirm_statement,
    confirm_target,
    confirm_task,
    import_notice,
    link_indicator,
    refresh_evidence,
    set_judgement,
)
from silverbridge.domain.ledger.services.judging import judging_handout
from silverbridge.domain.ledger.statements import statements_in_order
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.calendars import Quarter

FILE = Path(__file__).with_name("notice.txt")
WRITTEN_FOR = Quarter(2026, 3)
MONTH = re.compile(r"(?P<year>20\d\d)年(?:(?P<month>\d+)月)?(?P<rest>\d+日|底)")
NUMBER = re.compile(r"(〔)20\d\d(〕)")
UP, DOWN = TaskIndicator.Direction.UP, TaskIndicator.Direction.DOWN
Side, Verdict = Judgement.Side, Judgement.Verdict
# Words of a task, the indicator that measures it, the target the notice states, whether a supervisor has agreed to it.
MEASURES = (
    ("人工渠道受理的办件", "staffed-door-share", 0.30, UP, True),
    ("按期办结率不低于", "done-in-promise-share", 0.95, UP, True),
    ("告知率达到", "refusal-with-alternative-share", 1.0, UP, True),
    ("亲友代办件占比", "acting-for-share", 0.05, UP, True),
    ("数字渠道和人工渠道的办成率", "digital-divide-gap", 0.05, DOWN, True),
    # Left for whoever tries the ledger: the notice states no number, so a supervisor has yet to agree to this one.
    ("根据需要派人上门办理", "home-visits-count", 10, UP, False),
)
# Words of a task, what the unit says of itself, what its supervisor says (None: nothing yet), and a remark of each.
JUDGED = (
    ("人工渠道受理的办件", Verdict.MET, "热线、窗口、上门都在办。", Verdict.MET, "看过办件记录，属实。"),
    ("数字渠道和人工渠道的办成率", Verdict.MET, "两边差不多。", None, ""),
    ("话务员直接接听", Verdict.MET, "语音菜单已经取消。", Verdict.CANNOT_SAY, "打过三次，一次没人接，还要再看。"),
    ("开展一对一的手机使用辅导", Verdict.CANNOT_SAY, "还没有统计办法。", None, ""),
)


def notice_text(quarter: Quarter) -> str:
    """The notice, its days moved by as many quarters as lie between the one it was written for and this one.

    Whenever the demonstration is begun, the notice came before its quarter and what it asks for is still to be done.
    """
    later = (quarter.start.year - WRITTEN_FOR.start.year) * 12 + quarter.start.month - WRITTEN_FOR.start.month

    def moved(found: re.Match[str]) -> str:
        year, month = divmod(int(found["year"]) * 12 + int(found["month"] or 12) - 1 + later, 12)
        rest = found["rest"]
        return f"{year}年{rest}" if found["month"] is None and month == 11 else f"{year}年{month + 1}月{rest}"

    text = MONTH.sub(moved, FILE.read_text(encoding="utf-8"))
    issued = MONTH.search(text)
    return NUMBER.sub(rf"\g<1>{issued['year']}\g<2>", text) if issued else text


def load_notice(quarter: Quarter) -> Notice:
    """Takes the notice in as the reporting officer does, lets people confirm it, and links the figures it asks for."""
    officer, supervisor = (Actor.staff(User.objects.get(username=name)) for name in ("officer", "supervisor"))
    organisation = Organisation.objects.get(code=ROOT)
    load_indicators()
    notice = import_notice(notice_text(quarter), FILE.name, officer, organisation)
    confirm_notice(notice, officer)
    for task in notice.tasks.all():
        confirm_task(task, officer)
    for stated in statements_in_order(notice):
        confirm_statement(stated, officer)
    for words, code, target, direction, agreed in MEASURES:
        link = link_indicator(_task(notice, words), code, target, direction, None, officer)
        if agreed:
            confirm_target(link, supervisor)
    return notice


def measure_and_judge(quarter: Quarter) -> None:
    """Computes the figures, then lets unit and supervisor say their part. Not to be called in a transaction."""
    officer, supervisor = (Actor.staff(User.objects.get(username=name)) for name in ("officer", "supervisor"))
    notice = Notice.objects.get(organisation__code=ROOT)
    refresh_evidence(notice)
    period = (quarter.start, quarter.end)
    with transaction.atomic():
        for words, own, remark, other, other_remark in JUDGED:
            task = _task(notice, words)
            for side, verdict, said, actor in (
                (Side.UNIT, own, remark, _unit(task, officer)),
                (Side.SUPERVISOR, other, other_remark, supervisor),
            ):
                earlier = task.judgements.filter(side=side, first=period[0], last=period[1])
                if verdict is not None and not earlier.exists():
                    set_judgement(task, side, verdict, period, actor, said)


def _unit(task: Task, officer: Actor) -> Actor:
    """Who judges a task for its unit: the officer of the unit that holds it, or the ledger's own while none does."""
    held = judging_handout(task)
    return acts_for(held.organisation) if held else officer


def _task(notice: Notice, words: str) -> Task:
    return notice.tasks.get(text__contains=words)
