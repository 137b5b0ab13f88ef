"""A return's whole life: opened, prefilled, explained, signed by three, filed, sent back, accepted, added up, sealed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.models import IndicatorResult
from silverbridge.domain.returns.measuring import measure_all
from silverbridge.domain.returns.models import Filing
from silverbridge.domain.returns.queries import standings
from silverbridge.domain.returns.services import (
    Draft,
    FigureDraft,
    Signing,
    accept,
    add_up_parts,
    extend,
    file_return,
    give_back,
    note_inspection,
    open_periods,
    prefill_due,
    prepare,
    review,
    save_draft,
    send_back,
    sign_off,
)
from silverbridge.engines.indicators import tabulating
from tests.domain.returns_world import (
    DUE,
    OFFICE_DUE,
    PERIOD,
    PHONE,
    accepted,
    again,
    drafted,
    filed,
    on,
    opened,
    served,
    signed,
    with_returns,
)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"


@pytest.fixture
def w(world):
    return with_returns(world)


def codes(error):
    return {name: fault.code for name, fault in error.value.fields.items()}


def test_a_quarter_from_opening_to_the_office_above(committed_world):
    w = with_returns(committed_world)
    load_indicators()
    served(w, {"a": (6, 2), "b": (1, 3)})
    export_events()
    with on(date(2026, 10, 1)):
        rows = opened(w)
        assert {k: (r.tier, r.due) for k, r in rows.items()} == {
            "a": ("unit", DUE),
            "b": ("unit", DUE),
            "c": ("unit", DUE),
            "bureau": ("office", OFFICE_DUE),
        }
        assert (open_periods(), prefill_due(), prefill_due()) == (0, 3, 0)
    row = again(rows["a"])
    figures = {f.field.key: f for f in row.figures.select_related("field")}
    assert (figures["requests"].claimed, figures["staffed"].claimed) == (8, Decimal("75.0"))
    nothing = {f.field.key: f.claimed_state for f in rows["c"].figures.select_related("field")}
    assert nothing == {"requests": "no_data", "staffed": "no_data", "trained": "empty"}, "nothing told is not zero"

    row = drafted(w, row, {"requests": "9"})
    with pytest.raises(Invalid) as error:
        prepare(row, row.revision, Signing("甲经办", PHONE), w.people["bank-a"]["preparer"])
    assert codes(error) == {"reason-requests": "difference"}
    explained = FigureDraft("9", why="coverage", reason="一件在系统停机时手工登记。")
    row_a = accepted(w, drafted(w, again(row), {"requests": explained}), {}, DUE)
    row_b = filed(w, rows["b"], {}, DUE)
    receiver = w.people["anlan-bureau"]["preparer"]
    send_back(row_b, row_b.revision, "进展写得太短。", receiver)
    row_b = accepted(w, row_b, {}, DUE + timedelta(3))
    assert (row_a.late, row_b.late) == (False, False), "who filed in time at first was in time"
    with on(DUE + timedelta(5)):
        whole = again(rows["bureau"])
        add_up_parts(whole, whole.revision, receiver)
    total = {f.field.key: f for f in whole.figures.select_related("field")}
    assert (total["requests"].claimed, total["requests"].counted) == (13, 2)
    assert total["requests"].missing == {"bank-c": "late"}
    assert total["staffed"].claimed == Decimal("59.6"), "(75 × 9 + 25 × 4) ÷ 13, rounded"
    assert (total["trained"].claimed, total["trained"].claimed_state) == (None, "no_data")
    found = standings(w.form, w.bureau, PERIOD, DUE + timedelta(5))
    assert (found.owing, found.arrived, found.in_time) == (3, 2, 2)
    assert [(u.filing.unit.code, u.standing, u.days_late) for u in found.of("late")] == [("bank-c", "late", 5)]
    whole = filed(w, whole, {}, OFFICE_DUE)
    assert (whole.state, whole.late, whole.receiver) == ("filed", False, w.cpo)
    late = filed(w, rows["c"], {"staffed": FigureDraft(no_data=True)}, DUE + timedelta(9))
    assert late.late is True
    assert Event.objects.get(name="returns.filing.filed", object_key=late.object_key).data["days_late"] == 9


def test_figures_are_read_as_people_type_them_and_named_when_they_cannot_be(w):
    row = opened(w)["a"]
    row = drafted(w, row, {"requests": "１,２00", "staffed": "62.5%", "trained": " "})
    assert [f.claimed for f in row.figures.all()] == [Decimal(1200), Decimal("62.5"), None]
    wrong = {"requests": "-1", "staffed": "100.1", "trained": "十二"}
    with pytest.raises(Invalid) as error:
        drafted(w, row, wrong)
    assert codes(error) == {
        "figure-requests": "out_of_range",
        "figure-staffed": "out_of_range",
        "figure-trained": "no_number",
    }
    assert "人工渠道占比" in error.value.fields["figure-staffed"].message
    for typed in ("NaN", "Infinity", "1e40", "3.14159", "1" * 40):
        with pytest.raises(Invalid):
            drafted(w, row, {"requests": typed})
    with pytest.raises(Invalid) as error:
        save_draft(row, row.revision, Draft({}, {"progress": "长" * 4001}), w.people["bank-a"]["preparer"])
    assert codes(error) == {"text-progress": "too_long"}


def test_three_persons_sign_one_after_the_other(w):
    row = drafted(w, opened(w)["a"])
    people, other = w.people["bank-a"], w.people["bank-b"]["head"]
    with pytest.raises(DomainError):
        review(row, row.revision, Signing("乙"), people["reviewer"])
    with pytest.raises(DomainError) as error:
        prepare(row, row.revision, Signing("甲", "12345"), people["preparer"])
    assert error.value.field == "phone"
    prepare(row, row.revision, Signing("甲", PHONE), people["preparer"])
    with pytest.raises(Forbidden):
        review(row, row.revision, Signing("甲"), people["preparer"])
    review(row, row.revision, Signing("乙"), people["reviewer"])
    for nobody in (people["preparer"], people["reviewer"], other, w.people["anlan-bureau"]["head"]):
        with pytest.raises(Forbidden):
            sign_off(row, row.revision, Signing("丙"), nobody)
    give_back(row, row.revision, "占比不对。", people["head"])
    assert not row.signatures.filter(standing=True).exists()
    row = drafted(w, again(row), {"staffed": "51"})
    prepare(row, row.revision, Signing("丙", PHONE), people["head"])
    review(row, row.revision, Signing("乙"), people["reviewer"])
    with pytest.raises(Forbidden):
        sign_off(row, row.revision, Signing("丙"), people["head"])


def test_filing_needs_the_scan_and_an_open_door_or_an_extension(w):
    row = opened(w)["a"]
    with on(DUE):
        row = signed(w, drafted(w, row))
        scan = row.scans.get(standing=True)
        row.scans.update(standing=False)
        with pytest.raises(DomainError) as error:
            file_return(row, row.revision, w.people["bank-a"]["preparer"])
        assert error.value.code == "no_scan"
        scan.standing = True
        scan.save()
    day = row.locks_on + timedelta(1)
    boss = w.people["anlan-bureau"]["head"]
    with on(day):
        with pytest.raises(DomainError) as error:
            file_return(row, row.revision, w.people["bank-a"]["preparer"])
        assert error.value.code == "locked"
        assert "机构监管处" in error.value.mend
        with pytest.raises(Forbidden):
            extend(row, row.revision, day, "系统停机", w.people["anlan-bureau"]["preparer"])
        extend(row, row.revision, day + timedelta(2), "系统停机三天。", boss, keep_late=True)
        assert row.extensions.get().locks_before == day - timedelta(1)
        file_return(row, row.revision, w.people["bank-a"]["preparer"])
    assert (again(row).state, again(row).late) == ("filed", True)
    other = fresh_of(w, "b")
    with on(DUE + timedelta(1)):
        extend(other, other.revision, DUE + timedelta(7), "并表。", boss)
    assert filed(w, other, None, DUE + timedelta(7)).late is False


def fresh_of(w, key):
    return Filing.objects.select_related("unit", "receiver", "form", "version").get(unit=w.banks[key])


def test_the_second_of_two_is_told_and_a_double_click_is_one(w):
    row = filed(w, opened(w)["a"])
    boss, seen = w.people["anlan-bureau"]["preparer"], row.revision
    accept(row, seen, boss)
    accept(row, seen, boss)
    with pytest.raises(Conflict):
        send_back(row, seen, "再看看。", boss)
    assert Event.objects.filter(name="returns.filing.accepted").count() == 1
    with pytest.raises(DomainError) as error:
        send_back(row, row.revision, "再看看。", boss)
    assert error.value.code == "filing_state"


def test_what_the_receiver_counted_stands_beside(w):
    row = filed(w, opened(w)["a"])
    figure = note_inspection(row, "trained", "12", "名册上12人，抽问了3人。", w.people["anlan-bureau"]["preparer"])
    assert (figure.inspected, figure.evidence.kind) == (12, "inspected")
    for value, summary in (("十", "看过"), ("", "看过"), ("3", " ")):
        with pytest.raises(DomainError):
            note_inspection(row, "trained", value, summary, w.people["anlan-bureau"]["preparer"])


def test_filling_in_computes_once_however_many_units_there_are(committed_world, monkeypatch):
    w = with_returns(committed_world)
    load_indicators()
    served(w, {"a": (6, 2), "b": (1, 3)})
    export_events()
    rows = [row for row in opened(w).values() if row.tier == "unit"]
    facts, passes, plain = open_facts(), [], tabulating._take
    monkeypatch.setattr(tabulating, "_take", lambda *told: passes.append(1) or plain(*told))

    def cost(some):
        passes.clear()
        with CaptureQueriesContext(connection) as asked:
            found = measure_all(some, facts)
        return found, (len(asked), len(passes))

    cost(rows)
    few, cost_of_few = cost([row for row in rows if row.unit.code != "bank-b"])
    every, cost_of_all = cost(rows)
    assert cost_of_all == cost_of_few and cost_of_all[1] > 0, "queries of the database, passes over the facts"
    for pk, told in few.items():
        for key, one in told.items():
            other = every[pk][key]
            assert (one.state, one.value, one.sample) == (other.state, other.value, other.sample), key
    kept = [m.result for told in every.values() for m in told.values() if m.result]
    assert all(IndicatorResult.objects.get(pk=row.pk).organisations == row.organisations for row in kept)
