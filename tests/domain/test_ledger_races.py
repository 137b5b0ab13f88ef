"""Two at once in the ledger: real parallel processes on the database of the run."""

from datetime import timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.models import IndicatorResult
from silverbridge.domain.ledger.models import Comment, Notice, Succession, Task, TaskFate, TaskIndicator
from silverbridge.domain.ledger.services import confirm_notice, import_notice, link_indicator, plan_effect
from silverbridge.domain.places.queries import today
from tests.domain.evidence_world import NOTICE, exported_ids, journal_ids, write_event
from tests.domain.test_ledger_consulting import put_out
from tests.domain.test_ledger_versions import two_versions
from tests.processes import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "tests.domain.ledger_racers:"


@pytest.fixture
def link(live_world):
    load_indicators()
    clerk = Actor.staff(live_world.officer)
    notice = import_notice(NOTICE, "n.txt", clerk, live_world.city)
    return link_indicator(notice.tasks.first(), "staffed-door-share", 0.5, "up", 30, clerk)


def test_of_four_who_confirm_at_once_one_is_first(live_world, link):
    said = in_parallel(HERE + "confirm", [[link.pk, live_world.supervisor.pk]] * 4)
    assert sorted(said) == ["confirmed", "conflict", "conflict", "conflict"]
    assert Event.objects.filter(name="ledger.target.confirmed").count() == 1


def test_a_target_changed_meanwhile_is_never_left_confirmed(live_world, link):
    in_parallel(HERE + "change", [[link.pk, live_world.officer.pk]])
    assert in_parallel(HERE + "confirm", [[link.pk, live_world.supervisor.pk]]) == ["conflict"]
    now = TaskIndicator.objects.get()
    assert (now.target, now.revision, now.is_confirmed) == (0.2, 2, False)


def test_one_text_taken_in_four_times_at_once(live_world):
    pks = in_parallel(HERE + "take_in", [[live_world.officer.pk]] * 4)
    assert len(set(pks)) == 1
    assert (Notice.objects.count(), Task.objects.count()) == (1, 3)
    assert Event.objects.filter(name="ledger.notice.imported").count() == 1


def test_ticks_at_once_export_and_compute_once(live_world, link, settings, tmp_path):
    settings.VAR = tmp_path
    for _n in range(300):
        write_event()
    assert in_parallel(HERE + "refresh", [[str(tmp_path)]] * 4) == [2, 2, 2, 2]
    assert exported_ids() == journal_ids()
    assert IndicatorResult.objects.count() == 2


def test_clockworks_at_once_make_a_switch_once(live_world):
    w = two_versions(live_world)
    confirm_notice(w.new, w.clerk)
    plan_effect(w.succession, today() + timedelta(days=2), w.boss)
    Succession.objects.update(takes_effect=today())
    assert sorted(in_parallel(HERE + "switch", [[n] for n in range(4)])) == [0, 0, 0, 1]
    assert Event.objects.filter(name="ledger.succession.in_effect").count() == 1
    assert (TaskFate.objects.count(), TaskIndicator.objects.filter(task__notice=w.new).count()) == (5, 3)


def test_one_comment_sent_four_times_at_once(live_world):
    w = put_out(live_world)
    numbers = in_parallel(HERE + "speak", [[w.consultation.pk, "k1"]] * 4)
    assert len(set(numbers)) == 1 and Comment.objects.count() == 1
    assert Event.objects.filter(name="ledger.comment.received").count() == 1
