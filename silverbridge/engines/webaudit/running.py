"""From what was asked for to a finished audit: which pages, in which windows, from which hosts."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from .auditing import audit_now
from .model import VIEWPORTS, Audit, Mode, Trouble
from .options import Options
from .pack import load_pack
from .serving import served
from .visiting import Visit

Progress = Callable[[int, int, str], None]
MODES = ("elder", "general", "home")


class BadRequest(Exception):
    """What was asked for cannot be done as it stands; says why, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


@dataclass
class Asked:
    """What a caller asks for."""

    urls: list[str] = field(default_factory=list)
    folder: Path | None = None
    pages: Path | None = None
    sitemaps: list[str] = field(default_factory=list)
    crawl: int = 0
    depth: int = 3
    mode: Mode | None = None
    viewports: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    anywhere: bool = False
    sandbox: bool = False
    robots: bool = True
    storage_state: Path | None = None
    steps: Path | None = None
    concurrency: int = 2
    seconds: float = 60.0
    crops: bool = False
    others: bool = False


def read_pages(file: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """Mode and viewports of each page of a folder. Raises BadRequest when the file says something else."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"{file}不是JSON。", f"{file} is not JSON: {error}.") from error
    if not isinstance(told, dict):
        raise BadRequest(f"{file}里应是一个对象。", f"{file} must hold an object of pages.")
    for name, row in told.items():
        if not isinstance(row, dict) or row.get("mode") not in (None, *MODES):
            raise BadRequest(f"{name}的模式不对。", f"{name}: mode must be one of {', '.join(MODES)}.")
        if set(row.get("viewports") or ()) - set(VIEWPORTS):
            raise BadRequest(f"{name}的窗口不对。", f"{name}: viewports are {', '.join(VIEWPORTS)}.")
        if not (folder / name).is_file():
            raise BadRequest(f"没有{name}这个文件。", f"There is no page {name} in {folder}.")
    return told


def visits_of_folder(asked: Asked, base: str) -> list[Visit]:
    """A visit for each page of the folder and each window."""
    folder = asked.folder or Path()
    told = read_pages(asked.pages, folder) if asked.pages else None
    names = list(told) if told is not None else sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.htm*"))
    if not names:
        raise BadRequest(f"{folder}里没有网页。", f"There is no page in {folder}.")
    rows = []
    for name in names:
        row = (told or {}).get(name, {})
        rows += _windows(
            asked,
            base + quote(name),
            name,
            row.get("mode") or asked.mode,
            row.get("viewports"),
            bool(row.get("others")),
        )
    return rows


def _windows(
    asked: Asked, url: str, name: str, mode: Mode | None, viewports: list[str] | None, others: bool = False
) -> list[Visit]:
    chosen = viewports or asked.viewports or list(VIEWPORTS)
    told = {"sandbox": asked.sandbox, "crops": asked.crops, "others": others or asked.others}
    return [Visit(url, name, v, VIEWPORTS[v], mode, **told) for v in VIEWPORTS if v in chosen]


def run(asked: Asked, progress: Progress | None = None) -> Audit:
    """Audits what was asked for. Raises BadRequest, or NoBrowser."""
    if set(asked.viewports) - set(VIEWPORTS):
        raise BadRequest("窗口只有phone和desktop。", f"Viewports are {', '.join(VIEWPORTS)}.")
    troubles: list[Trouble] = []
    with ExitStack() as stack:
        visits: list[Visit] = []
        hosts = {h.split(":")[0] for h in asked.hosts}
        if asked.folder is not None:
            base = stack.enter_context(served(asked.folder))
            visits += visits_of_folder(asked, base)
            hosts.add("127.0.0.1")
        if asked.urls or asked.sitemaps:
            from .gathering import gather

            urls, troubles = gather(asked)
            for url in urls:
                visits += _windows(asked, url, url, asked.mode, None)
                hosts.add(urlsplit(url).hostname or "")
        if not visits and not troubles:
            raise BadRequest("没有要查的网页。", "Name pages: addresses, --sitemap, or --html.")
        options = Options(
            hosts=frozenset(hosts),
            anywhere=asked.anywhere,
            concurrency=asked.concurrency,
            sandbox=asked.sandbox,
            crops=asked.crops,
            storage_state=asked.storage_state,
            steps=read_steps(asked.steps) if asked.steps else [],
            page_seconds=asked.seconds,
            pack=load_pack(),
        )
        done = 0

        def tell(visit: Visit, _seen: Any) -> None:
            nonlocal done
            done += 1
            if progress:
                progress(done, len(visits), visit.name)

        result = audit_now(visits, options, tell) if visits else Audit()
    result.troubles = troubles + result.troubles
    return result


def read_steps(file: Path) -> list[dict[str, Any]]:
    """Steps to take before measuring: a list of {"do": "fill"|"click"|"wait"|"goto", ...}. Raises BadRequest."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"{file}不是JSON。", f"{file} is not JSON: {error}.") from error
    known = {"fill": {"selector", "value"}, "click": {"selector"}, "wait": {"selector"}, "goto": {"url"}}
    for number, step in enumerate(told if isinstance(told, list) else [None], start=1):
        if not isinstance(step, dict) or step.get("do") not in known or not known[step["do"]] <= set(step):
            raise BadRequest(f"第{number}步看不懂。", f"Step {number} is not understood: {step!r}.")
    return told
