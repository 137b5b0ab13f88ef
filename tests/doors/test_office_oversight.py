"""The rooms of oversight: from a draw to a bulletin by pressing buttons, what is masked, what is logged, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from silverbridge.domain.accounts.models import Access
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Bulletin, CallRound, Evaluation, Plan, Referral, ReturnCall, Visit
from silverbridge.domain.places.queries import today
from tests.domain.oversight_world import PNG, add_oversight, clue, completed
from tests.doors.office_world import at, say, signed_in, text, zh
from tests.doors.oversight_rooms import add_rooms


@pytest.fixture
def w(world, settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    return add_oversight(world)


def test_from_a_draw_to_an_issued_bulletin(w):
    boss, clerk, second = signed_in(w.supervisor), signed_in(w.officer), signed_in(w.second)
    first, last = (day.isoformat() for day in w.period)
    told = {"organisation": w.city.pk, "title": "暗访", "kind": "unannounced", "first": today(), "last": last}
    told |= {"checklist": "outlet", "by": ["district"], "method": "fixed", "size": 1, "spares": 1, "seed": "1"}
    page = say(boss, "visit-plan-new", **told)
    plan = Plan.objects.get()
    assert "暗访" in page and plan.seed == "1"
    assert zh("This is still missing.") in say(boss, "visit-plan-new", **(told | {"title": ""}))
    seats = list(plan.seats.filter(state="drawn"))
    say(boss, "visit-plan-assign", plan.pk, visitor=w.officer.pk, seats=[seat.pk for seat in seats])
    for seat in seats:
        answers = {item["code"]: "yes" for item in plan.checklist["items"]} | {"on": today(), "step-free": "no"}
        assert zh("This is still missing.") in say(clerk, "visit-record", seat.pk, on=today())
        page = say(clerk, "visit-record", seat.pk, **answers, photos=[_file()])
        assert "17 / 18" in page and "台阶.png" in page
    visit = Visit.objects.first()
    photo = clerk.get(at("visit-photo", visit.pk, visit.photos.get().pk))
    assert photo.content == PNG.data and Access.objects.filter(what="oversight.photo").exists()

    page = say(
        clerk,
        "evaluation-new",
        organisation=w.city.pk,
        first=first,
        last=last,
        scheme="elder-service",
        units=[w.north.pk],
    )
    evaluation = Evaluation.objects.get()
    assert zh("too little scored") in page
    say(boss, "evaluation-issue", evaluation.pk)
    score = evaluation.scores.get()
    page = text(signed_in(w.north_officer).get(at("score", score.pk)))
    assert zh("No data") in page and "17 / 18" in page and at("score-appeal", score.pk) in page
    assert at("visit", visit.pk) not in page  # the unit reads what was found, not the plan it came of

    page = say(clerk, "bulletin-new", organisation=w.city.pk, first=first, last=last, evaluation=evaluation.pk)
    row = Bulletin.objects.get()
    step = lambda who, name, **more: say(who, "bulletin-do", row.pk, name, revision=_now(row).revision, **more)  # noqa: E731
    step(clerk, "approve")
    assert _now(row).state == "draft"
    assert zh("The words are kept.") in step(clerk, "change", title=row.title, text=row.text + "\n再报一次。")
    step(boss, "approve")
    page = step(boss, "issue")
    assert _now(row).number in page and "再报一次。" in page
    one, two = (boss.get(at("bulletin-paper", row.pk)).content for _n in range(2))
    assert one == two == _now(row).file.content
    assert zh("The bulletin is approved for publication.") in step(second, "publish")
    assert row.title in text(signed_in(w.north_officer).get(at("bulletin", row.pk)))


def _now(row):
    return Bulletin.objects.select_related("file").get(pk=row.pk)


def _file():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(PNG.name, PNG.data, "image/png")


def test_calls_are_masked_until_the_number_is_asked_for(w):
    completed(w, 2)
    boss, operator = signed_in(w.supervisor), signed_in(w.operator)
    first, last = w.period
    say(boss, "calls-draw", organisation=w.city.pk, first=first, last=last, size=2)
    row, call = CallRound.objects.get(), ReturnCall.objects.first()
    listed = text(operator.get(at("call-round", row.pk)))
    page = text(operator.get(at("call", call.pk)))
    for shown in (listed, page):
        assert "13800006027" not in shown and "李桂兰" not in shown
    assert Access.objects.filter(what="oversight.call", user=w.operator).count() == 1
    assert "13800006027" in say(operator, "call-phone", call.pk)
    assert Access.objects.filter(what="oversight.phone", subject_key=w.li.subject_key).count() == 1
    say(operator, "call", call.pk, result="satisfied", tries=0)
    assert zh("Somebody else changed this a moment ago.") in say(boss, "call", call.pk, result="resolved", tries=0)
    assert "100%" in text(operator.get(at("calls")))
    assert signed_in(w.teller).get(at("calls")).status_code == 404
    assert operator.get(at("clues")).status_code == 404


def test_a_clue_is_read_referred_and_answered_in_the_office(w):
    row, clerk = clue(w), signed_in(w.officer)
    assert "青石街菜场" in text(clerk.get(at("clue", row.pk)))
    assert Access.objects.filter(what="oversight.clue", object_key=row.object_key).count() == 1
    assert zh("This is still missing.") in say(clerk, "clue-refer", row.pk, authority="人民银行")
    told = {"authority": "人民银行安澜市分行", "number": "移〔2026〕1号", "on": today(), "due": today()}
    assert "移〔2026〕1号" in say(clerk, "clue-refer", row.pk, **told)
    referral = Referral.objects.get()
    page = say(clerk, "referral-outcome", referral.pk, outcome="punished", on=today(), words="罚款一千元")
    assert "罚款一千元" in page
    assert row.reference[:4] in text(clerk.get(at("clues") + "?kind=answered"))


LISTS = ("oversight", "visit-plans", "visits", "clues", "calls", "evaluations", "bulletins", "practices", "tiers")


def test_every_page_opens_and_costs_a_constant_number_of_queries(w, django_assert_max_num_queries):
    rooms = add_rooms(w)
    boss = signed_in(w.supervisor)
    pages = [reverse(f"office:{name}") for name in (*LISTS, "accreditations")]
    pages += [at("visit-plan", rooms.plan.pk), at("visit", rooms.visit.pk), at("call-round", rooms.round.pk)]
    pages += [at("evaluation", rooms.evaluation.pk), at("score", rooms.score.pk), at("bulletin", rooms.draft.pk)]
    pages += [at("tier-run", rooms.tiers.pk), at("appeal", rooms.appeal.pk), at("practice", rooms.practice.pk)]
    for page in pages:
        with django_assert_max_num_queries(30):
            assert boss.get(page).status_code == 200, page


def test_a_list_costs_the_same_with_more_rows(w):
    boss = signed_in(w.supervisor)
    counts = []
    for n in range(3):  # the first time only warms up
        for k in range(1 + 4 * n):
            row = clue(w, f"c{n}{k}")
            services.refer(row, "人民银行", f"移{n}{k}", today(), today(), w.clerk)
        with CaptureQueriesContext(
            connection,
        ) as held:
            assert boss.get(at("clues")).status_code == 200
        counts.append(len(held))
    assert counts[1] == counts[2]
