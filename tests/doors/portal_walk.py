"""Helpers of the portal's tests: a city with odd items, and a walk from the item page to the done page."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import Question
from silverbridge.domain.ledger.models import Consultation
from silverbridge.domain.ledger.services import (
    Saying,
    answer_comments,
    close_early,
    comment,
    import_notice,
    open_consultation,
    publish_answers,
)
from silverbridge.domain.places.queries import today
from tests.conftest import ID_LI, PHONE_LI, build_world
from tests.domain.version_texts import DRAFT

OVERLAY = Path(__file__).with_name("portal_items")
SELF = {"name": "李桂兰", "id_number": ID_LI, "phone": PHONE_LI, "address": "青石街3号2单元301"}


@pytest.fixture
def city(settings: Any, db: None) -> SimpleNamespace:
    """The cast, with one more item for each rare kind of definition."""
    settings.OVERLAY = OVERLAY
    return build_world()


def answer_to(question: Question) -> dict[str, str]:
    """What somebody types who makes no mistake: the first option, yes, three weeks ahead."""
    day = today() + timedelta(days=min(question.days_ahead or 21, 21))
    plain = {"yes_no": "yes", "time": "9点", "number": "２", "text": "市一医院", "long_text": "慢一点"}
    if question.kind == "choice":
        return {question.key: question.options[0].value}
    if question.kind == "date":
        return {f"{question.key}-{part}": str(getattr(day, part)) for part in ("year", "month", "day")}
    return {question.key: plain[question.kind]}


def text(response: HttpResponse) -> str:
    """The words of a page without its markup, and without the blanks that break its lines."""
    inside = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", inside))


def key_on(response: HttpResponse) -> str:
    """The idempotency key in the form of the check page."""
    found = re.search(r'name="key" value="([^"]+)"', response.content.decode())
    assert found, "this is no check page"
    return found[1]


def answer_all(client: Client, code: str, for_whom: str = "self") -> list[str]:
    """Begins and answers every question; returns the pages seen, the page "who" last."""
    definition = catalogue.item(code).definition
    questions = {q.key: q for q in definition.questions}
    page = client.post(f"/ask/{code}/", {"for": for_whom})["Location"]
    seen = [page]
    while "/q/" in page:
        assert client.get(page).status_code == 200
        question = questions[page.split("/q/")[1].strip("/")]
        page = client.post(page, answer_to(question))["Location"]
        assert page not in seen, f"{page} did not take its answer"
        seen.append(page)
    return seen


def to_check(client: Client, code: str, who: dict[str, str] | None = None, for_whom: str = "self") -> HttpResponse:
    """Everything up to the check page."""
    answer_all(client, code, for_whom)
    response = client.post(f"/ask/{code}/who/", who or SELF)
    assert response["Location"] == f"/ask/{code}/check/", text(client.get(f"/ask/{code}/who/"))
    return client.get(response["Location"])


def draft_for_comment(city: SimpleNamespace) -> Consultation:
    """A draft on the portal that takes comments for ten days."""
    text = import_notice(DRAFT, "draft.txt", Actor.staff(city.officer), city.city)
    plain = "在家门口吃上热饭"
    return open_consultation(text, plain, today() + timedelta(days=10), Actor.staff(city.supervisor))


def answered_draft(city: SimpleNamespace) -> Consultation:
    """Another one, over and answered."""
    text = import_notice(DRAFT.replace("助餐点", "理发点"), "draft.txt", Actor.staff(city.officer), city.city)
    boss = Actor.staff(city.supervisor)
    row = open_consultation(text, "在家门口理发", today() + timedelta(days=10), boss)
    made = comment(row.pk, Saying(2, "要送到楼上", "k"), Actor.visitor("before"))
    answer_comments(row, [(made.pk, 1)], "partly", "要求上楼", "走不动的上门。", boss)
    close_early(row, "意见已经齐了", boss, row.revision)
    publish_answers(row, boss, row.revision)
    return row


def say(client: Client, row: Consultation, clause: int = 2, words: str = "慢一点", **who: str) -> str:
    """A whole comment; returns its number."""
    start = f"/consult/{row.pk}/say/"
    assert client.post(start, {"clause": clause})["Location"] == f"{start}words/"
    assert client.post(f"{start}words/", {"words": words})["Location"] == f"{start}who/"
    assert client.post(f"{start}who/", who)["Location"] == f"{start}check/"
    response = client.post(f"{start}check/", {"key": key_on(client.get(f"{start}check/"))})
    assert response["Location"].startswith("/said/"), text(client.get(response["Location"]))
    return response["Location"].split("/")[2]


def ask(client: Client, code: str, who: dict[str, str] | None = None, for_whom: str = "self") -> str:
    """A whole request; returns its reference number."""
    page = to_check(client, code, who, for_whom)
    response = client.post(f"/ask/{code}/check/", {"key": key_on(page)})
    assert response["Location"].startswith("/done/"), text(client.get(response["Location"]))
    return response["Location"].split("/")[2]
