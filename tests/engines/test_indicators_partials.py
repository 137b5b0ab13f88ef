"""Visits added bit by bit give the figures of all of them at once."""

import random

import ibis
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from silverbridge.engines.indicators import VISIT_COLUMNS, Facts, tabulate
from silverbridge.engines.indicators.partials import Asked, Outgrown, Partial, Tail
from silverbridge.engines.indicators.tabulating import year_before

from .facts_reference import PLACES, QUARTERS, arrow, as_facts, some_facts
from .test_indicators_facts import BY_CODE

CODES = (
    "elder-visits-count",
    "elder-visits-change",
    "satisfaction-change",
    "left-unserved-share",
    "wait-p90",
    "wait-p90-green",
)
HELD = [BY_CODE[code].model_copy(update={"min_cell": 1}) for code in CODES]
ASKED = Asked.of(HELD)
PERIOD = QUARTERS[0]


def only(visits):
    table = ibis.memtable(arrow(visits, VISIT_COLUMNS))
    return Facts(table, table)


def counted(chance, visits, period):
    """The visits in three heaps, one after the other; trimmed after the first as in real life."""
    partial = Partial(period, tails=[Tail.empty() for _q in ASKED.quantiles])
    cuts = sorted(chance.randrange(len(visits) + 1) for _n in range(2))
    for at, (since, until) in enumerate(zip((0, *cuts), (*cuts, len(visits)), strict=True)):
        partial.add(ASKED, only(visits[since:until]), "place")
        if at == 0:
            for tail, definition in zip(partial.tails, ASKED.quantiles, strict=True):
                tail.trim(definition.permille)
    return partial


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 30, 300]))
def test_added_bit_by_bit_they_give_the_same_figures(seed, size):
    chance, (events, visits, snapshots) = random.Random(seed), some_facts(seed, size)
    facts = as_facts(events, visits, snapshots)
    whole = tabulate(HELD, facts, [PERIOD], None, ("place",))
    known = {}
    try:
        for period in (PERIOD, year_before(PERIOD)):
            for key, told in counted(chance, visits, period).told(ASKED).items():
                known.setdefault(key, {})[period] = told
    except Outgrown:
        return  # then the product counts anew
    assert tabulate(HELD, facts, [PERIOD], None, ("place",), known) == whole


def test_a_rank_that_sank_below_what_was_kept_is_noticed():
    base = some_facts(1, 1)[1][0] | {"age_band": "70-79", "place": PLACES[0], "business_date": PERIOD[0]}
    high = [base | {"wait_seconds": 1000 + n} for n in range(100)]
    low = [base | {"wait_seconds": 1} for _n in range(900)]
    partial = Partial(PERIOD, tails=[Tail.empty() for _q in ASKED.quantiles])
    partial.add(ASKED, only(high), "place")
    partial.tails[0].trim(900)
    assert partial.told(ASKED)["wait-p90"]["north",] == (1089, 100)
    assert len(partial.tails[0].keys) < 40
    partial.add(ASKED, only(low), "place")
    with pytest.raises(Outgrown):
        partial.told(ASKED)
