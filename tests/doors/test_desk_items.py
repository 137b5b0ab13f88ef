"""Items of every kind at the desk: sessions to choose, nobody named, no relative allowed, questions that depend on others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.capacity.services import open_session
from silverbridge.domain.catalogue.loading import load_items
from silverbridge.domain.catalogue.services import Terms, open_offering
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.people.models import Assurance, Proxy
from silverbridge.domain.people.services import Claim, save_person
from tests.conftest import SINCE
from tests.doors.desk_world import found, signed_in, taxi_form

PROOFS = """
proofs:
  - {name: {zh: "身份证", en: "Identity card"}, digital: false}
  - {name: {zh: "社保卡", en: "Social security card"}, digital: false}
"""
CLINIC = """
code: clinic
version: 1
name: {zh: "看门诊", en: "Clinic"}
summary: {zh: "约好时间去看病。", en: "A time at the clinic."}
scene: medical
doors: [phone, counter]
fulfilments: [booking]
questions:
  - {key: day, kind: date, label: {zh: "哪一天？", en: "Which day?"}, short: {zh: "日期", en: "Day"}, days_ahead: 30}
  - {key: hour, kind: time, label: {zh: "几点？", en: "What time?"}, short: {zh: "几点", en: "Hour"}}
  - {key: ride, kind: yes_no, label: {zh: "要车吗？", en: "A car?"}, short: {zh: "要车", en: "Car"}}
  - key: from
    kind: text
    label: {zh: "从哪里接？", en: "From where?"}
    short: {zh: "从哪里接", en: "From"}
    ask_if: {question: ride, values: ["yes"]}
  - key: story
    kind: long_text
    label: {zh: "哪里不舒服？", en: "What hurts?"}
    short: {zh: "病情", en: "Story"}
    required: false
    max_length: 200
"""
CASH = """
code: cash-refused
version: 1
name: {zh: "拒收现金", en: "Cash refused"}
summary: {zh: "有人不收现金，告诉我们。", en: "Somebody refused cash."}
scene: bank
doors: [phone, counter]
fulfilments: [case]
anonymous: true
needs_id_number: false
questions:
  - {key: where, kind: text, label: {zh: "在哪里？", en: "Where?"}, short: {zh: "在哪里", en: "Where"}}
"""
BARRED = """
code: own-account
version: 1
name: {zh: "挂失密码", en: "Lost password"}
summary: {zh: "本人来办。", en: "In person."}
scene: bank
doors: [counter, phone]
fulfilments: [case]
proxy_barred: {zh: "《示例办法》第八条", en: "Example Rules, article 8"}
"""


@pytest.fixture
def items(world, settings, tmp_path):
    """Three more items on offer, from an adopter's own folder."""
    folder = tmp_path / "services"
    folder.mkdir()
    for text in (CLINIC + PROOFS, CASH, BARRED + PROOFS):
        (folder / f"{text.split()[1]}.yaml").write_text(text, encoding="utf-8")
    settings.OVERLAY = tmp_path
    load_items()
    for code in ("clinic", "cash-refused", "own-account"):
        for door in ("phone", "counter"):
            open_offering(code, world.city, door, Actor.system("setup"), Terms(valid_from=SINCE), world.hall)
    return world


def clinic_form(w, **changes):
    day = timezone.localdate() + timedelta(days=2)
    answers = {"q-day": f"{day:%Y%m%d}", "q-hour": "9点30", "q-ride": "no", "q-from": "", "q-story": ""}
    base = {"person": str(w.li.pk), "key": "c", "door": "counter", "assurance": "3", "said_yes": "yes"}
    return base | answers | changes


def test_a_session_is_chosen_from_those_with_room(items):
    w = items
    client = signed_in(w.teller)
    found(client)
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    session = open_session("clinic", w.hall, start, total=2, walk_in=1)
    client.post("/desk/requests/new/clinic/", clinic_form(w))
    row = ServiceRequest.objects.get()
    assert (row.answers["hour"], row.answers["ride"]) == ("09:30", "no")
    move = reverse("desk:move", args=[row.reference])
    client.post(move, {"verb": "accepted", "revision": "0"})
    page = client.get(reverse("desk:request", args=[row.reference])).content.decode()
    assert f'value="{start.isoformat()}"' in page
    assert client.post(move, {"verb": "scheduled", "revision": "1", "slot": start.isoformat()}).status_code == 302
    session.refresh_from_db()
    assert session.taken_here == 1
    Session.objects.update(taken_here=2)
    late = client.post(move, {"verb": "reschedule", "revision": "2", "slot": (start + timedelta(hours=1)).isoformat()})
    assert late.status_code == 400
    client.post(move, {"verb": "withdraw", "revision": "2"})
    session.refresh_from_db()
    assert session.taken_here == 1


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"q-day": "2027-02-30"}, "q-day"),
        ({"q-hour": "25:00"}, "q-hour"),
        ({"q-ride": "yes"}, "q-from"),
        ({"q-story": "疼" * 201}, "q-story"),
    ],
)
def test_each_fault_stands_at_its_row(items, changes, row):
    client = signed_in(items.teller)
    found(client)
    answer = client.post("/desk/requests/new/clinic/", clinic_form(items, **changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {row}
    assert next(iter(changes.values())) in answer.content.decode()
    assert not ServiceRequest.objects.exists()


def test_days_and_times_are_said_as_people_say_them(items):
    client = signed_in(items.teller)
    found(client)
    said = client.post("/desk/requests/new/clinic/say", clinic_form(items)).content.decode()
    assert "星期" in said
    assert "9点30分" in said
    later = client.post("/desk/requests/new/clinic/", clinic_form(items) | {"q-day": ["", "help"], "do": "say"})
    assert later.context["form"].answers()["day"] == "help"
    client.post("/desk/requests/new/clinic/", clinic_form(items) | {"q-day": ["", "help"]})
    assert ServiceRequest.objects.get().call_first


def test_a_clue_is_taken_without_a_name(items):
    client = signed_in(items.operator)
    assert "拒收现金" in client.get("/desk/").content.decode()
    page = client.get("/desk/requests/new/cash-refused/").content.decode()
    assert "不用留姓名" in page
    answer = client.post(
        "/desk/requests/new/cash-refused/", {"key": "n", "door": "phone", "q-where": "东街菜场", "said_yes": "yes"}
    )
    row = ServiceRequest.objects.get()
    assert (row.person, row.answers) == (None, {"where": "东街菜场"})
    assert client.get(answer.url).status_code == 200
    for name in ("slip", "form"):
        assert client.get(reverse(f"desk:{name}", args=[row.reference])).status_code == 200


def test_where_no_relative_may_ask_the_ground_is_named(items):
    client = signed_in(items.teller)
    found(client)
    page = client.get(f"/desk/requests/new/own-account/?person={items.li.pk}").content.decode()
    assert "《示例办法》第八条" in page
    form = taxi_form(items, door="counter", acting_for=items.proxy.reference)
    answer = client.post("/desk/requests/new/own-account/", {k: v for k, v in form.items() if not k.startswith("q-")})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"acting_for"}
    assert not ServiceRequest.objects.exists()


def test_several_who_fit_are_shown_masked_and_logged(world):
    second = save_person(Claim("罗桂莲", "", "13911116027"), world.city, Assurance.SEEN, need_id=False)
    client = signed_in(world.operator)
    page = found(client).content.decode()
    for shown in ("李**", "罗**", 'data-key="2"'):
        assert shown in page
    assert "罗桂莲" not in page
    assert Access.objects.filter(what="person.find").count() == 2
    assert client.get(reverse("desk:person", args=[second.pk])).status_code == 200


def test_which_of_several_may_act_is_asked(world):
    save_person(Claim("罗梅", "", "13911116028"), world.city, Assurance.SEEN, need_id=False)
    client = signed_in(world.teller)
    found(client)
    url = reverse("desk:proxy", args=[world.li.pk])
    typed = {"verb": "grant", "agent": "lm 6028", "relation": "女儿", "granted": "seen"}
    asked = client.post(url, typed)
    assert asked.status_code == 200
    assert "李*" in asked.content.decode()
    assert Proxy.objects.count() == 1
    client.post(url, {**typed, "agent_pk": str(world.li_min.pk)})
    assert Proxy.objects.latest("pk").agent == world.li_min
