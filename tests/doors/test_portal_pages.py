"""Every page of the portal: the red lines that hold on all of them, both languages, and few queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue.definitions import SCENES
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.catalogue.services import Terms, open_offering
from silverbridge.domain.places.services import save_place
from silverbridge.doors.portal.urls import urlpatterns
from tests.conftest import SINCE
from tests.domain.version_texts import DRAFT
from tests.doors.portal_walk import answered_draft, ask, city, draft_for_comment, say, text, to_check

__all__ = ["city"]
POSTS_ONLY = {"drop", "forget"}
# What stays Chinese on an English page: names of people, places and organisations, and what was typed.
OWN_WORDS = re.compile("李桂兰|安澜市民生服务中心|青石街道服务中心|青石街[0-9]号[0-9单元]*|市一医院|慢一点|认证|飞机")
# Drafts are in the language of their office; so are its plain words, reasons and answers.
DRAFTS = [part for text in (DRAFT, DRAFT.replace("助餐点", "理发点")) for part in re.split("[。\n]", text) if part]
DRAFTS += ["在家门口吃上热饭", "在家门口理发", "意见已经齐了", "要求上楼", "走不动的上门", "。"]
CJK = re.compile(r"[\u4e00-\u9fff]")


def pages(client: Client, city: SimpleNamespace) -> dict[str, list[str]]:
    """Addresses of every page by the name of its url, for a session with a draft, a request, a comment and one half written."""
    row, over = draft_for_comment(city), answered_draft(city)
    said = say(client, row)
    saying = f"/consult/{row.pk}/say/"
    client.post(saying, {"clause": 0})
    client.post(f"{saying}words/", {"words": "慢一点"})
    client.post(f"{saying}who/", {})
    reference = ask(client, "lesson")
    to_check(client, "benefit-check")
    asking = "/ask/benefit-check/"
    return {
        "home": ["/"],
        "find": ["/find", "/find?q=认证", "/find?q=飞机"],
        "scene": [f"/scene/{scene}/" for scene in SCENES],
        "item": ["/items/benefit-check/", "/items/lesson/", "/items/barred/", "/items/clue/", "/items/taxi/"],
        "begin": [asking],
        "question": [f"{asking}q/how/", f"{asking}q/living/"],
        "who": [f"{asking}who/"],
        "check": [f"{asking}check/"],
        "saved": ["/saved/"],
        "done": [f"/done/{reference}/"],
        "follow": ["/follow/"],
        "status": [f"/follow/{reference}/"],
        "withdraw": [f"/follow/{reference}/withdraw/"],
        "consults": ["/consult/"],
        "consult": [f"/consult/{row.pk}/", f"/consult/{over.pk}/"],
        "clause": [f"/consult/{row.pk}/clauses/2/", f"/consult/{over.pk}/clauses/4/"],
        "answers": [f"/consult/{over.pk}/answers/"],
        "say": [saying],
        "say-words": [f"{saying}words/"],
        "say-who": [f"{saying}who/"],
        "say-check": [f"{saying}check/"],
        "said": [f"/said/{said}/", f"/follow/{said}/"],
    }


def each_page(client: Client, city: SimpleNamespace) -> list[tuple[str, str]]:
    """Address and HTML of every page."""
    found = []
    for addresses in pages(client, city).values():
        for address in addresses:
            response = client.get(address, follow=True)
            assert response.status_code == 200, address
            found.append((address, response.content.decode()))
    return found


def test_the_list_of_pages_is_complete(city):
    """A new address of the portal cannot escape the tests below."""
    assert set(pages(Client(), city)) | POSTS_ONLY == {p.name for p in urlpatterns}


def test_red_line_6_every_page_reaches_a_human_in_one_tap(city):
    """Also the pages for what went wrong."""
    client = Client()
    for address, html in each_page(client, city):
        bar = html.split('<aside class="call"')[1].split("</aside>")[0]
        assert re.search(r'href="tel:\d{5,}"', bar), address
    for address, status in (("/nowhere/", 404), ("/items/none/", 404), ("/scene/none/", 404), ("/ask/none/", 404)):
        response = client.get(address)
        assert response.status_code == status and 'href="tel:' in response.content.decode(), address


def test_red_line_9_no_page_advertises_hurries_or_runs_away(city):
    """No meta refresh, no Refresh header, no script but the look's own, no picture or frame from elsewhere."""
    client = Client()
    for address, html in each_page(client, city):
        assert "http-equiv" not in html and "<iframe" not in html and "<img" not in html, address
        assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/look/look.js" defer>'], address
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', html), address
        assert "Refresh" not in client.get(address).headers, address
    with open(finders.find("look/look.js"), encoding="utf-8") as file:
        script = file.read()
    assert "setInterval" not in script and "location" not in script
    assert script.count("setTimeout") == 1, (
        "one timer: reading aloud that stays silent, begun by the reader's own press"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_speaks_one_language(city, language):
    """English pages hold no Chinese but names and places; Chinese pages hold no English sentence."""
    client = Client()
    addresses = pages(client, city)
    client.cookies["sb_lang"] = language
    for address in (one for several in addresses.values() for one in several):
        html = client.get(address, follow=True).content.decode()
        main = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", html.split("<main", 1)[1].split("</main>", 1)[0])
        if language == "zh":
            assert not re.search(r"[A-Za-z]{3,} [a-z]{2,}", main), (address, re.search(r"[A-Za-z]{3,} [a-z]{2,}", main))
        else:
            main = re.sub(r"\s", "", main)
            for words in sorted(DRAFTS, key=len, reverse=True):
                main = main.replace(words, "")
            left = OWN_WORDS.sub("", main)
            assert not CJK.search(left), (address, left[max(0, CJK.search(left).start() - 40) :][:90])


def test_pages_about_a_person_are_not_kept_by_the_browser(city):
    """On a shared device, going back after "forget" must not show them."""
    client = Client()
    found = pages(client, city)
    for name in (
        "home",
        "begin",
        "question",
        "who",
        "check",
        "saved",
        "done",
        "status",
        "withdraw",
        "follow",
        "say-words",
        "say-who",
        "say-check",
        "said",
    ):
        for address in found[name]:
            assert "no-store" in client.get(address)["Cache-Control"], address


def queries(view: Callable[[], object]) -> int:
    """How many queries a view needs."""
    with CaptureQueriesContext(connection) as seen:
        view()
    return len(seen)


def test_the_number_of_queries_stays_as_lists_grow(city):
    """Home with one request and with six; an item with one counter and with ten."""
    client = Client()
    ask(client, "benefit-check")
    one = queries(lambda: client.get("/"))
    for _n in range(5):
        ask(client, "benefit-check")
    assert queries(lambda: client.get("/")) == one <= 6
    item = queries(lambda: client.get("/items/benefit-check/"))
    for n in range(9):
        hall = save_place(f"hall-{n}", city.city, "office", f"第{n}服务点", address=f"长街{n}号")
        open_offering("benefit-check", city.city, "counter", Actor.system("test"), Terms(valid_from=SINCE), hall)
    assert queries(lambda: client.get("/items/benefit-check/")) <= item + 1
    page = text(client.get("/items/benefit-check/"))
    assert (page.count("到窗口"), page.count("请人上门")) == (3, 1)
    assert re.search(r"另外还有[789]个地方能办", page)


def test_no_wait_is_invented(city):
    """Not known says nothing; known says so; none is none."""
    rows = Offering.objects.filter(item="taxi", door="phone")
    page = text(Client().get("/items/taxi/"))
    assert "等" not in page.split("也可以这样办")[1].split("交了以后")[0]
    rows.update(wait_minutes=4)
    assert "一般等4分钟" in text(Client().get("/items/taxi/"))
    rows.update(wait_minutes=0)
    assert "一般不用等" in text(Client().get("/items/taxi/"))


def test_the_call_bar_uses_the_items_own_number_while_it_answers(city, settings):
    from datetime import time

    rows = Offering.objects.filter(item="taxi", door="phone")
    rows.update(phone="0990-96103")
    assert 'href="tel:099096103"' in Client().get("/items/taxi/").content.decode()
    rows.update(opens=time(0), closes=time(0, 0, 1))
    bar = Client().get("/items/taxi/").content.decode().split('<aside class="call"')[1]
    assert f'href="tel:{settings.HELP_LINE}"' in bar


def test_search_finds_by_name_keyword_and_asks_nothing_of_syntax(city):
    client = Client()
    for words, code in (("退休", "benefit-check"), ("打车", "taxi"), ("学用 手机", "lesson"), ("park", "tip")):
        assert f"/items/{code}/" in client.get("/find", {"q": words}).content.decode(), words
    for odd in ("", "   ", "%", "' OR 1=1", "<b>", "长" * 500):
        response = client.get("/find", {"q": odd})
        assert response.status_code == 200 and "<b>&lt;" not in response.content.decode()


def test_home_calls_popular_only_what_was_asked_for(city):
    assert "大家常办的" not in text(Client().get("/"))
    ask(Client(), "taxi")
    page = text(Client().get("/"))
    assert "叫出租车" in page.split("大家常办的")[1] and "银行上门" not in page.split("大家常办的")[1]


def test_what_nobody_offers_is_nowhere(city):
    Offering.objects.filter(item="tip").delete()
    client = Client()
    for address in ("/", "/scene/culture/", "/find?q=公园"):
        assert "/items/tip/" not in client.get(address).content.decode()
