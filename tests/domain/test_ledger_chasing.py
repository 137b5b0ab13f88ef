"""Chasing: what is late, the ladder of steps, a number for each document, and never twice."""

from datetime import timedelta

import pytest
from django.db import connection

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger.chase_words import chase_text
from silverbridge.domain.ledger.handouts import chase_for, chase_proposals
from silverbridge.domain.ledger.models import Chase, HandOut, Notice
from silverbridge.domain.ledger.overdue import missed
from silverbridge.domain.ledger.services import (
    Told,
    acknowledge,
    chase_now,
    drop_chase,
    propose_chases,
    report_back,
    send_chase,
)
from silverbridge.domain.places.queries import today
from tests.domain.work_world import PHONE, asked, handed, in_hand, in_hand_of_south, with_work
from tests.processes import in_parallel

HERE = "tests.domain.chase_racers:"
GUARDS = ("one_chase_per_level_and_day", "one_proposal_per_missed_day")


@pytest.fixture
def w(world):
    return with_work(world)


def late(row, days, **fields):
    """The hand-out with a day that went by so many days ago."""
    HandOut.objects.filter(pk=row.pk).update(**{field: today() - timedelta(days) for field in fields or {"due": 0}})
    return HandOut.objects.select_related("organisation", "giver", "task__notice").get(pk=row.pk)


def levels():
    return list(Chase.objects.order_by("pk").values_list("cause", "level", "state"))


def test_what_is_owed_by_state(w):
    row, day = handed(w), today()
    assert missed(row, day) is None
    assert missed(late(row, 2, acknowledge_by=0), day).cause == "acknowledgement"
    row = acknowledge(HandOut.objects.get(), 1, w.north_clerk)
    assert missed(row, day) is None
    owed = missed(late(row, 3, report_by=0), day)
    assert (owed.cause, owed.days, owed.day) == ("report", 3, day - timedelta(3))
    assert missed(late(row, 1), day).cause == "closing"
    assert missed(late(row, 0), day).cause == "report", "the due day itself is in time"
    HandOut.objects.update(state="closing_asked")
    assert missed(late(row, 9), day) is None


def test_the_ladder_is_climbed_step_by_step(w):
    row, day = late(in_hand(w), 1), today()
    assert [propose_chases(day + timedelta(n)) for n in range(3)] == [1, 0, 0]
    send_chase(Chase.objects.get(), w.boss)
    climbed = [propose_chases(day + timedelta(n)) for n in range(4)]
    assert climbed == [0, 0, 0, 0], "the second step is due when it is five days late"
    assert propose_chases(day + timedelta(4)) == 1
    drop_chase(Chase.objects.get(level=2), w.boss)
    assert [propose_chases(day + timedelta(n)) for n in (5, 8, 9, 10, 30)] == [0, 0, 1, 0, 0]
    assert levels() == [("closing", 1, "sent"), ("closing", 2, "dropped"), ("closing", 3, "proposed")]
    assert missed(row, day).days == 1


def test_a_proposal_that_the_unit_was_quicker_than_is_dropped(w):
    row = late(in_hand(w), 2, report_by=0)
    propose_chases()
    report_back(row, row.revision, Told("在办。"), w.north_clerk)
    with pytest.raises(DomainError) as error:
        send_chase(Chase.objects.get(), w.boss)
    assert error.value.code == "overtaken"
    assert propose_chases() == 0
    assert levels() == [("report", 1, "dropped")]
    assert Event.objects.get(name="ledger.chase.dropped").data["overtaken"] is True


def test_nobody_is_chased_for_a_notice_that_is_not_in_force(w):
    row = late(in_hand(w), 9)
    propose_chases()
    Notice.objects.update(status="repealed")
    assert propose_chases() == 0
    assert levels() == [("closing", 1, "dropped")]
    with pytest.raises(DomainError):
        chase_now(HandOut.objects.get(pk=row.pk), w.boss)


def test_sent_as_a_numbered_document_without_the_telephone(w):
    late(in_hand(w), 6)
    propose_chases()
    (chase,) = chase_proposals({w.city.pk})
    assert "6" in chase_text(chase, "")
    for actor in (w.clerk, w.north_clerk, w.stranger_clerk):
        with pytest.raises(Forbidden):
            send_chase(chase, actor)
    sent = send_chase(chase, w.boss)
    assert send_chase(chase, w.boss).number == sent.number == f"督〔{today().year}〕1号"
    for part in (sent.number, "郑岚", w.north.name, w.city.name, "可以坐下来慢慢办的柜台"):
        assert part in sent.text
    assert PHONE[-4:] not in sent.text
    assert chase_for(sent.pk, {w.north.pk}).pk == sent.pk
    with pytest.raises(DomainError):
        chase_for(sent.pk, {w.south.pk})
    assert Event.objects.filter(name="ledger.chase.sent").count() == 1


def test_by_hand_once_a_day_and_level(w):
    row = late(in_hand(w), 1)
    chase = chase_now(row, w.boss)
    assert chase_now(row, w.boss).pk == chase.pk, "one that waits is answered as it is"
    send_chase(chase, w.boss)
    chase = chase_now(row, w.boss)
    assert chase.level == 2
    send_chase(chase, w.boss)
    send_chase(chase_now(row, w.boss), w.boss)
    with pytest.raises(Conflict):
        chase_now(row, w.boss)
    assert sorted(Chase.objects.values_list("level", "document__number")) == [(1, 1), (2, 2), (3, 3)]


def test_who_owes_nothing_is_not_chased(w):
    with pytest.raises(DomainError):
        chase_now(in_hand(w), w.boss)
    assert propose_chases() == 0
    row = late(asked_row(w), 40)
    assert propose_chases() == 0
    with pytest.raises(DomainError):
        chase_now(row, w.boss)


def asked_row(w):
    HandOut.objects.all().delete()
    return asked(w)


@pytest.mark.django_db(transaction=True)
class TestInParallel:
    """Real processes on the database of the run."""

    @pytest.fixture
    def row(self, live_world):
        self.w = with_work(live_world)
        return late(in_hand(self.w), 7)

    @pytest.fixture
    def without_index(self, row, monkeypatch):
        """The table without the indexes that keep a step from being written twice."""
        # The conditional one first: on SQLite the other is dropped by making the table anew, as the model says it is then.
        guards = sorted((c for c in Chase._meta.constraints if c.name in GUARDS), key=lambda c: c.condition is None)
        whole, bare = Chase._meta.constraints, [c for c in Chase._meta.constraints if c not in guards]
        monkeypatch.setattr(Chase._meta, "constraints", bare)
        with connection.schema_editor() as editor:
            for guard in guards:
                editor.remove_constraint(Chase, guard)
        yield row
        Chase.objects.all().delete()
        monkeypatch.setattr(Chase._meta, "constraints", whole)
        with connection.schema_editor() as editor:
            for guard in guards:
                editor.add_constraint(Chase, guard)

    def bare(self, row, folder):
        """Three that look without a lock, and write when all have looked."""
        return sorted(in_parallel(HERE + "propose_unlocked", [[row.pk, str(folder), n, 3] for n in range(3)]))

    def test_workers_at_once_never_chase_twice(self, row, tmp_path):
        days = [(today() + timedelta(n)).isoformat() for n in (0, 1, 0, 1)]  # as around midnight
        assert sorted(in_parallel(HERE + "propose", [[day] for day in days])) == [0, 0, 0, 1]
        assert Event.objects.filter(name="ledger.chase.proposed").count() == 1
        Chase.objects.all().delete()
        assert self.bare(row, tmp_path) == [False, False, True], "the indexes alone would do"

    def test_without_the_indexes_the_lock_does_and_without_both_the_race_is_lost(self, without_index, tmp_path):
        assert sorted(in_parallel(HERE + "propose", [[today().isoformat()]] * 3)) == [0, 0, 1]
        Chase.objects.all().delete()
        assert self.bare(without_index, tmp_path) == [True, True, True]
        assert Chase.objects.count() == 3

    def test_of_two_supervisors_who_send_at_once_one_sends_and_numbers_never_clash(self, row):
        first = chase_now(row, self.w.boss)
        assert sorted(in_parallel(HERE + "send", [[first.pk, self.w.supervisor.pk]] * 3)) == [1, 1, 1]
        other = late(in_hand_of_south(self.w), 3)
        second, third = chase_now(other, self.w.boss), chase_now(row, self.w.boss)
        calls = [[pk, self.w.supervisor.pk] for pk in (second.pk, third.pk)]
        assert sorted(in_parallel(HERE + "send", calls)) == [2, 3]
        assert sorted(in_parallel(HERE + "issue", [[row.pk, self.w.supervisor.pk]] * 3)) == [4, 4, 4], "one sheet"

    def test_numbers_given_at_once_are_one_sequence_and_without_the_lock_the_race_is_lost(self, row, tmp_path):
        for lock, said in ((True, [1, 2, 3, 4]), (False, [0, 0, 0, 5])):
            folder = tmp_path / str(lock)
            folder.mkdir()
            calls = [[self.w.city.pk, str(folder), n, 4, lock] for n in range(4)]
            assert sorted(in_parallel(HERE + "register_at_once", calls)) == said
