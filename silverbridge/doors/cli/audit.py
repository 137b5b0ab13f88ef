"""`silverbridge audit`: is this page fit for an old person? 网页适老化检查。"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from silverbridge.doors.cli.ground import MISUSE, err, fail, out

CLEAN, FINDINGS, NOT_AUDITED = 0, 1, 2
FORMATS = ("html", "json", "sarif", "junit", "earl")


def audit(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of pages 网址")] = None,
    html: Annotated[
        Path | None,
        typer.Option(help="A folder of pages, served on a loopback port 本地文件夹", file_okay=False, exists=True),
    ] = None,
    pages: Annotated[
        Path | None,
        typer.Option(help="JSON: mode and viewports of each page 每页的模式和窗口", dir_okay=False, exists=True),
    ] = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", help="Write the findings as a plain JSON list 结果存为JSON", dir_okay=False)
    ] = None,
    sitemap: Annotated[list[str] | None, typer.Option(help="Pages named in a sitemap 站点地图")] = None,
    crawl: Annotated[int, typer.Option(help="Follow links up to so many pages 跟着链接最多查几页", min=0)] = 0,
    depth: Annotated[int, typer.Option(help="How far links are followed 链接跟几层", min=0)] = 3,
    report: Annotated[Path | None, typer.Option(help="Write a report here 报告存到哪里", dir_okay=False)] = None,
    format_: Annotated[str, typer.Option("--format", help="html, json, sarif, junit or earl 报告格式")] = "html",
    baseline: Annotated[
        Path | None, typer.Option(help="Known failures; only new ones count 已知问题，只算新的", dir_okay=False)
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write the baseline anew 重写已知问题")
    ] = False,
    storage_state: Annotated[
        Path | None,
        typer.Option(help="Playwright storage state, to be signed in 登录状态", dir_okay=False, exists=True),
    ] = None,
    steps: Annotated[
        Path | None, typer.Option(help="JSON: steps before a page is measured 先做的步骤", dir_okay=False, exists=True)
    ] = None,
    mode: Annotated[str, typer.Option(help="elder, general or home, for all pages 全部按哪种模式")] = "",
    viewport: Annotated[list[str] | None, typer.Option(help="phone, desktop 窗口")] = None,
    allow: Annotated[list[str] | None, typer.Option(help="Another host that may be asked 还可以访问的主机")] = None,
    anywhere: Annotated[bool, typer.Option("--anywhere", help="Let pages ask any host 不限主机")] = False,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Forms may be sent 可以试着提交表单")] = False,
    others: Annotated[
        bool, typer.Option("--others", help="Forms are about other people, as at a desk 表单填的是别人")
    ] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="For your own site only 只用于自己的网站")
    ] = False,
    concurrency: Annotated[int, typer.Option(help="Pages at a time 同时查几页", min=1, max=16)] = 2,
    seconds: Annotated[float, typer.Option(help="Longest for one page 每页最多几秒", min=5)] = 60.0,
    crops: Annotated[bool, typer.Option(help="Pictures of the findings in an HTML report 报告带截图")] = True,
) -> None:
    """Measure pages in a real browser by the age-friendly rules. 用真实浏览器按适老化规则检查网页。

    Ends with 0 when nothing fails, 1 with findings, 2 when a page could not be audited.
    """
    try:
        from silverbridge.engines.webaudit.running import Asked, BadRequest, run
    except ModuleNotFoundError as error:
        fail(f"缺少模块{error.name}。", "Install the audit: pip install 'silverbridge[audit]'.", MISUSE)
    from silverbridge.engines.webaudit.chromium import NoBrowser

    if format_ not in FORMATS:
        fail(f"没有{format_}这种格式。", f"Formats are: {', '.join(FORMATS)}.", MISUSE)
    if mode and mode not in ("elder", "general", "home"):
        fail(f"没有{mode}这种模式。", "Modes are: elder, general, home.", MISUSE)
    asked = Asked(
        urls=urls or [],
        folder=html,
        pages=pages,
        sitemaps=sitemap or [],
        crawl=crawl,
        depth=depth,
        mode=mode or None,
        viewports=viewport or [],
        hosts=allow or [],
        anywhere=anywhere,
        sandbox=sandbox or html is not None,
        robots=not ignore_robots,
        storage_state=storage_state,
        steps=steps,
        others=others,
        concurrency=concurrency,
        seconds=seconds,
        crops=crops and report is not None and format_ == "html",
    )
    try:
        with _bar() as bar:
            task = bar.add_task("", total=None)

            def progress(done: int, total: int, name: str) -> None:
                bar.update(task, completed=done, total=total, description=name[-40:])

            result = run(asked, progress)
    except BadRequest as error:
        fail(error.chinese, error.english, MISUSE)
    except NoBrowser as error:
        fail("没有找到浏览器。", f"{error}.", MISUSE)
    if json_out is not None:
        json_out.write_text(
            json.dumps([f.brief() for f in result.findings], ensure_ascii=False, indent=1), encoding="utf-8"
        )
    known: set[str] = set()
    if baseline is not None:
        from silverbridge.engines.webaudit.reports.baseline import read_baseline, write

        if write_baseline or not baseline.exists():
            write(baseline, result)
        known = read_baseline(baseline)
    if report is not None:
        from silverbridge.engines.webaudit.reports import render

        report.write_text(render(result, format_, known), encoding="utf-8")
    raise typer.Exit(_say(result, known))


def _bar() -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _say(result: Any, known: set[str]) -> int:
    """Counts for a person; answers the exit code."""
    for trouble in result.troubles:
        err.print(
            f"{trouble.page}: {trouble.chinese}。 {trouble.english}.", style="yellow", markup=False, highlight=False
        )
    new = [f for f in result.fails if f.key() not in known]
    counts = {s: sum(f.severity == s for f in new) for s in ("veto", "serious", "moderate", "advisory")}
    reviews = sum(f.outcome == "review" for f in result.findings)
    names = (("veto", "否决"), ("serious", "严重"), ("moderate", "一般"), ("advisory", "建议"))
    told = "，".join(f"{zh} {en} {counts[en]}" for en, zh in names)
    pages = len({p["page"] for p in result.pages if p["audited"]})
    old = f"，已知 known {len(result.fails) - len(new)}" if known else ""
    out.print(f"网页 pages {pages}：{told}，待人看 review {reviews}{old}", markup=False, highlight=False)
    if any(t.fatal for t in result.troubles) or not pages:
        return NOT_AUDITED
    return FINDINGS if new else CLEAN
