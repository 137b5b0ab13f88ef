"""What the browser tests of the office share: a signed-in window, and a ledger that was worked in."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Browser, Page

from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.catalogue.queries import offerings_of
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.evidence.services import Coverage, record_inspection
from silverbridge.domain.ledger.services import (
    attach_evidence,
    confirm_target,
    import_notice,
    issue_handout_sheet,
    link_indicator,
    refresh_evidence,
    set_judgement,
)
from silverbridge.domain.places.queries import today
from tests.domain.evidence_world import ask
from tests.doors.office_world import REPEALED, add_ledger, add_work, link, signed_in
from tests.e2e.browser import window


def at_office(chromium: Browser, live_server: Any, user: Any, **look: Any) -> Page:
    """A window in which somebody of the office is signed in, both factors shown."""
    page = window(chromium, live_server.url, **look)
    sign_in(page, live_server.url, user)
    return page


def sign_in(page: Page, base: str, user: Any) -> None:
    """Somebody sits down at this window."""
    cookie = signed_in(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])


def worked_in(w: SimpleNamespace) -> SimpleNamespace:
    """A ledger with something on every page: figures of several states, judgements, evidence on file, offerings that end."""
    add_ledger(w)
    w.link = link(w, 0.3, 30)
    add_work(w)
    set_judgement(w.task, "unit", "met", quarter_period(), w.north_clerk, "柜台全年开着，电话有人接。")
    confirm_target(w.link, w.boss)
    issue_handout_sheet(w.handout, w.boss)
    tasks = list(w.notice.tasks.order_by("number"))
    link_indicator(tasks[0], "digital-divide-gap", 0.1, "down", 30, w.clerk)
    link_indicator(tasks[1], "acting-for-share", 0.2, "up", None, w.clerk)
    import_notice(REPEALED, "old.txt", w.clerk, w.city)
    for n in range(24):
        ask(w, f"k{n}", "phone" if n % 3 else "web", person=w.li)
    refresh_evidence()
    period = quarter_period()
    seen = record_inspection(w.city, period, "暗访12处柜台，11处有座位。", Coverage(11, 12, 12), w.clerk)
    attach_evidence(w.task, seen, w.clerk)
    ending = offerings_of([w.city.pk], "taxi").first()
    Offering.objects.filter(pk=ending.pk).update(valid_until=today() + timedelta(days=9))
    return w
