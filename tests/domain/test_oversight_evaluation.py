"""Evaluations: no data are no score, every point leads down to its rows, an appeal makes a new version and keeps the old."""

from datetime import timedelta

import pytest

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Evaluation
from silverbridge.domain.oversight.queries import scores as queries
from silverbridge.domain.oversight.services.evaluating import digest_of, score_of
from silverbridge.domain.places.queries import today
from silverbridge.engines.evaluation import EvaluationScheme
from tests.domain.oversight_world import add_oversight, completed, evaluated


@pytest.fixture
def w(world, settings, tmp_path):
    settings.VAR = tmp_path
    load_indicators()
    return add_oversight(world)


def by_unit(evaluation):
    return {row.organisation.code: row for row in evaluation.scores.select_related("organisation")}


def test_a_score_says_what_it_is_made_of_and_what_was_not_scored(w):
    issued = evaluated(w)
    north, south = by_unit(issued)["anlan-north"], by_unit(issued)["anlan-south"]
    scheme = EvaluationScheme.model_validate(issued.scheme)
    told = score_of(scheme, "north", north.facts)
    states = {item.code: (item.state, item.points) for item in told.items}
    # visits 25, returns 10 and 10; indicators (35) and calls (20) have no data and are nobody's zero
    assert (north.points, north.out_of, north.whole) == (45, 45, 100)
    assert states["done-in-promise"] == states["satisfied"] == ("no_data", None)
    assert states["inspection"] == ("scored", 25) and states["returns-in-time"] == ("scored", 10)
    assert (north.rank, south.rank) == (None, None)  # less than half could be scored
    inspected = next(item for item in told.items if item.code == "inspection")
    assert [row.kind for row in inspected.reading.rows] == ["visit"] and "网点" in inspected.reading.rows[0].words
    lost = {one.code: (one.cases, one.points) for one in score_of(scheme, "south", south.facts).taken}
    assert lost == {"serious": (2, 4.0), "not-filed": (1, 2.0)}
    facts = {row.organisation_id: row.facts for row in issued.scores.all()}
    assert issued.digest == digest_of(issued.scheme, facts)  # kept whole: anybody can count again


def test_calls_count_and_a_unit_without_anything_is_not_scored(w):
    for row in completed(w, 3, w.north):
        assert row.is_closed
    calls = services.draw_calls(w.north, w.period, 3, w.boss)
    for call in calls.calls.select_related("round__organisation", "request"):
        services.record_call(call, "satisfied", "", 0, w.boss2)
    made = services.evaluate(w.city, "elder-service", w.period, [w.north.pk, w.south.pk], w.clerk)
    north, south = by_unit(made)["anlan-north"], by_unit(made)["anlan-south"]
    assert (north.points, north.out_of) == (20, 20)
    assert (south.points, south.out_of, south.share, south.rank) == (0, 0, None, None)


def test_units_see_their_own_score_once_it_is_issued(w):
    draft = services.evaluate(w.city, "elder-service", w.period, [w.north.pk, w.south.pk], w.clerk)
    score, other = by_unit(draft)["anlan-north"], by_unit(draft)["anlan-south"]
    with pytest.raises(NotFound):
        queries.score_for(score.pk, {w.north.pk})
    with pytest.raises(DomainError):
        services.file_appeal(score, "inspection", "没来过", None, w.north_clerk)
    services.issue_evaluation(draft, w.boss)
    assert queries.score_for(score.pk, {w.north.pk}) == score
    for pk, reach in ((other.pk, {w.north.pk}), (score.pk, {w.other.pk})):
        with pytest.raises(NotFound):
            queries.score_for(pk, reach)
    with pytest.raises(NotFound):
        queries.evaluation_for(draft.pk, {w.north.pk})
    with pytest.raises(Conflict):
        services.issue_evaluation(draft, w.boss)
    with pytest.raises(DomainError):
        services.evaluate(w.city, "elder-service", w.period, [w.other.pk], w.clerk)
    with pytest.raises(Forbidden):
        services.evaluate(w.city, "elder-service", w.period, [w.north.pk], w.north_clerk)


def test_an_upheld_appeal_makes_a_new_version_and_keeps_the_old(w):
    first = evaluated(w)
    north = by_unit(first)["anlan-north"]
    proof = Upload("情况说明.pdf", b"%PDF-1.7 proof")
    with pytest.raises(Forbidden):
        services.file_appeal(north, "inspection", "情况不符", None, w.clerk)  # stands above both sides
    appeal = services.file_appeal(north, "inspection", "暗访当天停电", proof, w.north_clerk)
    with pytest.raises(Conflict):
        services.file_appeal(north, "inspection", "再说一遍", None, w.north_clerk)
    for actor in (w.north_clerk, w.clerk):
        with pytest.raises(Forbidden):
            services.decide_appeal(appeal, True, "属实", actor, "not_scored")
    with pytest.raises(DomainError):
        services.decide_appeal(appeal, True, "属实", w.boss)
    decided = services.decide_appeal(appeal, True, "停电属实，按八成计", w.boss, "value", 0.8)
    with pytest.raises(Conflict):
        services.decide_appeal(appeal, False, "不属实", w.boss2)
    second = decided.led_to
    assert (second.version, second.state, second.appeal_until) == (2, "issued", first.appeal_until)
    assert by_unit(second)["anlan-north"].points == 45 - 12.5
    assert by_unit(second)["anlan-south"].points == by_unit(first)["anlan-south"].points
    assert by_unit(Evaluation.objects.get(pk=first.pk))["anlan-north"].points == 45
    told = list(Event.objects.filter(name="oversight.appeal.decided").values_list("data", flat=True))
    assert told == [{"item": "inspection", "outcome": "upheld"}]


def test_a_rejected_appeal_changes_nothing_and_late_ones_are_refused(w):
    first = evaluated(w)
    south = by_unit(first)["anlan-south"]
    w.north_officer.grants.update(organisation=w.south)
    appeal = services.file_appeal(south, "serious", "现金窗口当天开着", None, w.north_clerk)
    decided = services.decide_appeal(appeal, False, "照片清楚", w.boss2)
    assert (decided.state, decided.led_to, Evaluation.objects.count()) == ("rejected", None, 1)
    again = services.file_appeal(south, "serious", "补充照片", None, w.north_clerk)
    third = services.decide_appeal(again, True, "补充照片属实", w.boss2, "not_scored").led_to
    assert by_unit(third)["anlan-south"].points == by_unit(first)["anlan-south"].points + 4
    Evaluation.objects.update(appeal_until=today() - timedelta(days=1))
    late = by_unit(Evaluation.objects.get(pk=third.pk))["anlan-south"]
    with pytest.raises(DomainError) as refused:
        services.file_appeal(late, "inspection", "晚了", None, w.north_clerk)
    assert refused.value.code == "too_late"
