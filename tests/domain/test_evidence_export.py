"""The journal as Parquet files: each event exactly once, whatever is stopped or late."""

import random
import signal
import subprocess
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.export import committed, events_table, export_events, exporting, files
from silverbridge.domain.evidence.models import ExportFill
from silverbridge.engines.indicators import EVENT_COLUMNS
from tests.domain.evidence_world import exported_ids, journal_ids, start_python, write_event

pytestmark = pytest.mark.django_db(transaction=True)

WRITER = """
import random, sys, time
from django.db import transaction
from tests.domain.evidence_world import write_event
chance = random.Random(int(sys.argv[1]))
for at in range(int(sys.argv[2])):
    with transaction.atomic():
        for _n in range(chance.randint(1, 3)):
            write_event()
        time.sleep(chance.random() * 0.02)
        if chance.random() < 0.1:
            transaction.set_rollback(True)
"""


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path


def test_an_empty_export_has_its_columns_and_no_row():
    table = events_table()
    assert list(table.columns) == list(EVENT_COLUMNS)
    assert table.count().to_pyarrow().as_py() == 0


def test_what_is_exported_is_what_was_recorded():
    event = write_event(acting_for=True)
    report = export_events()
    assert (report.rows, report.files, report.redone, report.total) == (1, 1, 0, 1)
    (row,) = events_table().to_pyarrow().to_pylist()
    assert row["event_id"] == event.pk
    assert (row["name"], row["door"], row["acting_for"]) == ("intake.request.submitted", "phone", True)
    assert row["subject_key"] is None
    assert row["occurred_at"] == event.occurred_at
    assert row["business_date"] == event.business_date
    assert '"fulfilment"' in row["data"]


def test_a_second_export_takes_only_what_is_new():
    for _n in range(3):
        write_event()
    export_events()
    write_event()
    assert export_events().rows == 1
    assert export_events().rows == 0
    assert exported_ids() == journal_ids()


def test_files_go_by_month_of_recording_in_shanghai():
    event = write_event()
    for moment in (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), datetime(2025, 12, 31, 16, 0, tzinfo=UTC)):
        event.pk, event.recorded_at = None, moment
        event.save(force_insert=True)
    export_events()
    today = f"{timezone.localtime():%Y-%m}"
    assert list(ExportFill.objects.values_list("month", "rows")) == [("2025-12", 1), ("2026-01", 1), (today, 1)]
    assert exported_ids() == journal_ids()


def test_a_half_filled_interval_is_deleted_and_redone(monkeypatch):
    for _n in range(5):
        write_event()

    class Killed(BaseException):
        pass

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(files.os, "fsync", die)
        export_events()
    assert ExportFill.objects.get().state == "filling"
    assert exported_ids() == {}
    fill = ExportFill.objects.get()
    half = files.folder() / fill.file
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"PAR1 half a file")
    write_event()
    report = export_events()
    assert (report.rows, report.redone) == (6, 1)
    assert exported_ids() == journal_ids()


def test_a_lost_file_is_written_again():
    write_event()
    export_events()
    files.remove(ExportFill.objects.get().file)
    export_events()
    assert exported_ids() == journal_ids()


def test_many_small_files_become_one(monkeypatch):
    monkeypatch.setattr(exporting, "MOST_FILES_PER_MONTH", 3)
    for _n in range(9):
        write_event()
        export_events()
    assert ExportFill.objects.count() <= 4
    assert exported_ids() == journal_ids()
    files.remove(ExportFill.objects.first().file)
    export_events()
    assert exported_ids() == journal_ids()


def test_a_changed_journal_is_noticed(monkeypatch):
    write_event()
    monkeypatch.setattr(exporting, "_rows", lambda fill: iter(()))
    with pytest.raises(exporting.ExportBroken):
        export_events()
    assert exported_ids() == {}


def test_progress_ends_at_the_whole():
    for _n in range(4):
        write_event()
    seen = []
    export_events(progress=lambda done, whole: seen.append((done, whole)))
    assert seen == [(4, 4)]


def test_it_refuses_to_run_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError):
        export_events()


def test_an_event_committed_late_with_a_low_id_is_not_skipped():
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time: nothing can commit late")
    written, go_on = threading.Event(), threading.Event()

    def write_late():
        with transaction.atomic():
            write_event()
            written.set()
            go_on.wait(30)
        connections.close_all()

    late = threading.Thread(target=write_late)
    late.start()
    written.wait(30)
    after = write_event()
    assert export_events().rows == 0, "nothing above a running transaction is sure"
    go_on.set()
    late.join()
    assert export_events().rows == 2
    assert Event.objects.earliest("pk").pk < after.pk
    assert exported_ids() == journal_ids()


def test_a_short_transaction_beside_is_waited_for(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time: nothing can commit late")
    begun, waited_for, sleep = threading.Event(), threading.Event(), time.sleep

    def take_a_moment():
        with transaction.atomic():
            write_event()
            begun.set()
            assert waited_for.wait(30)
        connections.close_all()

    def wait(seconds):
        waited_for.set()
        sleep(seconds)

    monkeypatch.setattr(committed.time, "sleep", wait)

    beside = threading.Thread(target=take_a_moment)
    beside.start()
    begun.wait(30)
    write_event()
    assert export_events().rows == 2
    beside.join()


def test_a_journal_copied_from_another_server_is_exported_whole():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite numbers no transactions")
    for _n in range(3):
        write_event()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER core_event_txid")
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER core_event_no_change")
        cursor.execute("UPDATE core_event SET txid = txid + 4000000000")
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER core_event_txid")
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER core_event_no_change")
    write_event()
    assert export_events().rows == 4
    write_event()
    assert export_events().rows == 1
    assert exported_ids() == journal_ids()


def test_events_of_parallel_writers_are_each_exported_once():
    writers = [start_python(WRITER, seed, 40) for seed in range(4)]
    exports = 0
    while any(writer.poll() is None for writer in writers):
        export_events()
        exports += 1
        seen = exported_ids()
        assert set(seen.values()) <= {1}
    assert [writer.returncode for writer in writers] == [0] * 4
    export_events()
    assert exports > 1
    assert sum(journal_ids().values()) > 100
    assert exported_ids() == journal_ids()


EXPORTER = """
import sys
from pathlib import Path
from django.conf import settings
settings.VAR = Path(sys.argv[1])
from silverbridge.domain.evidence.export import export_events
export_events()
print("begun", flush=True)
while True:
    export_events()
"""


def test_killed_and_parallel_exporters_lose_and_double_nothing(settings):
    chance = random.Random(9)
    writers = [start_python(WRITER, seed, 60) for seed in (7, 8)]
    steady = start_python(EXPORTER, settings.VAR)
    try:
        while any(writer.poll() is None for writer in writers):
            doomed = start_python(EXPORTER, settings.VAR, stdout=subprocess.PIPE)
            assert doomed.stdout.readline() == b"begun\n"
            time.sleep(chance.random() * 0.1)  # somewhere within an export
            doomed.send_signal(signal.SIGKILL)
            doomed.wait()
    finally:
        steady.kill()
        steady.wait()
    export_events()
    assert exported_ids() == journal_ids()
