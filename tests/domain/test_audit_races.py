"""Two at once about one site: real parallel processes on the database of the run, and a worker that is really killed."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from silverbridge.domain.audits import services
from silverbridge.domain.audits.models import AuditRun, Finding
from silverbridge.domain.audits.services import asking
from silverbridge.domain.core.models import Event
from silverbridge.domain.places.queries import today
from tests.domain.audit_world import add_site, audit_of, found, run_with
from tests.processes import child_env, in_parallel

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "tests.domain.audit_racers:"
KILLED = "import django; django.setup(); from tests.domain.audit_racers import die; die({})"


@pytest.fixture
def w(live_world, monkeypatch):
    # The worker of these tests is a process of their own, not the immediate one of test mode.
    monkeypatch.setattr(asking, "enqueue", lambda run: None)
    return add_site(live_world)


def test_of_four_who_ask_at_once_one_is_first_and_one_worker_takes_it(w):
    said = in_parallel(HERE + "ask", [[w.site.pk, w.officer.pk], [w.site.pk, w.supervisor.pk]] * 2)
    assert sorted(said) == ["asked", "conflict", "conflict", "conflict"]
    run = AuditRun.objects.get()
    assert sorted(in_parallel(HERE + "work", [[run.pk]] * 3)) == ["", "", "done"]
    assert (Finding.objects.count(), Event.objects.filter(name="audits.run.finished").count()) == (1, 1)


def test_clockworks_at_once_queue_a_site_once(w):
    assert sum(in_parallel(HERE + "tick", [[n] for n in range(3)])) == 1
    assert Event.objects.filter(name="audits.run.asked").count() == 1


def test_a_killed_worker_is_found_out_and_its_run_repeated(w):
    services.queue_due()
    run = AuditRun.objects.get()
    child = subprocess.run([sys.executable, "-c", KILLED.format(run.pk)], env=child_env(), check=False)
    run.refresh_from_db()
    assert (child.returncode, run.state) == (-9, "running")
    assert services.queue_due() == 0, "the worker may still be alive"
    AuditRun.objects.update(beat_at=timezone.now() - asking.SILENT - timedelta(seconds=1))
    assert services.queue_due() == 1
    run.refresh_from_db()
    again = AuditRun.objects.get(repeats=run)
    assert (run.state, again.state, again.attempt) == ("died", "queued", 2)
    assert Finding.objects.count() == 0


def test_of_two_who_move_a_finding_at_once_the_second_is_told(w):
    run_with(w, audit_of([found("R01", mode="elder")]))
    row = Finding.objects.get()
    services.assign([(row.pk, 1)], w.site.pk, w.north, None, today(), "", w.clerk)
    said = in_parallel(HERE + "mend", [[row.pk, 2, w.mender.user.pk]] * 3)
    assert sorted(said) == ["conflict", "conflict", "mended"]
    assert Event.objects.filter(name="audits.finding.mended").count() == 1
