"""What is spared loses nothing: most of axe-core's questions, letters far from a picture, pages of Chromium's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.engines.webaudit import scripts
from silverbridge.engines.webaudit.chromium import NoBrowser, launch_options
from silverbridge.engines.webaudit.serving import served

OURS = ("link-in-text-block", "meta-viewport", "meta-refresh", "css-orientation-lock")
"""Rules of axe's that are judged by our own measurements, or left to them."""
TAGS = """div|span|p|a href=/x|a href=/y|a|ul|ol|li|button|label|h2|section|summary|details|svg|table|tr|td|th|em|dl|dt|meter
select|option|input|input type=checkbox|img src=x.svg""".replace("\n", "|").split("|")
VOID = ("input", "img")
ATTRIBUTES = """role=button|role=list|role=listitem|role=none|role=tab|role=dialog|role=heading|role=''|role=nonsense
aria-label=' '|aria-label=办理|aria-hidden=true|aria-lable=x|aria-checked=maybe|aria-labelledby=one|aria-level=x
aria-expanded=true|id=one|id=two|tabindex=-1|tabindex=0|title=''|autocomplete=nonsense|inert|hidden
style='display:none'|style='visibility:hidden'|style='display:contents'|style='opacity:.5'|style='overflow:auto;height:30px'
style='position:absolute;top:9px'|style='position:fixed;bottom:0'|style='margin-top:-14px;position:relative'
style='background:#eee;color:#bbb'|style='float:left;z-index:2;position:relative'|style='text-shadow:1px 1px #000'""".replace(
    "\n", "|"
).split("|")
WORDS = ("办理", "查询社保", "&nbsp;", " ", "·", "")
UNSPARED = "window.__sb.spare = () => ({ rules: {}, undo() {} });"


def element(tag: str, attributes: list[str], inside: list[str]) -> str:
    """Markup, right or wrong."""
    name = tag.split(maxsplit=1)[0]
    opening = f"<{' '.join([tag, *attributes])}>"
    return opening if name in VOID else f"{opening}{''.join(inside)}</{name}>"


NAMED_ONCE = st.lists(st.sampled_from(ATTRIBUTES), max_size=3, unique_by=lambda a: a.split("=")[0])
BODIES = st.lists(
    st.recursive(
        st.sampled_from(WORDS),
        lambda inside: st.builds(element, st.sampled_from(TAGS), NAMED_ONCE, st.lists(inside, max_size=4)),
        max_leaves=30,
    ),
    min_size=1,
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def tab(playwright, tmp_path_factory) -> Iterator:
    """A browser's tab, the address its pages come from, and where to write them."""
    try:
        told = launch_options()
    except NoBrowser as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("soup")
    with served(folder) as base:
        browser = playwright.chromium.launch(**told)
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_init_script(scripts.hooks())
        yield context.new_page(), base, folder
        browser.close()


def asked(page, how: str = "") -> dict:
    """What axe says of the page, the rules' findings as (rule, element, message)."""
    told = json.loads(page.evaluate(f"{how} {scripts.AXE} ({scripts.read('axe')})(false)"))
    return {
        "rules": {(rule, n["e"], n["message"]) for rule, nodes in told["rules"].items() for n in nodes},
        "contrast": told["contrast"],
    }


def opened(page, address: str, file: Path, body: str) -> None:
    """A page with this in it, measured."""
    file.write_text(
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>办理</title><body>{body}</body></html>"
    )
    page.goto(address)
    page.evaluate(f"{scripts.MEASURE} window.__sb.quiet(); window.__sb.collect('general'); 0")


def compare(page, address: str, file: Path, body: str) -> None:
    """Everything that axe finds when asked of every element is found when it is spared most of them."""
    opened(page, address, file, body)
    unsure = page.evaluate("[...window.__sb.unsure].map(el => String(window.__sb.ref(el)))")
    ours, full = asked(page), asked(page, UNSPARED)
    assert not {one for one in full["rules"] - ours["rules"] if one[0] not in OURS}
    assert {e: full["contrast"][e] for e in unsure if e in full["contrast"]} == {
        e: ours["contrast"].get(e) for e in unsure if e in full["contrast"]
    }


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(BODIES)
def test_nothing_is_lost_by_asking_less(tab, body):
    page, base, folder = tab
    compare(page, f"{base}page.html", folder / "page.html", body)


@pytest.mark.parametrize(
    "body",
    (
        "<a href=/x role=textbox>查询</a>",
        "<a href=/x><b role=button aria-label=' '>查询</b></a>",
        "<a href=/x><b aria-hidden=true>查询</b></a>",
        "<a href=/x>&nbsp;</a>",
        "<ul><li>办理</li><div>查询</div></ul><div><li>办理</li></div><ul role=group><li>办理</li></ul>",
        "<div aria-hidden=true><p><a href=/x>办理</a></p></div>",
        "<details aria-hidden=true></details>",
        "<div role=button><a href=/x>办理</a></div><button><input></button>",
        "<div style='overflow:auto;height:60px;position:relative'><p style='color:#aaa'>办理</p><p style='position:absolute;top:4px;background:#fff'>查询</p></div>",  # noqa: E501
        "<p style='position:absolute;top:20px;color:#aaa'>办理</p><div style='position:absolute;top:10px;height:60px;width:300px;background:#999'></div>",  # noqa: E501
        f'<iframe srcdoc="{escape("<ul><p>办理</p></ul>")}"></iframe>',
        "<div><template shadowrootmode=open><a href=/x></a><slot></slot></template><li>办理</li></div>",
    ),
)
def test_what_is_easily_spared_too_much(tab, body):
    page, base, folder = tab
    compare(page, f"{base}page.html", folder / "page.html", body)


PICTURED = """<div style="background:url(x.svg);height:90px;position:relative"><p id=one>办理社保业务</p>
<ul><li>三项</li></ul><input value=姓名></div><p id=near style="position:absolute;top:20px;left:90px">盖在上面的字</p>
<p id=made></p><style>#made{position:absolute;top:10px;margin:0}#made::before{content:"引"}</style>
<p id=far style="margin-top:300px">下面的字</p>"""
CLEAR = """() => { const clear = (el, which) => getComputedStyle(el, which).webkitTextFillColor === 'rgba(0, 0, 0, 0)';
  return Object.fromEntries([...document.querySelectorAll('p, li, input')].map(el => [el.id || el.localName, clear(el)]).concat([['::before', clear(document.getElementById('made'), '::before')]])); }"""  # noqa: E501


def test_all_letters_in_a_picture_are_hidden_and_those_far_from_it_left(tab):
    page, base, folder = tab
    opened(page, f"{base}page.html", folder / "page.html", PICTURED)
    page.evaluate("window.__sb.veil([[0, 0, 390, 110, [window.__sb.ref(document.getElementById('one'))]]])")
    assert page.evaluate(CLEAR) == {
        "one": True, "li": True, "input": True, "near": True, "made": True, "::before": True, "far": False,
    }  # fmt: skip
    page.evaluate("window.__sb.unveil()")
    assert not any(page.evaluate(CLEAR).values())


def test_the_browser_is_told_to_do_without_all_that_playwright_turns_off(tab):
    page, _, _ = tab
    other = page.context.browser.new_page()
    other.goto("chrome://version")
    lists = re.findall(r"--disable-features=(\S+)", other.inner_text("#command_line"))
    other.close()
    assert len(lists) == 2 and set(lists[0].split(",")) <= set(lists[1].split(","))
