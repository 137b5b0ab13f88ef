"""`silverbridge notice`: read official notices from files."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from silverbridge.doors.cli.notice_tables import show
from silverbridge.engines.notices import (
    DocumentRefused,
    Limits,
    NotANotice,
    ParsedNotice,
    UnreadableText,
    parse,
    read_document,
)
from silverbridge.engines.notices.outputs import json_schema, to_akn, to_ics, to_json

app = typer.Typer(help="Read official notices.", no_args_is_help=True)
_REFUSED = 2


class Form(StrEnum):
    """How a notice is handed on."""

    PEOPLE = "people"
    JSON = "json"
    AKN = "akn"
    ICS = "ics"


@app.callback()
def _group() -> None:
    """Read official notices."""


@app.command("parse")
def parse_file(
    file: Annotated[Path, typer.Argument(help="The notice: text (UTF-8 or GB18030), HTML, DOCX or PDF with text.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, to standard output.")] = False,
    as_akn: Annotated[bool, typer.Option("--akn", help="Print Akoma Ntoso XML, and nothing else.")] = False,
    as_ics: Annotated[bool, typer.Option("--ics", help="Print a calendar of deadlines and days of reporting.")] = False,
    max_mb: Annotated[int, typer.Option(help="Refuse files larger than this.")] = Limits.size // 2**20,
    max_pages: Annotated[int, typer.Option(help="Refuse PDF files with more pages.")] = Limits.pages,
    seconds: Annotated[float, typer.Option(help="Stop reading, and again parsing, after so long.")] = Limits.seconds,
) -> None:
    """Show the tasks, responsible units, deadlines and reporting duties of a notice."""
    notice = _read(file, Limits(size=max_mb * 2**20, pages=max_pages, seconds=seconds))
    asked = [name for name, wanted in ((Form.JSON, as_json), (Form.AKN, as_akn), (Form.ICS, as_ics)) if wanted]
    if len(asked) > 1:
        _refuse("一次只能选一种格式。", "Choose one form: --json, --akn or --ics.")
    try:
        _print(notice, asked[0] if asked else Form.PEOPLE)
    except DocumentRefused as error:
        _refuse(error.chinese, f"{error.english}.")


@app.command("schema")
def schema() -> None:
    """Show the JSON schema of what `notice parse --json` prints."""
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


def _print(notice: ParsedNotice, form: Form) -> None:
    if form == Form.PEOPLE:
        show(notice)
    elif form == Form.JSON:
        typer.echo(to_json(notice))
    elif form == Form.AKN:
        typer.echo(to_akn(notice, _now().date()).decode())
    else:
        calendar = to_ics(notice, _now())
        typer.echo(calendar.data.decode(), nl=False)
        if notice.status in ("repealed", "consultation_draft"):
            typer.echo("文件未生效，日历为空。The notice is not in force: the calendar is empty.", err=True)
        for words in calendar.unplaced:
            typer.echo(f"未能排入日历：{words}。Not in the calendar, no day fits: {words}", err=True)


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _read(file: Path, limits: Limits) -> ParsedNotice:
    try:
        return parse(read_document(file, limits=limits), limits.seconds).require_notice()
    except DocumentRefused as error:
        _refuse(f"{file}：{error.chinese}", f"{file}: {error.english}.")
    except UnreadableText as error:
        _refuse(
            f"{file}:无法读取，不是可识别的文本文件。请另存为 UTF-8 纯文本后重试。",
            f"{file}: unreadable: {error}. Save it as plain UTF-8 text and try again.",
        )
    except NotANotice as error:
        _refuse(
            f"{file}:内容不是政策文件(未找到标题、条款或任务)。请检查是否选错了文件。",
            f"{file}: not a notice: {error}. Check that this is the right file, with title and clauses.",
        )
    except FileNotFoundError:
        _refuse(f"{file}:文件不存在。请检查路径。", f"{file}: no such file. Check the path.")
    except OSError as error:
        _refuse(
            f"{file}:文件无法打开。请检查路径和读取权限。",
            f"{file}: cannot be opened ({error.strerror}). Check the path and your right to read it.",
        )


def _refuse(chinese: str, english: str) -> NoReturn:
    typer.echo(chinese, err=True)
    typer.echo(english, err=True)
    raise typer.Exit(_REFUSED)


if __name__ == "__main__":
    app()
