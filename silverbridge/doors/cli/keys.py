"""Keys: making them, and moving everything to the newest."""

from __future__ import annotations

import base64
import os
import secrets

import typer
from rich.progress import Progress

from silverbridge.doors.cli.ground import MISUSE, django_ready, done, err, fail, out

app = typer.Typer(help="Encryption keys. 加密密钥。", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Encryption keys. 加密密钥。"""


@app.command("new")
def new() -> None:
    """Print a new key, to be put first; the old ones stay behind it. 生成新密钥，放在最前面。"""
    from silverbridge.config.env import parse_keys

    old = os.environ.get("SILVERBRIDGE_KEYS", "")
    try:
        version = max(parse_keys(old), default=0) + 1
    except ValueError as error:
        fail("现有的密钥设置不对。", str(error), MISUSE)
    fresh = f"{version}:{base64.b64encode(secrets.token_bytes(32)).decode()}"
    typer.echo(f"SILVERBRIDGE_KEYS={','.join(filter(None, [fresh, old]))}")
    if not os.environ.get("SILVERBRIDGE_SECRET_KEY"):
        typer.echo(f"SILVERBRIDGE_SECRET_KEY={secrets.token_urlsafe(64)}")
    err.print("存好，别和备份放在一起。 Keep them safe, and apart from the backups.", style="yellow")


@app.command("rotate")
def rotate() -> None:
    """Seal everything with the newest key; stopped, it goes on where it was. 用最新密钥重新加密，可中断续做。"""
    django_ready()
    from silverbridge.doors.cli.rotation import newest_name, steps

    totals: dict[str, int] = {}
    with Progress(console=err) as progress:
        for step in steps():
            bar = progress.add_task(step.name, total=step.left())
            for changed in step.work():
                totals[step.name] = totals.get(step.name, 0) + changed
                progress.advance(bar, changed)
            progress.update(bar, completed=progress.tasks[bar].total)
    for name, count in totals.items():
        out.print(f"  {name}: {count}", highlight=False)
    done("全部换好了。", f"Everything is sealed with {newest_name()}.")
    out.print(
        "  旧密钥等各伙伴都调用过一次接口再去掉。 "
        "Remove the old key once every partner has called the API: a call moves its credential to the new key."
    )
