"""Finding somebody and taking a request for them at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Assurance, Person, Proxy
from silverbridge.domain.people.services import grant_proxy, revoke_proxy
from silverbridge.domain.places.queries import today
from tests.conftest import ID_LI, PHONE_LI
from tests.doors.desk_world import found, signed_in, taxi, taxi_form, zh

NEW = "/desk/requests/new/taxi/"


def test_searches_of_one_hour_are_limited(world, settings):
    """Whoever looks up one person after the other is stopped; a colleague is not."""
    settings.STAFF_FINDS = 2
    clerk = signed_in(world.operator)
    assert [found(clerk).status_code for _n in range(3)] == [302, 302, 429]
    assert "系统管理员" in found(clerk).content.decode()
    assert found(signed_in(world.teller)).status_code == 302


@pytest.mark.parametrize("typed", ["lgl 6027", "李桂兰 6027", "liguilan 6027", PHONE_LI, ID_LI])
def test_somebody_is_found_and_the_find_is_logged(world, typed):
    client = signed_in(world.operator)
    answer = found(client, typed)
    assert (answer.status_code, answer.url) == (302, f"/desk/people/{world.li.pk}/")
    assert client.get(answer.url).status_code == 200
    log = Access.objects.filter(subject_key=world.li.subject_key).order_by("pk")
    assert list(log.values_list("what", "purpose")) == [
        ("person.find", "受理来电/柜台办理"),
        ("person.page", "受理来电/柜台办理"),
    ]


@pytest.mark.parametrize("typed", ["李桂兰", "6027", "", "lgl"])
def test_browsing_finds_nobody_and_says_what_to_type(world, typed):
    answer = found(signed_in(world.operator), typed)
    assert answer.status_code == 400
    assert "lgl 6027" in answer.content.decode()
    assert not Access.objects.exists()


def test_a_person_not_found_in_this_session_does_not_exist(world):
    client = signed_in(world.operator)
    for name, more in (("person", {}), ("proxy", {})):
        assert client.get(reverse(f"desk:{name}", args=[world.li.pk]), more).status_code == 404
    assert client.get(f"{NEW}?person={world.li.pk}").status_code == 404
    taxi(world)
    assert client.get(reverse("desk:person", args=[world.li.pk])).status_code == 200


def test_a_reference_number_opens_the_request(world):
    row = taxi(world)
    answer = found(signed_in(world.teller), f"{row.reference[:4]} {row.reference[4:]}")
    assert answer.url == reverse("desk:request", args=[row.reference])


def test_an_operator_takes_a_taxi_by_telephone(world):
    client = signed_in(world.operator)
    found(client)
    answer = client.post(NEW, taxi_form(world, external_number="12345-0099", **{"q-to": "市一医院东门"}))
    row = ServiceRequest.objects.get()
    assert answer.url == reverse("desk:request", args=[row.reference])
    assert (row.door, row.person, row.acting_for, row.actor_kind) == ("phone", world.li, False, "staff")
    assert (row.external_number, row.answers["to"]) == ("12345-0099", "市一医院东门")
    assert Event.objects.get(name="intake.request.submitted").door == "phone"
    again = client.post(NEW, taxi_form(world, external_number="12345-0099", **{"q-to": "市一医院东门"}))
    assert again.url == answer.url
    assert ServiceRequest.objects.count() == 1


def test_a_teller_serves_somebody_at_the_counter(world):
    client = signed_in(world.teller)
    found(client)
    page = client.get(f"/desk/requests/new/benefit-check/?person={world.li.pk}")
    assert {row.name: row.value for row in page.context["form"].rows()}["door"] == "counter"
    typed = {"q-how": "counter", "q-living": "here", "door": "counter", "assurance": "3", "said_yes": "yes"}
    client.post("/desk/requests/new/benefit-check/", {"person": world.li.pk, "key": "t", **typed})
    row = ServiceRequest.objects.get()
    assert (row.door, row.place, row.assurance) == ("counter", world.hall, Assurance.SEEN)


@pytest.mark.parametrize("odd", ["²", "9" * 40, "-1", "x"])
def test_odd_numbers_in_a_form_are_nobodys(world, odd):
    client = signed_in(world.operator)
    assert client.get(f"{NEW}?person={odd}").status_code == 404
    row = taxi(world)
    move = reverse("desk:move", args=[row.reference])
    assert client.post(move, {"verb": "accepted", "revision": odd}).status_code == 409
    assert client.get(f"/desk/people/{'9' * 30}/").status_code == 404


def test_the_daughter_calls_and_her_mother_is_told(world):
    client = signed_in(world.operator)
    found(client, "lm 6028")
    page = client.get(reverse("desk:person", args=[world.li_min.pk])).content.decode()
    assert f"/desk/people/{world.li.pk}/?by={world.proxy.reference}" in page
    page = client.get(f"{NEW}?person={world.li.pk}&by={world.proxy.reference}").content.decode()
    assert f'value="{world.proxy.reference}" checked' in page
    client.post(NEW, taxi_form(world, acting_for=world.proxy.reference))
    row = ServiceRequest.objects.get()
    assert (row.acting_for, row.person, row.contact_name) == (True, world.li, "李敏")
    assert "李敏" in Message.objects.get(person=world.li).text


def post_wrong(world, who="operator", item="taxi", **changes):
    client = signed_in(getattr(world, who))
    found(client)
    answer = client.post(f"/desk/requests/new/{item}/", taxi_form(world, **changes))
    assert ServiceRequest.objects.count() == 0
    assert not Message.objects.exists()
    assert not Event.objects.filter(name__startswith="intake.").exists()
    assert answer.status_code in (400, 422)
    page = answer.content.decode()
    assert "填的都还在" in page
    return page


def test_an_ended_permission_is_named_and_all_typed_words_stay(world):
    revoke_proxy(world.proxy, Actor.staff(world.teller))
    page = post_wrong(world, proxy_number=world.proxy.reference, external_number="WO-7")
    for kept in (zh("The permission to act has ended."), "市一医院", "WO-7", world.proxy.reference, "form-1"):
        assert kept in page, kept


def test_a_permission_for_something_else_is_named(world):
    yesterday = today() - timedelta(days=1)
    other = grant_proxy(
        world.li,
        world.li_min,
        "女儿",
        Proxy.Granted.SEEN,
        Actor.staff(world.teller),
        items=["benefit-check"],
        since=yesterday,
    )
    assert zh("The permission to act does not cover this service.") in post_wrong(world, acting_for=other.reference)
    assert "没有这样的授权" in post_wrong(world, proxy_number="00000000")


def test_an_item_closed_at_this_door_or_hour_names_another_way(world):
    local = timezone.localtime()
    start = (local + timedelta(hours=2)).time() if local.hour < 21 else (local - timedelta(hours=3)).time()
    end = (local + timedelta(hours=2, minutes=1)).time() if local.hour < 21 else (local - timedelta(hours=2)).time()
    Offering.objects.filter(item="taxi", door="phone").update(opens=start, closes=end)
    page = post_wrong(world)
    assert f"{start:%-H:%M}" in page
    Offering.objects.filter(item="taxi", door="counter").delete()
    refused = zh("This cannot be asked for in this way.")
    assert refused in post_wrong(world, who="teller", door="counter")
    assert refused in post_wrong(world, door="web")


def test_over_long_and_missing_answers_and_an_impossible_choice(world):
    page = post_wrong(world, **{"q-to": "远" * 75, "q-when": "never", "q-help": ""})
    assert "远" * 75 in page
    assert "15" in page
    page = post_wrong(world, phone="123", external_number="9" * 41)
    assert "9" * 41 in page


def test_it_is_read_back_before_it_is_taken(world):
    page = post_wrong(world, said_yes="")
    assert "还没有念给" in page


def test_what_is_read_back_is_chinese_and_follows_the_answers(world):
    client = signed_in(world.operator)
    found(client)
    client.cookies["sb_lang"] = "en"
    logged = Access.objects.count()
    said = client.post("/desk/requests/new/taxi/say", taxi_form(world, **{"q-help": ""})).content.decode()
    for words in ("李奶奶", "叫出租车", "明天上午", "市一医院", "青石街3号2单元301", "对吗"):
        assert words in said, words
    assert "搀扶" not in said
    assert Access.objects.count() == logged
    page = client.post(NEW, taxi_form(world, do="say")).content.decode()
    assert "要人扶一把" in page
    assert ServiceRequest.objects.count() == 0


def register(client, **changes):
    base = {
        "name": "孙大爷",
        "id_number": "",
        "no_id": "on",
        "phone": "13700001234",
        "channel": "call",
        "assurance": "2",
    }
    organisation = client.get(reverse("desk:person-new")).context["form"].initial["organisation"]
    return client.post(reverse("desk:person-new"), {"organisation": organisation, **base, **changes})


def test_registering_somebody(world):
    client = signed_in(world.teller)
    answer = register(client, needs=["walking"], care_note="慢一点")
    made = Person.objects.latest("pk")
    assert answer.url == reverse("desk:person", args=[made.pk])
    assert (made.name, made.phone, made.assurance, made.needs) == ("孙大爷", "+8613700001234", 2, ["walking"])
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"no_id": "", "id_number": ID_LI[:-1]}, ID_LI[:-1]),
        ({"no_id": "", "id_number": "990101195002300019"}, "990101195002300019"),
        ({"phone": "123"}, "123"),
        ({"name": ""}, zh("The name is missing.")),
        ({"address": "远" * 201}, zh("This address is too long.")),
    ],
)
def test_registering_with_wrong_input_stores_nothing(world, changes, says):
    before = Person.objects.count()
    answer = register(signed_in(world.teller), **changes)
    assert answer.status_code == 422
    assert Person.objects.count() == before
    page = answer.content.decode()
    assert says in page
    assert 'class="err"' in page


def test_everything_wrong_with_a_registration_is_said_at_once(world):
    answer = register(signed_in(world.teller), no_id="", assurance="", name="", district="街" * 61)
    assert set(answer.context["form"].errors) == {"name", "id_number", "assurance", "district"}
    assert "字段" not in answer.content.decode()


def test_registering_a_known_number_changes_nothing(world):
    answer = register(signed_in(world.teller), no_id="", id_number=ID_LI, name="另一个名字")
    assert answer.url == reverse("desk:person", args=[world.li.pk])
    world.li.refresh_from_db()
    assert world.li.name == "李桂兰"


def test_granting_and_taking_back_a_permission(world):
    client = signed_in(world.teller)
    found(client)
    url = reverse("desk:proxy", args=[world.li.pk])
    wrong = client.post(
        url, {"verb": "grant", "agent": "lm 6028", "relation": "女儿", "granted": "seen", "until": "2027-02-30"}
    )
    assert wrong.status_code == 422
    assert zh("There is no such day.") in wrong.content.decode()
    unknown = client.post(url, {"verb": "grant", "agent": "13911112222", "relation": "女儿", "granted": "seen"})
    assert "没有找到" in unknown.content.decode()
    past = client.post(
        url, {"verb": "grant", "agent": "lm 6028", "relation": "女儿", "granted": "seen", "until": "2020-01-01"}
    )
    assert past.status_code == 422
    assert Proxy.objects.count() == 1
    made = client.post(
        url, {"verb": "grant", "agent": "lm 6028", "relation": "女儿", "granted": "called_back", "items": ["taxi"]}
    )
    proxy = Proxy.objects.latest("pk")
    assert made.url.endswith(f"#proxy-{proxy.reference}")
    assert (proxy.agent, proxy.items, proxy.granted_by) == (world.li_min, ["taxi"], world.teller)
    client.post(url, {"verb": "revoke", "reference": proxy.reference})
    proxy.refresh_from_db()
    assert proxy.revoked_at is not None
