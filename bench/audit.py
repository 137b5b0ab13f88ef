"""The audit beside its peers: one state of each of twenty pages, the same pages, the same number at a time, no pictures."""

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

from bench.results import Measure

SIZES = (200, 400, 600, 800, 1000, 1200, 1400, 1600, 2000, 3000)
PHONE = {"width": 390, "height": 844}
ROUNDS = 2
WORDS = ("社保查询", "医保报销", "养老金", "公积金", "不动产登记", "水电缴费", "预约挂号", "老年证办理")
INSTALL_SECONDS, PEER_SECONDS = 240, 300
ROW = '<li><a href="p{n}.html">{word}办理指南（{n}）</a><span>2026-11-{day:02d}</span></li>'
STYLE = """body{margin:0;font:18px/1.6 sans-serif;color:#222;background:#fff}main{max-width:40em;margin:auto;padding:16px}
a{color:#036;display:inline-block;min-height:44px}li{border-bottom:1px solid #ccc}button,input{min-height:48px;font:inherit;border:2px solid #555}"""  # noqa: E501


def page_of(nodes: int) -> str:
    """A portal page of about so many elements: lists, cards, a form, a script that waits."""
    rows, cards = [], []
    for n in range(nodes // 6):
        word = WORDS[n % len(WORDS)]
        rows.append(ROW.format(n=n, word=word, day=n % 28 + 1))
        cards.append(f"<section><h2>{word}</h2><p>带上身份证，到窗口办。{n}号窗口有人帮您。</p></section>")
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>安澜政务</title><style>{STYLE}</style></head><body>'  # noqa: E501
        '<header><a href="/">首页</a> <button type="button" onclick="this.title=1">长辈版</button></header><main><h1>办事大厅</h1>'  # noqa: E501
        f"<ul>{''.join(rows)}</ul>{''.join(cards)}<form><label>姓名 <input autocomplete=name></label><button>查询</button></form></main>"  # noqa: E501
        '<footer><a href="tel:12345">12345 人工热线</a></footer><script>setTimeout(() => { document.title += "。"; }, 4000)</script></body></html>'  # noqa: E501
    )


async def bare(base: str, names: list[str], at_once: int) -> float:
    """Seconds for Playwright with axe-core as its package runs it, in one browser."""
    from axe_playwright_python.async_playwright import Axe
    from playwright.async_api import async_playwright

    from silverbridge.engines.webaudit.chromium import launch_options

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        todo = list(names)

        async def work() -> None:
            page = await (await browser.new_context(viewport=PHONE)).new_page()
            while todo:
                await page.goto(base + todo.pop(0))
                await Axe().run(page)

        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(at_once)))
        seconds = time.perf_counter() - started
        await browser.close()
    return seconds


def ours(base: str, names: list[str], at_once: int) -> float:
    """Seconds for all 45 rules."""
    from silverbridge.engines.webaudit.auditing import Options, audit_now
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


def peers(base: str, names: list[str], folder: Path) -> Iterator[tuple[str, int, float]]:
    """Peer, pages at a time, seconds for a page."""
    for at_once in (1, 2):
        say(f"pa11y-ci, {at_once} at a time …")
        seconds = pa11y(base, names, at_once, folder)
        if seconds is not None:
            yield "pa11y-ci", at_once, seconds / len(names)
    spent = []
    for one in names[1::4]:
        say(f"lighthouse, {one} …")
        seconds = lighthouse(base + one, folder)
        if seconds is None:
            return
        spent.append(seconds)
    yield "lighthouse", 1, sum(spent) / len(spent)


def measure() -> Iterator[Measure]:
    """Pages per second; the ratio says how many times bare axe's time ours takes, and how many times a peer's speed we have."""
    from silverbridge.engines.webaudit.serving import served

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"p{i}.html" for i in range(len(SIZES))]
        for file, nodes in zip(names, SIZES, strict=True):
            (folder / file).write_text(page_of(nodes), encoding="utf-8")
        with served(folder) as base:
            ours_at: dict[int, float] = {}
            for at_once in (1, 2):
                rounds = []
                for number in range(
                    ROUNDS
                ):  # in turn, the better of each: what else the machine does strikes both alike
                    say(f"bare axe and 45 rules, {at_once} at a time, round {number + 1} of {ROUNDS} …")
                    rounds.append((asyncio.run(bare(base, names, at_once)), ours(base, names, at_once)))
                axe, mine = min(r[0] for r in rounds), min(r[1] for r in rounds)
                ours_at[at_once] = mine / len(names)
                yield Measure(f"audit.axe-alone.{at_once}", len(names) / axe, "pages per s")
                yield Measure(f"audit.45-rules.{at_once}", len(names) / mine, "pages per s", mine / axe, "axe's time")
            with tempfile.TemporaryDirectory() as npm:
                for peer, at_once, seconds in peers(base, names, Path(npm)) if installed(Path(npm)) else ():
                    times = seconds / ours_at[at_once]
                    yield Measure(f"audit.{peer}.{at_once}", 1 / seconds, "pages per s", times, "its speed is ours")
