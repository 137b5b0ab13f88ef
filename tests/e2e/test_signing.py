"""A notice is compared with what was read, by keys alone: corrected, cut, joined, added, taken out, confirmed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from silverbridge.domain.ledger.models import Correction, Duty, Notice, Task
from tests.domain.signing_world import STATED, add_notice
from tests.e2e.browser import DESKTOP, NARROW, PHONE, axe_faults, browser_test, press, shot, sideways, small_targets
from tests.e2e.office_walk import at_office

pytestmark = browser_test
LEAST_TARGET = 24


@pytest.fixture
def city(live_world: SimpleNamespace, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The city before its first notice."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return live_world


def keys(page: Page, *pressed: str) -> None:
    """Presses keys, no mouse. Access keys go to the browser as a real keyboard sends them, with the letter they would type."""
    for key in pressed:
        if not key.startswith("Alt+"):
            page.keyboard.press(key)
            continue
        letter = key.removeprefix("Alt+")
        known = {"modifiers": 1, "key": letter, "windowsVirtualKeyCode": ord(letter.upper())}
        session = page.context.new_cdp_session(page)
        for kind in ("rawKeyDown", "char", "keyUp"):
            said = {"text": letter, "unmodifiedText": letter} if kind == "char" else {}
            session.send("Input.dispatchKeyEvent", {"type": kind, **said, **known})


def go(page: Page, *pressed: str) -> None:
    """Presses keys, the last of which opens a page."""
    keys(page, *pressed[:-1])
    with page.expect_navigation():
        keys(page, pressed[-1])


def write(page: Page, words: str) -> None:
    """Writes over what stands in the field in focus."""
    keys(page, "Control+a")
    page.keyboard.insert_text(words)


def lit(page: Page) -> list[str]:
    """The words highlighted in the text, without their marks."""
    return page.eval_on_selector_all(
        "#sign-text mark.at",
        "all => all.map(m => [...m.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join(''))",
    )


def in_sight(page: Page) -> bool:
    """Whether the first highlighted words lie inside their panel as it is scrolled."""
    return page.evaluate(
        """() => { const m = document.querySelector('#sign-text mark.at').getBoundingClientRect(),
          p = document.getElementById('sign-text').getBoundingClientRect();
          return m.top >= p.top - 1 && m.top < p.bottom; }"""
    )


def focused(page: Page, field: str) -> bool:
    """Waits until this field has the focus: a page gives it a moment after it has loaded."""
    page.wait_for_function("name => document.activeElement.name === name", arg=field)
    return True


def opens(page: Page, key: str, field: str) -> None:
    """A key opens a section, whose first control takes the focus."""
    keys(page, key)
    page.wait_for_function("name => document.activeElement.name === name", arg=field)


def upload(page: Page, base: str) -> Notice:
    """何文 pastes the notice."""
    page.goto(base + "/office/notices/upload")
    page.fill("[name=text]", STATED)
    press(page, "main .btn-main")
    return Notice.objects.get()


def test_a_notice_is_signed_by_keys_alone(  # noqa: PLR0915 - one story
    chromium: Browser, live_server: Any, city: SimpleNamespace
) -> None:
    """From the upload to the last confirmation, without touching a mouse."""
    page = at_office(chromium, live_server, city.supervisor, viewport=DESKTOP)
    row = upload(page, live_server.url)
    page.goto(f"{live_server.url}/office/notices/{row.pk}/sign")
    assert focused(page, "title") and "".join(lit(page)) == row.title, "the cursor stands in the first field"
    keys(page, "Alt+2")
    assert focused(page, "document_number") and lit(page) == ["安政办发〔2026〕15号"]
    shot(page, "sign-head-1366")
    go(page, "Alt+y")
    # Each field in focus shows its words; the tab goes from one to the next.
    assert focused(page, "words") and "".join(lit(page)) == Task.objects.get(number=1).text
    keys(page, "Tab")
    assert focused(page, "leads") and lit(page) == ["市卫生健康委"] and in_sight(page)
    keys(page, "Alt+4")
    assert focused(page, "cooperating") and lit(page) == ["市医保局"]
    keys(page, "Alt+5")
    assert focused(page, "deadline_kind") and "2026年10月底前" in lit(page)[0]
    shot(page, "sign-task-1366")
    # Two corrections.
    keys(page, "Alt+2")
    write(page, "市卫生健康委\n市数据局")
    keys(page, "Alt+5", "Tab")
    assert focused(page, "deadline")
    write(page, "2026年9月30日")
    keys(page, "Alt+n")
    expect(page.locator("#sign-unsaved")).to_be_visible()
    go(page, "Alt+s")
    first = Task.objects.get(number=1)
    assert (first.leads, first.deadline, first.is_confirmed) == (["市卫生健康委", "市数据局"], date(2026, 9, 30), False)
    expect(page.locator("main")).to_contain_text("读取时：市卫生健康委")
    shot(page, "sign-corrected-1366")
    # Split between two sentences, and merge again what does not stand alone.
    opens(page, "Alt+x", "at")
    keys(page, "ArrowDown", "Tab", "Tab", "Tab")
    go(page, "Enter")
    assert [task.number for task in Task.objects.all()] == [1, 4, 2, 3]
    keys(page, "Alt+m")
    page.wait_for_function("document.activeElement.textContent.trim() === '与后一项任务4合并'")
    go(page, "Enter")
    assert Task.objects.get(number=1).text == first.text and Task.objects.count() == 3
    # One is added from a clause and taken out again; then everything is confirmed.
    opens(page, "Alt+i", "kind")
    keys(page, "Tab", "Tab")
    assert focused(page, "passage")
    write(page, "各区要明确专人负责，并把名单报市政府办公室。")
    keys(page, "Tab", "Tab")
    go(page, "Enter")
    expect(page.locator("h1")).to_have_text("核对任务5")
    opens(page, "Alt+r", "reason")
    page.keyboard.insert_text("是工作要求")
    go(page, "Tab", "Enter")
    expect(page.locator(".sign-foot")).to_contain_text("是工作要求")
    for number in (1, 2, 3):
        expect(page.locator("h1")).to_have_text(f"核对任务{number}")
        go(page, "Alt+y")
    # What has to be reported, and the aim, in the same way.
    expect(page.locator("h1")).to_have_text("核对：报送要求1")
    keys(page, "Alt+4")
    assert focused(page, "when") and lit(page) == ["每季度结束后10日内"] and in_sight(page)
    keys(page, "Alt+3")
    assert focused(page, "what")
    write(page, "《就医便利情况统计表》（附件1）")
    shot(page, "sign-duty-1366")
    go(page, "Alt+y")
    duty = Duty.objects.get()
    assert (duty.what, duty.is_confirmed) == ("《就医便利情况统计表》（附件1）", True)
    expect(page.locator("h1")).to_have_text("核对：目标1")
    keys(page, "Alt+3")
    assert focused(page, "target-0-words") and lit(page) == ["达到30%以上"]
    go(page, "Alt+y")
    expect(page.locator(".notice").last).to_contain_text("全部确认了")
    assert all(task.is_confirmed for task in Task.objects.all()) and Notice.objects.get().is_confirmed
    assert set(Correction.objects.values_list("act", flat=True)) == {"correct", "split", "merge", "add", "remove"}
    assert page.faults == []
    page.context.close()


def test_one_correction_without_a_script(chromium: Browser, live_server: Any, city: SimpleNamespace) -> None:
    """Field and words carry the same mark, and a plain form saves."""
    city = add_notice(city)
    page = at_office(chromium, live_server, city.officer, viewport=PHONE, java_script_enabled=False)
    page.goto(f"{live_server.url}/office/notices/{city.notice.pk}/sign?task={city.tasks[1].pk}")
    assert page.locator("mark[data-f='3'] .tag, mark[data-f='2'] .tag").first.inner_text() in ("2", "3")
    assert page.locator("label[for=id_leads] .tag").inner_text() == "2"
    page.fill("[name=leads]", "市民政局\n市残联")
    page.fill("[name=responsible]", "")
    press(page, "button[value=next]")
    assert Task.objects.get(number=2).leads == ["市民政局", "市残联"]
    expect(page.locator("h1")).to_have_text("核对任务3")
    page.context.close()


@pytest.mark.looks
def test_open_sections_and_a_refused_answer_have_no_fault(
    chromium: Browser, live_server: Any, city: SimpleNamespace
) -> None:
    """In a window of 320 px with the largest letters; test_office_pages measures the page as it opens."""
    city = add_notice(city, STATED)
    page = at_office(chromium, live_server, city.supervisor, viewport=NARROW, size=30)
    page.goto(f"{live_server.url}/office/notices/{city.notice.pk}/sign?duty={Duty.objects.get().pk}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shot(page, "sign-duty-320")
    assert (sideways(page), axe_faults(page), small_targets(page, LEAST_TARGET)) == (0, [], [])
    page.goto(f"{live_server.url}/office/notices/{city.notice.pk}/sign?task={city.tasks[0].pk}&whole=1")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shot(page, "sign-open-320")
    assert (sideways(page), axe_faults(page), small_targets(page, LEAST_TARGET)) == (0, [], [])
    page.fill("[name=words]", "没有这句话。")
    press(page, "button[value=stay]")
    expect(page.locator(".err-box")).to_be_visible()
    assert focused(page, "words")
    shot(page, "sign-error-320")
    assert (sideways(page), axe_faults(page)) == (0, [])
    page.context.close()
