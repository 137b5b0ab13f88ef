"""The portal in a real Chromium: a whole request without JavaScript, family, following, and every page measured."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Proxy
from silverbridge.domain.places.queries import today
from tests.conftest import ID_LI, PHONE_LI, PHONE_LI_MIN, PHONE_ZHAO
from tests.e2e.browser import (
    AAA,
    NARROW,
    PHONE,
    VIEWS,
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

pytestmark = browser_test
MOST_BYTES = 60 * 1024
BEGINNINGS = [
    "/",
    "/find?q=认证",
    "/find?q=飞机",
    "/scene/social/",
    "/scene/emergency/",
    "/items/benefit-check/",
    "/items/taxi/",
]


def press_next(page: Page) -> None:
    """The main button of the page."""
    press(page, "main .btn-main")


def to_who(page: Page, base: str, for_whom: str = "self") -> int:
    """From home to the page "who"; returns how many pages were seen, that one included."""
    page.goto(base + "/")
    press(page, "a.door:has-text('养老金资格认证')")
    press(page, f"button[value={for_whom}]")
    page.check("input[value=call]")
    press_next(page)
    page.check("input[value=here]")
    press_next(page)
    page.wait_for_selector("[name=phone]")
    return 5


def ask(page: Page, base: str) -> str:
    """A whole request for oneself; returns its number."""
    to_who(page, base)
    page.fill("[name=name]", "李桂兰")
    page.fill("[name=id_number]", ID_LI)
    page.fill("[name=phone]", PHONE_LI)
    press_next(page)
    page.wait_for_selector(".answers")
    press_next(page)
    page.wait_for_selector(".slip")
    return page.url.split("/")[-2]


def test_an_elder_asks_on_a_phone_without_javascript(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace
) -> None:
    """Must show 3 and 8: 390 px, no script; a slip in the number on the way; back and forth; seven pages."""
    page = window(chromium, live_server.url, viewport=PHONE, java_script_enabled=False)
    seen = to_who(page, live_server.url)
    page.fill("[name=name]", "李桂兰")
    page.fill("[name=id_number]", ID_LI[:-1])
    page.fill("[name=phone]", "138 0000 6027")
    press_next(page)
    assert "少一位" in page.inner_text(".err-box") and "少一位" in page.inner_text(".err-inline")
    assert page.input_value("[name=name]") == "李桂兰"
    page.fill("[name=id_number]", ID_LI)
    press_next(page)
    assert "看看对不对" in page.inner_text("h1")
    press(page, ".answers a[href*='/q/living/']")
    assert page.is_checked("input[value=here]")
    page.check("input[value=care-home]")
    press_next(page)
    assert "住在养老院" in page.inner_text(".answers")
    page.go_back()
    page.go_back()
    page.goto(live_server.url + "/ask/benefit-check/check/")
    press_next(page)
    assert "收到了" in page.inner_text("h1")
    made = ServiceRequest.objects.get()
    assert (made.person, made.door, made.answers["living"]) == (live_world.li, "web", "care-home")
    number = page.inner_text(".refno .n")
    assert number.replace(" ", "").replace("\n", "") == made.reference
    assert seen + 2 == 7, "Must show 8 allows eight"
    page.go_back()
    page.reload()
    assert made.reference in page.url and ServiceRequest.objects.count() == 1
    page.context.close()


def test_a_trembling_hand_presses_send_twice(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """With the script the second press is swallowed; without it the key makes it one request."""
    for script in (True, False):
        ServiceRequest.objects.all().delete()
        page = window(chromium, live_server.url, java_script_enabled=script)
        to_who(page, live_server.url)
        page.fill("[name=name]", "李桂兰")
        page.fill("[name=id_number]", ID_LI)
        page.fill("[name=phone]", PHONE_LI)
        press_next(page)
        page.wait_for_selector(".answers")
        page.dblclick("main .btn-main")
        page.wait_for_selector(".slip")
        assert ServiceRequest.objects.count() == 1
        page.context.close()


def test_a_daughter_asks_for_her_mother(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """A wrong number, an ended permission, then the valid one; the mother is told."""
    proxy = live_world.proxy
    page = window(chromium, live_server.url, java_script_enabled=False)
    to_who(page, live_server.url, "other")
    page.fill("[name=reference]", proxy.reference)
    page.fill("[name=phone]", PHONE_ZHAO)
    press_next(page)
    assert "授权编号和电话对不上" in page.inner_text(".err-box")
    Proxy.objects.update(valid_until=today())
    page.fill("[name=phone]", PHONE_LI_MIN)
    press_next(page)
    assert "到期了" in page.inner_text(".err-box")
    Proxy.objects.update(valid_until=date(2099, 5, 31))
    press_next(page)
    assert "李**" in page.inner_text(".answers")
    press_next(page)
    made = ServiceRequest.objects.get()
    assert (made.person, made.acting_for) == (live_world.li, True)
    assert Message.objects.get().person == live_world.li
    shot(page, "family-done")
    page.context.close()


def test_following_with_the_right_and_the_wrong_telephone(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace
) -> None:
    """A stranger gets the sentence for strangers; the owner sees how it stands and takes it back."""
    own = window(chromium, live_server.url)
    reference = ask(own, live_server.url)
    other = window(chromium, live_server.url, java_script_enabled=False)
    other.goto(live_server.url + f"/follow/{reference}/")
    other.fill("[name=reference]", reference)
    other.fill("[name=phone]", PHONE_ZHAO)
    press_next(other)
    assert "对不上" in other.inner_text(".err-box") and "李桂兰" not in other.content()
    other.fill("[name=phone]", PHONE_LI)
    press_next(other)
    assert "已收到" in other.inner_text(".chip")
    press(other, "text=撤回这件事")
    press_next(other)
    assert "已撤回" in other.inner_text(".chip")
    assert ServiceRequest.objects.get().state == "withdrawn"
    own.context.close()
    other.context.close()


@pytest.mark.looks
def test_size_and_contrast_survive_without_javascript(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace
) -> None:
    """Chosen in the middle of asking: the page comes back, larger and yellow on black, and stays so."""
    page = window(chromium, live_server.url, java_script_enabled=False)
    to_who(page, live_server.url)
    press(page, "button[name=size][value='30']")
    press(page, "button[name=theme][value=dark]")
    assert page.url.endswith("/who/")
    page.reload()
    root = page.locator("html")
    assert (root.get_attribute("data-size"), root.get_attribute("data-theme")) == ("30", "dark")
    page.goto(live_server.url + "/")
    assert (root.get_attribute("data-size"), root.get_attribute("data-theme")) == ("30", "dark")
    page.context.close()


def visit_all(page: Page, base: str, look: Any) -> None:
    """Opens every kind of page once, errors included, and calls ``look`` with the name of each."""
    for address in BEGINNINGS:
        page.goto(base + address)
        look(address)
    page.goto(base + "/items/benefit-check/")
    press(page, "button[value=self]")
    look("question")
    press_next(page)
    page.wait_for_selector(".err-box")
    look("question with an error")
    page.check("input[value=call]")
    press_next(page)
    page.wait_for_selector("input[value=here]")
    press(page, "button[name=save]")
    page.wait_for_url("**/saved/")
    look("saved")
    page.goto(base + "/items/benefit-check/")
    look("item with a draft")
    page.goto(base + "/ask/benefit-check/q/living/")
    page.check("input[value=here]")
    press_next(page)
    page.wait_for_selector("[name=name]")
    look("who")
    press_next(page)
    page.wait_for_selector(".err-box")
    look("who with errors")
    page.fill("[name=name]", "李桂兰")
    page.fill("[name=id_number]", ID_LI)
    page.fill("[name=phone]", PHONE_LI)
    press_next(page)
    page.wait_for_selector(".answers")
    look("check")
    press_next(page)
    page.wait_for_selector(".slip")
    look("done")
    visit_rest(page, base, look)


def visit_rest(page: Page, base: str, look: Any) -> None:
    """From the done page on: following, asking for a relative, a stranger's pages."""
    reference = page.url.split("/")[-2]
    for address in (f"/follow/{reference}/", f"/follow/{reference}/withdraw/", "/", "/items/taxi/"):
        page.goto(base + address)
        look(address.replace(reference, "N"))
    press(page, "button[value=other]")
    page.check("input[value=help]")
    press_next(page)
    page.wait_for_selector("[name=reference]")
    press_next(page)
    page.wait_for_selector(".err-box")
    look("who for a relative with errors")
    page.context.clear_cookies(name="sessionid")
    page.goto(base + "/follow/")
    look("follow")
    press_next(page)
    page.wait_for_selector(".err-box")
    look("follow with errors")
    page.goto(base + "/nowhere")
    look("not found")


@pytest.mark.looks
@pytest.mark.parametrize(("viewport", "size", "theme"), VIEWS)
def test_axe_targets_and_type_on_every_page(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace, size: int, theme: str, viewport: dict[str, int]
) -> None:
    """Must show 6: no violation with AAA contrast; nothing below 60 px to press or 18 px to read; no stranger asked."""
    page = window(chromium, live_server.url, size, theme, viewport)
    wrong: dict[str, list[str]] = {}

    def look(name: str) -> None:
        shot(page, f"{name.strip('/').replace('/', '-') or 'home'}-{size}-{theme}-{viewport['width']}")
        found = [*axe_faults(page, AAA), *small_targets(page, 60), *small_text(page, 18)]
        if found:
            wrong[name] = found

    visit_all(page, live_server.url, look)
    assert wrong == {}
    assert strangers(page, live_server.url) == [] and page.faults == []
    page.context.close()


@pytest.mark.looks
@pytest.mark.parametrize("size", [18, 30])
def test_nothing_scrolls_sideways_at_320_px(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace, size: int
) -> None:
    """Also what 200 % zoom of a 640 px window comes to."""
    page = window(chromium, live_server.url, size, viewport=NARROW)
    wide: dict[str, int] = {}

    def look(name: str) -> None:
        shot(page, f"narrow-{name.strip('/').replace('/', '-') or 'home'}-{size}")
        if sideways(page):
            wide[name] = sideways(page)

    visit_all(page, live_server.url, look)
    assert wide == {}
    page.context.close()


@pytest.mark.looks
def test_pages_weigh_at_most_60_kilobytes(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace, record_property: Any
) -> None:
    """Heads and bodies of everything a first visit fetches, uncompressed; a server in production sends less."""
    weights: dict[str, int] = {}
    for address in BEGINNINGS:
        page = window(chromium, live_server.url)
        weights[address] = transferred(page, live_server.url + address)
        page.context.close()
    own = window(chromium, live_server.url)
    reference = ask(own, live_server.url)
    to_who(own, live_server.url)
    cookies = own.context.cookies()
    asking = "/ask/benefit-check/"
    for address in (f"/done/{reference}/", f"/follow/{reference}/", f"{asking}q/how/", f"{asking}who/", "/"):
        page = window(chromium, live_server.url)
        page.context.add_cookies(cookies)
        weights[f"own {address.replace(reference, 'N')}"] = transferred(page, live_server.url + address)
        page.context.close()
    own.context.close()
    print(weights)
    assert all(4_000 < weight <= MOST_BYTES for weight in weights.values()), weights


@pytest.mark.looks
def test_no_page_hurries(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """Red line 9: three hours pass on the page; it is still there, with what was typed, and goes on."""
    page = window(chromium, live_server.url)
    page.clock.install()
    to_who(page, live_server.url)
    page.fill("[name=name]", "李桂兰")
    asked = len(page.asked)
    page.clock.fast_forward(timedelta(hours=3).total_seconds() * 1000)
    assert page.url.endswith("/who/") and page.input_value("[name=name]") == "李桂兰"
    assert len(page.asked) == asked
    page.fill("[name=id_number]", ID_LI)
    page.fill("[name=phone]", PHONE_LI)
    press_next(page)
    page.wait_for_selector(".answers")
    page.context.close()
