"""A draft before the public, in a browser: published, read, spoken to at two doors, answered, and the answers read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.ledger.models import Comment, Consultation, Notice
from silverbridge.domain.ledger.services import import_notice
from silverbridge.domain.places.queries import today
from tests.conftest import PHONE_LI, PHONE_ZHAO
from tests.domain.version_texts import DRAFT
from tests.e2e.browser import (
    DESKTOP,
    NARROW,
    PHONE,
    axe_faults,
    browser_test,
    press,
    shot,
    sideways,
    small_targets,
    small_text,
    strangers,
    transferred,
    window,
)
from tests.e2e.office_walk import at_office

pytestmark = browser_test
MOST_BYTES = 60 * 1024
WORDS = "送饭上门要送到楼上。我住五楼，腿脚不好。"


@pytest.fixture
def city(live_world: SimpleNamespace) -> SimpleNamespace:
    """The city with a draft in its ledger that nobody outside has seen."""
    live_world.draft = import_notice(DRAFT, "draft.txt", Actor.staff(live_world.officer), live_world.city)
    return live_world


def named(page: Page, words: str) -> Any:
    """The button or link of these words."""
    return page.locator("main").locator("button, a").filter(has_text=words).first


def faulty(page: Page, tag: str, elder: bool) -> list[str]:
    """Everything wrong with the page as it stands; keeps its picture."""
    shot(page, tag)
    found = axe_faults(page) + small_targets(page, 60 if elder else 24)
    found += small_text(page, 18) if elder else []
    return found + ([f"{sideways(page)} px too wide"] if sideways(page) else [])


def publish(page: Page, base: str, city: SimpleNamespace) -> Consultation:
    """何文 puts the draft on the portal for a month."""
    page.goto(f"{base}/office/notices/{city.draft.pk}/")
    press(page, named(page, "把征求意见稿放到网上"))
    page.fill("[name=plain]", "在家门口吃上热饭")
    day = today().replace(year=today().year + 1).replace(month=1, day=1)
    page.fill("[name=closes_on]", f"{day:%Y-%m-%d}")
    press(page, "main .btn-main")
    row = Consultation.objects.get()
    assert row.closes_on == day and f"/consultations/{row.pk}/" in page.url
    return row


def speak(page: Page, base: str, row: Consultation, look: Any, phone: str) -> str:
    """李奶奶 reads the third passage and says something to it; returns her number."""
    page.goto(base + "/")
    look("home")
    press(page, named(page, "说说您的看法"))
    look("consults")
    press(page, named(page, "在家门口吃上热饭"))
    look("consult")
    page.click("a.door:has-text('走不动的老年人')")
    page.wait_for_url(f"**/consult/{row.pk}/clauses/3/")
    assert "送饭上门" in page.inner_text(".large-print")
    look("clause")
    press(page, named(page, "说几句"))
    press(page, "main .btn-main")
    assert "您的话还没有写" in page.inner_text(".err-box")
    look("words-error")
    page.fill("[name=words]", WORDS)
    press(page, "main .btn-main")
    page.fill("[name=name]", "李桂兰")
    page.fill("[name=phone]", "138")
    press(page, "main .btn-main")
    assert page.input_value("[name=name]") == "李桂兰"
    look("who-error")
    page.fill("[name=phone]", phone)
    press(page, "main .btn-main")
    assert WORDS in page.inner_text(".answers")
    look("check")
    press(page, "main .btn-main")
    assert "您的话收到了" in page.inner_text("h1")
    look("said")
    return page.url.split("/")[-2]


def answer_all(page: Page, base: str, row: Consultation) -> None:
    """何文 answers both comments at once, closes early, publishes."""
    address = f"{base}/office/consultations/{row.pk}/"
    page.goto(f"{address}?clause=3")
    assert page.locator("[name=comment]").count() == 2
    for box in page.locator("[name=comment]").all():
        box.check()
    page.check("[name=verdict][value=partly]")
    page.fill("[name=gist]", "希望送饭送到楼上，李桂兰住五楼")
    page.fill("#a-reason", "走不动的送到门口，其他送到楼下。")
    press(page, page.locator("main .btn-main").filter(has_text="答复").last)
    assert "有人名或号码" in page.inner_text("main") and page.locator("[name=comment]:checked").count() == 2
    page.fill("[name=gist]", "希望送饭送到楼上")
    press(page, page.locator("main .btn-main").filter(has_text="答复").last)
    page.goto(address)
    page.click("summary:has-text('提前结束')")
    page.fill("#c-reason", "意见已经齐了")
    press(page, page.get_by_role("button", name="结束", exact=True))
    press(page, named(page, "公布答复"))
    assert "公布" in page.inner_text(".notice")


def test_a_draft_is_read_spoken_to_and_answered(chromium: Browser, live_server: Any, city: SimpleNamespace) -> None:
    """Portal pages at 390 px: axe AAA, 60 px, 18 px, at most 60 KB; the office beside them."""
    base, wrong = live_server.url, {}
    office = at_office(chromium, live_server, city.supervisor, viewport=DESKTOP)
    row = publish(office, base, city)
    elder = window(chromium, base, viewport=PHONE)

    def look(name: str) -> None:
        if faults := faulty(elder, f"consult-{name}", elder=True):
            wrong[name] = faults

    number = speak(elder, base, row, look, PHONE_LI)
    told = at_office(chromium, live_server, city.operator, viewport=DESKTOP)
    told.goto(f"{base}/office/consultations/")
    press(told, named(told, "记录意见"))
    told.select_option("[name=clause]", "3")
    told.fill("[name=words]", "赵大爷说：送到楼上才行。")
    press(told, "main .btn-main")
    wrong["taken"] = faulty(told, "office-taken", elder=False)
    assert {(c.door, c.clause_number) for c in Comment.objects.all()} == {("web", 3), ("phone", 3)}

    office.goto(f"{base}/office/consultations/{row.pk}/")
    assert WORDS in office.inner_text("main") and "李**" in office.inner_text("main")
    assert PHONE_LI not in office.content() and "李桂兰" not in office.content()
    wrong["office"] = faulty(office, "office-consultation", elder=False)
    answer_all(office, base, row)

    elder.goto(f"{base}/consult/{row.pk}/clauses/3/")
    assert elder.locator("main button:has-text('说几句')").count() == 0
    elder.goto(f"{base}/consult/{row.pk}/answers/")
    said = elder.inner_text("main")
    assert "走不动的送到门口" in said and "部分采纳" in said and "五楼" not in said
    look("answers")
    stranger = window(chromium, base, 30, "dark", NARROW)
    stranger.goto(f"{base}/follow/")
    for phone, words in ((PHONE_ZHAO, "对不上"), (PHONE_LI, "走不动的送到门口")):
        stranger.fill("[name=reference]", number)
        stranger.fill("[name=phone]", phone)
        press(stranger, "main .btn-main")
        assert words in stranger.inner_text("main")
    for address in (f"/follow/{number}/", "/consult/", f"/consult/{row.pk}/", f"/consult/{row.pk}/clauses/2/"):
        stranger.goto(base + address)
        wrong[f"narrow {address}"] = faulty(stranger, f"narrow-{address.strip('/').replace('/', '-')}", elder=True)
    assert {name: faults for name, faults in wrong.items() if faults} == {}
    fresh = window(chromium, base)
    weights = {name: transferred(fresh, f"{base}/consult/{row.pk}/{name}") for name in ("", "clauses/3/", "answers/")}
    print(weights)
    assert max(weights.values()) <= MOST_BYTES
    assert strangers(elder, base) == [] and elder.faults == office.faults == []
    for page in (office, elder, told, stranger, fresh):
        page.context.close()


def test_an_elder_speaks_without_javascript(chromium: Browser, live_server: Any, city: SimpleNamespace) -> None:
    """The same way with no script, and back and forth makes no second comment."""
    office = at_office(chromium, live_server, city.supervisor, viewport=DESKTOP)
    row = publish(office, live_server.url, city)
    page = window(chromium, live_server.url, java_script_enabled=False)
    speak(page, live_server.url, row, lambda name: None, "138 0000 6027")
    page.go_back()
    page.reload()
    assert Comment.objects.count() == 1 and Notice.objects.count() == 1
    office.context.close()
    page.context.close()
