"""Facts taken over, figures kept, tiers: what a keeper of evidence does at a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from silverbridge.doors.cli.explaining import period_named
from silverbridge.doors.cli.ground import MISUSE, django_ready, done, err, fail, out

app = typer.Typer(help="Facts, figures and tiers. 事实、数字与分级。", no_args_is_help=True)
ENGINES = ("duckdb", "spark")


@app.command("import-facts")
def import_facts(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Parquet or CSV. 数据文件。")],
    family: Annotated[str, typer.Option(help="visits, snapshots or events. 类别。")],
    source: Annotated[str, typer.Option(help="The system it comes from. 来源系统。")],
    synthetic: Annotated[bool, typer.Option("--synthetic", help="It is made up. 虚构数据。")] = False,
) -> None:
    """Take over a file of facts; rows that break a rule are kept aside with the reason. 导入一份数据。"""
    django_ready()
    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.evidence.facts import import_facts as take_over
    from silverbridge.domain.evidence.facts.folder import refused_file

    report = take_over(file, family, source, Actor.system("import-facts"), synthetic)
    held = report.file
    if report.again:
        done("这份文件已经导入过。", f"This file was taken over before, at {held.filled_at:%F %T}.")
    else:
        done(f"导入{held.rows}行。", f"{held.rows} of {held.came} rows taken over, {held.first} to {held.last}.")
    for reason, number in held.refused.items():
        err.print(f"  {reason}: {number}", style="yellow")
    if held.refused:
        err.print(f"  不计入的行 Rows kept aside: {refused_file(held.file)}", markup=False)


@app.command("snapshot")
def snapshot() -> None:
    """State what stands at every place today: open, facilities, devices. 记录今天的设施数。"""
    django_ready()
    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.evidence.facts import take_snapshots
    from silverbridge.domain.places.queries import today

    number = take_snapshots(today(), Actor.system("snapshot"))
    done(f"已记录{number}项。", f"{number} stocks stated as of {today()}.")


@app.command("tables")
def tables(
    period: Annotated[list[str] | None, typer.Option(help="2026Q3; may be repeated. 时期。")] = None,
    by: Annotated[str, typer.Option(help="place, organisation, district … 按什么分。")] = "place",
    engine: Annotated[str, typer.Option(help="duckdb or spark. 计算引擎。")] = "duckdb",
) -> None:
    """Bring the figures by place up to the facts; what has not changed is left alone. 更新各网点数字。"""
    django_ready()
    from silverbridge.domain.evidence.export import export_events
    from silverbridge.domain.evidence.tables import refresh_tables

    if engine not in ENGINES:
        fail("没有这个引擎。", "Use duckdb or spark.", MISUSE)
    export_events()
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("指标 indicators", total=None)
        wanted = [period_named(name) for name in period] if period else None
        report = refresh_tables(wanted, by, engine, lambda now, total: progress.update(bar, completed=now, total=total))
    done(f"更新了{report.tables}张表。", f"{report.tables} tables of {len(report.periods)} periods computed.")


@app.command("roll-up")
def roll_up(
    indicator: Annotated[str, typer.Argument(help="Code of the indicator. 指标代码。")],
    organisation: Annotated[str, typer.Argument(help="Code of the organisation. 机构代码。")],
    period: Annotated[str, typer.Option(help="2026Q3 or two days. 时期。")],
    kind: Annotated[str, typer.Option(help="administers, supervises or files_to. 按哪种关系汇总。")] = "administers",
) -> None:
    """Show what a figure of an organisation is made up of, along a kind of relation. 按关系汇总一个数。"""
    django_ready()
    from silverbridge.domain.evidence.rollup import rolled_up
    from silverbridge.domain.places.lines import LINES
    from silverbridge.domain.places.models import Organisation

    if kind not in LINES:
        fail("没有这种关系。", f"Use {', '.join(LINES)}.", MISUSE)
    unit = Organisation.objects.filter(code=organisation).first()
    if unit is None:
        fail("没有这个机构。", f"There is no organisation {organisation!r}.", MISUSE)
    told = rolled_up(indicator, unit, period_named(period), kind)
    table = Table("Organisation 机构", "State 状态", "Value 值", "Numerator 分子", "Denominator 分母", "Places 网点")
    for row in (*told.parts, told.whole):
        numbers = ("—" if n is None else f"{n:g}" for n in (row.value, row.numerator, row.denominator))
        places = ", ".join(f"{state} {n}" for state, n in row.places.items())
        table.add_row("= " * (row is told.whole) + row.organisation, row.state, *numbers, places)
    out.print(table)


@app.command("tiers")
def tiers(
    period: Annotated[str, typer.Option(help="2026Q3 or two days. 时期。")],
    place: Annotated[str | None, typer.Option(help="What would lift this outlet. 这个网点还差什么。")] = None,
) -> None:
    """Place the outlets in their tiers, or say what would lift one. 网点分级。"""
    django_ready()
    from silverbridge.domain.evidence.tiers import tiers as placed

    scheme, placements = placed(period_named(period))
    if place is None:
        table = Table("Tier 等级", "Outlets 网点数", title=f"{scheme.name.zh} {scheme.name.en} v{scheme.version}")
        for tier in scheme.tiers:
            table.add_row(f"{tier.name.zh} {tier.name.en}", str(sum(p.tier == tier.code for p in placements)))
        out.print(table)
        return
    found = next((p for p in placements if p.place == place), None)
    if found is None:
        fail("没有这个网点。", f"{place} is no outlet that was open at the period's end.", MISUSE)
    out.print(f"{found.place}: {found.tier}" + (f" → {found.next_tier}" if found.next_tier else ""))
    for lift in found.lifts:
        out.print(f"  {lift.about}: {'无数据 no data' if lift.have is None else f'{lift.have:.4g}'} / {lift.need:.4g}")
