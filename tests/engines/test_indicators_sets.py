"""Several sets of organisations are counted together as each alone, in no more passes than one."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from silverbridge.engines.indicators import compute_sets, tabulating

from .facts_reference import ORGANISATIONS, QUARTERS, as_facts, some_facts
from .test_indicators_facts import BY_CODE

EVERY = list({(d.kind, d.facts, d.change, d.of is None): d for d in BY_CODE.values()}.values())
"""One of each way of counting."""
PERIOD = QUARTERS[0]


@settings(max_examples=1, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 2**32 - 1), st.lists(st.sets(st.sampled_from(ORGANISATIONS)), min_size=1, max_size=3))
def test_each_set_has_the_figure_it_has_alone(seed, drawn):
    facts, sets = as_facts(*some_facts(seed, 120)), {f"set {n}": sorted(codes) for n, codes in enumerate(drawn)}
    sets["nobody"], sets["stranger"] = [], ["no-such-unit"]
    found = compute_sets(EVERY, facts, PERIOD, sets)
    assert set(found) == {(definition.code, name) for definition in EVERY for name in sets}
    for name, codes in sets.items():
        alone = tabulating.tabulate(EVERY, facts, [PERIOD], codes)
        assert {code: [found[code, name]] for code, _period in alone} == {
            code: told for (code, _p), told in alone.items()
        }


def test_passes_do_not_grow_with_the_sets(monkeypatch):
    facts, taken, plain = as_facts(*some_facts(7, 60)), [], tabulating._take
    monkeypatch.setattr(tabulating, "_take", lambda *told: taken.append(1) or plain(*told))

    def passes(sets):
        taken.clear()
        compute_sets(EVERY, facts, PERIOD, sets)
        return len(taken)

    few = {"none": [], "one": [ORGANISATIONS[0]]}
    assert passes(few | {f"more {n}": [code] for n, code in enumerate(ORGANISATIONS[1:])}) == passes(few)
