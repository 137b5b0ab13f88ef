"""Sampling: the same frame, seed and design give the same sample on any machine; strata get their seats; nobody twice."""

import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.sampling import Checklist, Design, Refused, Unit, draw, frame_digest

# By sha256sum, not by the engine.
KNOWN_NORTH = ("p02", "p11", "p10")
KNOWN_SOUTH = ("p03", "p06")
SHIPPED = Path(__file__).parents[2] / "silverbridge" / "shipped"
frames = st.dictionaries(st.text("abc123", min_size=1, max_size=6), st.sampled_from("xyz"), min_size=1, max_size=40)
designs = st.builds(
    Design,
    st.sampled_from([(), ("district",)]),
    st.sampled_from(["proportional", "fixed"]),
    st.integers(1, 50),
    st.integers(0, 2),
    st.integers(0, 3),
)


def units(frame):
    return [Unit(key, {"district": name}) for key, name in frame.items()]


@given(frames, designs, st.text(min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_sample_is_drawn_again_whatever_the_order_of_the_frame(frame, design, seed, chance):
    held = units(frame)
    shuffled = chance.sample(held, len(held))
    found = draw(held, seed, design)
    assert draw(shuffled, seed, design) == found
    assert found.digest == frame_digest(shuffled)
    keys = [key for stratum in found.strata for key in (*stratum.drawn, *stratum.spares)]
    assert len(keys) == len(set(keys)) and set(keys) <= set(frame)
    for stratum in found.strata:
        assert {frame[key] for key in stratum.drawn} <= ({stratum.name[0]} if stratum.name else set(frame.values()))
        left = stratum.population - len(stratum.drawn)
        assert len(stratum.spares) == min(design.spares, left)


@given(frames, designs)
def test_every_stratum_gets_its_seats(frame, design):
    found = draw(units(frame), "2026", design)
    whole = found.population
    assert whole == len(frame)
    size = min(design.size, whole)
    if design.method == "fixed":
        assert all(len(s.drawn) == min(design.size, s.population) for s in found.strata)
        return
    assert len(found.drawn) == size
    if design.least == 0:
        assert all(abs(len(s.drawn) - Fraction(size * s.population, whole)) < 1 for s in found.strata)
    elif size >= sum(min(design.least, s.population) for s in found.strata):
        assert all(len(s.drawn) >= min(design.least, s.population) for s in found.strata)


def test_the_sample_of_a_known_frame_never_changes():
    """Written down once: whoever holds frame and seed on paper can follow the draw."""
    frame = [Unit(f"p{n:02d}", {"district": "北" if n % 3 else "南"}) for n in range(12)]
    found = draw(frame, "7391", Design(("district",), "proportional", 5, spares=1))
    assert [(s.name, s.population, len(s.drawn)) for s in found.strata] == [(("北",), 8, 3), (("南",), 4, 2)]
    assert found.strata[0].drawn == KNOWN_NORTH
    assert found.strata[1].drawn == KNOWN_SOUTH


def test_everybody_has_the_same_chance():
    """Over many seeds each of ten is drawn about as often; the bounds are five standard deviations wide."""
    frame, hits = [Unit(str(n), {}) for n in range(10)], dict.fromkeys(map(str, range(10)), 0)
    chance = random.Random(1)
    for _n in range(2000):
        for key in draw(frame, str(chance.random()), Design((), "fixed", 3)).drawn:
            hits[key] += 1
    assert all(abs(n - 600) < 5 * (2000 * 0.3 * 0.7) ** 0.5 for n in hits.values())


@pytest.mark.parametrize(
    ("frame", "seed", "design", "field"),
    [
        ([], "1", Design((), "fixed", 1), "frame"),
        ([Unit("a", {})], "", Design((), "fixed", 1), "seed"),
        ([Unit("a", {})], "1", Design((), "fixed", 0), "size"),
        ([Unit("a", {})], "1", Design((), "fixed", 1, spares=-1), "spares"),
    ],
)
def test_what_draws_nobody_is_refused(frame, seed, design, field):
    with pytest.raises(Refused) as refused:
        draw(frame, seed, design)
    assert refused.value.field == field
    with pytest.raises(ValueError, match="twice"):
        frame_digest([Unit("a", {}), Unit("a", {})])


def test_the_shipped_checklists_are_right():
    held = load_definitions(SHIPPED / "checklists", Checklist)
    outlet = next(one for one in held if one.code == "outlet")
    assert {"cash-accepted", "human-window", "wheelchair", "care-window"} <= {item.code for item in outlet.items}
    assert any(item.grade == "serious" for item in outlet.items)
