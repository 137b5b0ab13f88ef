"""One thing of everything in the rooms of oversight, for tests that open every page."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.tiers import scheme_on
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import TierPlacement, TierRun
from silverbridge.domain.oversight.services.tiering import Honour
from silverbridge.domain.places.models import Place
from silverbridge.domain.places.queries import today
from tests.domain.oversight_world import PNG, add_oversight, clue, completed, evaluated, order, visit

PROOF = Upload("说明.pdf", b"%PDF-1.7 proof")


def add_rooms(w: SimpleNamespace) -> SimpleNamespace:
    """A plan with visits made and to be made, a referred clue, calls, an issued evaluation with an appeal, an issued
    bulletin and a draft, a case, tiers, an accreditation. ``load_indicators`` was called before."""
    add_oversight(w)
    completed(w, 3)
    w.round = services.draw_calls(w.city, w.period, 3, w.boss, "5")
    w.call = w.round.calls.select_related("round__organisation", "request").order_by("order").first()
    second = w.round.calls.select_related("round__organisation", "request").order_by("order")[1]
    services.record_call(second, "resolved", "等得有点久", 0, w.caller)
    evaluated(w)
    w.plan = services.draw_plan(w.city, order(w, title="第二批暗访", size=4, seed="22"), w.boss)
    seats = list(w.plan.seats.filter(state="drawn").values_list("pk", flat=True))
    services.assign(w.plan, seats, w.officer, w.boss)
    w.visit = visit(w, "step-free", "cash-accepted", photos=(PNG,))
    w.photo = w.visit.photos.get()
    w.seat = w.plan.seats.filter(state="drawn").first()
    w.clue = clue(w)
    due = today() + timedelta(days=20)
    w.referral = services.refer(w.clue, "人民银行安澜市分行", "移〔2026〕3号", today(), due, w.clerk)
    w.fresh_clue = clue(w, "second")
    w.score = w.evaluation.scores.get(organisation=w.north)
    w.appeal = services.file_appeal(w.score, "inspection", "当天停电。", PROOF, w.north_clerk)
    w.practice = services.propose(w.city, "上门送存折", "把补登的存折送到家。", "每月62户", w.clerk)
    row = services.draft_bulletin(w.city, w.period, w.clerk, w.evaluation)
    row = services.approve_bulletin(row, row.revision, w.boss)
    w.bulletin = services.issue_bulletin(row, row.revision, w.boss)
    w.draft = services.draft_bulletin(w.city, w.period, w.clerk, w.evaluation)
    w.tiers = _tiers(w)
    place = Place.objects.get(code="hall")
    honour = Honour("model", "市银行业协会", today(), "示范网点名单")
    w.accreditation = services.record_accreditation(place, honour, PROOF, w.clerk)
    return w


def _tiers(w: SimpleNamespace) -> TierRun:
    """A run as it stands in the table; how it is worked out is tested elsewhere."""
    scheme = scheme_on(w.period).model_dump(mode="json")
    run = TierRun.objects.create(
        organisation=w.city,
        scheme_code="elder-outlets",
        scheme=scheme,
        first=w.period[0],
        last=w.period[1],
        version=1,
        facts=[],
        digest="0" * 64,
    )
    lifts = [
        ["visit_share", 0.5, 0.56],
        ["facility.step-free", None, 1],
        ["seat", 0.61, 0.63],
    ]
    for at, place in enumerate(Place.objects.filter(kind="outlet").order_by("code"), start=1):
        TierPlacement.objects.create(
            run=run,
            place=place,
            order=at,
            tier="flagship" if at == 1 else "basic",
            score=None if at == 6 else 0.7 - at / 20,
            next_tier="" if at == 1 else "benchmark",
            lifts=[] if at == 1 else lifts,
        )
    return run
