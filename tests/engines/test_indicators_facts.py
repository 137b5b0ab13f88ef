"""Every shipped indicator over made-up facts of every family against queries written by hand, and what must hold of any sums."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bench import agreement, by_hand
from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.indicators import IndicatorDefinition, Member, compute, count_rows, parts, rows, tabulate

from .facts_reference import ORGANISATIONS, QUARTERS, as_facts, some_facts, tables

SHIPPED = load_definitions(Path(__file__).parents[2] / "silverbridge" / "shipped" / "indicators", IndicatorDefinition)
BY_CODE = {definition.code: definition for definition in SHIPPED}
OPEN = [definition.model_copy(update={"min_cell": 1}) for definition in SHIPPED]
seeds = st.integers(0, 2**32 - 1)
PERIOD = QUARTERS[0]
DRAWN = (Phase.explicit, Phase.generate)  # a seed does not shrink: a smaller one is no simpler


def by_hand_of(made):
    engine = duckdb.connect()
    for family, table in tables(*made).items():
        engine.register(family, table)
    told = by_hand.run(engine, date(2025, 1, 1), date(2026, 6, 30), [last for _first, last in QUARTERS])
    return agreement.by_place_and_quarter(told)


@settings(max_examples=3, deadline=None, phases=DRAWN)
@given(seeds, st.sampled_from([0, 15, 150, 400]))
@example(916537, 400)  # a request done at a place, and later once more at none
def test_every_shipped_indicator_equals_a_query_written_by_hand(seed, size):
    made = some_facts(seed, size)
    found = tabulate(OPEN, as_facts(*made), QUARTERS, None, ("place",))
    assert set(agreement.FORMULAS) == set(BY_CODE)
    assert agreement.differences(found, by_hand_of(made)) == []


def test_there_are_figures_to_agree_on():
    """Most of the made-up figures exist, so the test above compares numbers and not absences."""
    found = tabulate(OPEN, as_facts(*some_facts(7, 400)), QUARTERS, None, ("place",))
    measured = {code for (code, _period), results in found.items() for r in results if r.state == "measured"}
    assert measured == set(BY_CODE)


@settings(max_examples=2, deadline=None, phases=DRAWN)
@given(seeds)
def test_one_figure_alone_is_the_figure_among_many(seed):
    facts = as_facts(*some_facts(seed, 120))
    many = tabulate(SHIPPED, facts, QUARTERS, ["bank-a"])
    for code in (
        "wait-p90-green",
        "elder-visits-change",
        "facilities-per-outlet",
        "complaint-closing-p90",
        "requests-count",
    ):
        assert compute(BY_CODE[code], facts, PERIOD, ["bank-a"]) == many[code, PERIOD]


@settings(max_examples=6, deadline=None, phases=DRAWN)
@given(seeds, st.sampled_from(sorted(BY_CODE)))
def test_a_figure_leads_down_to_as_many_rows_as_it_counts(seed, code):
    facts, definition = as_facts(*some_facts(seed, 150)), BY_CODE[code]
    result = compute(definition, facts, PERIOD)[0]
    part = parts(definition)[0]
    counted = count_rows(definition, facts, PERIOD, None, part)
    assert counted == len(rows(definition, facts, PERIOD, None, part, limit=1000))
    if definition.kind in ("share", "count") and definition.facts != "snapshots" and not definition.change:
        assert counted == result.numerator
    if definition.kind == "quantile":
        assert counted == result.sample


moves = st.lists(st.tuples(st.sampled_from(ORGANISATIONS), st.integers(0, 89)), max_size=4)


@settings(max_examples=6, deadline=None, phases=DRAWN)
@given(
    seeds, st.sampled_from(["elder-visits-count", "complaints-count", "requests-count", "left-unserved-share"]), moves
)
def test_a_unit_that_moves_counts_once_and_the_parts_sum_up_to_the_whole(seed, code, moved):
    """Two parents share the units day by day; whoever moves in the middle of the quarter belongs to one of them each day."""
    made, definition = some_facts(seed, 200), BY_CODE[code].model_copy(update={"distinct": "events"})
    facts, first, last = as_facts(*made), *PERIOD
    parents = {"x": [], "y": []}
    for unit in ORGANISATIONS:
        days, at, side = sorted({day for name, day in moved if name == unit}), first, "x"
        for day in days:
            turn = date.fromordinal(first.toordinal() + day)
            if turn > at:
                parents[side].append(Member(unit, at, date.fromordinal(turn.toordinal() - 1)))
            at, side = turn, "y" if side == "x" else "x"
        parents[side].append(Member(unit, at, last))
    whole = compute(definition, facts, PERIOD)[0]
    below = [compute(definition, facts, PERIOD, members)[0] for members in parents.values() if members]
    for number in ("numerator", "denominator"):
        if getattr(whole, number) is not None:
            assert sum(getattr(part, number) or 0 for part in below) == getattr(whole, number)
    # Belonging along two lines at once counts once too.
    twice = [member for members in parents.values() for member in members] * 2
    assert compute(definition, facts, PERIOD, twice)[0] == whole


@settings(max_examples=6, deadline=None, phases=DRAWN)
@given(seeds, st.sampled_from(["place", "organisation", "item", "age_band", "sex", "door", "district"]))
def test_the_groups_of_any_disaggregation_sum_up_to_the_whole(seed, column):
    places = [("north", "up"), ("south", "down")]
    facts = as_facts(*some_facts(seed, 200), places=places)
    definition = BY_CODE["elder-visits-count"].model_copy(update={"min_cell": 1})
    groups = compute(definition, facts, PERIOD, by=(column,))
    assert sum(result.numerator for result in groups) == compute(definition, facts, PERIOD)[0].numerator


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_no_data_never_becomes_zero(code):
    result = compute(BY_CODE[code], as_facts(), PERIOD)[0]
    assert (result.state, result.value) == ("no_data", None)
