"""The demonstration institution. Only the command line makes it."""

from __future__ import annotations

import typer
from rich.progress import Progress
from rich.table import Table

from silverbridge.doors.cli.ground import MISUSE, django_ready, done, err, fail, out

app = typer.Typer(help="The demonstration institution. 演示单位。", invoke_without_command=True)


def make_once() -> None:
    """Makes the demonstration data unless it is there."""
    from silverbridge.demo import is_made, make_demo

    if is_made():
        return
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("演示数据 Demonstration data", total=None)
        make_demo(lambda at, total, phase: progress.update(bar, completed=at, total=total, description=phase))
    done("演示数据已做好。", "Demonstration data made.")


def show_sign_ins() -> None:
    """Names and passwords of the invented staff."""
    from silverbridge.demo import sign_ins

    table = Table("Name 登录名", "Password 密码", "Who 谁", title="Demonstration sign-ins 演示登录")
    for row in sign_ins():
        table.add_row(*row)
    out.print(table)
    out.print("  第二重验证的数字 Second-factor code: silverbridge demo code")


def _only_in_demo() -> None:
    django_ready()
    from django.conf import settings

    if not settings.DEMO:
        fail("只在演示模式下可用。", "Only with SILVERBRIDGE_MODE=demo.", MISUSE)


@app.callback()
def make(context: typer.Context) -> None:
    """Make the demonstration institution and show its sign-ins. 做演示数据。"""
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
    from silverbridge.demo import demo_code

    typer.echo(demo_code())
