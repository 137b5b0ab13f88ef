"""The life of a request: every move, its conditions, its facts, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.catalogue.queries import alternatives, open_now
from silverbridge.domain.catalogue.services import Terms, open_offering
from silverbridge.domain.core.errors import Conflict, DomainError, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake import queries
from silverbridge.domain.intake.fulfilments import Plan
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import (
    advance,
    change_door,
    complete_answers,
    decline,
    raise_request_assurance,
    reopen,
    reschedule,
    submit,
    withdraw,
)
from silverbridge.domain.intake.states import CLOSED, NEXT, State
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Assurance
from tests.conftest import SINCE
from tests.domain.askings import benefit_check, taxi


def way(request):
    """Another way to the same item that is open now."""
    return next(o for o in alternatives(request.item, [request.offering_id]) if open_now(o))


def soon(hours=2):
    return timezone.now() + timedelta(hours=hours)


def test_a_taxi_comes(world):
    staff = Actor.staff(world.operator)
    r = submit(taxi(world), staff)
    advance(r, "accepted", staff, r.revision)
    advance(r, "assigned", staff, r.revision, Plan(soon(), "陈师傅，白色小车"))
    advance(r, "in_service", staff, r.revision)
    advance(r, "done", staff, r.revision, words="到了")
    assert (r.state, r.assignee, r.outcome) == ("done", world.operator, "到了")
    names = list(Event.objects.filter(object_key=r.object_key).values_list("name", flat=True))
    assert [n.rsplit(".")[-1] for n in names] == ["submitted", "accepted", "assigned", "started", "done"]
    assert Event.objects.get(name="intake.request.done").data == {"within_promise": True, "working_days": 0}
    told = Message.objects.get()
    assert told.template == "request-assigned"
    assert "陈师傅" in told.text


def test_fulfilment_waits_until_we_are_sure_who_it_is(world):
    staff = Actor.staff(world.teller)
    r = submit(benefit_check(), Actor.visitor("s1"))
    advance(r, "accepted", staff, r.revision)
    with pytest.raises(DomainError) as refused:
        advance(r, "done", staff, r.revision)
    assert refused.value.code == "assurance"
    raise_request_assurance(r, Assurance.CALLED_BACK, staff, r.revision)
    advance(r, "done", staff, r.revision)
    assert r.is_closed


def test_two_clerks_move_one_request(world):
    staff = Actor.staff(world.teller)
    r = submit(benefit_check(), Actor.visitor("s1"))
    seen_by_both = r.revision
    theirs = ServiceRequest.objects.get(pk=r.pk)
    advance(r, "accepted", staff, seen_by_both)
    with pytest.raises(Conflict) as refused:
        advance(theirs, "cancelled", Actor.staff(world.operator), seen_by_both)
    assert refused.value.code == "moved"
    r.refresh_from_db()
    assert r.state == "accepted"
    assert not Event.objects.filter(name="intake.request.cancelled").exists()


def test_a_plan_needs_a_time_and_a_person(world):
    staff = Actor.staff(world.operator)
    r = submit(taxi(world), staff)
    advance(r, "accepted", staff, r.revision)
    for plan, code in ((Plan(), "plan.time"), (Plan(soon()), "plan.who"), (Plan(soon(-2), "某"), "plan.past")):
        with pytest.raises(DomainError) as refused:
            advance(r, "assigned", staff, r.revision, plan)
        assert refused.value.code == code
    with pytest.raises(Conflict):
        advance(r, "queued", staff, r.revision, Plan())


def test_missed_then_another_time(world):
    staff = Actor.staff(world.operator)
    r = submit(taxi(world), staff)
    advance(r, "accepted", staff, r.revision)
    advance(r, "assigned", staff, r.revision, Plan(soon(), "陈师傅"))
    advance(r, "missed", staff, r.revision)
    reschedule(r, Plan(soon(5), "王师傅"), staff, r.revision)
    assert r.state == "assigned"
    assert r.fulfilment_parts.get().who == "王师傅"


def test_withdrawn_and_reopened(world):
    r = submit(benefit_check(), Actor.visitor("s1"))
    withdraw(r, Actor.visitor("s1"), r.revision)
    assert (r.state, r.closed_at is not None) == ("withdrawn", True)
    with pytest.raises(Conflict):
        withdraw(r, Actor.visitor("s1"), r.revision)
    with pytest.raises(DomainError):
        reopen(r, Actor.staff(world.teller), r.revision, " ")
    reopen(r, Actor.staff(world.teller), r.revision, "老人又要办")
    assert (r.state, r.closed_at) == ("accepted", None)


def test_declined_with_reason_and_another_way(world):
    r = submit(benefit_check(), Actor.visitor("s1"))
    decline(r, "papers_missing", "还差一张照片。", way(r), Actor.staff(world.teller), r.revision)
    event = Event.objects.get(name="intake.request.declined")
    assert event.data["reason"] == "papers_missing"
    assert event.data["alternative_door"] in ("phone", "counter", "home")
    assert "12345" in r.outcome


def test_every_act_for_somebody_is_told_to_them(world):
    daughter = Actor.visitor("s1", for_another=True)
    r = submit(benefit_check(person=None, acting_for=world.proxy), daughter)
    staff = Actor.staff(world.teller)
    advance(r, "accepted", staff, r.revision)
    withdraw(r, daughter, r.revision)
    texts = list(Message.objects.filter(person=world.li).order_by("pk"))
    assert [m.template for m in texts] == ["request-submitted", "request-accepted", "request-withdrawn"]
    assert "李敏" in texts[0].text


def test_look_up_needs_number_and_telephone_together(world):
    r = submit(benefit_check(), Actor.visitor("s1"))
    assert queries.look_up(f"{r.reference[:4]} {r.reference[4:]}", "138-0000-6027", "a") == r
    with pytest.raises(NotFound):
        queries.look_up(r.reference, "13900001111", "b")


def test_look_up_is_rate_limited(world):
    r = submit(benefit_check(), Actor.visitor("s1"))
    for _n in range(queries.LOOK_UPS_PER_HOUR):
        with pytest.raises(NotFound):
            queries.look_up(r.reference, "13900001111", "b")
    with pytest.raises(DomainError) as refused:
        queries.look_up(r.reference, "13800006027", "c")
    assert refused.value.status == 429


def test_staff_of_another_organisation_find_nothing(world):
    r = submit(benefit_check(), Actor.visitor("s1"))
    assert queries.for_staff(r.reference, {world.city.pk}) == r
    with pytest.raises(NotFound):
        queries.for_staff(r.reference, {world.other.pk})


def test_overdue(world):
    r = submit(benefit_check(), Actor.visitor("s1"))
    reach = {world.city.pk}
    assert not queries.worklist(reach, "overdue")
    ServiceRequest.objects.filter(pk=r.pk).update(promised_on=timezone.localdate() - timedelta(days=1))
    assert list(queries.worklist(reach, "overdue")) == [r]
    assert queries.counts(reach) == {"open": 1, "overdue": 1, "call_first": 0}


MOVES = st.lists(st.sampled_from([*State.values, "withdraw", "reopen", "reschedule", "door"]), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_any_order_of_moves_keeps_the_books(world, moves):
    """Whatever is tried in whatever order: revision, movements and events agree, and only allowed states follow."""
    staff = Actor.staff(world.operator)
    r = submit(taxi(world, key=f"t{ServiceRequest.objects.count()}"), staff)
    for move in moves:
        before = r.state
        try:
            if move == "withdraw":
                withdraw(r, staff, r.revision)
            elif move == "reopen":
                reopen(r, staff, r.revision, "再办")
            elif move == "reschedule":
                reschedule(r, Plan(soon(3), "陈师傅"), staff, r.revision)
            elif move == "door":
                change_door(r, "counter", staff, r.revision)
            else:
                advance(r, move, staff, r.revision, Plan(soon(), "陈师傅"))
                assert move in NEXT[before]
        except DomainError:
            r.refresh_from_db()
            assert r.state == before
    assert r.revision == r.movements.count() - 1
    assert Event.objects.filter(object_key=r.object_key).count() == r.movements.count()
    assert (r.closed_at is not None) == (r.state in CLOSED)


def test_after_the_call_the_answers_are_complete(world):
    staff = Actor.staff(world.operator)
    r = submit(benefit_check(answers={"how": "call", "living": "help"}), Actor.visitor("s1"))
    assert r.call_first
    for answers, fault in (({}, "living"), ({"living": "help"}, "living"), ({"living": "moon"}, "living")):
        with pytest.raises(Invalid) as refused:
            complete_answers(r, answers, staff, r.revision)
        assert set(refused.value.fields) == {fault}
    complete_answers(r, {"living": "elsewhere"}, staff, r.revision)
    assert (r.call_first, r.answers) == (False, {"how": "call", "living": "elsewhere"})
    with pytest.raises(Conflict):
        complete_answers(r, {"living": "here"}, staff, r.revision)


def test_a_branch_takes_its_own_requests(world):
    clerk = save_user("teller-north", "孙洁")
    grant(clerk, "operator", world.north, SINCE)
    open_offering("taxi", world.north, "phone", Actor.staff(world.editor), Terms(phone="0990-60002", valid_from=SINCE))
    assert submit(taxi(world), Actor.staff(clerk)).organisation == world.north
    assert submit(taxi(world, key="t2"), Actor.staff(world.operator)).organisation == world.city
