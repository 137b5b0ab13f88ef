"""Taking over, export and computation, killed at any moment: what comes out is what an undisturbed run gives.

`SILVERBRIDGE_KILLS=50` kills fifty times; two are enough for every day.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.facts import import_facts, open_facts
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.models import IndicatorTable
from silverbridge.domain.evidence.partials import folder as partials_folder
from silverbridge.domain.evidence.tables import refresh_tables
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter
from tests.domain.evidence_world import exported_ids, journal_ids, write_event
from tests.domain.test_evidence_facts import visits, write
from tests.processes import child_env

KILLS = int(os.environ.get("SILVERBRIDGE_KILLS", "2"))
WORK = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.VAR = Path(sys.argv[1])
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.evidence.tables import refresh_tables
import duckdb, ibis, pyarrow.parquet
print("ready", flush=True)
for path in sorted(Path(sys.argv[2]).glob("*.csv")):
    import_facts(path, "visits", "queue", Actor.system("test"))
    export_events()
    refresh_tables()
"""


def start(settings, folder):
    command = [sys.executable, "-c", WORK, str(settings.VAR), str(folder)]
    child = subprocess.Popen(command, env=child_env(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    child.stdout.readline()
    return child


def figures():
    """Every kept table but the time it was computed at."""
    rows = IndicatorTable.objects.order_by("code", "first", "by")
    return list(rows.values_list("code", "version", "first", "last", "by", "facts", "figures"))


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_comes_to_the_same(live_world, settings, tmp_path):
    settings.VAR = tmp_path / "var"
    came = tmp_path / "came"
    for folder in (settings.VAR, came):
        folder.mkdir()
    load_indicators()
    chance, first, written = random.Random(7), Quarter.of(today()).previous().start, 0
    for kill in range(KILLS):
        write(came / f"{kill:03d}.csv", visits(first, 40 + kill, item=f"item-{kill}"))
        written += 40 + kill
        write_event()
        child = start(settings, came)
        time.sleep(chance.random() * 2.5)
        child.send_signal(signal.SIGKILL)
        child.wait()
    for path in sorted(came.glob("*.csv")):
        import_facts(path, "visits", "queue", Actor.system("test"))
    export_events()
    refresh_tables()
    after_kills = figures()
    told = open_facts().visits.visit_id.to_pyarrow().to_pylist()
    assert len(told) == written and set(Counter(told).values()) == {1}
    assert exported_ids() == journal_ids()
    IndicatorTable.objects.all().delete()
    shutil.rmtree(partials_folder())
    refresh_tables()
    assert figures() == after_kills
