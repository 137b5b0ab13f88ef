"""A sealed return stays what it was: the very bytes, under one hash, whatever changes later; a correction stands beside it."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from silverbridge.demo import blanks
from silverbridge.demo.return_form import BINDINGS, FIELDS
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.core.models import SealedFile
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.returns.models import Field, FormVersion, Seal
from silverbridge.domain.returns.rendering import render
from silverbridge.domain.returns.seals import entries_of, seal_for, verify
from silverbridge.domain.returns.services import (
    accept,
    add_version,
    begin_correction,
    confirm_version,
    file_return,
    make_form,
    open_period,
    seal,
    set_calendar,
)
from tests.domain.returns_world import DUE, PERIOD, QUARTER, accepted, again, drafted, on, signed, with_returns

FIGURES = {"outlets": "3", "visits": "120", "complaints": "0", "green-lane": "12.5"}


@pytest.fixture
def w(world):
    w = with_returns(world)
    boss = w.people[w.cpo.code]["head"]
    w.table = make_form(w.cpo, "季度统计表", "quarter", QUARTER.start, boss)
    blank = Upload("附表1.xlsx", blanks.table())
    w.used = confirm_version(add_version(w.table, FIELDS, boss, blank, BINDINGS), boss)
    set_calendar(w.table, "unit", 10, boss)
    rows = open_period(w.table, PERIOD, DUE)
    w.row = accepted(w, next(row for row in rows if row.unit.code == "bank-a"), FIGURES)
    return w


def corrected(w, row, **figures):
    """A correction with other figures, filed and accepted."""
    with on(DUE + timedelta(20)):
        new = begin_correction(row, "复核发现漏计。", w.people["bank-a"]["preparer"])
        new = signed(w, drafted(w, again(new), figures))
        file_return(new, new.revision, w.people["bank-a"]["preparer"])
        accept(new, new.revision, w.people["anlan-bureau"]["preparer"])
    return again(new)


# The domain tests' draft writes a passage called progress; this form calls it otherwise.
@pytest.fixture(autouse=True)
def _texts(monkeypatch):
    import tests.domain.returns_world as world

    plain = world.drafted
    told = lambda w, row, figures=None, texts=None: plain(  # noqa: E731
        w, row, figures, texts or ({"problems": "台阶没有坡道。"} if row.form.title == "季度统计表" else None)
    )
    monkeypatch.setattr(world, "drafted", told)
    monkeypatch.setitem(globals(), "drafted", told)


def test_reprinted_byte_by_byte_after_everything_around_it_changed(w):
    head = w.people["anlan-bureau"]["head"]
    with pytest.raises(Forbidden):
        seal(w.row, w.row.revision, w.people["bank-a"]["head"])
    entry = seal(w.row, w.row.revision, head)
    assert seal(w.row, w.row.revision - 1, head).pk == entry.pk, "sealed twice by one person, sealed once"
    data = bytes(entry.rendered.content)
    assert hashlib.sha256(data).hexdigest() == entry.rendered_digest
    facts = {f["key"]: f["claimed"] for f in entry.facts["figures"]}
    assert (facts["visits"], facts["green-lane"], facts["complaints"]) == ("120", "12.5", "0")
    assert "13800006029" not in str(entry.facts)

    Field.objects.filter(version=w.used, key="visits").update(decimals=2, label="别的说法", percent=True)
    FormVersion.objects.filter(pk=w.used.pk).update(bindings={"附表1!D11": "figure:outlets"})
    w.row.unit.name = "改名银行"
    w.row.unit.save()
    assert render(again(w.row)).data != data, "rendered anew it would be another"
    entry = seal_for(entry.pk, {w.bureau.pk})
    assert bytes(verify(entry).content) == data
    with pytest.raises(DomainError):
        seal_for(entry.pk, {w.banks["b"].pk})


def test_a_correction_is_a_new_entry_beside_it(w):
    head = w.people["anlan-bureau"]["head"]
    with pytest.raises(DomainError):
        begin_correction(w.row, "漏计。", w.people["bank-a"]["preparer"])
    first = seal(w.row, w.row.revision, head)
    new = corrected(w, again(w.row), visits="125")
    with pytest.raises(Conflict):
        begin_correction(again(w.row), "再来一次。", w.people["bank-a"]["preparer"])
    second = seal(new, new.revision, head)
    assert (second.supersedes_id, second.filing.entry, again(w.row).state) == (first.pk, 2, "sealed")
    assert [entry.pk for entry in entries_of(first)] == [first.pk, second.pk]
    assert first.digest != second.digest
    assert bytes(verify(Seal.objects.get(pk=first.pk)).content) != bytes(verify(second).content)


def test_nothing_of_it_can_be_changed_unnoticed(w):
    entry = seal(w.row, w.row.revision, w.people["anlan-bureau"]["head"])
    for change in (lambda: Seal.objects.update(digest="0" * 64), lambda: Seal.objects.filter(pk=entry.pk).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    file = SealedFile.objects.get(pk=entry.rendered_id)
    SealedFile.objects.filter(pk=file.pk).update(content=bytes(file.content) + b" ")
    with pytest.raises(DomainError) as error:
        verify(Seal.objects.get(pk=entry.pk))
    assert error.value.code == "seal_broken"
    for name, other in (("facts", {}), ("definitions", [1]), ("parameters", {}), ("facts_digest", "0" * 64)):
        entry = Seal.objects.get(pk=entry.pk)
        entry.rendered.content = bytes(file.content)
        verify(entry)
        setattr(entry, name, other)
        with pytest.raises(DomainError):
            verify(entry)
