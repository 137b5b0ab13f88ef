"""`silverbridge notice`: read official notices from files."""

from __future__ import annotations

import json
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

app = typer.Typer(help="Read official notices.", no_args_is_help=True)
_REFUSED = 2


@app.callback()
def _group() -> None:
    """Read official notices."""


@app.command("parse")
def parse_file(
    file: Annotated[Path, typer.Argument(help="The notice: text (UTF-8 or GB18030), HTML, DOCX or PDF with text.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, to standard output.")] = False,
    max_mb: Annotated[int, typer.Option(help="Refuse files larger than this.")] = Limits.size // 2**20,
    max_pages: Annotated[int, typer.Option(help="Refuse PDF files with more pages.")] = Limits.pages,
    seconds: Annotated[float, typer.Option(help="Stop reading, and again parsing, after so long.")] = Limits.seconds,
) -> None:
    """Show the tasks, responsible units, deadlines and reporting duties of a notice."""
    notice = _read(file, Limits(size=max_mb * 2**20, pages=max_pages, seconds=seconds))
    if as_json:
        typer.echo(json.dumps(notice.to_dict(), ensure_ascii=False, indent=1))
        return
    show(notice)


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
