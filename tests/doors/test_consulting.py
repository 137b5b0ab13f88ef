"""A draft at the portal and in the office: who may, what is refused, what nobody ever reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.ledger.models import Comment, Consultation
from silverbridge.domain.places.queries import today
from tests.conftest import PHONE_LI, PHONE_ZHAO
from tests.doors.office_world import at, signed_in
from tests.doors.office_world import say as post
from tests.doors.office_world import text as page_of
from tests.doors.portal_walk import answered_draft, city, draft_for_comment, key_on, say, text

__all__ = ["city"]


@pytest.fixture
def draft(city):
    """A draft on the portal."""
    city.row = draft_for_comment(city)
    city.boss_at, city.clerk_at = signed_in(city.supervisor), signed_in(city.officer)
    return city


def over(row):
    Consultation.objects.filter(pk=row.pk).update(closes_on=today() - timedelta(days=1))


def test_home_leads_there_only_while_somebody_may_speak(draft):
    assert "说说您的看法" in text(Client().get("/"))
    over(draft.row)
    assert "说说您的看法" not in text(Client().get("/"))


def test_a_comment_with_a_telephone_is_followed_and_without_one_stays_with_the_device(draft):
    mine = Client()
    number = say(mine, draft.row, name="李桂兰", phone="138 0000 6027")
    assert "李桂兰" not in text(mine.get(f"/said/{number}/"))
    stranger = Client()
    assert stranger.get(f"/said/{number}/")["Location"] == "/follow/"
    for phone, lands in ((PHONE_ZHAO, "/follow/"), (PHONE_LI, f"/follow/{number}/")):
        assert stranger.post("/follow/", {"reference": number, "phone": phone})["Location"] == lands
    assert "等答复" in text(stranger.get(f"/follow/{number}/"))
    alone = say(Client(), draft.row, clause=0)
    assert stranger.post("/follow/", {"reference": alone, "phone": PHONE_LI})["Location"] == "/follow/"


def test_the_second_press_and_the_way_back_make_no_second_comment(draft):
    client, start = Client(), f"/consult/{draft.row.pk}/say/"
    client.post(start, {"clause": 2})
    client.post(f"{start}words/", {"words": "慢一点"})
    client.post(f"{start}who/", {})
    key = key_on(client.get(f"{start}check/"))
    first = client.post(f"{start}check/", {"key": key})["Location"]
    assert client.post(f"{start}check/", {"key": key})["Location"] == first
    assert client.get(f"{start}check/")["Location"] == first
    assert Comment.objects.count() == 1


def test_the_time_runs_out_while_somebody_writes(draft):
    """The refusal is plain, and what was written is kept."""
    client, start = Client(), f"/consult/{draft.row.pk}/say/"
    client.post(start, {"clause": 2})
    client.post(f"{start}words/", {"words": "慢一点"})
    client.post(f"{start}who/", {})
    key = key_on(client.get(f"{start}check/"))
    over(draft.row)
    page = text(client.post(f"{start}check/", {"key": key}, follow=True))
    assert "已经不收意见了" in page and "慢一点" in page
    assert Comment.objects.count() == 0
    assert client.post(f"/consult/{draft.row.pk}/say/", {"clause": 1})["Location"] == f"{start}words/", "kept"
    assert Client().post(start, {"clause": 1})["Location"] == f"/consult/{draft.row.pk}/"


def test_nonsense_is_answered_plainly(draft):
    client, start = Client(), f"/consult/{draft.row.pk}/say/"
    for clause in ("x", "-1", "", "9" * 9):
        assert client.post(start, {"clause": clause})["Location"] == f"/consult/{draft.row.pk}/"
    for address in ("/consult/99/", f"/consult/{draft.row.pk}/clauses/77/", "/consult/99/say/"):
        assert client.get(address).status_code == 404
    assert client.post(start, {"clause": 77}).status_code == 404
    assert client.get(f"/consult/{draft.row.pk}/answers/")["Location"] == f"/consult/{draft.row.pk}/"
    assert client.get(f"/consult/{draft.row.pk}/clauses/0/")["Location"] == f"/consult/{draft.row.pk}/"
    assert client.get(f"/consult/{draft.row.pk}/?from=zzz").status_code == 200
    client.post(start, {"clause": 2})
    for step in ("who", "check"):
        assert client.get(f"{start}{step}/").status_code == 302


def test_what_was_said_and_by_whom_stands_on_no_public_page(draft):
    row = answered_draft(draft)
    for address in ("/consult/", f"/consult/{row.pk}/", f"/consult/{row.pk}/answers/", f"/consult/{row.pk}/clauses/2/"):
        page = text(Client().get(address))
        assert "要送到楼上" not in page
    assert "走不动的上门" in text(Client().get(f"/consult/{row.pk}/answers/"))


def test_the_office_sees_masked_names_and_filters(draft):
    for n, clause in enumerate((2, 2, 4)):
        say(Client(), draft.row, clause, f"第{n}句", name="李桂兰", phone=PHONE_LI)
    address = at("consultation", draft.row.pk)
    page = page_of(draft.clerk_at.get(address))
    assert "李**" in page and "李桂兰" not in page and PHONE_LI not in page
    assert "第2句" not in page_of(draft.clerk_at.get(f"{address}?clause=2"))
    assert "第0句" not in page_of(draft.clerk_at.get(f"{address}?state=accepted"))
    rows = list(Comment.objects.filter(clause_number=2))
    seen = [f"{row.pk}-{row.revision}" for row in rows]
    filled = {"verdict": "accepted", "gist": "慢", "reason": "改为十五分钟。"}
    wrong = draft.clerk_at.post(at("consultation-answer", draft.row.pk), {"comment": seen, **filled, "reason": ""})
    assert wrong.status_code == 422 and page_of(wrong).count("checked") == 3
    assert "已答复2条意见" in post(draft.clerk_at, "consultation-answer", draft.row.pk, comment=seen, **filled)
    late = draft.clerk_at.post(at("consultation-answer", draft.row.pk), {"comment": seen, **filled})
    assert late.status_code == 422 and "同事刚刚答复过了" in page_of(late)
    assert "还没有选意见" in page_of(
        draft.clerk_at.post(at("consultation-answer", draft.row.pk), {"comment": "x", **filled})
    )
    assert "改为十五分钟" in page_of(draft.clerk_at.get(f"{address}?state=accepted"))


def test_staff_at_the_telephone_write_it_down(draft):
    client = signed_in(draft.operator)
    assert at("comment-take", draft.row.pk) in page_of(client.get(at("consultations")))
    assert client.get(at("consultation", draft.row.pk)).status_code == 404
    form = client.get(at("comment-take", draft.row.pk))
    key = form.context["form"].initial["key"]
    filled = {"door": "phone", "clause": "3", "words": "送到楼上", "name": "李桂兰", "phone": PHONE_LI, "key": key}
    wrong = client.post(at("comment-take", draft.row.pk), {**filled, "phone": "12"})
    assert wrong.status_code == 422 and Comment.objects.count() == 0
    pages = [page_of(client.post(at("comment-take", draft.row.pk), filled, follow=True)) for _n in range(2)]
    assert all("念：" in page for page in pages)
    made = Comment.objects.get()
    assert (made.door, made.taken_by, made.clause_number) == ("phone", draft.operator, 3)
    found = Client().post("/follow/", {"reference": made.reference, "phone": PHONE_LI})
    assert found["Location"] == f"/follow/{made.reference}/"
    over(draft.row)
    late = client.post(at("comment-take", draft.row.pk), {**filled, "key": "other"})
    assert late.status_code == 422 and "已经不收意见了" in page_of(late)


def test_a_supervisor_extends_and_closes(draft):
    row, later = draft.row, draft.row.closes_on + timedelta(days=7)
    wrong = draft.boss_at.post(at("consultation-extend", row.pk), {"closes_on": f"{today()}", "revision": 1})
    assert wrong.status_code == 422
    post(draft.boss_at, "consultation-extend", row.pk, closes_on=f"{later}", revision=1)
    assert Consultation.objects.get(pk=row.pk).closes_on == later
    stale = draft.boss_at.post(at("consultation-close", row.pk), {"reason": "重写", "revision": 1})
    assert stale.status_code == 422 and Consultation.objects.get(pk=row.pk).is_open
    post(draft.boss_at, "consultation-close", row.pk, reason="稿子要重写", revision=2)
    assert "稿子要重写" in text(Client().get(f"/consult/{row.pk}/"))
    assert "说几句" not in text(Client().get(f"/consult/{row.pk}/clauses/2/"))


def test_the_lists_cost_the_same_however_many_speak(draft):
    def cost(client, address):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    addresses = [(draft.clerk_at, at("consultations")), (draft.clerk_at, at("consultation", draft.row.pk))]
    addresses += [(Client(), "/consult/"), (Client(), f"/consult/{draft.row.pk}/")]
    say(Client(), draft.row)
    for client, address in addresses:
        cost(client, address)
    few = [cost(client, address) for client, address in addresses]
    for n in range(6):
        say(Client(), draft.row, clause=n % 4 + 1, name="李桂兰")
    assert [cost(client, address) for client, address in addresses] == few
    assert max(few) <= 16, few
