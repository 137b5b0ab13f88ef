"""Every kind of figure against a plain computation over the same made-up events."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from silverbridge.engines.indicators import IndicatorDefinition, compute, count_rows, parts, rows

from . import indicators_reference as reference
from .indicators_reference import QUARTER, REQUEST, as_table

_OUTCOMES = [REQUEST + verb for verb in ("done", "declined", "withdrawn", "missed")]
_COMMON = {
    "version": 1,
    "name": {"zh": "试", "en": "Trial"},
    "meaning": {"zh": "试", "en": "A trial"},
    "direction": "up",
    "min_sample": 1,
    "min_cell": 1,
    "sources": ["none"],
}
conditions = st.one_of(
    st.fixed_dictionaries({"field": st.just("acting_for"), "op": st.just("eq"), "value": st.booleans()}),
    st.fixed_dictionaries(
        {
            "field": st.sampled_from(["door", "data.alternative_door"]),
            "op": st.sampled_from(["in", "not_in"]),
            "value": st.lists(st.sampled_from(["phone", "counter", "web"]), min_size=1, max_size=2),
        }
    ),
    st.fixed_dictionaries({"field": st.just("data.within_promise"), "op": st.just("eq"), "value": st.booleans()}),
    st.fixed_dictionaries(
        {
            "field": st.sampled_from(["data.minutes", "version"]),
            "op": st.sampled_from(["ge", "le", "eq"]),
            "value": st.sampled_from([1, 2, 12, 12.25]),
        }
    ),
    st.fixed_dictionaries(
        {
            "field": st.sampled_from(["place", "data.reason", "data.within_promise"]),
            "op": st.just("is_null"),
            "value": st.booleans(),
        }
    ),
)
wheres = st.lists(conditions, max_size=2)
selections = st.fixed_dictionaries(
    {
        "event": st.lists(st.sampled_from(reference.NAMES), min_size=1, max_size=4, unique=True),
        "where": wheres,
    }
)
counted = st.sampled_from(["events", "objects", "subjects"])


@st.composite
def definitions(draw):
    """An indicator of any kind."""
    kind = draw(st.sampled_from(["count", "share", "gap", "quantile"]))
    body = {"code": f"trial-{kind}", "kind": kind}
    if kind == "quantile":
        body |= {
            "unit": draw(st.sampled_from(["minutes", "days"])),
            "from": draw(selections),
            "to": draw(selections),
        }
        body["q"] = draw(st.sampled_from([0.5, 0.7, 0.9, 0.975]))
    elif kind == "count":
        body |= {"unit": "count", "distinct": draw(counted), "numerator": draw(selections)}
    else:
        whole = draw(selections)
        part = {"event": [draw(st.sampled_from(whole["event"]))], "where": draw(wheres)}
        body |= {"unit": "share", "distinct": draw(counted), "numerator": part, "denominator": whole}
    return IndicatorDefinition.model_validate(_COMMON | body)


@settings(max_examples=80, deadline=None)
@given(definitions(), reference.events, reference.organisations, reference.group_columns)
def test_every_figure_is_the_plain_one(definition, events, organisations, by):
    assume(definition.kind != "gap" or "door" not in by)
    expected = reference.figure(definition, events, QUARTER, organisations, by)
    found = compute(definition, as_table(events), QUARTER, organisations, by)
    assert {tuple(result.group.values()) for result in found} == set(expected)
    assert len(found) == len(expected)
    for result in found:
        value, numerator, denominator, sample = expected[tuple(result.group.values())]
        assert (result.numerator, result.denominator, result.sample) == (numerator, denominator, sample)
        assert result.value == value
        assert result.state == ("no_data" if value is None else "measured")
        assert not result.suppressed


@settings(max_examples=30, deadline=None)
@given(definitions(), reference.events, reference.organisations, reference.group_columns, st.integers(1, 5))
def test_a_figure_leads_down_to_exactly_its_rows(definition, events, organisations, by, size):
    assume(definition.kind != "gap" or "door" not in by)
    table = as_table(events)
    for result in compute(definition, table, QUARTER, organisations, by)[:2]:
        for part in parts(definition):
            for side in result.sides or (None,):
                figures = result.sides[side] if side else result
                where = {"part": part, "group": result.group, "side": side}
                expected = getattr(figures, part)
                assert count_rows(definition, table, QUARTER, organisations, **where) == expected
                listed = []
                for offset in range(0, expected + 1, size):
                    listed += rows(definition, table, QUARTER, organisations, limit=size, offset=offset, **where)
                assert len(listed) == expected
                assert listed == sorted(listed)
                _check_rows(definition, events, listed)


def _check_rows(definition, events, listed):
    """Each row is an event of the journal in the period, and nothing is counted twice."""
    by_id = {event["event_id"]: event for event in events}
    assert len({event_id for event_id, _ in listed}) == len(listed)
    for event_id, object_key in listed:
        assert by_id[event_id]["object_key"] == object_key
        assert QUARTER[0] <= by_id[event_id]["business_date"] <= QUARTER[1]
    if definition.distinct == "objects":
        assert len({object_key for _, object_key in listed}) == len(listed)


@given(reference.events)
@settings(max_examples=15, deadline=None)
def test_adjoining_periods_add_up(events):
    definition = _count("events")
    middle = date(2026, 8, 15)
    whole, first, second = (
        compute(definition, as_table(events), period)[0].numerator
        for period in (QUARTER, (QUARTER[0], middle), (middle + timedelta(days=1), QUARTER[1]))
    )
    assert whole == first + second


def test_an_empty_journal_has_no_data_and_never_zero():
    nothing = as_table([])
    kept = as_table(reference.number([_event(name=REQUEST + "reopened")]))
    share = IndicatorDefinition.model_validate(
        _COMMON
        | {
            "code": "trial-share",
            "kind": "share",
            "unit": "share",
            "numerator": {"event": _OUTCOMES[:1]},
            "denominator": {"event": _OUTCOMES},
        }
    )
    for table in (nothing, kept):
        result = compute(share, table, QUARTER)[0]
        assert (result.state, result.value) == ("no_data", None)
    assert compute(_count("objects"), nothing, QUARTER)[0].state == "no_data"
    assert compute(_count("objects"), nothing, QUARTER, by=("door",)) == []
    # The journal was kept, and nobody asked: that zero was measured.
    counted = compute(_count("objects"), kept, QUARTER)[0]
    assert (counted.state, counted.value) == ("measured", 0.0)
    assert compute(_count("objects"), kept, QUARTER, [])[0].state == "no_data"


def test_what_cannot_be_asked_is_refused():
    table, definition = as_table([]), _count("objects")
    with pytest.raises(ValueError, match="break a figure down"):
        compute(definition, table, QUARTER, by=("subject_key",))
    with pytest.raises(ValueError, match="each once"):
        compute(definition, table, QUARTER, by=("door", "door"))
    with pytest.raises(ValueError, match="ends on"):
        compute(definition, table, QUARTER[::-1])
    with pytest.raises(ValueError, match="lacks: data"):
        compute(definition, table.drop("data"), QUARTER)
    with pytest.raises(ValueError, match="has no denominator"):
        rows(definition, table, QUARTER, part="denominator")
    with pytest.raises(ValueError, match="zero or more"):
        rows(definition, table, QUARTER, offset=-1)
    with pytest.raises(ValueError, match="has no side"):
        rows(definition, table, QUARTER, side="digital")


def _count(distinct):
    body = {"code": "trial-count", "kind": "count", "unit": "count", "distinct": distinct}
    return IndicatorDefinition.model_validate(_COMMON | body | {"numerator": {"event": [REQUEST + "submitted"]}})


def _event(**fixed):
    moment = reference._START + timedelta(days=30)
    blank = dict.fromkeys(("subject_key", "item", "door", "age_band", "sex", "place", "organisation", "data"))
    return blank | {
        "name": REQUEST + "submitted",
        "version": 1,
        "object_key": "a",
        "acting_for": False,
        "occurred_at": moment,
        "recorded_at": moment,
        "business_date": (moment + timedelta(hours=8)).date(),
    } | fixed  # fmt: skip
