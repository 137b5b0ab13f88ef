"""Claims about concurrency, with real parallel processes on the database of the run."""

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.core import outbox
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import submit
from silverbridge.domain.people.models import Person
from tests.domain.askings import benefit_check
from tests.domain.test_life import soon
from tests.processes import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(live_world) -> Session:
    return Session.objects.create(item="taxi", place=live_world.hall, starts_at=soon(), total=30, walk_in=10)


def test_four_callers_never_take_a_walk_in_place(session):
    got = in_parallel("tests.domain.racers:take_places", [[session.pk, door, 15] for door in ("web", "phone") * 2])
    session.refresh_from_db()
    assert sum(got) == session.taken_remote == 20


def test_without_the_conditional_update_places_are_sold_twice(session):
    calls = [[session.pk, door, 15] for door in ("web", "phone") * 2]
    got = in_parallel("tests.domain.racers:take_places_without_the_lock", calls)
    assert sum(got) > 20  # the race is real: more people were told yes than there are places


def test_two_clerks_accept_one_request(live_world):
    request = submit(benefit_check(), Actor.visitor("s1"))
    clerks = [live_world.teller.pk, live_world.operator.pk] * 2
    results = in_parallel("tests.domain.racers:accept", [[request.pk, request.revision, pk] for pk in clerks])
    assert sorted(results) == ["conflict", "conflict", "conflict", "moved"]
    assert Event.objects.filter(name="intake.request.accepted").count() == 1


def closing(live_world, how: str, *more: str) -> tuple[list[str], set[str]]:
    """Two editors at once close the last two staffed doors; what each was told, and the doors that stay."""
    rows = catalogue.offerings("taxi").filter(organisation=live_world.city)
    staffed = list(rows.filter(door__in=STAFFED).values_list("pk", flat=True))
    assert len(staffed) == 2
    said = in_parallel(
        f"tests.domain.racers:{how}",
        [[pk, live_world.editor.pk, *more, *([n] if more else [])] for n, pk in enumerate(staffed)],
    )
    return sorted(said), set(rows.all().values_list("door", flat=True))


def test_two_editors_never_close_the_last_two_staffed_doors(live_world):
    said, left = closing(live_world, "close_door")
    assert said == ["closed", "red_line_1"]
    assert left & set(STAFFED)


def test_without_the_lock_both_close_and_nobody_human_is_left(live_world, tmp_path):
    said, left = closing(live_world, "close_door_without_the_lock", str(tmp_path))
    assert said == ["closed", "closed"]  # the race is real
    assert not left & set(STAFFED)


def test_one_key_pressed_four_times_at_once(live_world):
    references = in_parallel("tests.domain.racers:submit_with", [["k9", "s1"]] * 4)
    assert len(set(references)) == 1
    assert ServiceRequest.objects.count() == 1
    others = in_parallel("tests.domain.racers:submit_with", [["k9", "s2"], ["k9", "s3"]])
    assert len({*references, *others}) == 3


def test_two_workers_deliver_everything_once(live_world):
    people = list(Person.objects.all())
    for person in people:
        outbox.post("test.mark", person.pk, f"mark:{person.pk}")
    before = {p.pk: p.district for p in people}
    done = in_parallel("tests.domain.racers:deliver", [["a"], ["b"], ["c"]])
    assert sum(done) == len(people)
    for person in Person.objects.all():
        assert len(person.district) == len(before[person.pk]) + 1
