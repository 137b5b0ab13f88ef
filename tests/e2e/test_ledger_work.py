"""A notice comes in, is corrected by keys, confirmed and handed out; only with proof is it closed, and the papers say so."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from silverbridge.domain.accounts.models import Access, Role
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import HandOut, Notice, Task
from tests.conftest import PASSWORD, SINCE
from tests.domain.evidence_world import NOTICE
from tests.e2e.browser import DESKTOP, PHONE, browser_test, press, shot
from tests.e2e.office_walk import at_office, sign_in
from tests.e2e.test_signing import focused, go, keys, write

pytestmark = browser_test
PROOF = b"%PDF-1.7 benches in every hall"
COLUMNS = ["序号", "工作任务", "具体举措", "牵头单位", "责任单位", "责任人及电话", "完成时限"]
COLUMNS += ["进展情况", "存在问题", "下一步打算", "佐证材料", "状态", "销号时间", "备注"]


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


def corrected(page: Page, base: str, task: Task) -> None:
    """Two corrections by keys alone: one more lead unit, and an earlier day."""
    page.goto(f"{base}/office/notices/{task.notice_id}/sign?task={task.pk}")
    assert focused(page, "words")
    keys(page, "Alt+2")
    assert focused(page, "leads")
    write(page, "安澜市民生服务中心\n市数据局")
    keys(page, "Alt+5", "Tab")
    assert focused(page, "deadline")
    write(page, "2098年9月30日")
    go(page, "Alt+s")
    task.refresh_from_db()
    assert (task.leads, task.deadline) == (["安澜市民生服务中心", "市数据局"], date(2098, 9, 30))


def downloaded(page: Page, selector: str, folder: Path) -> Path:
    """Saves what a link hands out, under the name it is given."""
    with page.expect_download() as coming:
        page.locator(selector).first.click()
    coming.value.save_as(folder / coming.value.suggested_filename)
    return folder / coming.value.suggested_filename


def papers_say_so(page: Page, base: str, row: HandOut, folder: Path) -> None:
    """The document that handed the task out, and the ledger as a workbook, opened again."""
    page.goto(f"{base}/office/handouts/{row.pk}/")
    sheet = downloaded(page, "a[href$='/paper']", folder)
    document = Document(sheet)
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    told = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert sheet.name.endswith(".docx") and "督办" in told and row.organisation.name in told and "郑岚" in told
    page.goto(f"{base}/office/notices/{row.task.notice_id}/papers")
    lines = list(
        load_workbook(downloaded(page, "a[href$='/papers/ledger']", folder)).active.iter_rows(values_only=True)
    )
    head = next(n for n, line in enumerate(lines) if "序号" in line)
    first = dict(zip(lines[head], lines[head + 1], strict=True))
    assert list(first) == COLUMNS
    assert "已销号" in first["状态"] and first["牵头单位"] == "安澜市民生服务中心、市数据局"
    assert first["进展情况"] == "三个大厅都装了座椅。" and "现场照片.pdf" in first["佐证材料"]
    assert "138 **** 6029" in first["责任人及电话"]


def taken_in_and_confirmed(page: Page, base: str, w: SimpleNamespace, script: bool) -> Notice:
    """许岚 takes the notice in and, with keys, corrects it; 何文 confirms it."""
    page.goto(base + "/office/notices/upload")
    page.fill("[name=text]", NOTICE)
    named(page, "读取")
    row = Notice.objects.get()
    if script:
        corrected(page, base, row.tasks.get(number=1))
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


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.once), False])
def test_from_notice_to_closed(  # noqa: PLR0915 - one story
    chromium: Browser, live_server: Any, city: SimpleNamespace, script: bool, tmp_path: Path
) -> None:
    """With JavaScript on a desk and without it on a telephone."""
    base, view = live_server.url, DESKTOP if script else PHONE
    page = at_office(chromium, live_server, city.officer, viewport=view, java_script_enabled=script)
    notice = taken_in_and_confirmed(page, base, city, script)
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
    if script:
        papers_say_so(page, base, row, tmp_path)

    sign_in(page, base, city.outsider)
    assert page.goto(f"{base}/office/handouts/{row.pk}/").status == 404
    assert page.goto(f"{base}/office/handouts/{row.pk}/files/{row.materials.get().pk}").status == 404
    assert Access.objects.filter(what="ledger.material", user=city.supervisor).count() == 1
    assert page.faults == []
    page.context.close()
