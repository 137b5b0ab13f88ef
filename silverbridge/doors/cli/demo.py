"""The demonstration institution. Only the command line makes it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.progress import Progress, TaskID
from rich.table import Table

from silverbridge.doors.cli.ground import MISUSE, django_ready, done, err, fail, out

app = typer.Typer(help="The demonstration institution. 演示单位。", invoke_without_command=True)


PHASES = {
    "city": "城市",
    "staff": "工作人员",
    "offers": "服务事项",
    "people": "老人",
    "quarter": "一个季度的申请",
    "ledger": "文件和台账",
    "sites": "网站",
    "figures": "指标",
}


def make_once() -> None:
    """Makes the demonstration data, or finishes them; answers at once when they are there."""
    from silverbridge.demo.making import make_demo

    with Progress(console=err, transient=True) as progress:
        bars: dict[str, TaskID] = {}

        def tell(now: int, total: int, phase: str) -> None:
            if phase not in bars:
                bars[phase] = progress.add_task(f"{PHASES.get(phase, phase)} {phase}", total=total)
            progress.update(bars[phase], completed=now, total=total)

        made = make_demo(tell)
    if made.made:
        requests = sum(made.requests.values())
        done("演示数据已做好。", f"Demonstration data made: {made.people} people, {requests} requests, {made.quarter}.")
    if made.partner_credential:
        out.print(
            f"  接口凭证，只显示这一次 API credential, shown only now: {made.partner_credential}", highlight=False
        )


def audit_once(base: str) -> None:
    """Lets the worker audit the demonstration's sites, which stand at ``base``, if that was never done."""
    from django.db import connection

    from silverbridge.demo.sites import stand_at

    if stand_at(base):
        done("后台正在检查演示网站。", "The worker is auditing the demonstration's sites.")
    connection.close()


def show_sign_ins() -> None:
    """Names and passwords of the invented staff."""
    from silverbridge.demo.staff import PASSWORD, SECOND_FACTOR, STAFF

    table = Table("Name 登录名", "Who 谁", "Role 角色", "Where 单位", title="Demonstration sign-ins 演示登录")
    for username, shown, role, organisation, *_rest in STAFF:
        second = " + code 数字" if username in SECOND_FACTOR else ""
        table.add_row(username, shown, f"{role.value}{second}", organisation)
    out.print(table)
    out.print(f"  密码都是 Password of all: [b]{PASSWORD}[/b]", highlight=False)
    program = sys.argv[0] if sys.argv[0].endswith("silverbridge") else "silverbridge"
    out.print(f"  第二重验证的数字 Second-factor code of now: [b]{program} demo code[/b]", highlight=False)


def _only_in_demo() -> None:
    django_ready()
    from django.conf import settings

    if not settings.DEMO:
        fail("只在演示模式下可用。", "Only with SILVERBRIDGE_MODE=demo.", MISUSE)


@app.callback()
def make(context: typer.Context) -> None:
    """Make the demonstration institution and show its sign-ins. 做演示数据。"""
    if context.invoked_subcommand == "code":
        os.environ.setdefault("SILVERBRIDGE_MODE", "demo")  # the code needs neither database nor keys
    _only_in_demo()
    if context.invoked_subcommand is None:
        from silverbridge.doors.cli.preparing import load_definitions, migrate

        migrate()
        load_definitions()
        make_once()
        show_sign_ins()


@app.command("code")
def code() -> None:
    """Print the second-factor code of now. 显示当前的第二重验证数字。"""
    from silverbridge.demo.staff import demo_code

    typer.echo(demo_code())


@app.command("outlets")
def outlets(
    scale: Annotated[float, typer.Option(min=0.0001, max=1.0, help="1 is 11.5 million visits. 规模。")] = 1.0,
) -> None:
    """Make an invented bank of 726 outlets with a year and nine months of visits. 做一家726个网点的虚构银行。"""
    _only_in_demo()
    from silverbridge.demo.outlets import make_outlets
    from silverbridge.doors.cli.preparing import load_definitions, migrate

    migrate()
    load_definitions()
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("网点 outlets", total=None)
        made = make_outlets(
            lambda now, total, what: progress.update(bar, completed=now, total=total, description=what), scale
        )
    done(
        f"{made.outlets}个网点，{made.rows}行虚构数据。",
        f"{made.outlets} outlets, {made.rows} synthetic rows in {made.files} files, up to September {made.year}.",
    )
