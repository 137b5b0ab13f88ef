"""The whole span, in one browser: four people ask through four doors, and a task of the city's notice shows that it happened."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Browser, Page

from silverbridge.demo.ledger import FILE
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.outbox import deliver_due
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import Notice
from silverbridge.domain.notify.models import Message
from tests.conftest import PHONE_LI_MIN
from tests.e2e.browser import DESKTOP, browser_test, press, window
from tests.e2e.office_walk import at_office, sign_in
from tests.e2e.test_desk_taxi import at_desk
from tests.e2e.test_portal_browser import ask, press_next, to_who

pytestmark = browser_test
TASK = "人工渠道受理的办件"


def upload_and_agree(page: Page, base: str, w: SimpleNamespace) -> str:
    """The officer uploads the notice and links a figure; the supervisor confirms all of it. Returns the task's address."""
    page.goto(base + "/office/notices/upload")
    page.set_input_files("[name=file]", FILE)
    press(page, "main form .btn-main")
    page.wait_for_selector("#task-1")
    notice = Notice.objects.get()
    task = notice.tasks.get(text__contains=TASK)
    page.goto(f"{base}/office/tasks/{task.pk}/link?indicator=staffed-door-share")
    page.fill("[name=target]", "30")
    press(page, "main form .btn-main")
    sign_in(page, base, w.supervisor)
    page.goto(f"{base}/office/notices/{notice.pk}/")
    press(page, "button:has-text('确认这份文件'), form[action$='/confirm'] .btn-main")
    press(page, page.locator("form[action$='/confirm-tasks'] button").first)
    page.goto(f"{base}/office/tasks/{task.pk}/")
    press(page, page.locator("form[action*='/links/'][action$='/confirm'] button").first)
    return f"{base}/office/tasks/{task.pk}/"


def elder_asks_on_a_phone(chromium: Browser, base: str) -> None:
    """李奶奶, 390 px, no JavaScript."""
    page = window(chromium, base, java_script_enabled=False)
    ask(page, base)
    page.context.close()


def daughter_asks_for_her_mother(chromium: Browser, base: str, w: SimpleNamespace) -> None:
    """李敏 with the number of her permission and her own telephone."""
    page = window(chromium, base, java_script_enabled=False)
    to_who(page, base, "other")
    page.fill("[name=reference]", w.proxy.reference)
    page.fill("[name=phone]", PHONE_LI_MIN)
    press_next(page)
    page.wait_for_selector(".answers")
    press_next(page)
    page.wait_for_selector(".slip")
    page.context.close()


def taken_at_the_desk(page: Page, item: str, door: str, fill: dict[str, str]) -> None:
    """Somebody of the staff finds 李奶奶 and takes a request for her."""
    page.fill("#find", "lgl 6027")
    page.press("#find", "Enter")
    press(page, page.locator("a.item", has_text=item))
    page.wait_for_selector("#taking")
    if page.locator(f"[name=door][value={door}]").count():
        page.check(f"[name=door][value={door}]", force=True)
    for name, value in fill.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]", force=True)
        else:
            field.fill(value)
    page.locator("#said-yes").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/desk/requests/\d+/$"))


def test_a_request_from_any_door_becomes_evidence_for_a_clause(
    chromium: Browser, live_server: Any, live_world: SimpleNamespace, settings: Any, tmp_path: Path
) -> None:
    w, base = live_world, live_server.url
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    office = at_office(chromium, live_server, w.officer, viewport=DESKTOP)
    task = upload_and_agree(office, base, w)
    office.goto(task)
    assert "没有数据" in office.inner_text("main")

    elder_asks_on_a_phone(chromium, base)
    operator = at_desk(chromium, live_server, w.operator)
    taken_at_the_desk(operator, "叫出租车", "phone", {"q-when": "now", "q-to": "市一医院", "q-help": "arm"})
    daughter_asks_for_her_mother(chromium, base, w)
    teller = at_desk(chromium, live_server, w.teller)
    taken_at_the_desk(teller, "养老金资格认证", "counter", {"q-how": "counter", "q-living": "here"})

    journal = Event.objects.filter(name="intake.request.submitted").order_by("pk")
    assert [(e.door, e.acting_for, e.item) for e in journal] == [
        ("web", False, "benefit-check"),
        ("phone", False, "taxi"),
        ("web", True, "benefit-check"),
        ("counter", False, "benefit-check"),
    ]
    assert {e.subject_key for e in journal} == {w.li.subject_key}
    deliver_due()
    told = Message.objects.get(template="request-submitted")
    assert told.person == w.li
    assert "李敏" in told.text
    assert told.state == Message.State.READY

    office.goto(task)
    press(office, office.locator("form[action$='/evidence/refresh'] button").first)
    office.goto(task)
    measured = office.inner_text("main")
    assert "50%" in measured.replace(" ", "").replace(".0", "")  # telephone and counter, of four
    assert "没有数据" not in office.inner_text(".page-head")
    press(office, office.locator("a[href*='/rows']").first)
    office.fill("[name=purpose]", "核对任务1")
    press(office, "main .btn-main")
    office.wait_for_selector("table")
    rows = office.inner_text("table")
    assert "李**" in rows
    assert "李桂兰" not in rows
    assert Access.objects.filter(purpose="核对任务1").exists()
    for page in (office, operator, teller):
        page.context.close()
