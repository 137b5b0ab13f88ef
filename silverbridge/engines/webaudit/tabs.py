"""The tab that pages are measured in."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import BrowserContext, CDPSession
from playwright.async_api import Page as BrowserPage

from . import scripts


@dataclass
class Tab:
    """A page of Playwright's, and the browser's own command line to it for what Playwright does in a roundabout way: its
    picture waits for frames and repaints, ten times as long."""

    page: BrowserPage
    session: CDPSession
    frame: str

    @classmethod
    async def of(cls, context: BrowserContext) -> Tab:
        """A new one."""
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        return cls(page, session, (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"])

    async def resize(self, width: int, height: int) -> None:
        """Another window size, as Playwright sets it."""
        asked = {"width": width, "height": height, "screenWidth": width, "screenHeight": height}
        rest = {"deviceScaleFactor": 1, "mobile": False, "screenOrientation": {"angle": 0, "type": "landscapePrimary"}}
        await self.session.send("Emulation.setDeviceMetricsOverride", asked | rest)

    async def press_tab(self) -> None:
        """From now on the page knows that keys are used, and shows where the focus is."""
        asked = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        await self.session.send("Input.dispatchKeyEvent", asked)

    async def shot(self, clip: dict[str, float], beyond: bool) -> str:
        """PNG of a part, as base64."""
        asked = {"format": "png", "clip": clip, "captureBeyondViewport": beyond, "optimizeForSpeed": True}
        return (await self.session.send("Page.captureScreenshot", asked))["data"]

    async def lens(self) -> int:
        """A world beside the page's own, where no script of the page has changed anything and no content policy holds."""
        asked = {"frameId": self.frame, "worldName": "silverbridge"}
        return (await self.session.send("Page.createIsolatedWorld", asked))["executionContextId"]

    async def seen(self, lens: int, picture: str, texts: list[dict], icons: list[dict]) -> dict[str, float]:
        """The contrasts that a picture shows."""
        asked = {
            "functionDeclaration": scripts.read("lens"),
            "executionContextId": lens,
            "arguments": [{"value": picture}, {"value": texts}, {"value": icons}],
            "awaitPromise": True,
            "returnByValue": True,
        }
        return (await self.session.send("Runtime.callFunctionOn", asked))["result"].get("value") or {}
