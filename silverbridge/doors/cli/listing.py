"""Which settings there are."""

from __future__ import annotations

from rich.table import Table

from silverbridge.doors.cli.ground import out


def settings() -> None:
    """List every setting of the environment with its meaning. 列出所有环境设置。"""
    from silverbridge.config.env import Env

    table = Table("Name 名称", "Default 默认", "Meaning 含义")
    for name, field in Env.model_fields.items():
        default = "" if field.default is None else str(field.default)
        table.add_row(f"SILVERBRIDGE_{name.upper()}", default, field.description or "")
    out.print(table, markup=False)
