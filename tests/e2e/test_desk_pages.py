"""Every page of the desk, measured: axe with AAA contrast, reflow at 320 px, nothing from other hosts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.accounts.services import keep_unsent
from silverbridge.domain.core import outbox
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Channel, Person
from silverbridge.domain.people.services import Claim, save_person
from tests.doors.desk_world import check, taxi, taxi_form
from tests.e2e.browser import (
    DESKTOP,
    NARROW,
    PHONE,
    VIEWS,
    axe_faults,
    looks_test,
    press,
    shot,
    sideways,
    small_targets,
    strangers,
)
from tests.e2e.test_desk_taxi import at_desk

pytestmark = looks_test
LEAST_TARGET = 44  # CSS px


def build(w: SimpleNamespace) -> dict[str, str]:
    """Something on every page; its name and address."""
    rows = [taxi(w, f"k{n}") for n in range(3)]
    rows.append(check(w, acting_for=w.proxy))
    taxi(w, "help", answers={"when": "help"})
    Person.objects.filter(pk=w.li_min.pk).update(channel=Channel.PAPER)
    outbox.deliver_due()
    told = Message.objects.first()
    typed = [["remark", ["右耳听不清。\n慢一点说。"]], ["day", ["2026-11-24"]]]
    posted = {"path": "/desk/tell/", "came": "/desk/tell/", "fields": typed, "files": [["scan", ["回执.pdf"]]]}
    late = keep_unsent(w.operator, posted)
    li, ref = w.li.pk, rows[0].reference
    return {
        "home": "/desk/",
        "person": f"/desk/people/{li}/",
        "person-new": "/desk/people/new",
        "proxy": f"/desk/people/{li}/proxy",
        "taking": f"/desk/requests/new/taxi/?person={li}",
        "taking-check": f"/desk/requests/new/benefit-check/?person={li}",
        "taking-nobody": "/desk/requests/new/taxi/",
        "requests": "/desk/requests/?state=all",
        "request": f"/desk/requests/{ref}/",
        "request-check": f"/desk/requests/{rows[3].reference}/",
        "slip": f"/desk/requests/{ref}/slip",
        "form": f"/desk/requests/{ref}/form",
        "item-form": "/desk/items/taxi/form",
        "tell": "/desk/tell/",
        "message": f"/desk/tell/{told.pk}/",
        "message-paper": f"/desk/tell/{told.pk}/paper",
        "unsent": f"/staff/unsent/{late.key}/",
        "home-unsent": "/desk/",
    }


def faulty(page: Page) -> list[str]:
    """Everything wrong with the page as it stands."""
    wide = sideways(page)
    return axe_faults(page) + small_targets(page, LEAST_TARGET) + ([f"{wide} px too wide"] if wide else [])


@pytest.mark.parametrize(("view", "size", "theme"), VIEWS)
def test_no_page_has_a_fault(
    chromium: Browser,
    live_server: Any,
    live_world: SimpleNamespace,
    view: dict[str, int],
    size: int,
    theme: str,
) -> None:
    """All pages in one window size, letter size and theme."""
    pages = build(live_world)
    page = at_desk(chromium, live_server, live_world.operator, viewport=view, size=size, theme=theme)
    page.fill("#find", "lgl 6027")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-key]")
    found = {}
    for name, path in pages.items():
        page.goto(live_server.url + path)
        shot(page, f"{name}-{view['width']}-{size}-{theme}")
        found[name] = faulty(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert page.faults == []
    assert strangers(page, live_server.url) == []
    page.context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace, lang: str
) -> None:
    """320 px wide, the largest letters, either language."""
    pages = build(live_world)
    page = at_desk(chromium, live_server, live_world.operator, viewport=NARROW, size=30)
    page.context.add_cookies([{"name": "sb_lang", "value": lang, "url": live_server.url}])
    page.fill("#find", "lgl 6027")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-key]")
    wide = {}
    for name, path in pages.items():
        page.goto(live_server.url + path)
        shot(page, f"{name}-320-30-{lang}")
        wide[name] = sideways(page)
    assert {name: px for name, px in wide.items() if px} == {}
    page.context.close()


@pytest.mark.parametrize(("view", "size"), [(PHONE, 30), (DESKTOP, 18)])
def test_pages_that_say_what_is_wrong_have_no_fault(
    chromium: Browser,
    live_server: Any,
    live_world: SimpleNamespace,
    view: dict[str, int],
    size: int,
) -> None:
    """Find, taking, registering and granting with errors; several people found."""
    page = at_desk(chromium, live_server, live_world.operator, viewport=view, size=size)
    found = {}

    def measure(name: str) -> None:
        shot(page, f"error-{name}-{view['width']}-{size}")
        found[name] = faulty(page)

    page.fill("#find", "李桂兰")
    press(page, "main .btn-main")
    page.wait_for_selector("#find-error")
    measure("find")
    page.fill("#find", "zwr 9999")
    press(page, "main .btn-main")
    page.wait_for_selector("#found")
    measure("nobody")
    page.fill("#find", "lgl 6027")
    press(page, "main .btn-main")
    page.wait_for_selector("[data-key]")
    person = page.url
    page.goto(f"{live_server.url}/desk/requests/new/taxi/?person={taxi_form(live_world)['person']}")
    page.check("#said-yes")
    page.fill("[name=q-to]", "远" * 70)
    page.check("#said-yes")
    press(page, "#taking .btn-main")
    page.wait_for_selector(".err-box")
    measure("taking")
    page.goto(f"{live_server.url}/desk/people/new")
    page.check("[name=channel][value=call]")
    press(page, "main .btn-main")
    page.wait_for_selector(".err-box")
    measure("person-new")
    page.goto(person + "proxy")
    page.fill("[name=until]", "2027-02-30")
    page.fill("[name=relation]", "女儿")
    page.check("[name=granted][value=seen]")
    press(page, "main .btn-main")
    page.wait_for_selector(".err-box")
    measure("proxy")
    assert {name: faults for name, faults in found.items() if faults} == {}
    page.context.close()


@pytest.mark.parametrize(("view", "size"), [(PHONE, 30), (DESKTOP, 18)])
def test_two_records_are_compared_and_merged(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace, view: dict[str, int], size: int
) -> None:
    """A supervisor finds the other record, sees both, merges them; no page has a fault."""
    other = save_person(Claim("李桂兰", "", "13800006055", ""), live_world.city, need_id=False)
    taxi(live_world, "again", person=other, address="柳巷1号")
    page = at_desk(chromium, live_server, live_world.supervisor, viewport=view, size=size)
    page.fill("#find", "lgl 6027")
    press(page, "main .btn-main")
    press(page, "a[href$='/merge']")
    shot(page, f"merge-{view['width']}-{size}")
    faults = faulty(page)
    page.fill("[name=other]", "lgl 6055")
    press(page, "main .btn-main")
    page.check("[name=phone][value=other]")
    shot(page, f"merge-compare-{view['width']}-{size}")
    faults += faulty(page)
    press(page, "main .btn-main")
    assert "并来1件办件" in page.inner_text("main") and "6055" in page.inner_text("main")
    assert faults == [] and page.faults == []
    page.context.close()
