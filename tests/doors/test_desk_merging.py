"""Two records of one person become one: a supervisor compares them, then everything hangs on the one that stays."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.services import merge_records
from silverbridge.domain.people.models import Person, Proxy
from silverbridge.domain.people.queries import find
from silverbridge.domain.people.services import Claim, grant_proxy, save_person
from tests.conftest import PHONE_LI
from tests.doors.desk_world import found, signed_in, taxi

OTHER_PHONE = "13800006055"


@pytest.fixture
def twice(world):
    """李桂兰 a second time: typed at a counter without her number, with another telephone, and a request on it."""
    claim = Claim("李桂兰", "", OTHER_PHONE, "")
    row = save_person(claim, world.city, need_id=False, needs=["hearing"])
    taxi(world, "again", person=row, address="柳巷1号")
    return row


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def page_of(person: Person) -> str:
    return reverse("desk:person-merge", args=[person.pk])


def test_a_supervisor_compares_and_merges(world, twice):
    boss = signed_in(world.supervisor)
    found(boss)
    page = text(boss.post(page_of(world.li), {"verb": "find", "other": OTHER_PHONE}))
    assert "并入" in page and "6055" in page and OTHER_PHONE not in page
    reads = Access.objects.filter(what="person.merge", subject_key=twice.subject_key)
    assert reads.count() == 0 and Access.objects.filter(subject_key=twice.subject_key).exists()
    answer = boss.post(page_of(world.li), {"verb": "merge", "other_pk": twice.pk, "phone": "other"}, follow=True)
    assert "并来1件办件" in text(answer)
    world.li.refresh_from_db()
    assert world.li.phone.endswith(OTHER_PHONE) and "hearing" in world.li.needs
    assert not Person.objects.get(pk=twice.pk).index.exists()
    assert [row.pk for row in find(OTHER_PHONE, {world.city.pk})] == [world.li.pk]
    assert {row.person_id for row in world.li.requests.all()} == {world.li.pk}
    assert Event.objects.filter(name="people.person.merged").count() == 1


def test_nobody_below_a_supervisor_merges(world, twice):
    clerk = signed_in(world.operator)
    found(clerk)
    assert clerk.get(page_of(world.li)).status_code == 404
    assert "合并" not in text(clerk.get(reverse("desk:person", args=[world.li.pk])))


def test_two_id_numbers_are_two_people(world):
    actor = Actor.staff(world.supervisor)
    with pytest.raises(DomainError) as error:
        merge_records(world.li, world.li_min, actor)
    assert error.value.code == "merge.two_numbers"
    with pytest.raises(DomainError):
        merge_records(world.li, world.li, actor)


def test_the_second_of_two_merges_is_told(world, twice):
    actor = Actor.staff(world.supervisor)
    merge_records(world.li, twice, actor)
    with pytest.raises(Conflict):
        merge_records(world.li, twice, actor)
    with pytest.raises(DomainError):
        merge_records(twice, world.li, actor)


def test_permissions_go_with_the_person_and_never_to_oneself(world, twice):
    actor = Actor.staff(world.supervisor)
    kept = grant_proxy(twice, world.li_min, "女儿", "seen", actor)
    grant_proxy(twice, world.li, "本人", "seen", actor)
    merge_records(world.li, twice, actor, PHONE_LI if world.li.phone == PHONE_LI else None)
    assert Proxy.objects.get(pk=kept.pk).principal == world.li
    assert not Proxy.objects.filter(principal=world.li, agent=world.li).exists()


def test_words_that_find_nobody_or_the_same_record_are_answered(world):
    boss = signed_in(world.supervisor)
    found(boss)
    assert "没有找到" in text(boss.post(page_of(world.li), {"verb": "find", "other": "zwr 9999"}))
    same = boss.post(page_of(world.li), {"verb": "find", "other": "lgl 6027"})
    assert same.status_code == 422 and "同一份档案" in text(same)
    assert boss.post(page_of(world.li), {"verb": "merge", "other_pk": "99999"}).status_code == 404
