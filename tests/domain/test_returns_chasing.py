"""Chasing for returns: the ladder, a number for each, nobody twice a day; and races of real processes."""

from datetime import timedelta

import pytest
from django.db import connection

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden
from silverbridge.domain.core.models import Event
from silverbridge.domain.returns.models import Filing, FilingChase
from silverbridge.domain.returns.services import (
    chase_now,
    drop_chase,
    extend,
    propose_filing_chases,
    send_chase,
)
from tests.domain.returns_world import DUE, again, filed, on, opened, with_returns
from tests.processes import in_parallel

HERE = "tests.domain.returns_racers:"
GUARDS = ("one_filing_chase_per_day", "one_filing_proposal_per_level")


def levels():
    return list(FilingChase.objects.order_by("pk").values_list("level", "state"))


def test_the_ladder_a_number_and_never_twice_a_day(world):
    w = with_returns(world)
    rows = opened(w)
    boss, clerk = w.people["anlan-bureau"]["head"], w.people["anlan-bureau"]["preparer"]
    filed(w, rows["a"])
    with on(DUE):
        assert propose_filing_chases() == 0, "the due day itself is in time"
        with pytest.raises(DomainError):
            chase_now(rows["b"], boss)
    with on(DUE + timedelta(1)):
        assert (propose_filing_chases(), propose_filing_chases()) == (2, 0)
        first = FilingChase.objects.get(filing=rows["b"])
        with pytest.raises(Forbidden):
            send_chase(first, clerk)
        assert send_chase(first, boss).number == send_chase(first, boss).number == "催报〔2026〕1号"
        sent = FilingChase.objects.get(pk=first.pk)
        for part in ("安澜乙银行", "2026-10-10", "2026-11-09", "第三季度"):
            assert part in sent.text
        with pytest.raises(Conflict):
            chase_now(rows["b"], boss)
        extend(rows["c"], 1, DUE + timedelta(4), "并表。", boss)
        assert propose_filing_chases() == 0
    assert levels() == [(1, "sent"), (1, "dropped")]
    with on(DUE + timedelta(5)):
        assert propose_filing_chases() == 2, "the second step of one, the first of the day that was moved"
        drop_chase(FilingChase.objects.get(filing=rows["b"], level=2), boss)
        filed(w, again(rows["c"]), None, DUE + timedelta(5))
        assert propose_filing_chases() == 0
    assert levels()[2:] == [(2, "dropped"), (1, "dropped")]
    assert Event.objects.filter(name="returns.chase.dropped", data__overtaken=True).count() == 2


@pytest.mark.django_db(transaction=True)
class TestInParallel:
    """Real processes on the database of the run."""

    @pytest.fixture
    def w(self, live_world):
        return with_returns(live_world)

    @pytest.fixture
    def without_index(self, w, monkeypatch):
        """The table without the indexes that keep a step from being written twice."""
        whole = FilingChase._meta.constraints
        guards = [c for c in whole if c.name in GUARDS]
        monkeypatch.setattr(FilingChase._meta, "constraints", [c for c in whole if c not in guards])
        with connection.schema_editor() as editor:
            for guard in guards:
                editor.remove_constraint(FilingChase, guard)
        yield w
        FilingChase.objects.all().delete()
        monkeypatch.setattr(FilingChase._meta, "constraints", whole)
        with connection.schema_editor() as editor:
            for guard in guards:
                editor.add_constraint(FilingChase, guard)

    def late(self, w):
        opened(w)
        Filing.objects.exclude(unit=w.banks["a"]).delete()
        return Filing.objects.get()

    def bare(self, row, folder):
        """Three that look without a lock, and write when all have looked."""
        day = (DUE + timedelta(2)).isoformat()
        return sorted(in_parallel(HERE + "propose_unlocked", [[row.pk, day, str(folder), n, 3] for n in range(3)]))

    def test_clockworks_at_once_open_once_and_chase_once(self, w, tmp_path):
        assert sum(in_parallel(HERE + "open_all", [["2026-10-01"]] * 3)) == 4
        assert (Filing.objects.count(), Event.objects.filter(name="returns.filing.opened").count()) == (4, 4)
        Filing.objects.exclude(unit=w.banks["a"]).delete()
        days = [[(DUE + timedelta(n)).isoformat()] for n in (1, 2, 1, 2)]  # as around midnight
        assert sorted(in_parallel(HERE + "propose", days)) == [0, 0, 0, 1]
        FilingChase.objects.all().delete()
        assert self.bare(Filing.objects.get(), tmp_path) == [False, False, True], "the indexes alone would do"

    def test_without_the_indexes_the_lock_does_and_without_both_the_race_is_lost(self, without_index, tmp_path):
        row, day = self.late(without_index), (DUE + timedelta(2)).isoformat()
        assert sorted(in_parallel(HERE + "propose", [[day]] * 3)) == [0, 0, 1]
        FilingChase.objects.all().delete()
        assert self.bare(row, tmp_path) == [True, True, True]
        assert FilingChase.objects.count() == 3

    def test_of_two_who_decide_at_once_one_is_told(self, w):
        row = filed(w, opened(w)["a"])
        user = w.people["anlan-bureau"]["preparer"].user.pk
        calls = [[row.pk, row.revision, user, verdict] for verdict in ("accept", "back")]
        came = in_parallel(HERE + "decide", calls)
        assert sorted(code in ("accept", "back") for code in came) == [False, True]
        assert set(came) & {"somebody_first", "filing_state"}
