"""Return calls and clues: drawn once, called by somebody else, no data when nobody answered; referred once at a time."""

from datetime import timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.core.models import Event
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Referral, ReturnCall
from silverbridge.domain.oversight.queries import calls as queries
from silverbridge.domain.oversight.queries.clues import clues
from silverbridge.domain.places.queries import today
from tests.domain.oversight_world import add_oversight, clue, completed


@pytest.fixture
def w(world):
    return add_oversight(world)


def test_calls_are_drawn_once_and_come_to_shares_with_a_sample(w):
    completed(w, 6)
    row = services.draw_calls(w.city, w.period, 4, w.boss, "11")
    assert (row.completed, row.callable, row.calls.count()) == (6, 6, 4)
    with pytest.raises(Conflict):
        services.draw_calls(w.city, w.period, 4, w.boss, "12")  # nobody draws until they like what they get
    told = queries.outcome_of(row)
    assert (told.open, told.resolved_share, told.satisfied_share) == (4, None, None)
    first, second, third, fourth = row.calls.select_related("round__organisation", "request")
    services.record_call(first, "satisfied", "", 0, w.caller)
    services.record_call(second, "resolved", "等得久", 0, w.caller)
    services.record_call(third, "unresolved", "", 0, w.caller)
    fourth = services.record_call(fourth, "not_reached", "", 0, w.caller)
    fourth = services.record_call(fourth, "not_reached", "", 1, w.caller)
    told = queries.outcome_of(row)
    assert (told.answered, told.resolved_share, told.satisfied_share, told.not_reached) == (3, 2 / 3, 1 / 3, 1)
    event = Event.objects.filter(name="oversight.call.made").last()
    assert event.data == {"result": "not_reached", "tries": 2} and event.subject_key == w.li.subject_key
    services.record_call(fourth, "not_reached", "", 2, w.caller)
    with pytest.raises(Conflict):
        services.record_call(ReturnCall.objects.get(pk=fourth.pk), "satisfied", "", 3, w.caller)


def test_who_handled_it_does_not_call_and_of_two_one_is_first(w):
    completed(w, 1)
    call = services.draw_calls(w.city, w.period, 1, w.boss).calls.select_related("round__organisation").get()
    for actor in (Actor.staff(w.teller), w.north_clerk):
        with pytest.raises(Forbidden):
            services.record_call(call, "satisfied", "", 0, actor)
    services.record_call(call, "not_reached", "", 0, w.caller)
    with pytest.raises(Conflict):
        services.record_call(call, "satisfied", "", 0, w.clerk)


def test_nobody_to_call_is_said_and_not_drawn(w):
    with pytest.raises(DomainError) as refused:
        services.draw_calls(w.city, w.period, 3, w.boss)
    assert refused.value.code == "nobody_to_call"


def test_a_clue_is_referred_answered_and_never_lost_from_sight(w):
    row, city = clue(w), {w.city.pk}
    assert list(clues(city, "new")) == [row] and row.person is None
    with pytest.raises(Forbidden):
        services.refer(row, "人民银行安澜市分行", "移1", today(), today(), w.north_clerk)
    with pytest.raises(DomainError):
        services.refer(row, "人民银行安澜市分行", "移1", today() - timedelta(days=1), today(), w.clerk)
    sent = services.refer(row, "人民银行安澜市分行", "移〔2026〕1号", today(), today() + timedelta(days=30), w.clerk)
    with pytest.raises(Conflict):
        services.refer(row, "市场监管局", "移2", today(), today(), w.clerk)
    assert list(clues(city, "referred")) == [row] and not clues(city, "new") and not clues(city, "overdue")
    Referral.objects.filter(pk=sent.pk).update(due=today() - timedelta(days=1))
    assert list(clues(city, "overdue")) == [row]
    services.record_outcome(sent, "not_theirs", today(), "不归他们管", w.clerk)
    assert list(clues(city, "new")) == [row]  # somebody else has to have it
    again = services.refer(row, "市市场监管局", "移〔2026〕2号", today(), today(), w.clerk)
    services.record_outcome(again, "mended", today(), "已责令改正", w.clerk)
    with pytest.raises(Conflict):
        services.record_outcome(again, "punished", today(), "罚款", w.boss)
    assert list(clues(city, "answered")) == [row] and not clues(city, "overdue")
    assert not clues({w.north.pk})
    outcomes = list(Event.objects.filter(name="oversight.clue.answered").values_list("data__outcome", flat=True))
    assert outcomes == ["not_theirs", "mended"]
