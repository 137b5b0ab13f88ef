"""Following a request: what a stranger never learns, what its owner sees, and taking it back."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.references import make_reference
from silverbridge.domain.intake.fulfilments import Plan
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import advance, take
from silverbridge.domain.intake.states import State
from silverbridge.doors.portal.sessions import PROOF_HOURS
from tests.conftest import PHONE_LI, PHONE_ZHAO
from tests.doors.portal_walk import ask, city, text

__all__ = ["city"]
UNMATCHED = "受理号和电话对不上"


def test_number_and_telephone_open_it(world):
    reference = ask(Client(), "benefit-check")
    client = Client()
    spoken = f"{reference[:4]} {reference[4:]}"
    assert client.post("/follow/", {"reference": spoken, "phone": PHONE_LI})["Location"] == f"/follow/{reference}/"
    page = text(client.get(f"/follow/{reference}/"))
    assert "已收到" in page and "李桂兰" in page and "要带身份证" in page


def test_a_stranger_learns_nothing(world):
    """Existing or not: the same words; and a page of somebody else's request asks for proof like one of nobody's."""
    reference, nobodys = ask(Client(), "benefit-check"), make_reference(8)
    said = []
    for number in (reference, nobodys):
        client = Client()
        client.post("/follow/", {"reference": number, "phone": PHONE_ZHAO})
        said.append(client.get("/follow/").content.decode().replace(number, "N"))
    bare = [page.split("<main")[1].split("</main>")[0].split('name="csrf')[0] for page in said]
    assert bare[0] == bare[1] and UNMATCHED in text(client.get("/follow/"))
    for path in ("follow/{}/", "follow/{}/withdraw/", "done/{}/"):
        answers = [Client().get("/" + path.format(number)) for number in (reference, nobodys)]
        assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/follow/")] * 2
        assert Client().post("/follow/" + f"{reference}/withdraw/")["Location"] == "/follow/"
    assert ServiceRequest.objects.get().state == "submitted"


def test_a_number_that_cannot_be_one_has_its_own_words(world):
    client = Client()
    for number, phone, words in (
        ("123", PHONE_LI, "受理号是8位数字"),
        ("47260386", PHONE_LI, "有一位不对"),
        (make_reference(8), "12", "电话"),
        ("", "", "还差一样：受理号没有写"),
    ):
        client.post("/follow/", {"reference": number, "phone": phone})
        page = client.get("/follow/")
        assert words in text(page) and f'value="{number}"' in page.content.decode()


def test_guessing_is_throttled(world):
    reference = ask(Client(), "benefit-check")
    for _n in range(10):
        assert Client().post("/follow/", {"reference": reference, "phone": PHONE_ZHAO}).status_code == 302
    refused = Client().post("/follow/", {"reference": reference, "phone": PHONE_LI})
    assert refused.status_code == 429 and "tel:" in refused.content.decode()


def test_home_shows_requests_only_where_proved_and_only_for_a_day(world):
    client = Client()
    assert "我正在办的" not in text(client.get("/"))
    reference = ask(client, "benefit-check")
    assert "我正在办的" in text(client.get("/"))
    assert "我正在办的" not in text(Client().get("/"))
    session = client.session
    session["portal.proofs"] = {reference: (timezone.now() - timedelta(hours=PROOF_HOURS, minutes=1)).isoformat()}
    session.save()
    assert "我正在办的" not in text(client.get("/"))
    assert client.get(f"/follow/{reference}/")["Location"] == "/follow/"


def test_a_borrowed_device_forgets(world):
    client = Client()
    reference = ask(client, "benefit-check")
    assert client.post("/forget/")["Location"] == "/"
    page = text(client.get("/"))
    assert "不再显示您的事了" in page and "我正在办的" not in page
    assert client.get(f"/done/{reference}/")["Location"] == "/follow/"


def test_taking_it_back_within_ten_minutes(world):
    """The page names the clock time; one question, one press; a second press is told it is over."""
    client = Client()
    reference = ask(client, "benefit-check")
    made = ServiceRequest.objects.get()
    until = timezone.localtime(made.withdraw_until)
    page = text(client.get(f"/done/{reference}/"))
    assert f"{until.hour if until.hour <= 12 else until.hour - 12}点" in page and "以前，点这里就撤回" in page
    assert "要撤回养老金资格认证吗？" in text(client.get(f"/follow/{reference}/withdraw/"))
    made.refresh_from_db()
    assert made.state == "submitted"
    client.post(f"/follow/{reference}/withdraw/")
    assert "已经撤回了" in (page := text(client.get(f"/follow/{reference}/"))) and "想改主意" not in page
    client.post(f"/follow/{reference}/withdraw/")
    assert "已经撤不回来了" in text(client.get(f"/follow/{reference}/"))
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_the_slip_says_when_where_what_and_whom(city):
    """After staff agreed on a time and a person."""
    client = Client()
    reference = ask(client, "lesson")
    made = ServiceRequest.objects.get()
    staff = Actor.staff(city.teller)
    made = take(made, staff, made.revision)
    made = advance(made, State.ACCEPTED, staff, made.revision)
    when = timezone.now() + timedelta(days=2)
    plan = Plan(starts_at=when, who="陈师傅", where="青石街道服务中心二楼")
    advance(made, State.ASSIGNED, staff, made.revision, plan=plan)
    page = text(client.get(f"/follow/{reference}/"))
    for words in ("派好人了", "陈师傅", "青石街道服务中心二楼", f"{timezone.localtime(when).day}日", "李桂兰"):
        assert words in page
