"""A notice comes in, is confirmed and handed out; the unit reports back with a file, and only with proof is it closed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from silverbridge.domain.accounts.models import Access, Role
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import HandOut, Notice
from tests.conftest import PASSWORD, SINCE
from tests.domain.evidence_world import NOTICE
from tests.e2e.browser import DESKTOP, PHONE, browser_test, press, shot
from tests.e2e.office_walk import at_office, sign_in

pytestmark = browser_test
PROOF = b"%PDF-1.7 benches in every hall"


@pytest.fixture
def city(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The city before its first notice, and 郑岚, who reports for the north."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    load_indicators()
    live_world.clerk = save_user("officer-north", "郑岚", PASSWORD, live_world.hall)
    grant(live_world.clerk, Role.OFFICER, live_world.north, SINCE)
    return live_world


def named(page: Page, name: str) -> None:
    """Presses the button or link of this name, and waits for the page it opens."""
    press(page, page.locator("main").locator("button:visible, a:visible").filter(has_text=name).first)


def taken_in_and_confirmed(page: Page, base: str, w: SimpleNamespace) -> Notice:
    """许岚 takes the notice in, 何文 confirms it."""
    page.goto(base + "/office/notices/upload")
    page.fill("[name=text]", NOTICE)
    named(page, "读取")
    row = Notice.objects.get()
    sign_in(page, base, w.supervisor)
    page.goto(f"{base}/office/notices/{row.pk}/")
    named(page, "确认文件")
    named(page, "确认本页3项任务")
    return row


def handed_out(page: Page, base: str, w: SimpleNamespace, row: Notice) -> HandOut:
    """何文 hands the first task to the north; a day after the deadline wants its reason."""
    press(page, "#task-1 th a")
    expect(page.locator("#h-work")).to_have_text("办理")
    named(page, "交办给其他单位")
    page.select_option("[name=organisation]", label=w.north.name)
    page.check("[name=role][value=lead]")
    page.fill("[name=contact_name]", "郑岚")
    page.fill("[name=contact_phone]", "13800006029")
    page.fill("[name=due]", "2099-12-31")
    named(page, "交办")
    expect(page.locator("#id_reason-error")).to_contain_text("晚于文件时限")
    page.fill("[name=reason]", "大厅在修，修完再装。")
    named(page, "交办")
    expect(page.locator(".notice")).to_contain_text("任务已交办给")
    expect(page.locator("main")).to_contain_text("138 **** 6029")
    assert "13800006029" not in page.content()
    return HandOut.objects.get()


@pytest.mark.parametrize("script", [True, False])
def test_from_notice_to_closed(chromium: Browser, live_server: Any, city: SimpleNamespace, script: bool) -> None:
    """With JavaScript on a desk and without it on a telephone."""
    base, view = live_server.url, DESKTOP if script else PHONE
    page = at_office(chromium, live_server, city.officer, viewport=view, java_script_enabled=script)
    notice = taken_in_and_confirmed(page, base, city)
    row = handed_out(page, base, city, notice)

    sign_in(page, base, city.clerk)
    page.goto(base + "/office/work/")
    expect(page.locator("tbody tr")).to_have_count(1)
    press(page, "tbody th a")
    press(page, "#act-acknowledge .btn-main")
    expect(page.locator(".notice")).to_contain_text("任务已签收")
    page.fill("[name=progress]", "三个大厅都装了座椅。")
    page.fill("[name=problems]", "一个大厅还缺两把。")
    press(page, "#act-report .btn-main")
    expect(page.locator(".notice")).to_contain_text("反馈已提交")
    if not page.locator("#act-ask .btn-main").is_visible():
        page.click("#act-ask summary")
    press(page, "#act-ask .btn-main")
    expect(page.locator("#act-ask")).to_contain_text("不能销号：没有佐证材料")
    if not page.locator("#act-material [name=files]").is_visible():
        page.click("#act-material summary")
    file = {"name": "现场照片.pdf", "mimeType": "application/pdf", "buffer": PROOF}
    page.set_input_files("#act-material [name=files]", file)
    press(page, "#act-material .btn-main")
    expect(page.locator("#h-material + table")).to_contain_text("现场照片.pdf")
    if not page.locator("#act-ask .btn-main").is_visible():
        page.click("#act-ask summary")
    press(page, "#act-ask .btn-main")
    expect(page.locator(".notice")).to_contain_text("已申请销号")
    shot(page, f"work-asked-{script}")

    sign_in(page, base, city.supervisor)
    page.goto(base + "/office/supervision/?state=closing_asked")
    press(page, "tbody th a")
    with page.expect_download() as coming:
        page.click("#h-material + table a")
    assert hashlib.sha256(Path(coming.value.path()).read_bytes()).hexdigest() == hashlib.sha256(PROOF).hexdigest()
    assert coming.value.suggested_filename == "现场照片.pdf"
    press(page, "#act-verify .btn-main")
    press(page, "#act-close .btn-main")
    expect(page.locator(".notice")).to_contain_text("任务已销号")
    page.goto(f"{base}/office/notices/{notice.pk}/")
    expect(page.locator("#task-1")).to_contain_text("已销号")
    shot(page, f"work-notice-{script}")

    sign_in(page, base, city.outsider)
    assert page.goto(f"{base}/office/handouts/{row.pk}/").status == 404
    assert page.goto(f"{base}/office/handouts/{row.pk}/files/{row.materials.get().pk}").status == 404
    assert Access.objects.filter(what="ledger.material", user=city.supervisor).count() == 1
    assert page.faults == []
    page.context.close()
