"""One asking, from any door."""

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import Asking, submit
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.services import Claim
from tests.conftest import ID_LI, PHONE_LI

ANSWERS = {"how": "call", "living": "here"}


def asking(**changes):
    base = {
        "item": "benefit-check",
        "door": "web",
        "answers": ANSWERS,
        "key": "k1",
        "person": Claim("李桂兰", ID_LI, PHONE_LI),
        "contact_phone": PHONE_LI,
    }
    return Asking(**(base | changes))


def test_an_elder_asks_on_the_web(world):
    request = submit(asking(), Actor.visitor("s1"))
    assert request.person == world.li
    assert request.state == "submitted"
    event = Event.objects.get(name="intake.request.submitted")
    assert (event.door, event.acting_for, event.subject_key, event.age_band) == (
        "web",
        False,
        world.li.subject_key,
        "70-79",
    )
    assert "李" not in str(event.data)


def test_the_same_key_gives_the_same_request(world):
    first = submit(asking(), Actor.visitor("s1"))
    assert submit(asking(), Actor.visitor("s1")) == first
    assert ServiceRequest.objects.count() == 1
    assert submit(asking(), Actor.visitor("s2")) != first
    with pytest.raises(Conflict):
        submit(asking(answers={**ANSWERS, "living": "elsewhere"}), Actor.visitor("s1"))


def test_a_daughter_asks_and_the_mother_is_told(world):
    request = submit(asking(person=None, acting_for=world.proxy), Actor.visitor("s1", for_another=True))
    assert (request.person, request.acting_for) == (world.li, True)
    message = Message.objects.get()
    assert (message.person, message.channel) == (world.li, "call")
    assert "李敏" in message.text
