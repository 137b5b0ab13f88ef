"""One asking, from any door."""

from datetime import date

import pytest
from django.utils import translation

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError, Invalid, NotFound
from silverbridge.domain.core.models import Event, IdempotencyKey
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import submit
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Assurance, Person
from silverbridge.domain.people.services import Claim
from silverbridge.engines.identity import make_id_number
from tests.conftest import ID_LI, PHONE_ZHAO
from tests.domain.askings import BENEFIT, benefit_check, taxi

ID_WU = make_id_number("990103", date(1940, 5, 5), 1)


def test_an_elder_asks_on_the_web(world):
    request = submit(benefit_check(), Actor.visitor("s1"))
    assert request.person == world.li
    assert request.state == "submitted"
    assert request.assurance == Assurance.CLAIMED
    event = Event.objects.get(name="intake.request.submitted")
    assert (event.door, event.acting_for, event.age_band) == ("web", False, "70-79")
    assert event.subject_key == world.li.subject_key
    assert not Message.objects.exists()


def test_the_same_key_gives_the_same_request(world):
    first = submit(benefit_check(), Actor.visitor("s1"))
    assert submit(benefit_check(), Actor.visitor("s1")) == first
    assert ServiceRequest.objects.count() == 1


def test_another_sessions_key_never_gives_it(world):
    first = submit(benefit_check(), Actor.visitor("s1"))
    assert submit(benefit_check(), Actor.visitor("s2")) != first


def test_the_same_key_with_other_answers_is_a_conflict(world):
    submit(benefit_check(), Actor.visitor("s1"))
    with pytest.raises(Conflict):
        submit(benefit_check(answers={**BENEFIT, "living": "elsewhere"}), Actor.visitor("s1"))


def test_a_stranger_naming_her_number_links_and_changes_nothing(world):
    submit(benefit_check(person=Claim("赵外人", ID_LI, PHONE_ZHAO)), Actor.visitor("s9"))
    world.li.refresh_from_db()
    assert (world.li.name, world.li.phone) == ("李桂兰", "+8613800006027")
    request = ServiceRequest.objects.get()
    assert request.person != world.li
    assert request.person.id_number == ""  # a claimed number that belongs to somebody else is not stored twice


def test_an_unknown_person_gets_a_record_that_only_claims(world):
    request = submit(benefit_check(person=Claim("吴大爷", ID_WU, PHONE_ZHAO)), Actor.visitor("s1"))
    assert request.person.assurance == Assurance.CLAIMED
    assert Person.objects.count() >= 3


def test_staff_take_a_request_by_telephone(world):
    request = submit(
        taxi(world, assurance=Assurance.CALLED_BACK, external_number="12345-77"), Actor.staff(world.operator)
    )
    assert (request.door, request.assurance, request.external_number) == ("phone", Assurance.CALLED_BACK, "12345-77")
    assert request.address == world.li.address


def test_a_visitor_cannot_claim_to_be_verified(world):
    request = submit(benefit_check(assurance=Assurance.VERIFIED), Actor.visitor("s1"))
    assert request.assurance == Assurance.CLAIMED


def test_a_question_left_to_a_person(world):
    request = submit(benefit_check(answers={"how": "help"}), Actor.visitor("s1"))
    assert request.call_first
    assert request.answers == {"how": "help"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"answers": {}}, {"how", "living"}),
        ({"answers": {"how": "fax", "living": "here"}}, {"how"}),
        ({"answers": BENEFIT | {"colour": "red"}}, {"colour"}),
        ({"person": Claim("李桂兰", ID_LI[:-1], "123")}, {"id_number", "phone"}),
        ({"person": Claim("", ID_LI, "")}, {"name"}),
        ({"contact_phone": ""}, {"phone"}),
        ({"contact_phone": "110"}, {"phone"}),
        ({"external_number": "9" * 41}, {"external_number"}),
    ],
)
def test_every_fault_is_named_and_nothing_is_written(world, changes, fields):
    people = Person.objects.count()
    with pytest.raises(Invalid) as refused:
        submit(benefit_check(**changes), Actor.visitor("s1"))
    assert set(refused.value.fields) == fields
    assert not ServiceRequest.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert Person.objects.count() == people


def test_an_unknown_item(world):
    with pytest.raises(NotFound):
        submit(benefit_check(item="no-such-thing"), Actor.visitor("s1"))


def test_a_door_the_item_does_not_have_names_another_way(world):
    with pytest.raises(DomainError) as refused, translation.override("en"):
        submit(taxi(world, door="home"), Actor.staff(world.operator))
    assert refused.value.code == "no_door"
    assert "12345" in refused.value.mend


def test_over_long_text_says_by_how_much(world):
    answers = {"when": "now", "to": "很" * 63, "help": "arm"}
    with pytest.raises(Invalid) as refused, translation.override("en"):
        submit(taxi(world, answers=answers), Actor.staff(world.operator))
    assert "3" in refused.value.fields["to"].message


def test_an_answered_item_is_done_at_once(world):
    request = submit(benefit_check(item="park-entry", answers={}), Actor.visitor("s1"))
    assert request.state == "done"
    assert request.outcome
    assert Event.objects.filter(name="intake.request.done").count() == 1
