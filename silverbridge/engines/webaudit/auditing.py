"""A whole run: one browser, several pages at a time, whatever befalls a page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error, async_playwright

from .model import Audit, Trouble
from .opening import open_page
from .options import Options
from .pack import pack_version
from .visiting import Seen, Visit, visit
from .windows import Holder, Window, Windows


async def audit(visits: list[Visit], options: Options, progress: Callable[[Visit, Seen], None] | None = None) -> Audit:
    """Audits every visit. Pages that fail are named with their reason; the others are judged all the same."""
    result = Audit(pack=pack_version(options.pack), asked={v.url for v in visits})
    queue: asyncio.Queue[list[Visit]] = asyncio.Queue()
    by_page: dict[tuple[str, str], list[Visit]] = {}
    for v in visits:
        by_page.setdefault((v.name, v.state), []).append(v)
    for group in by_page.values():
        queue.put_nowait(group)
    async with async_playwright() as playwright:
        holder = Holder(playwright, options)
        try:
            await holder.browser()
            workers = [worker(holder, queue, options, result, progress) for _ in range(max(1, options.concurrency))]
            await asyncio.gather(*workers)
        finally:
            await holder.close()
    order = {key: i for i, key in enumerate(by_page)}
    result.findings.sort(key=lambda f: (order.get((f.page, f.state), 0), f.viewport != "phone", f.rule))
    return result


async def worker(
    holder: Holder, queue: asyncio.Queue[list[Visit]], options: Options, result: Audit, progress: Any
) -> None:
    """Takes page after page until none is left.

    1. Each window of a page. 2. Its elder edition, when there is one and the mode was not told. 3. What came is put down.
    """
    windows = Windows(holder, options)
    while not queue.empty():
        group = queue.get_nowait()
        for asked in group:
            seen = await patient(windows, asked)
            put_down(result, asked, seen, options)
            if progress:
                progress(asked, seen)
            if seen.switch and asked.state == "default":
                elder = switched(asked, seen.switch)
                again = await patient(windows, elder, seen)
                put_down(result, elder, again, options)
            for url in seen.editions:
                if url not in result.asked and (urlsplit(url).hostname or "") in options.hosts:
                    result.asked.add(url)
                    queue.put_nowait([replace(v, url=url, name=named(v, url), mode="elder") for v in group])
    await windows.close()


def named(asked: Visit, url: str) -> str:
    """A page found on the way is named as the one it was found on: by its address, or by its file."""
    return url if asked.name.startswith("http") else urlsplit(url).path.lstrip("/")


def switched(asked: Visit, selector: str) -> Visit:
    """The same page after its elder edition was switched on."""
    press = {"do": "click", "selector": selector}
    return replace(asked, name=f"{asked.name} 长辈版", mode="elder", state="elder", steps=(*asked.steps, press))


async def patient(windows: Windows, asked: Visit, before: Seen | None = None) -> Seen:
    """One visit; once more where the browser died, since another page may have been the cause."""
    started = time.perf_counter()
    seen = await one(windows, asked, before)
    if any(t.kind == "crash" for t in seen.troubles):
        seen = await one(windows, asked, before)
    seen.seconds = time.perf_counter() - started
    return seen


def put_down(result: Audit, asked: Visit, seen: Seen, options: Options) -> None:
    """Adds what came of a visit; pictures only as long as there is room for them."""
    for f in seen.findings:
        fits = result.pictured + len(f.picture) <= options.pictures_most
        result.findings.append(f if fits else replace(f, picture=""))
        result.pictured += len(f.picture) if fits else 0
    result.troubles += seen.troubles
    result.pages.append(
        {
            "page": asked.name,
            "url": asked.url,
            "viewport": asked.viewport,
            "state": asked.state,
            "mode": seen.page.mode if seen.page else asked.mode,
            "seconds": round(seen.seconds, 3),
            "nodes": seen.nodes,
            "audited": bool(seen.findings),
        }
    )


async def one(windows: Windows, asked: Visit, before: Seen | None = None) -> Seen:
    """One visit; never raises for what a page does."""
    seen, window = Seen(), None
    try:
        window = await windows.take(asked)
        seen = await asyncio.wait_for(measured(window, asked, before), windows.options.page_seconds)
        await window.forget()
    except Exception as error:  # noqa: BLE001 - a fault of our own measuring costs this page, never the run
        seen.troubles.append(trouble(asked, error))
        if window is not None:
            await windows.spoilt(window)
    return seen


async def measured(window: Window, asked: Visit, before: Seen | None) -> Seen:
    """What came of a page; one that did not finish loading is measured as far as it came."""
    way = window.way.then(asked.steps)
    opened = await open_page(window.tab.page, asked, way)
    if opened.barred:
        return Seen(troubles=[opened.barred])
    seen = await visit(window.tab, asked, window.options.pack, way, before)
    if opened.slow:
        chinese = "网页没有加载完，只检查了已经显示的部分"
        english = "the page did not finish loading; what had come was measured"
        seen.troubles.append(Trouble(asked.name, "slow", chinese, english, asked.viewport, fatal=False))
    return seen


KINDS = (
    ("ERR_NAME_NOT_RESOLVED", "dns", "找不到这个网址", "the host is not known"),
    ("ERR_CERT", "tls", "网站证书有问题", "the certificate is not valid"),
    ("ERR_SSL", "tls", "安全连接失败", "no secure connection"),
    ("ERR_TOO_MANY_REDIRECTS", "redirects", "网页不停跳转", "redirected without end"),
    ("ERR_CONNECTION", "connection", "连不上网站", "no connection"),
    ("ERR_HTTP_RESPONSE_CODE_FAILURE", "status", "网页打不开", "the page answers with an error and nothing else"),
    ("ERR_ABORTED", "download", "这个网址是下载，不是网页", "a download, or no page"),
    ("Download is starting", "download", "这个网址是下载，不是网页", "a download, no page"),
    ("crash", "crash", "浏览器崩溃", "the page crashed the browser"),
    ("closed", "crash", "浏览器关闭了", "the browser was closed"),
    ("imeout", "time", "网页太慢，没有查完", "the page took too long"),
)


def trouble(asked: Visit, error: BaseException) -> Trouble:
    """Names what befell a page."""
    text = str(error) or ("Timeout" if isinstance(error, TimeoutError) else type(error).__name__)
    for sign, kind, chinese, english in KINDS:
        if sign in text:
            return Trouble(asked.name, kind, chinese, english, asked.viewport)
    what = "" if isinstance(error, Error) else f"{type(error).__name__}: "
    return Trouble(asked.name, "error", "没有查完", what + next(iter(text.splitlines()), ""), asked.viewport)


def audit_now(visits: list[Visit], options: Options, progress: Callable[[Visit, Seen], None] | None = None) -> Audit:
    """The same for callers without an event loop; in a thread of its own, since another Playwright may hold this one."""
    import threading

    box: dict[str, Any] = {}

    def run() -> None:
        try:
            box["audit"] = asyncio.run(audit(visits, options, progress))
        except BaseException as error:  # noqa: BLE001
            box["error"] = error

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if "error" in box:
        raise box["error"]
    return box["audit"]
