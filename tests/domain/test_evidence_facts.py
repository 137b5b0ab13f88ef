"""Facts taken over, stocks stated, tables kept, figures explained: what counts, what does not, and why."""

import csv
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.core.journal import Circumstances, Subject, record
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.explaining import explain
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.facts import import_facts, open_facts, take_snapshot, take_snapshots
from silverbridge.domain.evidence.facts.folder import folder, refused_file
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.models import FactFile, IndicatorTable
from silverbridge.domain.evidence.partials import folder as partials_folder
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.evidence.tables import refresh_tables, table
from silverbridge.domain.places import events
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter
from silverbridge.engines.indicators import VISIT_COLUMNS, tabulate

SYSTEM = Actor.system("test")
VISIT = {
    "place": "hall",
    "organisation": "anlan",
    "door": "counter",
    "acting_for": "false",
    "age_band": "70-79",
    "outcome": "done",
    "wait_seconds": "120",
    "lane": "green",
    "item": "pension-payout",
}


@pytest.fixture(autouse=True)
def _own_export_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


@pytest.fixture
def quarter():
    """The last quarter that is over."""
    held = Quarter.of(today()).previous()
    return held.start, held.end


def write(path, rows):
    """A file of facts as a visit system would hand it over."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def visits(day, number=6, **more):
    return [VISIT | {"business_date": str(day)} | more for _n in range(number)]


def by_place(code, period):
    return {row.group: row for row in table(code, period)[1]}


def test_every_row_counts_or_is_kept_aside_with_its_reason(world, tmp_path, quarter):
    first, tomorrow = quarter[0], today() + timedelta(days=1)
    rows = [
        *visits(first, 6),
        *visits(first, 1, visit_key="twice"),
        *visits(first, 1, visit_key="twice"),
        *visits(tomorrow, 1),
        *visits(first, 1, place="nowhere"),
        *visits(first, 1, organisation="nobody"),
        *visits(first, 1, wait_seconds="-5"),
        *visits(first, 1, door="window"),
        *visits("", 1),
    ]
    report = import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    assert (report.file.came, report.file.rows) == (14, 7)
    assert report.file.refused == {
        "day_missing": 1,
        "day_to_come": 1,
        "door_unknown": 1,
        "organisation_unknown": 1,
        "place_unknown": 1,
        "told_twice": 1,
        "wait_out_of_range": 1,
    }
    assert refused_file(report.file.file).exists()
    assert open_facts().visits.count().to_pyarrow().as_py() == 7
    told = Event.objects.get(name="evidence.facts.imported")
    assert told.data == {"family": "visits", "rows": 7, "refused": 7, "synthetic": False}


def test_the_same_file_again_does_nothing(world, tmp_path, quarter):
    path = write(tmp_path / "v.csv", visits(quarter[0]))
    assert not import_facts(path, "visits", "queue", SYSTEM).again
    assert import_facts(path, "visits", "queue", SYSTEM).again
    assert FactFile.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [([VISIT | {"name": "李桂兰"}], "columns"), ([VISIT | {"business_date": "yesterday"}], "value")],
)
def test_a_file_that_is_no_list_of_facts_is_refused_whole(world, tmp_path, rows, code):
    with pytest.raises(DomainError) as refusal:
        import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    assert refusal.value.code == code
    assert not FactFile.objects.exists()


def test_a_file_that_went_missing_is_said_and_not_passed_over(world, tmp_path, quarter):
    held = import_facts(write(tmp_path / "v.csv", visits(quarter[0])), "visits", "queue", SYSTEM).file
    (folder() / held.file).unlink()
    with pytest.raises(DomainError) as refusal:
        open_facts()
    assert refusal.value.code == "facts_lost"


def test_a_visit_told_by_its_events_is_one_row(committed_world, transactional_db):
    from django.db import transaction

    where = {"object_key": "a" * 32, "actor_kind": "staff", "place": "hall", "organisation": "anlan", "door": "counter"}
    told = (
        events.VisitArrived(booked=False),
        events.VisitTicketed(lane="green", ahead=2),
        events.VisitCalled(wait_seconds=240),
        events.VisitServed(service_seconds=300, outcome="done"),
        events.VisitRated(rating=5),
    )
    for payload in told:
        with transaction.atomic():
            record(payload, Circumstances(subject=Subject("k" * 32, "70-79", "F"), item="pension-payout", **where))
    export_events()
    (row,) = open_facts().visits.to_pyarrow().to_pylist()
    assert set(row) == set(VISIT_COLUMNS)
    expected = {"lane": "green", "wait_seconds": 240, "service_seconds": 300, "rating": 5, "outcome": "done"}
    assert expected.items() <= row.items()
    assert (row["age_band"], row["item"], row["business_date"]) == ("70-79", "pension-payout", today())


def test_stocks_are_events_and_a_second_statement_corrects_the_first(committed_world):
    take_snapshots(today(), SYSTEM)
    for value in (3, 2):
        take_snapshot(committed_world.hall, "facility.care-window", value, today(), SYSTEM)
    with pytest.raises(ValueError, match="still to come"):
        take_snapshot(committed_world.hall, "facility.care-window", 1, today() + timedelta(days=1), SYSTEM)
    export_events()
    load_indicators()
    now = Quarter.of(today())
    told = explain("facilities-per-outlet", (now.start, now.end), SYSTEM, "test", "hall")
    assert (told.result.value, told.result.numerator) == (2.0, 2.0)


def test_closed_exempt_late_no_data_and_zero_stay_apart(committed_world, tmp_path, quarter, settings):
    """Six places of one quarter; one of them closed and opened again."""
    from silverbridge.domain.places.services import save_place

    first, last = quarter
    load_indicators()
    codes = ("busy", "zero", "shut", "free", "slow", "again")
    for code in codes:
        save_place(code, committed_world.city, "outlet", code)
    stated = [(code, "place.open", 1, first - timedelta(days=30)) for code in codes]
    stated += [("shut", "place.open", 0, first - timedelta(days=1)), ("free", "exempt.left-unserved-share", 1, first)]
    stated += [(code, "reported.visits", 1, last) for code in ("busy", "zero", "free", "again")]
    stated += [
        ("again", "place.open", 0, first + timedelta(days=10)),
        ("again", "place.open", 1, last - timedelta(days=20)),
    ]
    keys = ("place", "kind", "value", "business_date")
    rows = [dict(zip(keys, row, strict=True)) | {"organisation": "anlan"} for row in stated]
    import_facts(write(tmp_path / "s.csv", rows), "snapshots", "stocks", SYSTEM)
    rows = [*visits(first, 7, place="busy"), *visits(last, 7, place="again"), *visits(first, 5, place="slow")]
    rows += [*visits(first, 6, place="busy", outcome="left"), *visits(last, 5, place="again", outcome="left")]
    rows += visits(first, 8, place="zero")
    import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    refresh_tables([quarter])
    found = by_place("left-unserved-share", quarter)
    states = {code: found[code].state for code in codes}
    assert states == {
        "busy": "measured",
        "zero": "measured",
        "shut": "closed",
        "free": "exempt",
        "slow": "late",
        "again": "measured",
    }
    assert found["zero"].value == 0
    assert [found[code].value for code in ("shut", "free", "slow")] == [None, None, None]
    assert by_place("satisfaction-share", quarter)["zero"].state == "no_data"


def test_only_what_changed_is_computed_anew(world, tmp_path, quarter):
    load_indicators()
    import_facts(write(tmp_path / "v.csv", visits(quarter[0])), "visits", "queue", SYSTEM)
    assert refresh_tables([quarter]).tables > 30
    assert refresh_tables([quarter]).tables == 0
    assert by_place("elder-visits-count", quarter)["hall"].value == 6
    import_facts(write(tmp_path / "w.csv", visits(quarter[1], 5)), "visits", "queue", SYSTEM)
    assert 0 < refresh_tables([quarter]).tables < 15, "only those that look at visits"
    assert by_place("elder-visits-count", quarter)["hall"].value == 11
    added = list(IndicatorTable.objects.order_by("code").values_list("code", "facts", "figures"))
    IndicatorTable.objects.all().delete()
    shutil.rmtree(partials_folder())
    refresh_tables([quarter])
    assert list(IndicatorTable.objects.order_by("code").values_list("code", "facts", "figures")) == added
    assert IndicatorTable.objects.filter(code="elder-visits-count").count() == 1


def test_a_figure_is_explained_down_to_rows_that_point_at_nobody(world, tmp_path, quarter):
    load_indicators()
    rows = visits(quarter[1], 6, subject_key="s" * 32, visit_key="")
    import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    who = Actor.staff(world.officer)
    told = explain("elder-visits-count", quarter, who, "核对", "hall")
    assert told.result.value == 6 and len(told.rows) == 5 and "visits_files" in told.queries[0]
    assert not {"subject_key", "visit_key", "object_key", "data"} & set(told.rows[0])
    reads = Access.objects.filter(user=world.officer, what="explain.elder-visits-count")
    assert reads.count() == 5 and set(reads.values_list("purpose", flat=True)) == {"核对"}
    with pytest.raises(DomainError):
        explain("elder-visits-count", quarter, who, " ")
    with pytest.raises(NotFound):
        explain("elder-visits-count", quarter, who, "核对", "nowhere")


def test_a_suppressed_figure_shows_no_rows_and_its_look_up_is_logged_all_the_same(world, tmp_path, quarter):
    load_indicators()
    import_facts(write(tmp_path / "v.csv", visits(quarter[1], 2)), "visits", "queue", SYSTEM)
    told = explain("elder-visits-count", quarter, Actor.staff(world.officer), "核对", "hall")
    assert told.result.suppressed and told.result.value is None and told.rows == ()
    assert Access.objects.filter(what="explain.elder-visits-count").count() == 1


def test_the_day_of_a_visit_may_be_any_day_that_was(world, tmp_path):
    held = import_facts(write(tmp_path / "v.csv", visits(date(2001, 2, 3))), "visits", "queue", SYSTEM).file
    assert (held.first, held.last) == (date(2001, 2, 3), date(2001, 2, 3))


def test_two_connections_at_work_find_what_one_finds(world, tmp_path, quarter):
    rows = [*visits(quarter[0], 6), *visits(quarter[1], 7, place="counter-2", outcome="left")]
    import_facts(write(tmp_path / "v.csv", rows), "visits", "queue", SYSTEM)
    facts, definitions = open_facts(), [version.definition for version in current_indicators()]
    assert facts.shared
    asked = (definitions, [quarter], None, ("place",))
    together, in_a_row = (
        tabulate(asked[0], facts, *asked[1:]),
        tabulate(asked[0], replace(facts, shared=False), *asked[1:]),
    )
    assert together == in_a_row
    assert list(together) == list(in_a_row)
