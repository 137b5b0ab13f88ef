"""Evaluation: points explain themselves, no data are no score and never zero, equal shares share a place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.evaluation import EvaluationScheme, Reading, Row, rank, score

(SCHEME,) = load_definitions(Path(__file__).parents[2] / "silverbridge" / "shipped" / "evaluations", EvaluationScheme)
CODES = [item.code for item in SCHEME.items]
RULES = [rule.code for rule in SCHEME.deductions]
values = st.none() | st.floats(0, 1)
readings = st.fixed_dictionaries({}, optional=dict.fromkeys(CODES, values))
cases = st.fixed_dictionaries({}, optional={code: st.none() | st.integers(0, 9) for code in RULES})


def scored(told, taken=None, unit="u", sample=100):
    rows = {code: None if n is None else (Row("visit", "1", "x", False),) * n for code, n in (taken or {}).items()}
    return score(SCHEME, unit, {code: Reading(v, sample=sample) for code, v in told.items()}, rows)


@given(readings, cases)
def test_points_add_up_and_stay_within_what_was_scored(told, taken):
    found = scored(told, taken)
    assert len(found.items) == len(SCHEME.items)
    given = [item for item in found.items if item.state == "scored"]
    assert found.out_of == round(sum(item.weight for item in given), 2)
    assert 0 <= found.points <= found.out_of <= found.whole == SCHEME.whole
    gained, less = sum(item.points for item in given), sum(one.points for one in found.taken)
    assert found.points == pytest.approx(max(0, gained - less) if given else 0, abs=0.01)
    assert all(one.points <= rule.at_most for one, rule in zip(found.taken, SCHEME.deductions, strict=True))
    assert (found.share is None) == (found.out_of == 0)


@given(readings, st.sampled_from(CODES))
def test_what_was_not_measured_leaves_the_denominator_and_is_not_zero(told, code):
    """Taking a figure away never takes points of the others, and a worst figure is another thing than none."""
    without, worst = {**told, code: None}, {**told, code: 0.0}
    weight = next(item.weight for item in SCHEME.items if item.code == code)
    assert scored(without).out_of == pytest.approx(scored(worst).out_of - weight, abs=0.01)
    assert scored(without).points == pytest.approx(scored(worst).points, abs=0.01)
    item = next(item for item in scored(without).items if item.code == code)
    assert (item.state, item.points, item.reached) == ("no_data", None, None)


def test_the_points_of_an_item_lie_between_floor_and_target():
    source = SCHEME.items[0].source
    half = (source.floor + source.target) / 2
    points = [scored({CODES[0]: v}).items[0].points for v in (source.floor, half, source.target, 1.0)]
    assert points == [0, SCHEME.items[0].weight / 2, SCHEME.items[0].weight, SCHEME.items[0].weight]
    assert scored({CODES[0]: 1.0}, sample=source.least - 1).items[0].state == "sample_too_small"


@given(st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.9]), st.booleans()), max_size=12))
def test_equal_shares_share_a_place_and_the_next_is_left_free(drawn):
    held = [
        scored(dict.fromkeys(CODES, v) if full else {CODES[1]: v}, unit=str(n)) for n, (v, full) in enumerate(drawn)
    ]
    places = rank(held)
    listed = [one for one in held if one.ranked]
    assert all((places[one.unit] is None) != one.ranked for one in held)
    for one in listed:
        better = sum(round(other.share, 4) > round(one.share, 4) for other in listed)
        assert places[one.unit] == better + 1


def test_a_scheme_that_makes_no_sense_is_refused():
    good = SCHEME.model_dump(mode="json")
    for change in (
        {"items": [good["items"][0], good["items"][0]]},
        {"items": [{**good["items"][0], "source": {"kind": "inspection", "target": 0.5, "floor": 0.9}}]},
        {"items": [{**good["items"][0], "source": {"kind": "inspection", "indicator": "x", "target": 1, "floor": 0}}]},
        {"items": [{**good["items"][0], "source": {"kind": "return_figure", "form": "x", "target": 1, "floor": 0}}]},
        {"items": [{**good["items"][0], "weight": 0}]},
        {"surprise": 1},
    ):
        with pytest.raises(ValidationError):
            EvaluationScheme.model_validate({**good, **change})
