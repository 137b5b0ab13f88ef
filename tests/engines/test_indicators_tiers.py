"""Tiers: the best that fulfil everything get the seats; the same facts give the same answer; what would lift one is said."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.indicators.tiers import Lift, Outlet, TierScheme, place_outlets

(SCHEME,) = load_definitions(Path(__file__).parents[2] / "silverbridge" / "shipped" / "tiers", TierScheme)
ALL = {condition.kind: 1.0 for tier in SCHEME.tiers for condition in tier.conditions}
shares = st.none() | st.sampled_from([0.0, 0.3, 0.56, 0.6, 0.68, 0.9])
outlets = st.lists(st.tuples(shares, shares, st.booleans()), max_size=60)


def made(drawn):
    return [Outlet(f"o{at:02d}", v, a, ALL if fit else {}) for at, (v, a, fit) in enumerate(drawn)]


@given(outlets)
def test_each_outlet_has_one_tier_and_seats_are_never_exceeded(drawn):
    held = made(drawn)
    found = place_outlets(SCHEME, held)
    assert sorted(p.place for p in found) == [o.place for o in held]
    for tier in SCHEME.tiers:
        assert tier.at_most is None or sum(p.tier == tier.code for p in found) <= tier.at_most
    assert place_outlets(SCHEME, reversed(held)) == found


@given(outlets.filter(bool), st.data())
def test_what_is_said_to_lift_an_outlet_lifts_it(drawn, data):
    """Unless the seats are taken by better ones, and then that is what is said next."""
    held = made(drawn)
    placement = data.draw(st.sampled_from(place_outlets(SCHEME, held)))
    at = next(i for i, o in enumerate(held) if o.place == placement.place)
    outlet = held[at]
    for lift in placement.lifts:
        if lift.about in ("visit_share", "asset_share"):
            outlet = replace(outlet, **{lift.about: lift.need})
        elif lift.about != "seat":
            outlet = replace(outlet, stocks=dict(outlet.stocks) | {lift.about: lift.need})
    again = next(p for p in place_outlets(SCHEME, [*held[:at], outlet, *held[at + 1 :]]) if p.place == outlet.place)
    if placement.next_tier is not None and again.tier == placement.tier:
        assert [lift.about for lift in again.lifts] == ["seat"]


def test_no_data_fulfils_nothing_and_is_not_zero():
    (placement,) = place_outlets(SCHEME, [Outlet("o1", None, 0.9, ALL)])
    assert (placement.tier, placement.score) == ("basic", None)
    assert placement.lifts == (Lift("visit_share", None, 0.56),)


def test_the_lowest_tier_takes_everybody():
    body = SCHEME.model_dump()
    body["tiers"][-1]["at_most"] = 3
    with pytest.raises(ValidationError):
        TierScheme.model_validate(body)
