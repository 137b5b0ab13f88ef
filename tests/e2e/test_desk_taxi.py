"""The desk in a real browser: how many keys a taxi takes, the same without scripts, two clerks, and every move of one request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.intake.models import ServiceRequest
from tests.doors.desk_world import check, signed_in, taxi
from tests.e2e.browser import DESKTOP, browser_test, press, shot, window

pytestmark = browser_test
MOST_KEYS = 25
WHERE_TO = "市一医院"


def at_desk(browser: Browser, live_server: Any, user: Any, path: str = "/desk/", **more: Any) -> Page:
    """A window in which somebody of the staff is signed in."""
    page = window(browser, live_server.url, **{"viewport": DESKTOP, **more})
    cookies = signed_in(user).cookies
    page.context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": live_server.url}])
    page.goto(live_server.url + path)
    if path == "/desk/":
        page.wait_for_selector("#find:focus")  # what is typed before the field has the focus is lost
    return page


class Hands:
    """Counts every key that goes down, so that nobody counts in favour of the page."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def keys(self, text: str) -> None:
        """One press for each character."""
        for sign in text:
            self.press("Space" if sign == " " else sign)

    def press(self, key: str) -> None:
        """One press for each key of a combination."""
        self.pressed += len(key.split("+"))
        self.page.keyboard.press(key)

    def free_text(self, text: str) -> None:
        """Where to: typed by any means, not counted."""
        self.page.keyboard.insert_text(text)


@pytest.fixture
def operator_page(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> Iterator[Page]:
    """The desk as 陈静 has it open."""
    page = at_desk(chromium, live_server, live_world.operator)
    yield page
    assert page.faults == []
    page.context.close()


def test_a_taxi_for_a_known_person_takes_few_keys(operator_page: Page, live_world: SimpleNamespace) -> None:
    """Found by initials and last four digits, tomorrow morning, a hand getting in, read back, taken."""
    hands = Hands(operator_page)
    hands.keys("lgl 6027")
    hands.press("Enter")
    operator_page.wait_for_selector("h1:has-text('李桂兰')")
    item = operator_page.locator("[data-key]", has_text="叫出租车")
    hands.press(item.get_attribute("data-key"))
    operator_page.wait_for_selector("#taking")
    hands.press("3")
    hands.free_text(WHERE_TO)
    hands.press("Enter")
    hands.press("2")
    operator_page.wait_for_selector("#said:has-text('要人扶一把')")
    shot(operator_page, "taxi-filled")
    hands.press("F2")
    hands.press("Control+Enter")
    operator_page.wait_for_url(re.compile(r"/desk/requests/\d+/$"))
    row = ServiceRequest.objects.get()
    assert row.answers == {"when": "tomorrow-am", "to": WHERE_TO, "help": "arm"}
    assert (row.door, row.person, row.address) == ("phone", live_world.li, "青石街3号2单元301")
    print(f"keys for a taxi beyond free text: {hands.pressed}")
    assert hands.pressed <= MOST_KEYS


@pytest.mark.once  # what it writes is tested on both databases beneath the pages
def test_every_question_is_one_key_away(operator_page: Page, live_world: SimpleNamespace) -> None:
    """Alt with a digit; changing an answer takes the yes back; "/" leads to the field to find somebody."""
    operator_page.fill("#find", "lgl 6027")
    operator_page.keyboard.press("Enter")
    operator_page.wait_for_selector("[data-key]")
    operator_page.locator("[data-key]", has_text="叫出租车").press("Enter")
    operator_page.wait_for_selector("#taking")
    operator_page.keyboard.press("Alt+2")
    assert operator_page.evaluate("document.activeElement.name") == "q-to"
    operator_page.keyboard.press("Alt+3")
    assert operator_page.evaluate("document.activeElement.name") == "q-help"
    operator_page.keyboard.press("F2")
    assert operator_page.is_checked("#said-yes")
    operator_page.keyboard.press("Alt+1")
    operator_page.keyboard.press("2")
    assert not operator_page.is_checked("#said-yes")
    operator_page.goto(operator_page.url.split("/desk/")[0] + "/desk/requests/")
    operator_page.keyboard.press("/")
    operator_page.wait_for_selector("#find:focus")


def test_a_taxi_without_scripts(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """The same by Tab, Space and Enter alone; the text to read back comes by its button."""
    page = at_desk(chromium, live_server, live_world.operator, java_script_enabled=False)
    page.keyboard.type("lgl 6027")
    page.keyboard.press("Enter")
    page.locator("a.item", has_text="叫出租车").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=q-when]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("city hospital")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("button[value=say]").press("Enter")
    page.wait_for_selector("#said:has-text('city hospital')")
    assert page.input_value("[name=q-to]") == "city hospital"
    page.locator("#said-yes").press("Space")
    page.locator("[name=q-to]").press("Enter")
    page.wait_for_url(re.compile(r"/desk/requests/\d+/$"))
    assert ServiceRequest.objects.get().answers["when"] == "now"
    page.context.close()


def test_two_clerks_at_once(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """The second sees that a colleague was first, the fresh state, and what they typed."""
    row = taxi(live_world)
    path = f"/desk/requests/{row.reference}/"
    first = at_desk(chromium, live_server, live_world.operator, path)
    second = at_desk(chromium, live_server, live_world.teller, path)
    press(first, "#move-accepted button")
    first.wait_for_selector("#move-assigned")
    second.locator("summary", has_text="不能办").click()
    second.fill("#move-decline textarea", "今天车都派完了")
    press(second, "#move-decline button.btn")
    second.wait_for_selector(".err-box[role=alert]")
    shot(second, "two-clerks")
    page = second.inner_text("main")
    assert "受理" in page
    assert second.input_value("#move-decline textarea") == "今天车都派完了"
    row.refresh_from_db()
    assert (row.state, row.revision, row.assignee) == ("accepted", 1, live_world.operator)
    assert second.input_value("#move-assigned [name=revision]") == "1"
    for page in (first, second):
        page.context.close()


def test_all_moves_of_one_request(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """Accepted, planned (an impossible day first), missed, rescheduled, begun, done; reopened, declined, reopened, cancelled."""
    row = taxi(live_world)
    page = at_desk(chromium, live_server, live_world.operator, f"/desk/requests/{row.reference}/")

    def make(verb: str, expected: str, **typed: str) -> None:
        form = page.locator(f"#move-{verb}")
        details = page.locator(f"details:has(#move-{verb}):not([open]) > summary")
        if details.count():
            details.click()
        for name, value in typed.items():
            field = form.locator(f"[name={name}]")
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                field.locator(f"xpath=self::*[@value='{value}']").check()
            else:
                field.fill(value)
        press(page, form.locator("button").first)
        row.refresh_from_db()
        assert row.state == expected, (verb, page.inner_text("main")[:900])

    make("accepted", "accepted")
    make("take", "accepted")
    make("assigned", "accepted", day="2099-02-30", time="9:30", who="王师傅", where="楼下")
    assert page.locator("#assignedrow-day-error").count() == 1
    assert page.input_value("#move-assigned [name=who]") == "王师傅"
    make("assigned", "assigned", day="2099-02-27", time="9:30")
    make("missed", "missed")
    make("reschedule", "assigned", day="2099 3 1", time="14:00", words="改到下午")
    make("assurance", "assigned", assurance="2")
    assert row.assurance == 2
    make("door", "assigned", door="web")
    assert row.door == "phone"
    make("door", "assigned", agreed="yes")
    assert row.door == "web"
    make("door", "assigned", door="phone")
    make("in_service", "in_service")
    make("done", "done", words="送到了门诊楼前")
    make("reopen", "done", words="")
    make("reopen", "accepted", words="还要接回家")
    make("decline", "accepted", reason="full")
    make("decline", "accepted", words="今天的车都派出去了")
    way = page.locator("#move-decline [name=alternative]").first.get_attribute("value")
    make("decline", "declined", alternative=way)
    make("reopen", "accepted", words="又有车了")
    make("withdraw", "withdrawn")
    make("reopen", "accepted", words="老人改了主意")
    make("cancelled", "cancelled", words="雪太大，路封了")
    verbs = set(row.movements.values_list("verb", flat=True))
    assert verbs >= {
        "accepted", "assigned", "missed", "reschedule", "assurance", "door", "started", "done", "reopen", "decline",
        "withdraw", "cancelled",
    }  # fmt: skip
    shot(page, "all-moves")
    page.context.close()


def test_a_check_needs_to_be_surer_first(chromium: Browser, live_server: Any, live_world: SimpleNamespace) -> None:
    """What the item's least assurance forbids is said beside the way to mend it."""
    row = check(live_world)
    page = at_desk(chromium, live_server, live_world.teller, f"/desk/requests/{row.reference}/")
    press(page, "#move-accepted button")
    page.wait_for_selector("#move-done")
    press(page, "#move-done button")
    page.wait_for_selector(".err-box, .field .err")
    row.refresh_from_db()
    assert row.state == "accepted"
    page.check("#move-assurance [name=assurance][value='3']")
    press(page, "#move-assurance button")
    page.fill("#move-done textarea", "当面核对过，养老金照发")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#move-reopen", state="attached")
    row.refresh_from_db()
    assert row.state == "done"
    page.context.close()
