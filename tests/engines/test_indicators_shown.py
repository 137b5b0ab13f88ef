"""What of a figure is shown and how it is judged: small groups, targets, the shipped ones on a story."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.indicators import IndicatorDefinition, Result, Target, compute, judge, rows
from silverbridge.engines.indicators.suppression import suppress_small

from .indicators_reference import QUARTER, as_table, number

SHIPPED = {
    definition.code: definition
    for definition in load_definitions(
        Path(__file__).parents[2] / "silverbridge" / "shipped" / "indicators", IndicatorDefinition
    )
}
UP = Target(0.9, "up", confirmed=True, min_sample=10)


def share(numerator: int, denominator: int, **group) -> Result:
    value = numerator / denominator if denominator else None
    state = "measured" if denominator else "no_data"
    return Result("trial", QUARTER, group, state, value, numerator, denominator, denominator)


sizes = st.lists(st.integers(0, 12), max_size=8)


@given(sizes, st.integers(1, 6))
def test_no_small_group_can_be_seen_or_worked_out(denominators, min_cell):
    shown = suppress_small([share(0, size, place=str(at)) for at, size in enumerate(denominators)], min_cell)
    hidden = [size for size, result in zip(denominators, shown, strict=True) if result.suppressed]
    for size, result in zip(denominators, shown, strict=True):
        if 0 < size < min_cell:
            assert result.suppressed
        if result.suppressed:
            assert (result.value, result.numerator, result.denominator, result.sample) == (None,) * 4
        else:
            assert result.denominator == size
    # The total minus what is shown never names one group, nor so few things.
    others_left = any(size and not result.suppressed for size, result in zip(denominators, shown, strict=True))
    if hidden and others_left:
        assert len(hidden) > 1
        assert sum(hidden) >= min_cell
    if not any(0 < size < min_cell for size in denominators):
        assert not hidden


@pytest.mark.parametrize(
    ("result", "target", "judgement"),
    [
        (share(0, 0), UP, "no_data"),
        (share(0, 0), Target(0.9, "up", confirmed=False, min_sample=10), "no_data"),
        (share(95, 100), Target(0.9, "up", confirmed=False, min_sample=10), "unconfirmed"),
        (share(9, 9), UP, "sample_too_small"),
        (share(9, 10), UP, "met"),
        (share(89, 100), UP, "not_met"),
        (share(5, 100), Target(0.05, "down", confirmed=True, min_sample=1), "met"),
        (share(6, 100), Target(0.05, "down", confirmed=True, min_sample=1), "not_met"),
    ],
)
def test_judgements_in_their_order(result, target, judgement):
    assert judge(result, target) == judgement


def test_a_suppressed_figure_is_not_told_through_its_judgement():
    hidden = suppress_small([share(3, 3, place="a"), share(50, 50, place="b")], 5)
    assert {judge(result, Target(0.9, "up", confirmed=True, min_sample=1)) for result in hidden} == {"sample_too_small"}


def test_a_target_reached_but_for_a_float_is_reached():
    gap = Result("gap", QUARTER, {}, "measured", 0.3 - 0.2, None, None, 50)
    assert judge(gap, Target(0.1, "up", confirmed=True, min_sample=1)) == "met"


def happened(object_key: str, verb: str, day: int, **more) -> dict:
    moment = datetime(2026, 8, 1, 2, tzinfo=UTC) + timedelta(days=day)
    data = more.pop("data", {})
    blank = dict.fromkeys(("subject_key", "item", "age_band", "sex", "place", "organisation"))
    return blank | {
        "name": f"intake.request.{verb}",
        "version": 1,
        "object_key": object_key,
        "door": "counter",
        "acting_for": False,
        "occurred_at": moment,
        "recorded_at": moment,
        "business_date": date(2026, 8, 1) + timedelta(days=day),
        "data": json.dumps(data),
    } | more  # fmt: skip


STORY = number(
    [
        # Four at staffed doors: three done, one declined with another way named.
        happened("li", "submitted", 0, door="phone", acting_for=True),
        happened("li", "done", 2, door="phone", data={"within_promise": True}),
        happened("wang", "submitted", 0, door="home"),
        happened("wang", "done", 9, door="home", data={"within_promise": False}),
        happened("zhang", "submitted", 1),
        happened("zhang", "done", 1, data={}),
        happened("chen", "submitted", 1),
        happened("chen", "declined", 2, data={"reason": "no_ground", "alternative_door": "home"}),
        # Two at digital doors: one done after being reopened, one declined with no way out.
        happened("he", "submitted", 0, door="web"),
        happened("he", "done", 1, door="web", data={"within_promise": True}),
        happened("he", "reopened", 2, door="web"),
        happened("he", "done", 4, door="web", data={"within_promise": True}),
        happened("zhou", "submitted", 3, door="kiosk"),
        happened("zhou", "declined", 3, door="kiosk", data={"reason": "no_ground", "alternative_door": None}),
    ]
)


@pytest.mark.parametrize(
    ("code", "value", "numerator", "denominator"),
    [
        ("requests-count", 6, 6, None),
        ("home-visits-count", 1, 1, None),
        ("staffed-door-share", 4 / 6, 4, 6),
        ("acting-for-share", 1 / 6, 1, 6),
        ("done-in-promise-share", 3 / 4, 3, 4),
        ("refusal-with-alternative-share", 1 / 2, 1, 2),
        ("digital-divide-gap", 1 / 2 - 3 / 4, None, None),
        # Two, nine, no and four days: the fourth of four is the ninth tenth.
        ("submitted-to-done-p90", 9, None, 4),
    ],
)
def test_shipped_indicators_tell_the_story(code, value, numerator, denominator):
    result = compute(SHIPPED[code], as_table(STORY), QUARTER)[0]
    assert (result.value, result.numerator, result.denominator) == (value, numerator, denominator)


def test_every_shipped_indicator_of_requests_is_told():
    """The others are held against queries written by hand, in test_indicators_facts."""
    told = {mark[0] for mark in test_shipped_indicators_tell_the_story.pytestmark[0].args[1]}
    parts = {code: (d.numerator or d.end or d.of) for code, d in SHIPPED.items()}
    assert told == {code for code, part in parts.items() if part.event and part.event[0].startswith("intake.")}


def test_the_gap_shows_both_sides_and_their_rows():
    gap = SHIPPED["digital-divide-gap"]
    result = compute(gap, as_table(STORY), QUARTER)[0]
    digital, staffed = result.sides["digital"], result.sides["staffed"]
    assert (digital.numerator, digital.denominator) == (1, 2)
    assert (staffed.numerator, staffed.denominator) == (3, 4)
    assert result.sample == 2
    listed = rows(gap, as_table(STORY), QUARTER, part="denominator", side="digital")
    assert [key for _, key in listed] == ["he", "zhou"]


def test_small_groups_of_the_story_are_hidden():
    by_door = compute(SHIPPED["requests-count"], as_table(STORY), QUARTER, by=("door",))
    assert [result.group["door"] for result in by_door] == ["counter", "home", "kiosk", "phone", "web"]
    assert all(result.suppressed and result.value is None for result in by_door)
