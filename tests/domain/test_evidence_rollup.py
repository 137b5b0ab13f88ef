"""The figure of an organisation is made up of those below it, along each kind of relation, and says what it does not cover."""

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.rollup import measured, open_ground, rolled_up, told_or_not
from silverbridge.domain.places.lines import LINES, Kind, Line, members, parts_of, uppers_of
from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.queries import today
from silverbridge.domain.places.services import relate, save_organisation, save_place
from silverbridge.engines.calendars import Quarter
from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.indicators import IndicatorDefinition, Result, tabulate
from tests.domain.test_evidence_facts import visits, write
from tests.engines.facts_reference import QUARTERS, as_facts, some_facts

SHIPPED = Path(__file__).parents[2] / "silverbridge" / "shipped" / "indicators"
BY_CODE = {definition.code: definition for definition in load_definitions(SHIPPED, IndicatorDefinition)}
# What adds up over a partition of the facts: rows and amounts, no persons and no quantiles.
ADDITIVE = ("elder-visits-count", "left-unserved-share", "activity-participants-count", "elder-machine-user-share")
PERIOD = QUARTERS[0]
UNITS = range(1, 8)
SYSTEM = Actor.system("test")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


def drawn_lines(chance):
    """Relations of seven units under unit 0: some move in the quarter, some stand under two, some end or are succeeded."""
    lines, successions = [], []
    for unit in UNITS:
        upper, since = chance.randrange(unit), date(2025, 1, 1)
        turn = PERIOD[0] + timedelta(days=chance.randrange(90))
        moved = chance.random()
        if moved < 0.4:
            lines.append(Line(upper, unit, since, turn))
            lines.append(Line(chance.randrange(unit), unit, turn))
        elif moved < 0.5:
            lines.append(Line(upper, unit, since, turn))
        elif moved < 0.7:
            lines.append(Line(upper, unit, since))
            lines.append(Line(chance.randrange(unit), unit, turn))
        else:
            lines.append(Line(upper, unit, since))
        if chance.random() < 0.2:
            successions.append(Line(chance.choice([u for u in UNITS if u != unit]), unit, turn))
    return lines, successions


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 2**32 - 1))
def test_the_parts_of_every_unit_add_up_to_its_whole(seed):
    chance = random.Random(seed)
    made = some_facts(seed, 150)
    for row in (row for family in made for row in family):
        row["organisation"] = f"u{chance.randrange(8)}"
    facts, held = as_facts(*made), [BY_CODE[code] for code in ADDITIVE]
    uppers = uppers_of(*drawn_lines(chance), PERIOD)

    def figures(units):
        found = tabulate(held, facts, [PERIOD], [f"u{unit}" for unit in units])
        return {code: (r.numerator or 0, r.denominator or 0) for (code, _p), (r,) in found.items()}

    for top in (0, chance.choice(UNITS)):
        parts = parts_of(top, uppers)
        everybody = [unit for units in parts.values() for unit in units]
        assert len(everybody) == len(set(everybody)), "nobody counts twice"
        whole, below = figures(everybody), [figures(units) for units in parts.values()]
        for code in ADDITIVE:
            assert tuple(sum(part[code][at] for part in below) for at in (0, 1)) == pytest.approx(whole[code])


def test_a_unit_counts_once_where_it_stood_on_the_last_day():
    first, last = PERIOD
    middle = first + timedelta(days=40)
    moved = [Line(1, 3, date(2020, 1, 1), middle), Line(2, 3, middle)]
    assert uppers_of(moved, [], PERIOD) == {3: {2}}
    assert uppers_of(moved, [], (first, middle - timedelta(days=1))) == {3: {1}}
    ended = [Line(1, 3, date(2020, 1, 1), middle)]
    assert uppers_of(ended, [], PERIOD) == {3: {1}}, "it ended in the quarter: its facts stay where it stood last"
    assert uppers_of(ended, [], (middle, last)) == {}
    assert uppers_of([Line(1, 3, date(2020, 1, 1))], [Line(4, 3, middle)], PERIOD) == {3: {4}}, "the heir's"
    assert parts_of(1, {2: {1}, 3: {1}, 4: {2, 3}, 1: {4}}) == {1: {1}, 2: {2, 4}, 3: {3}}, "circles end"


@pytest.fixture
def quarter():
    held = Quarter.of(today()).previous()
    return held.start, held.end


def test_a_figure_of_an_organisation_by_each_kind_of_relation(world, tmp_path, quarter):
    """城北 moves from 安澜 to 外市 in the quarter; the old office that 城南 succeeded keeps its facts under it."""
    first, _last = quarter
    load_indicators()
    middle, long_ago = first + timedelta(days=30), first - timedelta(days=400)
    old = save_organisation("old-south", "老城南办事处", "department", long_ago)
    relate(Kind.SUCCEEDS, world.south, old, middle)
    save_organisation("anlan-south", "城南新名", "department", middle)
    OrganisationRelation.objects.filter(lower=world.north).delete()
    for kind in LINES:
        OrganisationRelation.objects.get_or_create(
            kind=kind, upper=world.city, lower=world.south, defaults={"valid_from": long_ago}
        )
        left = relate(kind, world.city, world.north, long_ago)
        OrganisationRelation.objects.filter(pk=left.pk).update(valid_until=middle)
        relate(kind, world.other, world.north, middle)
    OrganisationRelation.objects.filter(lower=world.south).exclude(kind="succeeds").update(valid_from=long_ago)
    rows = []
    for code, number in (("anlan", 6), ("anlan-north", 7), ("anlan-south", 8), ("old-south", 9)):
        rows += visits(first, number, organisation=code)
    import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    ground = open_ground(quarter)
    for kind in LINES:
        told = rolled_up("elder-visits-count", world.city, quarter, kind, ground)
        assert [(part.organisation, part.value) for part in told.parts] == [("anlan", 6), ("anlan-south", 17)]
        assert told.whole == measured("elder-visits-count", world.city, quarter, kind, ground)
        assert (told.whole.value, told.whole.version, told.whole.sample) == (23, 1, 23)
        assert measured("elder-visits-count", world.other, quarter, kind, ground).value == 7
        before = (first, middle - timedelta(days=1))
        assert members(world.city, kind, before) == {world.city.pk, world.north.pk, world.south.pk}
    assert measured("satisfaction-share", world.city, quarter, ground=ground).state == "no_data"


def test_closed_exempt_late_and_no_data_stay_apart_through_a_sum(world, tmp_path, quarter):
    first, last = quarter
    load_indicators()
    states = {"open": world.north, "shut": world.north, "slow": world.south, "free": world.south}
    for code, organisation in states.items():
        save_place(code, organisation, "outlet", code)
    stated = [(code, "place.open", 1, first - timedelta(days=30)) for code in states]
    stated += [("shut", "place.open", 0, first), ("free", "exempt.elder-visits-count", 1, first)]
    stated += [(code, "reported.visits", 1, last) for code in ("open", "free")]
    keys = ("place", "kind", "value", "business_date")
    rows = [dict(zip(keys, row, strict=True)) | {"organisation": states[row[0]].code} for row in stated]
    import_facts(write(tmp_path / "s.csv", rows), "snapshots", "stocks", SYSTEM)
    rows = visits(first, 6, place="open", organisation="anlan-north")
    rows += visits(first, 5, place="slow", organisation="anlan-south")
    import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    told = rolled_up("elder-visits-count", world.city, quarter)
    own, north, south = told.parts
    assert own.state == "no_data" and own.value is None
    assert (north.state, north.value, north.places) == ("measured", 6, {"closed": 1, "measured": 1})
    assert (south.state, south.value, south.places) == ("late", None, {"exempt": 1, "late": 1})
    assert (told.whole.state, told.whole.value) == ("measured", 11), "what late places told so far is in the sum"
    assert told.whole.places == {"closed": 1, "exempt": 1, "late": 1, "measured": 1}
    assert Counter(told.whole.places) == sum((Counter(part.places) for part in told.parts), Counter())


counts = st.dictionaries(st.sampled_from(["closed", "exempt", "late", "no_data", "measured"]), st.integers(1, 5))


@settings(max_examples=60, deadline=None)
@given(counts, st.sampled_from([None, 0.0, 7.0]))
def test_no_value_comes_from_places_that_have_none(places, value):
    state = "no_data" if value is None else "measured"
    found = told_or_not(Result("c", PERIOD, {}, state, value, 1, 1, 1), places)
    assert (found.value is None) == (found.state != "measured")
    if found.state == "measured":
        assert found.value == value and (not places or {"measured", "no_data"} & set(places))
    if places and set(places) <= {"closed"}:
        assert found.state == "closed"
    if places and set(places) == {"late"}:
        assert found.state == "late"
