"""What the city looked at in the quarter: places drawn and visited, people called back, a clue referred, units scored, a
bulletin drafted. Everything goes through the real services.
"""

from __future__ import annotations

import struct
import zlib
from datetime import date, datetime, timedelta

from django.utils import timezone

from silverbridge.demo.city import ROOT
from silverbridge.demo.clock import at, in_working_hours, local
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Plan, Seat
from silverbridge.domain.oversight.queries.clues import clues
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter

UNITS = ("anlan-north", "anlan-south", "anlan-bank", "anlan-hospital", "anlan-park")
CALLS = 6
ANSWERS = ("satisfied", "satisfied", "not_reached", "resolved", "satisfied")
# Of the two places visited: what was not in order, and in words.
BAD = (
    {"wheelchair": "轮椅轮胎没气，当场让他们打好。", "reading-glasses": "放大镜找不到。"},
    {"human-window": "一号窗口关着，让先去机器上取号。", "priority-seat": "爱心座椅上放着宣传册。"},
)


def oversee(quarter: Quarter) -> None:
    """Lives through the oversight of a quarter, once; what follows its end is done on the days after it."""
    city = Organisation.objects.get(code=ROOT)
    _visits(city, quarter)
    # Begun in the first days of a quarter, what would come some days after the last one is done by now, not in days to come.
    after = min(in_working_hours(local(quarter.end + timedelta(days=3), 10)), timezone.now() - timedelta(hours=3))
    with at(after):
        _calls(quarter)
        practice = services.propose(
            Organisation.objects.get(code="anlan-north"),
            "上门补登存折",
            "每周三派两名工作人员上门，把补登好的存折送到行动不便的老人手里，当面核对。",
            "每月上门62户，老人少跑124趟。",
            _actor("officer-north"),
        )
        services.adopt(practice, city, _actor("supervisor"), "各单位可以照着办。")
    with at(after + timedelta(hours=2)):
        _judge(city, (quarter.start, quarter.end), practice)
    _clue(city, after, timezone.now())


def _actor(username: str) -> Actor:
    return Actor.staff(User.objects.get(username=username))


def _visits(city: Organisation, quarter: Quarter) -> None:
    """One place of each kind is drawn; two are visited, the others wait."""
    day, supervisor = quarter.start + timedelta(days=40), _actor("supervisor")
    officer = _actor("officer")
    with at(in_working_hours(local(day, 9, 10))):
        order = services.PlanOrder(
            title=f"{quarter.label_zh}暗访",
            kind="unannounced",
            first=day,
            last=max(quarter.end + timedelta(days=120), day),
            checklist="hall",
            by=("kind",),
            method="fixed",
            size=1,
            seed="20617",
        )
        plan = services.draw_plan(city, order, supervisor)
        own = plan.seats.filter(place=officer.user.place_id, state=Seat.State.DRAWN).select_related("plan").first()
        if own is not None:
            services.replace(own, "走访人就在这里上班，换一处。", supervisor)
        seats = plan.seats.filter(state=Seat.State.DRAWN)
        services.assign(plan, seats.values_list("pk", flat=True), officer.user, supervisor)
    for seat, bad, later in zip(seats.order_by("stratum")[:2], BAD, (3, 8), strict=True):
        _visit(plan, seat, bad, in_working_hours(local(day + timedelta(days=later), 14, 20)), officer)


def _visit(plan: Plan, seat: Seat, bad: dict[str, str], moment: datetime, actor: Actor) -> None:
    findings = {
        item["code"]: services.Finding("no" if item["code"] in bad else "yes", bad.get(item["code"], ""))
        for item in plan.checklist["items"]
    }
    with at(moment):
        services.record_visit(seat, today(), findings, actor, "上午去的，等了9分钟。", [_photo()])


def _photo() -> Upload:
    """A grey picture, so that there is one to open."""
    wide, high = 64, 48
    rows = b"".join(b"\x00" + b"\xc8" * wide for _line in range(high))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return Upload("现场（演示）.png", b"\x89PNG\r\n\x1a\n" + body)


def _calls(quarter: Quarter) -> None:
    """Each unit's completed requests; units where nobody can be called are passed over."""
    supervisor, callers = _actor("supervisor"), (_actor("operator"), _actor("officer"))
    for code in UNITS:
        unit = Organisation.objects.get(code=code)
        try:
            row = services.draw_calls(unit, (quarter.start, quarter.end), CALLS, supervisor, f"{code} 20617")
        except DomainError:
            continue
        calls = row.calls.select_related("round__organisation", "request__person", "request__organisation")
        for call, result in zip(calls, ANSWERS, strict=False):
            caller = next(one for one in callers if one.user.pk != call.request.assignee_id)
            words = "办是办好了，等得久了些。" if result == "resolved" else ""
            services.record_call(call, result, words, 0, caller)


def _clue(city: Organisation, after: datetime, now: datetime) -> None:
    """The oldest open clue of a refusal of cash is referred; what becomes of it is awaited.

    On some days every clue of the quarter is closed, and the oldest open one is younger than ``after``.
    """
    row = clues({city.pk}, "new").order_by("submitted_at").first()
    if row is None:
        return
    with at(min(max(after, in_working_hours(row.submitted_at + timedelta(hours=2))), now)):
        day, due = today(), today() + timedelta(days=30)
        services.refer(row, "人民银行安澜市分行（演示）", f"安移〔{day.year}〕1号", day, due, _actor("officer"))


def _judge(city: Organisation, period: tuple[date, date], practice: object) -> None:
    """Units are scored and see their scores; a bulletin waits for the supervisor."""
    officer = _actor("officer")
    units = Organisation.objects.filter(code__in=UNITS).values_list("pk", flat=True)
    row = services.evaluate(city, "elder-service", period, units, officer)
    services.issue_evaluation(row, _actor("supervisor"))
    services.draft_bulletin(city, period, officer, row, [practice])
