"""Asking on the portal: the whole way, what is kept where, one request for one draft, and bad input."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from silverbridge.domain.catalogue.models import ItemVersion, Offering
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.places.queries import today
from tests.conftest import ID_LI, PHONE_LI
from tests.doors.portal_walk import SELF, answer_all, ask, city, key_on, text, to_check

__all__ = ["city"]
FAR = {"day-year": "2099", "day-month": "1", "day-day": "1"}


@pytest.mark.django_db
def test_every_item_on_the_web_can_be_asked_for(city):
    """Whatever the definitions hold today: each goes from its page to a number."""
    for row in ItemVersion.objects.filter(current=True):
        if "web" in row.definition.doors:
            reference = ask(Client(), row.code)
            made = ServiceRequest.objects.get(reference=reference)
            assert (made.item, made.door, made.acting_for) == (row.code, "web", False)


def test_a_first_request_takes_at_most_eight_pages(world):
    """Must show 8, on the benefit check: home, item, its questions, who, check, done."""
    client = Client()
    pages = ["/", "/items/benefit-check/", *answer_all(client, "benefit-check")]
    assert "/items/benefit-check/" in client.get("/").content.decode()
    client.post("/ask/benefit-check/who/", SELF)
    pages += ["/ask/benefit-check/check/", "/done/"]
    assert len(pages) == 7


def test_a_person_does_it_for_me_leads_straight_to_who(world):
    """The last choice ends the questions, and the request says to call first."""
    client = Client()
    first = client.post("/ask/benefit-check/", {"for": "self"})["Location"]
    assert client.post(first, {"how": "help"})["Location"] == "/ask/benefit-check/who/"
    page = client.get(client.post("/ask/benefit-check/who/", SELF)["Location"])
    client.post("/ask/benefit-check/check/", {"key": key_on(page)})
    assert ServiceRequest.objects.get().call_first


def test_a_date_can_be_left_to_a_person(city):
    client = Client()
    client.post("/ask/lesson/", {"for": "self"})
    client.post("/ask/lesson/q/own/", {"own": "no"})
    assert "说不准，请人帮我" in text(client.get("/ask/lesson/q/day/"))
    assert client.post("/ask/lesson/q/day/", {"person": "1", **FAR})["Location"] == "/ask/lesson/who/"


def test_pressing_send_twice_makes_one_request(world):
    """Both presses end on the same done page, also when the first has already cleared the draft."""
    client = Client()
    key = key_on(to_check(client, "benefit-check"))
    first = client.post("/ask/benefit-check/check/", {"key": key})
    second = client.post("/ask/benefit-check/check/", {"key": key})
    reference = first["Location"].split("/")[2]
    assert second["Location"] == f"/follow/{reference}/"
    assert ServiceRequest.objects.count() == 1
    assert Event.objects.filter(name="intake.request.submitted").count() == 1


def test_two_presses_at_once_make_one_request(world):
    """Two processes that both read the draft before either wrote: the key holds."""
    client = Client()
    key = key_on(to_check(client, "benefit-check"))
    kept = dict(client.session.items())
    first = client.post("/ask/benefit-check/check/", {"key": key})
    session = client.session
    session.clear()
    session.update(kept)
    session.save()
    assert client.post("/ask/benefit-check/check/", {"key": key})["Location"] == first["Location"]
    assert ServiceRequest.objects.count() == 1


def test_the_key_of_another_session_never_gives_that_request(world):
    """赵外人 sends 李奶奶's key and her answers from his own session."""
    mine, his = Client(), Client()
    key = key_on(to_check(mine, "benefit-check"))
    reference = mine.post("/ask/benefit-check/check/", {"key": key})["Location"].split("/")[2]
    to_check(his, "benefit-check")
    assert his.post("/ask/benefit-check/check/", {"key": key}).status_code == 200
    assert ServiceRequest.objects.count() == 1
    other = ask(his, "benefit-check")
    assert other != reference
    assert his.get(f"/done/{reference}/")["Location"] == "/follow/"


def test_an_old_check_page_sends_nothing_after_a_new_beginning(world):
    client = Client()
    old = key_on(to_check(client, "benefit-check"))
    to_check(client, "benefit-check")
    assert client.post("/ask/benefit-check/check/", {"key": old}).status_code == 200
    assert not ServiceRequest.objects.exists()


def test_drafts_lie_sealed_in_the_session_table(world):
    """Neither name nor numbers can be read from the row."""
    client = Client()
    to_check(client, "benefit-check")
    row = Session.objects.get()
    content = str(row.get_decoded())
    assert "portal.notes" in content
    for secret in ("李桂兰", ID_LI, PHONE_LI, "call"):
        assert secret not in content


def test_going_back_never_breaks(world):
    """Every post answers with a redirect; after sending, old pages lead to the number; without a draft, to the item."""
    client = Client()
    for page in answer_all(client, "benefit-check"):
        assert client.get(page).status_code == 200
    assert client.post("/ask/benefit-check/who/", {"name": ""}).status_code == 302
    reference = ask(client, "benefit-check")
    for page in ("/ask/benefit-check/q/how/", "/ask/benefit-check/who/", "/ask/benefit-check/check/"):
        assert client.get(page)["Location"] == f"/follow/{reference}/"
        assert Client().get(page)["Location"] == "/items/benefit-check/"


def test_nobody_jumps_over_a_question(world):
    client = Client()
    client.post("/ask/benefit-check/", {"for": "self"})
    for page in ("q/living/", "who/", "check/", "q/nonsense/"):
        assert client.get(f"/ask/benefit-check/{page}")["Location"] == "/ask/benefit-check/q/how/"


def test_a_changed_answer_goes_back_to_check_and_drops_what_no_longer_applies(city):
    client = Client()
    page = to_check(client, "lesson")
    assert "牌子" in text(page)
    assert client.post("/ask/lesson/q/own/?check=1", {"own": "no"})["Location"] == "/ask/lesson/check/"
    assert "牌子" not in text(client.get("/ask/lesson/check/"))


def test_kept_for_later_and_thrown_away(world):
    client = Client()
    first = client.post("/ask/benefit-check/", {"for": "self"})["Location"]
    assert client.post(first, {"how": "home", "save": "1"})["Location"] == "/saved/"
    assert "养老金资格认证" in text(client.get("/saved/"))
    assert "上次有件事没办完" in text(client.get("/")) and "养老金资格认证" in text(client.get("/saved/"))
    assert client.get("/ask/benefit-check/")["Location"] == "/ask/benefit-check/q/living/"
    assert "checked" in client.get(first).content.decode()
    client.post("/ask/benefit-check/drop/")
    assert "这里没有存着的事" in text(client.get("/saved/"))


def test_an_anonymous_item_asks_for_no_name(city):
    client = Client()
    answer_all(client, "clue")
    assert "您的名字" not in text(client.get("/ask/clue/who/"))
    reference = ask(Client(), "clue", {"phone": ""})
    made = ServiceRequest.objects.get(reference=reference)
    assert (made.person, made.contact_phone) == (None, "")


def test_nobody_is_promised_a_call_who_left_no_number(city):
    """The done page says how to hear of it instead; with a number left, it promises the day."""
    silent, reachable = Client(), Client()
    page = text(silent.get(f"/done/{ask(silent, 'clue', {'phone': ''})}/"))
    assert "打电话报受理号" in page and "告诉您" not in page
    page = text(reachable.get(f"/done/{ask(reachable, 'clue', {'phone': PHONE_LI})}/"))
    assert "告诉您结果" in page


def test_the_check_page_says_days_and_times_as_people_do(city):
    page = text(to_check(Client(), "lesson"))
    day = today() + timedelta(days=21)
    assert f"{day.month}月{day.day}日星期" in page and "上午9点" in page and day.isoformat() not in page
    assert "13800006027" in page and "一次课5元。" in page and "收5元" not in page


def test_an_item_answered_at_once_shows_its_answer(city):
    client = Client()
    reference = ask(client, "tip", {"phone": ""})
    page = text(client.get(f"/done/{reference}/"))
    assert "拿身份证到东门" in page and "已完成" in page


def test_closed_at_this_door_or_hour_is_said_first_with_the_other_ways(world):
    """Before the first question; the draft of somebody already inside is kept."""
    client = Client()
    key = key_on(to_check(client, "benefit-check"))
    Offering.objects.filter(item="benefit-check", door="web").update(opens=time(0), closes=time(0, 0, 1))
    page = text(client.get("/items/benefit-check/"))
    assert "现在不办，0:00到0:00可以办" in page and "可以这样办" in page and "给自己办" not in page
    assert client.post("/ask/benefit-check/", {"for": "self"})["Location"] == "/items/benefit-check/"
    refused = client.post("/ask/benefit-check/check/", {"key": key})
    page = text(client.get(refused["Location"]))
    assert "还没有交上去" in page and "您填的都在" in page
    Offering.objects.filter(item="benefit-check", door="web").delete()
    assert "这件事不能这样办" in text(client.get("/items/benefit-check/"))


BAD_WHO = [
    ({"name": ""}, "名字没有写", "The name is missing"),
    ({"id_number": ID_LI[:-1]}, "少一位", ""),
    ({"id_number": ID_LI[:6] + "19500231" + ID_LI[14:]}, "", ""),
    ({"phone": ""}, "电话没有写", "A telephone number is missing"),
    ({"phone": "123"}, "电话", ""),
    ({"name": "长" * 60}, "名字太长", "This name is too long"),
]


@pytest.mark.parametrize(("change", "zh", "en"), BAD_WHO)
def test_bad_input_about_oneself_has_its_own_words(world, change, zh, en):
    """In the language of the page; what was typed stays; nothing is written."""
    client = Client()
    answer_all(client, "benefit-check")
    assert client.post("/ask/benefit-check/who/", SELF | change)["Location"] == "/ask/benefit-check/who/"
    response = client.get("/ask/benefit-check/who/")
    assert zh in text(response)
    page = response.content.decode()
    assert "err-box" in page and "err-inline" in page
    (value,) = change.values()
    assert f'value="{value[:400]}"' in page
    client.cookies["sb_lang"] = "en"
    english = client.get("/ask/benefit-check/who/").content.decode()
    assert en in english and "err-box" in english
    assert not ServiceRequest.objects.exists()


BAD_ANSWERS = [
    ("own", {"own": ""}, "还差一样"),
    ("own", {"own": "maybe"}, "没有这一项"),
    ("brand", {"brand": "字" * 11}, "多了1个字"),
    ("brand", {"brand": "乱\x01码"}, "认不出来"),
    ("day", {"day-year": "2099", "day-month": "2", "day-day": "30"}, "没有这一天"),
    ("day", {"day-year": "2099", "day-month": "", "day-day": ""}, "还差"),
    ("day", {"day-year": "2020", "day-month": "1", "day-day": "1"}, "已经过了"),
    ("day", FAR, "太远了"),
    ("at", {"at": "25点"}, "没有这个钟点"),
    ("people", {"people": "两个"}, "要写一个数"),
]


@pytest.mark.parametrize(("key", "typed", "words"), BAD_ANSWERS)
def test_a_bad_answer_has_its_own_words(city, key, typed, words):
    client = Client()
    day = today() + timedelta(days=9)
    right = [
        ("own", {"own": "yes"}),
        ("brand", {"brand": "华为"}),
        ("day", {f"day-{p}": str(getattr(day, p)) for p in ("year", "month", "day")}),
        ("at", {"at": "9:30"}),
    ]
    client.post("/ask/lesson/", {"for": "self"})
    for done, answer in right:
        if done == key:
            break
        client.post(f"/ask/lesson/q/{done}/", answer)
    address = f"/ask/lesson/q/{key}/"
    assert client.post(address, typed)["Location"] == address
    page = client.get(address)
    assert words in text(page), text(page)
    assert "err-box" in page.content.decode()


def test_a_body_that_is_no_text_gets_a_page(world):
    """Wrong encoding, a NUL and a form without a token: each a page with a telephone, nothing written."""
    client = Client()
    client.post("/ask/benefit-check/", {"for": "self"})
    nul = client.post("/ask/benefit-check/q/how/", {"how": "ca\x00ll"})
    assert nul.status_code == 400 and "tel:" in nul.content.decode()
    wrong = client.post("/ask/benefit-check/q/how/", b"how=%C3%28", content_type="application/x-www-form-urlencoded")
    assert wrong.status_code == 302
    strict = Client(enforce_csrf_checks=True)
    for page in ("ask/benefit-check/", "ask/benefit-check/check/", "follow/", "forget/", "ask/benefit-check/drop/"):
        refused = strict.post(f"/{page}", {"for": "self"})
        assert refused.status_code == 403 and "tel:" in refused.content.decode(), page


def test_a_visit_writes_nothing(world):
    """Only posts begin, drop, forget or withdraw."""
    client = Client()
    assert client.get("/ask/benefit-check/")["Location"] == "/items/benefit-check/"
    assert client.get("/ask/benefit-check/drop/").status_code == 405
    assert client.get("/forget/").status_code == 405
    assert not Session.objects.exists()
