"""What there is to try on a page: larger letters, other colours, a voice, the elder switch, forms, search."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urldefrag, urljoin

from playwright.async_api import Page as BrowserPage

from ..measures import Page
from ..measures.overlays import is_float
from . import controls, sending
from .pressing import At, fresh

SIZE = re.compile(r"字号|字体|大字|放大|A\s*[+＋]|加大|变大|调大|大号|特大|超大|文字大小|更大|字大|^大$|T[+＋]")
SCHEME = re.compile(r"对比|高反差|配色|黑底|黄字|反色|黑黄|蓝底|白底")
POINTER = re.compile(r"鼠标|光标|指针|箭头")
VOICE = re.compile(r"朗读|语音|读给我|听|播报|读屏|念|读出")
ELDER = re.compile(r"长辈|适老|关怀|关爱|亲情|大字版|老年")
EXIT = re.compile(
    r"退出(?!登录|账号|账户|系统)|((切换|返回|回到|转到|进入|前往|去|用|看)?.{0,4}(标准|普通|常规|正常|原|完整|通用|经典|默认|旧|传统).{0,2}(版|模式|网站|页面|首页))|关闭(长辈|关怀|适老|大字)|切换(到|回|至)?(版本|模式)"
)
Probe = Callable[[BrowserPage, At], Awaitable[Any]]


def to_try(asked: Any, page: Page) -> dict[str, Probe]:
    """The probes for which the page has something to try, by the name of what they find."""
    names = [c["name"] + " " + c["title"] for c in page.rows("controls")] + [
        f["label"] + f["beside"] + f["aria"] + f["value"] for f in page.rows("fields")
    ]
    plain = page.snapshot["plain"]

    def some(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(name) for name in names if len(name) < 60)

    switches = any(
        ELDER.search(c["name"]) and len(c["name"]) < 24 and not leads_away(c["href"])
        for c in page.rows("controls")
        if c["clicks"] or c["native"]
    )
    every: tuple[tuple[str, Probe, Any], ...] = (
        ("size", controls.size, some(SIZE) or re.search(r"字号|字体|文字大小|字大小", plain)),
        ("scheme", controls.scheme, some(SCHEME) or re.search(r"配色|对比度", plain)),
        ("cursor", controls.cursor, asked.viewport == "desktop" and some(POINTER)),
        ("voice", controls.voice, page.article and some(VOICE)),
        ("switch", controls.switch, switches),
        ("search", sending.search, page.mode == "home" and any(f["search"] for f in page.rows("fields"))),
        ("forms", sending.forms, asked.sandbox),
        ("toasts", sending.brief_messages, asked.sandbox and page.rows("controls")),
    )
    return {name: probe for name, probe, wanted in every if wanted}


async def try_out(tab: BrowserPage, at: At, probes: dict[str, Probe]) -> dict[str, Any]:
    """What each probe found."""
    out = {}
    for name, probe in probes.items():
        await fresh(tab, at)
        out[name] = await probe(tab, at)
    return out


async def try_closing(tab: BrowserPage, at: At, page: Page) -> None:
    """Says of each pop-up that promotes something whether it is back after it was closed and the page reloaded."""
    for layer in page.probes["popups"]["judged"]:
        if layer["closes"] and layer["promo"] and (is_float(layer) or layer["backdrop"] or layer["centre"]):
            layer["reopened"] = await sending.reopened(tab, at, layer)


def elder_editions(page: Page, url: str) -> tuple[str, list[str]]:
    """What turns the page into its elder edition when pressed ('' when nothing does), and addresses of one elsewhere."""
    told = page.probes["elder"]["switch"] or {}
    links = [
        urldefrag(urljoin(url, c["href"]))[0]
        for c in page.rows("controls")
        if leads_away(c["href"]) and not c["hidden"] and len(c["name"]) < 24 and ELDER.search(c["name"])
    ]
    return told.get("selector", "") if told.get("changed") else "", list(dict.fromkeys(links))


def leads_away(href: str | None) -> bool:
    """Is it a link to another page, and no switch of this one?"""
    return bool(href) and not href.startswith(("#", "?", "javascript:"))


def way_out(page: Page) -> bool:
    """Is there a link or button back to the standard edition?"""
    return any(
        c["target"] and not c["hidden"] and len(c["name"]) < 30 and EXIT.search(c["name"])
        for c in page.rows("controls")
    )
