"""A question put before in the same words is answered from the facts that are asked now."""

import ibis
import pytest

from silverbridge.engines.indicators import Facts, Roster, compute, compute_sets, facts, tabulate

from .facts_reference import QUARTERS, as_facts, some_facts
from .test_indicators_facts import BY_CODE

CODES = ("elder-visits-count", "wait-p90", "trained-staff-share", "satisfaction-change", "requests-count")
FAMILIES = ("events", "visits", "snapshots")


def opened(seed, *, drawn=True):
    """These facts as tables of a DuckDB of their own, under the same names each time; `drawn`: which it is told."""
    held, on = as_facts(*some_facts(seed, 200)), ibis.duckdb.connect()
    for name in FAMILIES:
        on.con.register(f"given_{name}", getattr(held, name).to_pyarrow())
        on.raw_sql(f"CREATE TABLE {name} AS SELECT * FROM given_{name}")
    told = Facts(**{name: on.table(name) for name in FAMILIES}, places=held.places)
    return told.drawn("tables") if drawn else told


@pytest.fixture(autouse=True)
def _nothing_asked_before():
    facts._translations.clear()


@pytest.mark.parametrize("by", [(), ("place",), ("district",)])
def test_the_second_facts_give_their_own_figures(by):
    held = [BY_CODE[code] for code in CODES]
    found = [tabulate(held, opened(seed), QUARTERS[:2], None, by) for seed in (1, 2)]
    assert found == [tabulate(held, opened(seed, drawn=False), QUARTERS[:2], None, by) for seed in (1, 2)]
    assert found[0] != found[1]
    assert bool(facts._translations)


def test_the_second_question_is_not_put_into_words_again(monkeypatch):
    first, second = opened(1), opened(2)
    definition = BY_CODE["elder-visits-count"]
    compute(definition, first, QUARTERS[0])
    on = second.events.get_backend()
    monkeypatch.setattr(on, "compile", lambda *_a, **_k: pytest.fail("put into words again"))
    compute(definition, second, QUARTERS[0])


def test_sets_of_the_same_names_with_other_members_give_their_own_figures():
    held = [BY_CODE[code] for code in CODES]
    units = sorted({code for code in opened(1, drawn=False).visits.organisation.to_pyarrow().to_pylist() if code})
    for sets in ({"one": units[:1], "rest": units[1:]}, {"one": units[1:], "rest": units[:1]}):
        kept, anew = (compute_sets(held, opened(1, drawn=drawn), QUARTERS[0], sets) for drawn in (True, False))
        assert kept == anew


def test_a_place_whose_word_reaches_far_enough_is_not_looked_for_among_visits():
    day = QUARTERS[0][1]
    roster = Roster({}, told={"north": day}, visited=lambda: pytest.fail("looked"))
    assert roster.has_told("north", day)
    assert Roster({}, told={"north": day}, visited=lambda: {"south": day}).has_told("south", day)
    assert not Roster({}, told={"north": day}).has_told("south", day)
