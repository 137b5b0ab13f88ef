"""Asking for one's mother: each case of the permission in its own words for its holder, one and the same for strangers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.models import Attempt
from silverbridge.domain.core.references import make_reference
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Proxy
from silverbridge.domain.people.services import revoke_proxy
from silverbridge.domain.places.queries import today
from tests.conftest import PHONE_LI_MIN, PHONE_ZHAO
from tests.doors.portal_walk import answer_all, ask, city, text

__all__ = ["city"]
STRANGER = "授权编号和电话对不上"


def try_permission(reference: str, phone: str = PHONE_LI_MIN, item: str = "benefit-check") -> str:
    """What the page says to somebody with this number and telephone."""
    client = Client()
    answer_all(client, item, "other")
    answer = client.post(f"/ask/{item}/who/", {"reference": reference, "phone": phone})
    return text(client.get(answer["Location"]))


def test_a_daughter_asks_for_her_mother_who_is_told(world):
    client = Client()
    reference = ask(client, "benefit-check", {"reference": world.proxy.reference, "phone": PHONE_LI_MIN}, "other")
    made = ServiceRequest.objects.get(reference=reference)
    assert (made.person, made.proxy, made.acting_for, made.actor_kind) == (world.li, world.proxy, True, "agent")
    assert Message.objects.get().person == world.li
    page = text(client.get(f"/done/{reference}/"))
    assert "李**" in page and "桂兰" not in page
    assert (
        Client()
        .post("/follow/", {"reference": reference, "phone": PHONE_LI_MIN})["Location"]
        .endswith(f"/{reference}/")
    )


def test_the_holder_hears_what_is_wrong_with_the_permission(city):
    """Ended, not begun, of another scope, taken back: four texts, and what to do."""
    rows = Proxy.objects.filter(pk=city.proxy.pk)
    number = city.proxy.reference
    rows.update(valid_until=today())
    assert "到期了" in try_permission(number)
    rows.update(valid_until=None, valid_from=today() + timedelta(days=3))
    assert "这份授权从" in try_permission(number)
    rows.update(valid_from=date(2026, 1, 1), items=["taxi"])
    assert "不包括这件事" in try_permission(number)
    rows.update(items=[])
    revoke_proxy(city.proxy, Actor.staff(city.teller))
    assert "已经收回" in try_permission(number)
    assert not ServiceRequest.objects.exists()


def test_strangers_hear_one_answer(world):
    """A real number with a wrong telephone, a number nobody holds, and the numbers of two people who are not agents."""
    said = {
        try_permission(world.proxy.reference, PHONE_ZHAO),
        try_permission(make_reference(8), PHONE_LI_MIN),
        try_permission(make_reference(8), "13700000000"),
    }
    bare = {page.split("您替谁办")[0] for page in said}
    assert len(bare) == 1 and STRANGER in bare.pop()
    assert all("打电话" in page and "窗口" in page for page in said)


def test_a_number_that_cannot_be_one_is_named_as_a_permission(world):
    """Not as a reference number: they stand on different slips."""
    for number, words in (("", "授权编号没有写"), ("123", "授权编号是8位数字"), ("47260386", "授权编号有一位不对")):
        assert words in (page := try_permission(number)) and "受理号" not in page
    assert Attempt.objects.count() == 0


def test_an_item_for_the_person_alone_says_so_before_it_begins(city):
    client = Client()
    page = text(client.get("/items/barred/"))
    assert "要本人来办：银行账户管理办法第九条" in page and "替家里人办" not in page
    assert client.post("/ask/barred/", {"for": "other"})["Location"] == "/items/barred/"
    assert client.get("/ask/barred/who/")["Location"] == "/items/barred/"


def test_guessing_permission_numbers_is_throttled(world):
    """Ten tries at one number in an hour, from wherever they come; the page still leads to a person."""
    number = world.proxy.reference
    for _n in range(10):
        assert STRANGER in try_permission(number, PHONE_ZHAO)
    client = Client()
    answer_all(client, "benefit-check", "other")
    refused = client.post("/ask/benefit-check/who/", {"reference": number, "phone": PHONE_LI_MIN})
    assert refused.status_code == 429 and "tel:" in refused.content.decode()
    Attempt.objects.all().delete()
    assert client.post("/ask/benefit-check/who/", {"reference": number, "phone": PHONE_LI_MIN})["Location"].endswith(
        "/check/"
    )


@pytest.mark.parametrize("save", [{}, {"save": "1"}])
def test_looking_again_counts_no_try(world, save):
    """The page that shows the error may be reloaded as often as one likes."""
    client = Client()
    answer_all(client, "benefit-check", "other")
    client.post("/ask/benefit-check/who/", {"reference": world.proxy.reference, "phone": PHONE_ZHAO} | save)
    before = list(Attempt.objects.values_list("guard", "count"))
    for _n in range(5):
        client.get("/ask/benefit-check/who/")
    assert list(Attempt.objects.values_list("guard", "count")) == before


def test_a_permission_that_ends_before_sending_is_noticed(world):
    """Between check and send the mother takes it back."""
    client = Client()
    answer_all(client, "benefit-check", "other")
    client.post("/ask/benefit-check/who/", {"reference": world.proxy.reference, "phone": PHONE_LI_MIN})
    assert client.get("/ask/benefit-check/check/").status_code == 200
    revoke_proxy(world.proxy, Actor.staff(world.teller))
    assert client.post("/ask/benefit-check/check/", {"key": "x"})["Location"] == "/ask/benefit-check/who/"
    assert "已经收回" in text(client.get("/ask/benefit-check/who/"))
