"""A receiver's own blank: taken in, bound, confirmed by a supervisor, filled with a return; and its next version, moved."""

import io
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from silverbridge.demo.blanks import report, table
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.returns import blanks, samples
from silverbridge.domain.returns.models import Field, FormVersion
from silverbridge.domain.returns.services import FieldSpec, make_form
from silverbridge.domain.returns.services.binding import (
    bind_place,
    bind_suggested,
    confirm_blank,
    loose_place,
    settle_move,
    settle_sure_moves,
    take_blank,
    take_first,
)
from tests.domain.returns_world import QUARTER, with_returns


@pytest.fixture
def city(world):
    with_returns(world)
    load_indicators()
    return world


def boss(w):
    """The head of the office whose forms these are."""
    return w.people[w.cpo.code]["head"]


@contextmanager
def refused(code):
    """The rule of this code stands in the way."""
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code and str(caught.value)


def taken(w, data=None, name="附表1.xlsx", title="季度统计表"):
    return take_first(w.cpo, title, "quarter", QUARTER.start, Upload(name, data or table()), boss(w))


def lowered(data):
    """The blank with a line of instructions put in above the table, and one line of it reworded."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    merges = [area.bounds for area in sheet.merged_cells.ranges]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(4)
    for left, top, right, bottom in merges:
        down = int(top >= 4)
        sheet.merge_cells(start_row=top + down, end_row=bottom + down, start_column=left, end_column=right)
    sheet["B13"] = "上门办理"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_blank_is_bound_confirmed_and_filled_with_samples(city):
    version = taken(city)
    assert (version.kind, version.number, version.bindings) == ("xlsx", 1, {})
    version = bind_suggested(version, version.revision, boss(city))
    bound = blanks.bound_places(version)
    assert bound["附表1!A20#0"] == "preparer" and bound["附表1!F21"] == "date" and bound["附表1!C3"] == "unit"
    share = FieldSpec("green", "走绿色通道的占比", indicator="green-lane-share", unit="%", percent=True, decimals=1)
    version = bind_place(version, "附表1!D13", "", version.revision, boss(city), share)
    version = bind_place(version, "附表1!F13", "reason:green", version.revision, boss(city))
    version = bind_place(
        version,
        "附表1!C18",
        "",
        version.revision,
        boss(city),
        FieldSpec("problems", "问题", kind="block", required=False),
    )
    sheet = load_workbook(io.BytesIO(samples.sample(version))).active
    assert 0 < sheet["D13"].value < 1 and "何文" not in str(sheet["A20"].value) and "填表人：" in sheet["A20"].value
    with pytest.raises(Conflict):
        loose_place(version, "附表1!D13", version.revision - 1, boss(city))
    done = confirm_blank(FormVersion.objects.get(pk=version.pk), boss(city))
    assert done.confirmed_at
    with refused("confirmed"):
        loose_place(done, "附表1!D13", done.revision, boss(city))
    assert {"returns.blank.taken", "returns.blank.bound", "returns.form.confirmed"} <= set(
        Event.objects.values_list("name", flat=True)
    )


def test_a_field_goes_when_its_last_place_goes(city):
    version = taken(city)
    spec = FieldSpec("visits", "人次", unit="人次")
    version = bind_place(version, "附表1!D11", "", version.revision, boss(city), spec)
    assert version.fields.get().label == "人次"
    version = loose_place(version, "附表1!D11", version.revision, boss(city))
    assert not version.fields.exists() and not version.bindings


def test_moved_places_are_asked_about_before_a_next_version_is_confirmed(city):
    first = taken(city)
    for key, name in (("附表1!D11", "visits"), ("附表1!D12", "home"), ("附表1!D16", "complaints")):
        first = bind_place(first, key, "", first.revision, boss(city), FieldSpec(name, name))
    first = bind_place(first, "附表1!C3", "unit", first.revision, boss(city))
    confirm_blank(first, boss(city))
    version = take_blank(first.form, Upload("新表.xlsx", lowered(table())), boss(city), date(2027, 1, 1))
    assert blanks.bound_places(version) == {"附表1!C3": "unit"} and version.fields.count() == 3
    moves = {it.key: it for it in blanks.open_moves(version)}
    assert set(moves) == {"附表1!D11", "附表1!D12", "附表1!D16"}
    assert moves["附表1!D11"].move.proposals[0][0].key == "附表1!D12"
    with refused("moves"):
        confirm_blank(version, boss(city))
    assert blanks.sure_moves(version) == {"附表1!D11": "附表1!D12", "附表1!D16": "附表1!D17"}
    version = settle_move(version, "附表1!D11", "附表1!D12", version.revision, boss(city))
    version = settle_move(version, "附表1!D12", "附表1!D13", version.revision, boss(city))
    with pytest.raises(DomainError):
        settle_move(version, "附表1!D16", "附表1!D13", version.revision, boss(city))
    version = settle_sure_moves(version, version.revision, boss(city))
    assert blanks.bound_places(version)["附表1!D17"] == "figure:complaints" and not blanks.open_moves(version)
    version = loose_place(version, "附表1!D17", version.revision, boss(city))
    assert not blanks.open_moves(version)
    assert blanks.bound_places(version) == {
        "附表1!C3": "unit",
        "附表1!D12": "figure:visits",
        "附表1!D13": "figure:home",
    }
    assert sorted(version.fields.values_list("key", flat=True)) == ["home", "visits"]
    assert confirm_blank(version, boss(city)).confirmed_at


def test_who_may_and_what_is_refused(city):
    version = taken(city, report(), "报告.docx", "季度报告")
    assert version.kind == "docx" and len(blanks.places(version)) > 10
    for name, data in (("附表.xlsx", report()), ("表.xlsx", b"PK\x03\x04nothing"), ("说明.pdf", b"%PDF-1.7 x")):
        with pytest.raises(DomainError):
            take_blank(version.form, Upload(name, data), boss(city))
    stranger = city.people[city.banks["a"].code]["head"]
    with pytest.raises(Forbidden):
        bind_place(version, "bookmark:unit", "unit", version.revision, stranger)
    with pytest.raises(DomainError):
        bind_place(version, "bookmark:nowhere", "unit", version.revision, boss(city))
    with pytest.raises(DomainError):
        bind_place(version, "bookmark:unit", "figure:nobody", version.revision, boss(city))
    wrong = FieldSpec("x", "x", least=Decimal(2), most=Decimal(1))
    with refused("range"):
        bind_place(version, "表1!R2C3", "", version.revision, boss(city), wrong)
    assert not Field.objects.filter(version=version).exists()
    assert make_form(city.cpo, "另一张", "year", QUARTER.start, boss(city)).versions.count() == 0
