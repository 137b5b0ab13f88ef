"""The browser, and the windows that pages are opened in, one after another."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error
from playwright.async_api import Page as BrowserPage

from . import scripts
from .chromium import launch_options
from .options import Options
from .probes.way import Way
from .tabs import Tab
from .visiting import Visit

OPEN_SECONDS = 30.0
WINDOW_PAGES = 100  # a window that saw so many pages is replaced: what a browser keeps of them goes with it


def blocked_args(options: Options) -> list[str]:
    """What keeps Chromium from every host but those asked for."""
    if options.anywhere or not options.hosts:
        return []
    excluded = ", ".join(f"EXCLUDE {host}" for host in sorted(options.hosts))
    return [f"--host-resolver-rules=MAP * ~NOTFOUND, {excluded}", "--no-proxy-server"]


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


class Window:
    """A window of one size; thrown away when a page spoils it."""

    def __init__(self, browser: Browser, asked: Visit, options: Options) -> None:
        self.browser, self.size, self.touch, self.options = browser, asked.size, asked.viewport == "phone", options
        self.context: BrowserContext | None = None
        self.tab: Tab | None = None
        self.visits = 0
        self.way = Way.of(options.storage_state, options.steps)

    async def open(self) -> None:
        """Makes context and tab."""
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
        self.tab = await Tab.of(self.context)
        self.tab.page.on("dialog", lambda d: asyncio.ensure_future(_dismiss(d)))
        self.context.on("page", lambda p: asyncio.ensure_future(self._strange(p)))

    async def _strange(self, page: BrowserPage) -> None:
        if page is not self.tab.page:
            try:
                await page.close()
            except Error:
                return

    async def forget(self) -> None:
        """Leaves nothing of one page for the next."""
        await asyncio.wait_for(self.way.forget(self.tab.page), OPEN_SECONDS)

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


class Windows:
    """Those of one worker, one of each size."""

    def __init__(self, holder: Holder, options: Options) -> None:
        self.holder, self.options = holder, options
        self.kept: dict[tuple[int, int], Window] = {}

    async def take(self, asked: Visit) -> Window:
        """An open window of the size asked for."""
        browser = await self.holder.browser()
        window = self.kept.get(asked.size)
        if window is not None and (window.browser is not browser or window.visits >= WINDOW_PAGES):
            await self.spoilt(window)
            window = None
        if window is None:
            window = Window(browser, asked, self.options)
            try:
                await asyncio.wait_for(window.open(), OPEN_SECONDS)
            except BaseException:
                await window.close()
                raise
            self.kept[asked.size] = window
        window.visits += 1
        return window

    async def spoilt(self, window: Window) -> None:
        """Throws one away; the next page gets another."""
        self.kept.pop(window.size, None)
        await window.close()

    async def close(self) -> None:
        """Throws them all away."""
        for window in list(self.kept.values()):
            await self.spoilt(window)
