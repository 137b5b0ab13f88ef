"""The audit beside its peers: one state of each of twenty pages, the same pages, the same number at a time, no pictures."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.results import Measure

SIZES = (200, 300, 400, 500, 600, 700, 800, 900, 1000, 1000, 1000, 1100, 1200, 1300, 1400, 1500, 1600, 1800, 2400, 3000)
PHONE = {"width": 390, "height": 844}
WORDS = ("社保查询", "医保报销", "养老金", "公积金", "不动产登记", "水电缴费", "预约挂号", "老年证办理")
PEER_SECONDS = 900
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


def peer(package: str, command: list[str], folder: Path) -> float | None:
    """Seconds for a program of npm, installed for the moment; None when it cannot be had."""
    environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD": "1"}
    if shutil.which("npm") is None:
        return None
    installed = folder / "node_modules" / ".bin" / command[0]
    if not installed.exists():
        told = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", package],
            cwd=folder, env=environment, capture_output=True, check=False, timeout=PEER_SECONDS,
        )  # fmt: skip
        if told.returncode or not installed.exists():
            return None
    started = time.perf_counter()
    try:
        subprocess.run(
            [str(installed), *command[1:]],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            timeout=PEER_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None
    return time.perf_counter() - started


def peers(base: str, names: list[str], at_once: int) -> Iterator[tuple[str, float | None, int]]:
    """pa11y-ci over all pages; Lighthouse, accessibility alone, over three."""
    from silverbridge.engines.webaudit.chromium import launch_options

    told = launch_options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text("{}")
        chrome = {"executablePath": told["executable_path"], "args": told["args"]}
        config = {
            "defaults": {"runners": ["axe"], "concurrency": at_once, "timeout": 60000, "chromeLaunchConfig": chrome}
        }
        (folder / "pa11yci.json").write_text(json.dumps(config | {"urls": [base + n for n in names]}))
        yield "pa11y-ci", peer("pa11y-ci", ["pa11y-ci", "--config", "pa11yci.json"], folder), len(names)
        if at_once == 1:
            os.environ["CHROME_PATH"] = told["executable_path"]
            seconds: list[float] = []
            for one in names[::8]:
                flags = "--chrome-flags=--headless " + " ".join(told["args"])
                spent = peer(
                    "lighthouse",
                    [
                        "lighthouse",
                        base + one,
                        "--only-categories=accessibility",
                        "--quiet",
                        "--output=json",
                        "--output-path=out.json",
                        flags,
                    ],
                    folder,
                )
                if spent is None:
                    break
                seconds.append(spent)
            yield "lighthouse", sum(seconds) if seconds else None, len(seconds)


def measure() -> Iterator[Measure]:
    """Pages per second; the ratio says how many times bare axe's time ours takes, and how many times a peer's speed we have."""
    from silverbridge.engines.webaudit.serving import served

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"p{i}.html" for i in range(len(SIZES))]
        for file, nodes in zip(names, SIZES, strict=True):
            (folder / file).write_text(page_of(nodes), encoding="utf-8")
        with served(folder) as base:
            for at_once in (1, 2):
                # Twice in turn, the better of each: what else the machine does strikes both alike.
                rounds = [(asyncio.run(bare(base, names, at_once)), ours(base, names, at_once)) for _ in range(2)]
                axe, mine = min(r[0] for r in rounds), min(r[1] for r in rounds)
                yield Measure(f"audit.axe-alone.{at_once}", len(names) / axe, "pages per s")
                yield Measure(f"audit.45-rules.{at_once}", len(names) / mine, "pages per s", mine / axe, "axe's time")
                for peer_name, seconds, count in peers(base, names, at_once):
                    if seconds is None:
                        Console(stderr=True).print(f"left out: {peer_name} cannot be installed or run here")
                        continue
                    yield Measure(
                        f"audit.{peer_name}.{at_once}",
                        count / seconds,
                        "pages per s",
                        (len(names) / mine) / (count / seconds),
                        "its speed is ours",
                    )
