"""Which settings and which events there are."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from silverbridge.doors.cli.ground import django_ready, done, out


def settings() -> None:
    """List every setting of the environment with its meaning. 列出所有环境设置。"""
    from silverbridge.config.env import Env

    table = Table("Name 名称", "Default 默认", "Meaning 含义")
    for name, field in Env.model_fields.items():
        default = "" if field.default is None else str(field.default)
        table.add_row(f"SILVERBRIDGE_{name.upper()}", default, field.description or "")
    out.print(table, markup=False)


def schemas(
    write: Annotated[Path | None, typer.Option(help="Write them to FILE instead. 写到文件。", metavar="FILE")] = None,
) -> None:
    """Print the published schema of every event as JSON. 打印各类事件的数据结构。"""
    django_ready()
    from silverbridge.domain.core.events import schemas as published

    text = json.dumps(published(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if write is None:
        sys.stdout.write(text)
    else:
        write.write_text(text, encoding="utf-8")
        done(f"已写入{write}。", f"Written to {write}.")
