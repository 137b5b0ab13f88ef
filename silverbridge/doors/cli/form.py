"""`silverbridge form`: which places a blank form has, and a blank filled in. 报表空白表：找填写处、填写。"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from silverbridge.doors.cli.ground import FAULT, MISUSE, done, err, fail, out

if TYPE_CHECKING:
    from silverbridge.engines.forms import Blank, Value

app = typer.Typer(help="Blank forms (XLSX, DOCX): their places, and filling them 空白表", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The blank form 空白表", exists=True, dir_okay=False, readable=True)]


@app.callback()
def _group() -> None:
    """Blank forms: their places, and filling them 空白表"""


@app.command("slots")
def slots(
    file: File, as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else 只输出JSON")] = False
) -> None:
    """Show the places of a blank form that can be filled. 列出可填写的位置。"""
    blank = _read(file)
    if as_json:
        rows = [
            {"key": s.key, "kind": s.kind, "label": s.words.label, "type": s.type, "unit": s.unit, "format": s.format,
             "choices": list(s.choices), "name": s.name}
            for s in blank.slots
        ]  # fmt: skip
        typer.echo(
            json.dumps({"kind": blank.kind, "notes": list(blank.notes), "slots": rows}, ensure_ascii=False, indent=1)
        )
        return
    table = Table("位置 place", "标签 label", "类型 type", "单位 unit")
    for slot in blank.slots:
        table.add_row(slot.key, slot.words.label or slot.name, slot.format or slot.type, slot.unit)
    out.print(table)


@app.command("fill")
def fill(
    file: File,
    values: Annotated[
        Path,
        typer.Argument(
            help='JSON: {"附表1!D6": 12, "附表1!D13": {"percent": 85.3}, "附表1!F21": {"date": "2026-10-08"}} 要填的值',
            exists=True,
            dir_okay=False,
        ),
    ],
    to: Annotated[Path, typer.Option("--out", help="Where to write the filled form 存到哪里", dir_okay=False)],
) -> None:
    """Fill a blank form; everything else in it stays as it was. 填写空白表，其余原样不动。"""
    _read(file)
    from silverbridge.engines import forms

    given = _values(values)
    try:
        data = forms.fill(file.read_bytes(), given)
    except forms.FillRefused as refusal:
        for fault in refusal.faults:
            err.print(f"{fault.chinese} {fault.english}", markup=False, highlight=False)
        raise typer.Exit(FAULT) from refusal
    to.write_bytes(data)
    done(f"已填{len(given)}处，存到{to}。", f"Filled {len(given)} places; written to {to}.")


def _read(file: Path) -> Blank:
    try:
        from silverbridge.engines import forms
    except ModuleNotFoundError as error:
        fail(f"缺少模块{error.name}。", "Install what reads documents: pip install 'silverbridge[documents]'.", MISUSE)
    try:
        return forms.read_blank(file.read_bytes())
    except forms.FormRefused as refusal:
        fail(f"{file}：{refusal.chinese}", refusal.english)


def _values(file: Path) -> dict[str, Value]:
    try:
        given = json.loads(file.read_text("utf-8"), parse_float=Decimal)
        if not isinstance(given, dict):
            raise TypeError("not an object")
        return {key: _value(value) for key, value in given.items()}
    except (ValueError, TypeError, InvalidOperation) as error:
        fail(f"{file}：不是“位置: 值”的JSON。", f"It is no JSON object of places and values: {error}.", MISUSE)


def _value(value: Any) -> Value:
    from silverbridge.engines.forms import Percent

    if isinstance(value, dict) and list(value) == ["percent"]:
        return Percent(Decimal(str(value["percent"])))
    if isinstance(value, dict) and list(value) == ["date"]:
        return date.fromisoformat(value["date"])
    if isinstance(value, dict | list):
        raise TypeError(f"{value!r} is no value")
    return value
