"""Are the definitions right? Which of them are in force?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from silverbridge.doors.cli.ground import FAULT, MISUSE, done, err, fail

PACKAGE = Path(__file__).resolve().parents[2]


def show_faults(errors: Iterable[Any]) -> None:
    """A table of what is wrong: file, item, key path, problem, mend."""
    table = Table(show_lines=True)
    for head in ("File 文件", "Item 事项", "Key 位置", "Problem 问题", "Mend 改法"):
        table.add_column(head, overflow="fold")
    rows = [(str(e.file), e.item, e.path, e.problem, e.mend) for e in errors]
    if err.is_terminal:
        for row in rows:
            table.add_row(*row)
        err.print(table)
    else:
        for row in rows:
            typer.echo("\t".join(row), err=True)


def _kinds() -> Iterator[tuple[str, str, type]]:
    """What is defined as data: folder, name, model."""
    from silverbridge.domain.audits.scheme import SiteScheme
    from silverbridge.domain.catalogue.definitions import ItemDefinition
    from silverbridge.engines.evaluation import EvaluationScheme
    from silverbridge.engines.indicators import IndicatorDefinition
    from silverbridge.engines.indicators.tiers import TierScheme
    from silverbridge.engines.notices.names import NameRules
    from silverbridge.engines.sampling import Checklist

    yield "services", "服务事项 services", ItemDefinition
    yield "indicators", "指标 indicators", IndicatorDefinition
    yield "units", "单位简称 units", NameRules
    yield "site_schemes", "网站评测办法 site schemes", SiteScheme
    yield "tiers", "网点分级 tiers", TierScheme
    yield "checklists", "检查清单 checklists", Checklist
    yield "evaluations", "评价办法 evaluations", EvaluationScheme


def check(
    overlay: Annotated[
        Path | None, typer.Option(help="Your own folder, laid over the shipped one 自己的定义文件夹", file_okay=False)
    ] = None,
) -> None:
    """Check every definition; name file, item, key and mend. 检查定义文件，指出哪里要改。"""
    from silverbridge.engines.definitions import check_definitions

    told = os.environ.get("SILVERBRIDGE_OVERLAY")
    overlay = overlay or (Path(told) if told else None)
    if overlay is not None and not overlay.is_dir():
        fail(f"没有{overlay}这个文件夹。", f"There is no folder {overlay}.", MISUSE)
    errors, counts = [], []
    for folder, name, model in _kinds():
        upper = overlay / folder if overlay and (overlay / folder).is_dir() else None
        found, faults = check_definitions(PACKAGE / "shipped" / folder, model, upper)
        errors += faults
        counts.append(f"{name}: {len(found)}")
    if errors:
        show_faults(errors)
        raise typer.Exit(FAULT)
    done("定义都对。", "All definitions are right. " + ", ".join(counts))


def load() -> None:
    """Take the definitions into the database; a broken file leaves the last good ones. 装入定义。"""
    from silverbridge.doors.cli.ground import django_ready
    from silverbridge.doors.cli.preparing import load_definitions

    django_ready()
    outcome = load_definitions()
    words = ", ".join(f"{name} {len(codes)}" for name, codes in outcome.items())
    done("定义已装入。", f"Definitions loaded: {words}.")
