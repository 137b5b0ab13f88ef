"""The measures of browser tests can fail: each is shown a page that is wrong."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser

from tests.e2e.browser import (
    axe_faults,
    browser_test,
    sideways,
    small_targets,
    small_text,
    strangers,
    transferred,
    window,
)

pytestmark = browser_test
WRONG = """<!doctype html><html lang="zh-Hans"><title>坏页</title><main><h1>坏页</h1>
<p style="color:#888;background:#fff;font-size:12px">看不清</p><a href="#x" style="font-size:20px">点</a>
<div style="width:900px">宽</div><img src="http://stranger.invalid/x.png" alt="画"></main>"""


def test_each_measure_sees_its_fault(chromium: Browser) -> None:
    """Grey on white, small type, a small target, a wide box and a stranger's picture."""
    page = window(chromium, "http://127.0.0.1")
    page.set_content(WRONG)
    assert any("color-contrast" in fault for fault in axe_faults(page))
    assert small_text(page, 16) == ["12px 看不清"]
    assert len(small_targets(page)) == 1
    assert sideways(page) > 500
    assert strangers(page, "http://127.0.0.1") == ["http://stranger.invalid/x.png"]
    page.context.close()


def test_what_the_content_policy_refuses_is_a_fault(chromium: Browser, live_server: Any) -> None:
    """A style written into an element, on a page of ours."""
    page = window(chromium, live_server.url)
    page.goto(live_server.url + "/look/no-ads")
    assert page.faults == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(200)
    assert len(page.faults) == 1
    page.context.close()


def test_bytes_on_the_wire_are_counted(chromium: Browser, live_server: Any) -> None:
    """The icon of the look, head and body."""
    page = window(chromium, live_server.url)
    weight = transferred(page, live_server.url + "/static/look/favicon.svg")
    assert weight > 300
    page.context.close()
