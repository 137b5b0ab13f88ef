"""A revised notice in a browser: taken in, compared task by task, put in force; and a repealed one that enforces nothing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import Notice, Succession, TaskIndicator
from silverbridge.domain.ledger.services import (
    confirm_notice,
    confirm_target,
    confirm_task,
    import_notice,
    link_indicator,
)
from tests.domain.version_texts import NEW, OLD
from tests.e2e.browser import DESKTOP, PHONE, axe_faults, browser_test, press, shot, sideways, small_targets
from tests.e2e.office_walk import at_office

pytestmark = browser_test


@pytest.fixture
def city(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """A ledger with the old notice, confirmed; its second task measured and agreed."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    clerk = Actor.staff(live_world.officer)
    live_world.old = import_notice(OLD, "old.txt", clerk, live_world.city)
    confirm_notice(live_world.old, clerk)
    for task in live_world.old.tasks.all():
        confirm_task(task, clerk)
    for number in (1, 2):
        link = link_indicator(live_world.old.tasks.get(number=number), "staffed-door-share", 0.3, "up", 30, clerk)
        confirm_target(link, Actor.staff(live_world.supervisor))
    return live_world


def upload(page: Page, base: str, text: str, replaces: str = "") -> None:
    """Takes in a notice from a file."""
    page.goto(f"{base}/office/notices/upload")
    page.set_input_files("[name=file]", {"name": "n.txt", "mimeType": "text/plain", "buffer": text.encode("gb18030")})
    if replaces:
        page.select_option("[name=replaces]", replaces)
    press(page, "main .btn-main")


def faulty(page: Page, tag: str) -> list[str]:
    """Everything wrong with the page as it stands; keeps its picture."""
    shot(page, tag)
    return axe_faults(page) + small_targets(page, 24) + ([f"{sideways(page)} px too wide"] if sideways(page) else [])


def test_a_revised_notice_is_compared_then_takes_the_old_ones_place(
    chromium: Browser, live_server: Any, city: SimpleNamespace
) -> None:
    """Nothing binds anew before a supervisor set the day; then what stayed the same is taken over."""
    base, page = live_server.url, at_office(chromium, live_server, city.supervisor, viewport=DESKTOP)
    upload(page, base, NEW, str(city.old.pk))
    row = Succession.objects.get()
    assert page.url.endswith(f"/office/versions/{row.pk}/")
    table = page.inner_text("table.diff")
    assert "街道" in page.inner_text("table.diff ins >> nth=0") and page.inner_text("table.diff del >> nth=0").endswith(
        "区"
    )
    for words in ("改写", "时限变了", "新增", "移位", "单位变了", "删去", "2027-12-31"):
        assert words in table, words
    new = Notice.objects.get(pk=row.new_id)
    assert (new.is_in_force, city.old.is_in_force) == (False, True)
    assert faulty(page, "versions-difference") == []
    press(page, page.locator("main .btn-main").filter(has_text="确认文件"))
    press(page, page.locator("main .btn-main").filter(has_text="生效"))
    old, new = Notice.objects.get(pk=city.old.pk), Notice.objects.get(pk=new.pk)
    assert (old.status, old.is_in_force, new.is_in_force) == ("repealed", False, True)
    links = {(link.task.number, link.is_confirmed) for link in TaskIndicator.objects.filter(task__notice=new)}
    assert links == {(1, False), (3, True)}
    assert [task.is_confirmed for task in new.tasks.order_by("number")] == [False, False, True, False]
    page.set_viewport_size(PHONE)
    page.goto(f"{base}/office/versions/{row.pk}/")
    assert "起生效" in page.inner_text("main")
    assert faulty(page, "versions-in-effect-phone") == []
    page.goto(f"{base}/office/tasks/{city.old.tasks.get(number=2).pk}/")
    assert "修订后" in page.inner_text("main") and "已废止" in page.inner_text(".why")
    assert faulty(page, "versions-old-task") == []
    page.context.close()


def test_a_repealed_notice_is_imported_and_enforces_nothing(
    chromium: Browser, live_server: Any, city: SimpleNamespace
) -> None:
    """It says so, and offers neither a judgement nor a hand-out."""
    page = at_office(chromium, live_server, city.supervisor, viewport=DESKTOP)
    upload(page, live_server.url, OLD.replace("现行有效", "已废止").replace("9号", "3号"))
    row = Notice.objects.get(document_number__contains="3号")
    assert (row.status, row.is_in_force) == ("repealed", False)
    assert "已废止" in page.inner_text(".why")
    page.goto(f"{live_server.url}/office/tasks/{row.tasks.get(number=1).pk}/")
    assert "已废止" in page.inner_text(".why")
    assert page.locator("form[action*='/judge']").count() == 0
    assert page.locator("a[href*='hand-out'], form[action*='hand']").count() == 0
    assert Succession.objects.count() == 0
    page.context.close()
