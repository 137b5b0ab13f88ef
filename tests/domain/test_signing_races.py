"""Two clerks at one notice: real parallel processes on the database of the run."""

import pytest

from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger.models import Correction, Task
from silverbridge.domain.ledger.passages import cuts
from silverbridge.domain.ledger.services import split_task
from tests.domain.signing_world import LONGER, add_notice, again
from tests.processes import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "tests.domain.signing_racers:"
ADDED = ["加强领导。", "各区要明确专人负责，并把名单报市政府办公室。", "现印发给你们，请认真组织实施。"]


@pytest.fixture
def city(live_world):
    return add_notice(live_world)


def test_of_four_who_correct_one_task_at_once_one_is_first_and_nothing_is_mixed(city):
    task = city.tasks[0]
    said = in_parallel(HERE + "correct", [[task.pk, city.officer.pk, f"第{n}局"] for n in range(4)])
    assert sorted(said)[:3] == ["conflict"] * 3
    (first,) = set(said) - {"conflict"}
    now = again(task)
    assert (now.leads, now.responsible, now.revision) == ([first], [f"{first}的科室"], 2)
    assert sorted(Correction.objects.values_list("field", flat=True)) == ["leads", "responsible"]
    assert Event.objects.filter(name="ledger.task.corrected").count() == 1


def test_what_is_corrected_while_it_is_confirmed_is_never_left_confirmed(city):
    task = city.tasks[0]
    said = in_parallel(HERE + "correct", [[task.pk, city.officer.pk, "新局"]])
    said += in_parallel(HERE + "confirm", [[task.pk, city.supervisor.pk]] * 2)
    assert said == ["新局", "conflict", "conflict"]
    assert not again(task).is_confirmed


def test_tasks_cut_at_once_get_numbers_of_their_own(city):
    one = city.tasks[0]
    rest = cuts(LONGER, one.start, one.end)
    _first, other = split_task(one, rest[-1], 1, city.clerk)
    numbers = in_parallel(HERE + "add", [[city.notice.pk, city.officer.pk, words] for words in ADDED])
    assert sorted(numbers) == [5, 6, 7] and other.number == 4
    assert Task.objects.count() == 7
