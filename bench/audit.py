"""The audit beside its peers: one state of each of twenty pages, the same pages, the same number at a time, no pictures.

The pages are those of `bench.portal`. Everybody's time counts from nothing to the last page, the start of the browser
included; one at a time, ours is measured before and after the others, so that what else the machine does strikes all.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench import portal
from bench.results import Measure

PHONE = {"width": 390, "height": 844}
INSTALL_SECONDS, PEER_SECONDS = 240, 300


async def bare(base: str, names: list[str], at_once: int) -> float:
    """Seconds for Playwright with axe-core as its package runs it, in one browser."""
    from axe_playwright_python.async_playwright import Axe
    from playwright.async_api import async_playwright

    from silverbridge.engines.webaudit.chromium import launch_options

    started = time.perf_counter()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        todo = list(names)

        async def work() -> None:
            page = await (await browser.new_context(viewport=PHONE)).new_page()
            while todo:
                await page.goto(base + todo.pop(0))
                await Axe().run(page)

        await asyncio.gather(*(work() for _ in range(at_once)))
        await browser.close()
    return time.perf_counter() - started


def ours(base: str, names: list[str], at_once: int) -> float:
    """Seconds for all 45 rules."""
    from silverbridge.engines.webaudit.auditing import audit_now
    from silverbridge.engines.webaudit.options import Options
    from silverbridge.engines.webaudit.visiting import Visit

    visits = [Visit(base + n, n, "phone", (390, 844), "general") for n in names]
    started = time.perf_counter()
    audit_now(visits, Options(hosts=frozenset({"127.0.0.1"}), concurrency=at_once))
    return time.perf_counter() - started


def say(words: str) -> None:
    """What is being done, as it is done."""
    Console(stderr=True).print(f"audit: {words}", markup=False, highlight=False)


def run(command: list[str], folder: Path, seconds: float) -> tuple[int | None, float, str]:
    """Exit code (None when it did not end in time), seconds, and its last words. Whatever it started ends with it."""
    environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD": "1"}
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        group = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            code: int | None = group.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(group.pid, signal.SIGKILL)
            group.wait()
            code = None
        said.seek(0)
        return code, time.perf_counter() - started, said.read().decode(errors="replace")[-400:]


def installed(folder: Path) -> bool:
    """pa11y-ci and Lighthouse, without the browsers they would bring along."""
    if shutil.which("npm") is None:
        say("peers left out: npm is not installed")
        return False
    (folder / "package.json").write_text("{}")
    say(f"installing pa11y-ci and lighthouse from npm (at most {INSTALL_SECONDS} s) …")
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "pa11y-ci", "lighthouse"]
    code, seconds, said = run(command, folder, INSTALL_SECONDS)
    say(f"{'installed' if code == 0 else 'peers left out: not installed: ' + said} ({seconds:.0f} s)")
    return code == 0


def pa11y(base: str, names: list[str], at_once: int, folder: Path) -> float | None:
    """Seconds of pa11y-ci with axe over all pages; None when it does not end or does not see them all."""
    from silverbridge.engines.webaudit.chromium import launch_options

    told = launch_options()
    chrome = {"executablePath": told["executable_path"], "args": told["args"]}
    config = {"defaults": {"runners": ["axe"], "concurrency": at_once, "timeout": 60000, "chromeLaunchConfig": chrome}}
    (folder / "pa11yci.json").write_text(json.dumps(config | {"urls": [base + n for n in names]}))
    command = [str(folder / "node_modules/.bin/pa11y-ci"), "--json", "--config", "pa11yci.json"]
    code, seconds, said = run(command, folder, PEER_SECONDS)
    if code not in (0, 2):  # 2: it found something
        say(f"pa11y-ci left out: {'not done in time' if code is None else said}")
        return None
    return seconds


def lighthouse(address: str, folder: Path) -> float | None:
    """Seconds of Lighthouse, accessibility alone, for one page; None when it does not end or writes nothing."""
    from silverbridge.engines.webaudit.chromium import launch_options

    told = launch_options()
    os.environ["CHROME_PATH"] = told["executable_path"]
    out = folder / "lighthouse.json"
    out.unlink(missing_ok=True)
    flags = "--chrome-flags=--headless=new " + " ".join(told["args"])
    options = ["--only-categories=accessibility", "--quiet", "--output=json", f"--output-path={out}", flags]
    command = [str(folder / "node_modules/.bin/lighthouse"), address, *options]
    code, seconds, said = run(command, folder, PEER_SECONDS / 4)
    if code != 0 or not out.exists():
        say(f"lighthouse left out: {'not done in time' if code is None else said}")
        return None
    return seconds


def lighthouse_page(base: str, names: list[str], folder: Path) -> float | None:
    """Seconds of Lighthouse for a page, the mean of three: their size hardly matters to it."""
    spent = []
    for one in names[3::6]:
        say(f"lighthouse, {one} …")
        seconds = lighthouse(base + one, folder)
        if seconds is None:
            return None
        spent.append(seconds)
    return sum(spent) / len(spent)


def write_pages(folder: Path) -> list[str]:
    """Makes the twenty pages with what they share; answers their names."""
    for name, text in portal.FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    names = [f"p{number}.html" for number in range(len(portal.SIZES))]
    for name, size in zip(names, portal.SIZES, strict=True):
        (folder / name).write_text(portal.page_of(size), encoding="utf-8")
    return names


def measure() -> Iterator[Measure]:
    """Pages per second; the ratio says how many times bare axe's time ours takes, and how many times a peer's speed we have."""
    from silverbridge.engines.webaudit.serving import served

    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as npm:
        names, tools = write_pages(Path(made)), Path(npm)
        there = installed(tools)
        with served(Path(made)) as base:
            for at_once in (1, 2):
                say(f"45 rules, bare axe, pa11y-ci, {at_once} at a time …")
                first = ours(base, names, at_once)
                axe = asyncio.run(bare(base, names, at_once))
                spent = pa11y(base, names, at_once, tools) if there else None
                page = lighthouse_page(base, names, tools) if there and at_once == 1 else None
                mine = (first + ours(base, names, at_once)) / 2 if at_once == 1 else first
                yield Measure(f"audit.axe-alone.{at_once}", len(names) / axe, "pages per s")
                yield Measure(f"audit.45-rules.{at_once}", len(names) / mine, "pages per s", mine / axe, "axe's time")
                others = (("pa11y-ci", spent), ("lighthouse", page and page * len(names)))
                for peer, seconds in others:
                    if seconds:
                        rate, times = len(names) / seconds, seconds / mine
                        yield Measure(f"audit.{peer}.{at_once}", rate, "pages per s", times, "its speed is ours")
