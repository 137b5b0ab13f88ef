"""A ledger with merged cells, kept in a workbook, taken over in a real browser; then taken out again as an office prints it."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from silverbridge.domain.ledger.models import KeptLedger, KeptLine
from silverbridge.domain.ledger.services import confirm_notice, confirm_task
from tests.doors.office_world import add_ledger
from tests.e2e.browser import DESKTOP, PHONE, axe_faults, browser_test, press, shot, sideways, small_targets, strangers
from tests.e2e.office_walk import at_office
from tests.engines import kept_samples as kept

pytestmark = browser_test


@pytest.fixture
def office(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The city's ledger with one notice of three tasks."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return add_ledger(live_world)


def bring(page: Page, data: bytes) -> None:
    """Chooses a workbook and opens it."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("#id_file", {"name": "督办台账.xlsx", "mimeType": sheet, "buffer": data})
    press(page, "main form button.btn-main")


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    wide = sideways(page)
    return [*axe_faults(page), *small_targets(page, 24), *([f"{wide} px too wide"] if wide else []), *page.faults]


def taken_out(page: Page, selector: str) -> bytes:
    """The bytes of what a link downloads."""
    with page.expect_download() as waiting:
        page.click(selector)
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.once), False], ids=["script", "no-script"])
def test_a_merged_ledger_is_taken_over_and_taken_out(
    chromium: Browser, live_server: Any, office: SimpleNamespace, script: bool
) -> None:
    page = at_office(chromium, live_server, office.officer, viewport=DESKTOP, java_script_enabled=script)
    page.goto(f"{live_server.url}/office/notices/{office.notice.pk}/")
    press(page, "main a[href$='/kept']")
    bring(page, kept.merged())
    expect(page.locator("h1")).to_have_text("核对台账的列")
    assert page.input_value("#c-2") == "task" and page.input_value("#c-3") == "measures"
    if script:
        assert faults(page) == []
        shot(page, "kept-columns-desktop")
    page.select_option("#c-6", "remarks")
    press(page, "main form button.btn-main")
    expect(page.locator("h1")).to_have_text("核对台账的行")
    assert page.locator(".kept-row").count() == 3
    expect(page.locator(".kept-row h2").first).to_contain_text("第3、4、5行")
    assert [page.input_value(f"#row-{n}") for n in (3, 6, 7)] == ["1", "2", "3"]
    assert not KeptLedger.objects.exists(), "nothing is written before the last step"
    if script:
        assert faults(page) == []
        shot(page, "kept-rows-desktop")
    page.select_option("#row-7", "")
    press(page, "main form button.btn-main")
    expect(page.locator("#row-7-error")).to_be_visible()
    assert not KeptLedger.objects.exists()
    page.select_option("#row-7", "3")
    press(page, "main form button.btn-main")
    expect(page.locator(".notice").first).to_contain_text("已导入3行")
    first = KeptLine.objects.get(task__number=1)
    assert (first.rows, first.state) == ([3, 4, 5], "in_progress")
    assert "已留4处" in first.remarks and first.progress == "", "as the columns were set"
    press(page, "main a[href$='/papers']")
    if script:
        assert faults(page) == []
        shot(page, "papers-desktop")
    sheet = load_workbook(io.BytesIO(taken_out(page, "a[href$='/papers/ledger']"))).active
    line = dict(zip([c.value for c in sheet[3]], [c.value for c in sheet[4]], strict=True))
    assert line["具体举措"].splitlines()[0] == "1.每个区留一处柜台" and "正在推进" in line["状态"]
    document = docx.Document(io.BytesIO(taken_out(page, "a[href$='/papers/tasks']")))
    assert len(document.tables[0].rows) == 4
    assert strangers(page, live_server.url) == []


@pytest.mark.once  # what it writes is tested on both databases beneath the pages
def test_doubts_and_wrong_cells_on_a_telephone(chromium: Browser, live_server: Any, office: SimpleNamespace) -> None:
    confirm_notice(office.notice, office.clerk)
    confirm_task(office.task, office.clerk)
    page = at_office(chromium, live_server, office.officer, viewport=PHONE)
    page.goto(f"{live_server.url}/office/notices/{office.notice.pk}/kept")
    assert faults(page) == []
    shot(page, "kept-upload-phone")
    bring(page, b"PK\x03\x04 torn")
    expect(page.locator(".err").first).to_contain_text("已损坏")
    bring(page, kept.formulas())
    assert faults(page) == []
    shot(page, "kept-columns-phone")
    press(page, "main form.panel button.btn-main")
    expect(page.locator(".cell-faults .late")).to_contain_text("E4")
    assert faults(page) == []
    shot(page, "kept-rows-phone")
    press(page, "main form button[name=only_good]")
    expect(page.locator(".notice").first).to_contain_text("已导入2行")
    page.goto(f"{live_server.url}/office/tasks/{office.task.pk}/")
    expect(page.locator("#h-kept")).to_be_visible()
    assert faults(page) == []
    shot(page, "task-kept-phone")
    assert docx.Document(io.BytesIO(taken_out(page, "main a[href$='/paper']"))).paragraphs[0].text == office.city.name
