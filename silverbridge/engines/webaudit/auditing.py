"""A whole run: one browser, several pages at a time, whatever befalls a page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Error, async_playwright
from playwright.async_api import Page as BrowserPage

from . import scripts
from .chromium import launch_options
from .model import Audit, Trouble
from .pack import RuleDefinition, load_pack, pack_version
from .picturing import Camera
from .probes.way import Way
from .visiting import Seen, Visit, visit

PAGE_SECONDS, LOAD_SECONDS, OPEN_SECONDS = 60.0, 20.0, 30.0
WINDOW_PAGES = 100  # a window that saw so many pages is replaced: what a browser keeps of them goes with it
PICTURES_MOST = 64_000_000  # characters of base64 in one report


@dataclass
class Options:
    """How to audit. `hosts`: the only ones that are spoken to; `anywhere` lifts that."""

    hosts: frozenset[str] = frozenset()
    anywhere: bool = False
    concurrency: int = 2
    sandbox: bool = False
    crops: bool = False
    storage_state: Path | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    page_seconds: float = PAGE_SECONDS
    pictures_most: int = PICTURES_MOST
    load_seconds: float = LOAD_SECONDS
    pack: dict[str, RuleDefinition] = field(default_factory=load_pack)


class Window:
    """A window of one size that pages are opened in, one after another; replaced when a page spoils it."""

    def __init__(self, browser: Browser, size: tuple[int, int], touch: bool, options: Options) -> None:
        self.browser, self.size, self.touch, self.options = browser, size, touch, options
        self.context: BrowserContext | None = None
        self.camera: Camera | None = None
        self.downloads: list[str] = []
        self.visits = 0
        self.way = Way.of(options.storage_state, options.steps)

    @property
    def tab(self) -> BrowserPage:
        """Where pages are opened."""
        return self.camera.tab

    async def open(self) -> None:
        """Makes context and tab, once."""
        if self.context is not None:
            return
        state = str(self.options.storage_state) if self.options.storage_state else None
        self.context = await self.browser.new_context(
            viewport={"width": self.size[0], "height": self.size[1]},
            has_touch=self.touch,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=state,
            accept_downloads=False,
            service_workers="block",
        )
        self.context.set_default_timeout(self.options.load_seconds * 1000)
        await self.context.clock.install()
        await self.context.add_init_script(scripts.hooks())
        self.camera = await Camera.of(self.context)
        self.tab.on("download", lambda d: self.downloads.append(d.url))
        self.tab.on("dialog", lambda d: asyncio.ensure_future(_dismiss(d)))
        self.context.on("page", lambda p: asyncio.ensure_future(self._strange(p)))

    async def _strange(self, page: BrowserPage) -> None:
        if page not in (self.camera.tab, self.camera.lens):
            try:
                await page.close()
            except Error:
                return

    async def close(self) -> None:
        """Throws the window away."""
        context, self.context = self.context, None
        if context is not None:
            try:
                await asyncio.wait_for(context.close(), 5)
            except (Error, TimeoutError):
                return


async def _dismiss(dialog: Any) -> None:
    try:
        await dialog.dismiss()
    except Error:
        return


def blocked_args(options: Options) -> list[str]:
    """What keeps Chromium from every host but those asked for."""
    if options.anywhere or not options.hosts:
        return []
    excluded = ", ".join(f"EXCLUDE {host}" for host in sorted(options.hosts))
    return [f"--host-resolver-rules=MAP * ~NOTFOUND, {excluded}", "--no-proxy-server"]


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


class Holder:
    """The one browser; started again when it died."""

    def __init__(self, playwright: Any, options: Options) -> None:
        self.playwright, self.options = playwright, options
        self.held: Browser | None = None
        self.lock = asyncio.Lock()

    async def browser(self) -> Browser:
        """A living browser."""
        async with self.lock:
            if self.held is None or not self.held.is_connected():
                told = launch_options()
                told["args"] += blocked_args(self.options)
                self.held = await self.playwright.chromium.launch(**told)
            return self.held

    async def close(self) -> None:
        """Ends it."""
        if self.held is not None and self.held.is_connected():
            await self.held.close()


async def worker(
    holder: Holder, queue: asyncio.Queue[list[Visit]], options: Options, result: Audit, progress: Any
) -> None:
    """Takes page after page until none is left.

    1. Each window of a page. 2. Its elder edition, when there is one and the mode was not told. 3. What came is put down.
    """
    windows: dict[tuple[int, int], Window] = {}
    while not queue.empty():
        group = queue.get_nowait()
        for asked in group:
            seen = await patient(holder, windows, asked, options)
            put_down(result, asked, seen, options)
            if progress:
                progress(asked, seen)
            if seen.switch and asked.state == "default":
                elder = switched(asked, seen.switch)
                again = await patient(holder, windows, elder, options, seen)
                put_down(result, elder, again, options)
            for url in seen.editions:
                if url not in result.asked and (urlsplit(url).hostname or "") in options.hosts:
                    result.asked.add(url)
                    queue.put_nowait([replace(v, url=url, name=named(v, url), mode="elder") for v in group])
    for window in windows.values():
        await window.close()


def named(asked: Visit, url: str) -> str:
    """A page found on the way is named as the one it was found on: by its address, or by its file."""
    return url if asked.name.startswith("http") else urlsplit(url).path.lstrip("/")


def switched(asked: Visit, selector: str) -> Visit:
    """The same page after its elder edition was switched on."""
    press = {"do": "click", "selector": selector}
    return replace(asked, name=f"{asked.name} 长辈版", mode="elder", state="elder", steps=(*asked.steps, press))


async def patient(
    holder: Holder, windows: dict[tuple[int, int], Window], asked: Visit, options: Options, before: Seen | None = None
) -> Seen:
    """One visit; once more where the browser died, since another page may have been the cause."""
    started = time.perf_counter()
    seen = await one(holder, windows, asked, options, before)
    if any(t.kind == "crash" for t in seen.troubles):
        seen = await one(holder, windows, asked, options, before)
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


async def one(
    holder: Holder, windows: dict[tuple[int, int], Window], asked: Visit, options: Options, before: Seen | None = None
) -> Seen:
    """One visit; never raises for what a page does."""
    seen = Seen()
    try:
        browser = await holder.browser()
        window = windows.get(asked.size)
        if window is not None and (window.browser is not browser or window.visits >= WINDOW_PAGES):
            await window.close()
            window = None
        if window is None:
            window = windows[asked.size] = Window(browser, asked.size, asked.viewport == "phone", options)
        window.visits += 1
        await asyncio.wait_for(window.open(), OPEN_SECONDS)
        seen = await asyncio.wait_for(opened(window, asked, before), options.page_seconds)
        await asyncio.wait_for(forget(window), OPEN_SECONDS)
    except Exception as error:  # noqa: BLE001 - a fault of our own measuring costs this page, never the run
        seen.troubles.append(trouble(asked, error))
        spoiled = windows.pop(asked.size, None)
        if spoiled is not None:
            await spoiled.close()
    return seen


async def forget(window: Window) -> None:
    """Leaves nothing of one page for the next."""
    await window.way.forget(window.tab)
    window.downloads.clear()


async def opened(window: Window, asked: Visit, before: Seen | None = None) -> Seen:
    """Opens the address and measures; a page that is not finished in time is measured as far as it came."""
    tab, options, way = window.tab, window.options, window.way.then(asked.steps)
    response = None
    slow = False
    try:
        response = await tab.goto(asked.url, wait_until="load")
    except TimeoutError:
        slow = True
    except Error as error:
        if "Timeout" in str(error):
            slow = True
        else:
            raise
    if response is not None and response.status >= 400:
        return Seen(
            troubles=[
                Trouble(
                    asked.name,
                    "status",
                    f"网页返回{response.status}",
                    f"the page answers {response.status}",
                    asked.viewport,
                )
            ]
        )
    wall = await sign_in_wall(tab, asked)
    if wall is None and way.steps:
        await way.walk(tab)
        wall = await sign_in_wall(tab, asked)
    if wall:
        return Seen(troubles=[wall])
    seen = await visit(window.camera, asked, options.pack, way, before)
    if slow:
        seen.troubles.append(
            Trouble(
                asked.name,
                "slow",
                "网页没有加载完，只检查了已经显示的部分",
                "the page did not finish loading; what had come was measured",
                asked.viewport,
                fatal=False,
            )
        )
    return seen


async def sign_in_wall(tab: BrowserPage, asked: Visit) -> Trouble | None:
    """A redirect to a page that asks for a password, which is not the page that was asked for."""
    moved = tab.url.split("#")[0].split("?")[0] != asked.url.split("#")[0].split("?")[0]
    if not moved or not await tab.evaluate("() => !!document.querySelector('input[type=password]')"):
        return None
    return Trouble(
        asked.name,
        "sign-in",
        "要登录才能看",
        f"leads to a sign-in page ({tab.url[:80]}); give --storage-state",
        asked.viewport,
    )


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
