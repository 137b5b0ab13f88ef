"""Indicator definitions, the figures computed by them, and the masked rows behind a figure."""

import shutil

import pytest
from django.conf import settings as django_settings

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.catalogue.queries import item as current_item
from silverbridge.domain.core.errors import DomainError, Forbidden, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.models import IndicatorResult, IndicatorVersion
from silverbridge.domain.evidence.queries import evidence_of, indicator, results, scope_key
from silverbridge.domain.evidence.rows import evidence_rows
from silverbridge.domain.evidence.services import (
    Coverage,
    attest,
    compute_indicator,
    keep_measurement,
    record_inspection,
)
from silverbridge.engines.definitions import DefinitionErrors
from tests.conftest import ID_LI, PHONE_LI
from tests.domain.evidence_world import YEAR, ask, write_event

SHARE = "staffed-door-share"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"


@pytest.fixture
def overlay(settings, tmp_path):
    """A folder of definitions that the institution edits."""
    settings.OVERLAY = tmp_path / "overlay"
    shutil.copytree(django_settings.SHIPPED / "indicators", settings.OVERLAY / "indicators")
    return settings.OVERLAY / "indicators" / f"{SHARE}.yaml"


@pytest.fixture
def served(committed_world):
    """李奶奶 asked online; she asked by telephone; her daughter asked for her. All of it is exported."""
    world = committed_world
    load_indicators()
    ask(world, "web")
    ask(world, "phone", door="phone")
    ask(world, "daughter", person=None, acting_for=world.proxy)
    export_events()
    return world


def test_definitions_are_loaded_once(db):
    assert SHARE in load_indicators()["new"]
    assert load_indicators() == {"new": [], "changed": [], "retired": []}
    assert indicator(SHARE).definition.kind == "share"
    assert indicator(SHARE).name == "人工渠道占比"


def test_a_broken_file_leaves_the_last_good_version(db, overlay):
    load_indicators()
    overlay.write_text(overlay.read_text().replace("version: 2", "version: 3").replace("kind: share", "kind: shard"))
    with pytest.raises(DefinitionErrors) as caught:
        load_indicators()
    (fault,) = caught.value.errors
    assert (fault.file, fault.item, fault.path) == (overlay, SHARE, "kind")
    assert "share" in fault.mend
    assert indicator(SHARE).version == 2


def test_a_definition_changed_in_place_is_refused(db, overlay):
    load_indicators()
    overlay.write_text(overlay.read_text().replace("min_sample: 30", "min_sample: 1"))
    with pytest.raises(DefinitionErrors, match="Set version to 3"):
        load_indicators()
    assert indicator(SHARE).definition.min_sample == 30


def test_a_new_version_takes_over_and_the_old_one_comes_back(db, overlay, settings):
    load_indicators()
    overlay.write_text(overlay.read_text().replace("version: 2", "version: 3"))
    assert load_indicators()["changed"] == [SHARE]
    assert IndicatorVersion.objects.filter(code=SHARE).count() == 2
    assert indicator(SHARE).version == 3
    settings.OVERLAY = None
    assert load_indicators()["changed"] == [SHARE], "the shipped version is in use again"


def test_a_figure_before_anything_happened_is_no_data(world):
    load_indicators()
    row = compute_indicator(SHARE, YEAR, {world.city.pk})
    assert (row.state, row.value, row.sample) == ("no_data", None, 0)


def test_a_figure_is_computed_and_kept(served):
    row = compute_indicator(SHARE, YEAR, {served.city.pk})
    assert (row.state, row.numerator, row.denominator, row.sample) == ("measured", 1, 3, 3)
    assert row.value == pytest.approx(1 / 3)
    ask(served, "again", door="phone")
    export_events()
    again = compute_indicator(SHARE, YEAR, {served.city.pk})
    assert (again.pk, again.numerator, again.denominator) == (row.pk, 2, 4)
    assert results([SHARE], YEAR, [scope_key(["anlan"])])[SHARE, scope_key(["anlan"])] == again


def test_organisations_are_counted_apart(served):
    write_event("other", object_key="f" * 32)
    export_events()
    assert compute_indicator(SHARE, YEAR, {served.city.pk}).denominator == 3
    assert compute_indicator(SHARE, YEAR, {served.other.pk}).denominator == 1
    assert compute_indicator(SHARE, YEAR, set()).state == "no_data"
    assert IndicatorResult.objects.count() == 3


def test_an_unknown_indicator_is_named(served):
    with pytest.raises(NotFound, match="no-such"):
        compute_indicator("no-such", YEAR, {served.city.pk})


def test_the_rows_are_as_many_as_the_figure_says_and_masked(served):
    row = compute_indicator(SHARE, YEAR, {served.city.pk})
    officer = Actor.staff(served.officer)
    page = evidence_rows(SHARE, YEAR, {served.city.pk}, "denominator", 1, officer, "核对指标")
    assert (page.total, len(page.rows), page.pages) == (row.denominator, 3, 1)
    assert [(r.door, r.acting_for) for r in page.rows] == [("web", False), ("phone", False), ("web", True)]
    assert {r.masked_name for r in page.rows} == {"李**"}
    assert {r.item_name for r in page.rows} == {str(current_item("benefit-check").name)}
    assert all(len(r.reference) >= 8 and r.state == "submitted" for r in page.rows)
    shown = repr(page)
    for secret in ("桂兰", ID_LI, PHONE_LI, "李敏", "青石街3号"):
        assert secret not in shown
    staffed = evidence_rows(SHARE, YEAR, {served.city.pk}, "numerator", 1, officer, "核对指标")
    assert [r.door for r in staffed.rows] == ["phone"]


def test_reading_rows_is_logged_for_each_person(served):
    evidence_rows(SHARE, YEAR, {served.city.pk}, "denominator", 1, Actor.staff(served.officer), "核对指标")
    logged = Access.objects.filter(what="evidence.rows")
    assert logged.count() == 3
    assert {(a.user, a.subject_key, a.purpose, a.organisation) for a in logged} == {
        (served.officer, served.li.subject_key, "核对指标", served.city)
    }


def test_without_a_purpose_nothing_is_shown(served):
    with pytest.raises(DomainError):
        evidence_rows(SHARE, YEAR, {served.city.pk}, "denominator", 1, Actor.staff(served.officer), "  ")
    assert not Access.objects.exists()


def test_a_stranger_sees_no_row(served):
    page = evidence_rows(SHARE, YEAR, {served.other.pk}, "denominator", 1, Actor.staff(served.outsider), "好奇")
    assert (page.rows, page.total) == ((), 0)


@pytest.mark.parametrize(("part", "page"), [("denominator", 2), ("denominator", 0), ("sides", 1)])
def test_what_is_not_there_is_said(served, part, page):
    with pytest.raises(DomainError):
        evidence_rows(SHARE, YEAR, {served.city.pk}, part, page, Actor.staff(served.officer), "核对指标")


def test_rows_cost_a_constant_number_of_queries(served, django_assert_max_num_queries):
    def read():
        # definition, organisations, exported files, files of facts (3), places; begin, events, requests, access log, commit
        with django_assert_max_num_queries(12) as seen:
            evidence_rows(SHARE, YEAR, {served.city.pk}, "denominator", 1, Actor.staff(served.officer), "核对指标")
        return len(seen)

    few = read()
    for n in range(5):
        ask(served, f"more{n}", door="phone")
    export_events()
    assert read() == few


def test_evidence_of_three_kinds(served):
    officer, city = Actor.staff(served.officer), served.city
    measured = keep_measurement(compute_indicator(SHARE, YEAR, {city.pk}), city, officer)
    seen = record_inspection(city, YEAR, "两处柜台都有座椅。", Coverage(2, 5, 12), officer)
    signed = attest(city, YEAR, "安政办函〔2026〕3号", Upload("函.pdf", b"%PDF-1.7 ..."), Coverage(), officer)
    assert [e.kind for e in evidence_of({city.pk})] == ["attested", "inspected", "measured"]
    assert (measured.sample, measured.value) == (3, pytest.approx(1 / 3))
    assert (seen.coverage, seen.sample, signed.coverage) == (0.4, 12, None)
    assert evidence_of({served.other.pk}).count() == 0
    assert (signed.file.content, signed.document_digest) == (b"%PDF-1.7 ...", signed.file.digest)
    facts = Event.objects.filter(name="evidence.recorded")
    assert facts.count() == 3
    assert "座椅" not in "".join(str(e.data) for e in facts)


def test_evidence_that_says_nothing_is_refused(served):
    officer, city = Actor.staff(served.officer), served.city
    nothing = compute_indicator(SHARE, YEAR, {served.other.pk})
    for attempt in (
        lambda: keep_measurement(nothing, city, officer),
        lambda: record_inspection(city, YEAR, " ", Coverage(), officer),
        lambda: record_inspection(city, YEAR, "看过。", Coverage(5, 2), officer),
        lambda: attest(city, YEAR, "函", Upload("函.pdf", b""), Coverage(), officer),
        lambda: record_inspection(city, YEAR[::-1], "看过。", Coverage(), officer),
    ):
        with pytest.raises(DomainError):
            attempt()
    assert evidence_of({city.pk}).count() == 0


def test_evidence_is_put_on_file_only_by_who_keeps_that_ledger(served):
    figure, city = compute_indicator(SHARE, YEAR, {served.city.pk}), served.city
    paper = Upload("函.pdf", b"%PDF-1.7")
    for user in (served.teller, served.editor, served.auditor, served.outsider):
        actor = Actor.staff(user)
        for attempt in (
            lambda actor=actor: keep_measurement(figure, city, actor),
            lambda actor=actor: record_inspection(city, YEAR, "看过。", Coverage(), actor),
            lambda actor=actor: attest(city, YEAR, "函", paper, Coverage(), actor),
        ):
            with pytest.raises(Forbidden):
                attempt()
    # Who keeps the city's ledger also writes about the branches it administers, and about nobody else.
    officer = Actor.staff(served.officer)
    assert record_inspection(served.north, YEAR, "看过。", Coverage(), officer).organisation == served.north
    with pytest.raises(Forbidden):
        record_inspection(served.other, YEAR, "看过。", Coverage(), officer)
