"""Adding up: parts are the whole by every kind of relation, a moved unit counts once, and no data is never zero."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.models import Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below
from silverbridge.domain.places.services import save_organisation
from silverbridge.domain.returns.adding import Part, add_up
from silverbridge.domain.returns.models import Filing, FilingFigure
from silverbridge.domain.returns.queries import added_by, columns, standings
from silverbridge.domain.returns.routes import owing, parts_below
from silverbridge.domain.returns.services import add_up_parts, exempt, set_route
from tests.conftest import SINCE
from tests.domain.returns_world import DUE, PERIOD, QUARTER, accepted, again, on, opened, with_returns

STATES = st.sampled_from(["no_data", "late", "exempt", "closed"])
VALUES = st.decimals(-1000, 10**6, places=2)
PARTS = st.lists(st.one_of(VALUES, STATES), max_size=8)
Kind = OrganisationRelation.Kind


def part(n, told, weight=None):
    return Part(f"u{n}", told, None) if isinstance(told, str) else Part(f"u{n}", "value", told, weight)


@given(PARTS, st.integers(0, 8))
def test_a_whole_is_its_parts_however_it_is_cut(told, cut):
    parts = [part(n, one) for n, one in enumerate(told)]
    whole, left, right = (add_up("sum", some) for some in (parts, parts[:cut], parts[cut:]))
    assert whole.counted == left.counted + right.counted
    assert dict(whole.missing) == dict(left.missing) | dict(right.missing)
    assert whole.counted + len(whole.missing) == len(parts)
    have = [one.value for one in (left, right) if one.value is not None]
    assert whole.value == (sum(have) if have else None), "nothing told is no data, not zero"
    assert whole.state == ("value" if have else "no_data")


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 50)), min_size=1, max_size=6))
def test_a_weighted_mean_lies_between_and_nobody_weighs_nothing(told):
    parts = [part(n, Decimal(value), Decimal(weight)) for n, (value, weight) in enumerate(told)]
    whole, heavy = add_up("weighted", parts), [value for value, weight in told if weight]
    if not heavy:
        assert whole.state == "no_data"
    else:
        assert min(heavy) - Decimal("1e-20") <= whole.value <= max(heavy) + Decimal("1e-20")


def test_a_unit_counts_once_or_is_refused():
    with pytest.raises(ValueError, match="once"):
        add_up("sum", [part(1, Decimal(1)), part(1, Decimal(1))])
    assert add_up("none", [part(1, Decimal(1))]).state == "empty"
    assert dict(add_up("weighted", [part(1, Decimal(5))]).missing) == {"u1": "no_data"}


@pytest.fixture
def units(world):
    """Eight units, nothing between them yet."""
    w = with_returns(world)
    w.units = [w.cpo, *(save_organisation(f"u{n}", f"单位{n}", "bank", SINCE) for n in range(7))]
    OrganisationRelation.objects.all().delete()
    field = w.version.fields.get(key="requests")
    for unit in w.units[1:]:
        row = Filing.objects.create(
            form=w.form,
            version=w.version,
            unit=unit,
            receiver=w.cpo,
            tier="unit",
            way="line",
            first=PERIOD[0],
            last=PERIOD[1],
            opens_on=DUE,
            due_by_rule=DUE,
            due=DUE,
            locks_on=DUE,
            state="accepted",
            filed_on=DUE,
        )
        FilingFigure.objects.create(filing=row, field=field, claimed=2 ** (unit.pk % 40), claimed_state="value")
    w.asked = field
    return w


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["administers", "supervises", "files_to"]),
    edges=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 2)), max_size=14),
)
def test_by_each_kind_of_relation_the_parts_are_the_whole(units, kind, edges):
    """Whatever stands under what, with circles, two above one, and ends before the period's last day."""
    OrganisationRelation.objects.all().delete()
    for upper, lower, when in {(u, low): (u, low, n) for u, low, n in edges if u != low}.values():
        OrganisationRelation.objects.create(
            kind=kind,
            upper=units.units[upper],
            lower=units.units[lower],
            valid_from=SINCE + timedelta(when),
            valid_until=PERIOD[1] if when == 2 else None,
        )
    part_of = parts_below(units.cpo, kind, PERIOD[1])
    assert set(part_of) == below(units.cpo, kind, PERIOD[1]), "everybody below, and each once"
    whole, parts = added_by(units.form, units.cpo, kind, PERIOD, units.asked, DUE)
    assert whole.counted == sum(one.counted for one in parts.values()) == len(part_of)
    assert (whole.value or 0) == sum(one.value or 0 for one in parts.values())
    own = dict(FilingFigure.objects.filter(field=units.asked).values_list("filing__unit", "claimed"))
    assert (whole.value or 0) == sum(own[pk] for pk in part_of)


def test_a_unit_that_moved_counts_where_it_stood_on_the_last_day(world):
    w = with_returns(world)
    boss = w.people[w.cpo.code]["head"]
    region = save_organisation("anlan-region", "安澜监管分局", "department", SINCE)
    for day, receiver in ((date(2026, 8, 15), region), (date(2026, 9, 30), w.bureau), (date(2026, 10, 5), region)):
        head = w.people[w.bureau.code]["head"] if receiver == w.bureau else None
        set_route(w.banks["c"], receiver, "region" if receiver == region else "line", day, head or _system())
    set_route(region, w.cpo, "upward", date(2026, 8, 1), boss)
    found = [(o.unit.code, o.receiver.code) for o in owing(w.cpo, QUARTER.end)]
    assert ("bank-c", "anlan-bureau") in found and len(found) == len({unit for unit, _receiver in found})
    assert ("bank-c", "anlan-region") in [(o.unit.code, o.receiver.code) for o in owing(w.cpo, date(2026, 12, 31))]
    rows = opened(w, date(2026, 10, 6))
    assert rows["c"].receiver == w.bureau, "the day the returns are opened does not matter"
    assert Filing.objects.filter(unit=w.banks["c"]).count() == 1
    with pytest.raises(DomainError):
        set_route(w.banks["c"], w.bureau, "line", date(2026, 9, 1), w.people[w.bureau.code]["head"])


def _system():
    from silverbridge.domain.accounts.actors import Actor

    return Actor.system("test")


def test_missing_exempt_closed_and_no_data_stay_apart(world):
    w = with_returns(world)
    head, clerk = w.people["anlan-bureau"]["head"], w.people["anlan-bureau"]["preparer"]
    gone = save_organisation("bank-d", "安澜丁银行", "bank", SINCE)
    set_route(gone, w.bureau, "line", SINCE, head)
    Organisation.objects.filter(pk=gone.pk).update(closed_on=date(2026, 9, 1))
    rows = opened(w)
    accepted(w, rows["a"], {"requests": "0", "staffed": "10"})
    exempt(rows["b"], rows["b"].revision, "本季新设。", head)
    with on(DUE + timedelta(1)):
        whole = again(rows["bureau"])
        add_up_parts(whole, whole.revision, clerk)
    total = {f.field.key: f for f in whole.figures.select_related("field")}
    assert (total["requests"].claimed, total["requests"].claimed_state) == (0, "value"), (
        "a zero that was claimed is one"
    )
    missing = {"bank-b": "exempt", "bank-c": "late", "bank-d": "closed"}
    assert total["requests"].missing == missing
    assert total["staffed"].claimed_state == "no_data", "a share of nothing weighs nothing"
    assert total["trained"].missing == missing | {"bank-a": "no_data"}
    found = standings(w.form, w.bureau, PERIOD, DUE + timedelta(1))
    assert (found.owing, found.arrived, found.complete, found.timely) == (2, 1, 0.5, 0.5)
    assert {u.filing.unit.code: u.standing for u in found.units} == {
        "bank-a": "counted",
        "bank-b": "exempt",
        "bank-c": "late",
        "bank-d": "closed",
    }
    assert [c.whole.value for c in columns(w.form, w.bureau, PERIOD)] == [0, None, None]


def test_lists_take_a_constant_number_of_queries(world, django_assert_num_queries):
    w = with_returns(world)
    opened(w)
    for n in range(5):
        unit = save_organisation(f"bank-x{n}", f"安澜小银行{n}", "bank", SINCE)
        set_route(unit, w.bureau, "line", SINCE, w.people["anlan-bureau"]["head"])
    with django_assert_num_queries(1):
        standings(w.form, w.bureau, PERIOD)
    opened(w)
    with django_assert_num_queries(1):  # the filings with what was counted of each
        assert len(standings(w.form, w.bureau, PERIOD).units) == 8
    with django_assert_num_queries(3):  # filings, fields, figures to show; with accepted ones, those to add
        columns(w.form, w.bureau, PERIOD)
