"""Why a figure is what it is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer
from rich.syntax import Syntax
from rich.table import Table

from silverbridge.doors.cli.ground import MISUSE, django_ready, fail, out


def period_named(text: str) -> tuple[date, date]:
    """A quarter (2026Q3, 2026-Q3), or two days with two dots between them (2026-01-01..2026-09-30), as a period."""
    from silverbridge.engines.calendars import Quarter

    try:
        if ".." in text:
            first, last = (date.fromisoformat(part.strip()) for part in text.split("..", 1))
            return first, last
        quarter = Quarter.parse(text)
    except ValueError:
        fail("时期写法不对。", f"{text!r} is no period: write 2026Q3 or 2026-01-01..2026-09-30.", MISUSE)
    return quarter.start, quarter.end


def explain(
    indicator: Annotated[str, typer.Argument(help="Code of the indicator. 指标代码。")],
    period: Annotated[str, typer.Option(help="2026Q3 or 2026-01-01..2026-09-30. 时期。")],
    user: Annotated[str, typer.Option(help="Who looks, by sign-in name. 查看人登录名。")],
    purpose: Annotated[str, typer.Option(help="Why; it is logged. 查看目的，会记录。")],
    place: Annotated[str | None, typer.Option(help="Only this place, by code. 只看一处。")] = None,
    engine: Annotated[str, typer.Option(help="duckdb or spark. 计算引擎。")] = "duckdb",
) -> None:
    """Show where a figure comes from: clause, definition, query, masked rows. The look-up is logged. 说明一个数的来历。"""
    django_ready()
    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.accounts.models import User
    from silverbridge.domain.evidence.explaining import explain as explained

    if engine not in ("duckdb", "spark"):
        fail("没有这个引擎。", "Use duckdb or spark.", MISUSE)
    who = User.objects.filter(username=user, is_active=True).first()
    if who is None:
        fail("没有这个人。", f"Nobody signs in as {user!r}.", MISUSE)
    told = explained(indicator, period_named(period), Actor.staff(who), purpose, place, engine)
    _head(told.definition, told.result, told.period)
    for number, query in enumerate(told.queries, start=1):
        out.print(f"\n[b]查询 Query {number} ({engine})[/b]")
        out.print(Syntax(query, "sql", word_wrap=True, background_color="default"))
    _rows(told.part, told.rows)


def _head(definition: Any, result: Any, period: tuple[date, date]) -> None:
    table = Table(show_header=False, box=None)
    table.add_row(
        "指标 Indicator", f"{definition.name.zh} {definition.name.en} ({definition.code} v{definition.version})"
    )
    table.add_row("时期 Period", f"{period[0]} .. {period[1]}")
    table.add_row("条款 Clauses", "\n".join(definition.sources))
    table.add_row("口径 Definition", f"{definition.meaning.zh}\n{definition.meaning.en}")
    if definition.basis is not None:
        basis = definition.basis
        table.add_row("范围 Scope", f"{basis.scope.zh} {basis.scope.en}")
        table.add_row("时点或时期 Figure", basis.figure)
        table.add_row("计量 Counts", basis.counts)
        table.add_row("年龄计算日 Age taken on", basis.age_day)
        table.add_row("来源 Source", f"{basis.source.zh} {basis.source.en}")
    target = definition.target_on(period[1])
    if target is not None:
        table.add_row("目标 Target", f"{target.value:g} ({target.clause}{'，自定 ours' if target.ours else ''})")
    for name, value in (
        ("状态 State", "suppressed 人数太少，不显示" if result.suppressed else result.state),
        ("值 Value", result.value),
        ("分子 Numerator", result.numerator),
        ("分母 Denominator", result.denominator),
        ("样本 Sample", result.sample),
    ):
        table.add_row(name, "—" if value is None else str(value))
    for name, side in result.sides.items():
        table.add_row(name, f"{side.value} = {side.numerator} / {side.denominator}")
    out.print(table, markup=False)


def _rows(part: str, rows: tuple[dict[str, Any], ...]) -> None:
    out.print(f"\n[b]行 Rows ({part})[/b]")
    if not rows:
        out.print("没有可显示的行。 No rows to show.", markup=False)
        return
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    out.print(table, markup=False)
