"""The commands, gathered; and what a person sees when one goes wrong."""

from __future__ import annotations

import sys

import typer

from silverbridge.doors.cli import (
    accounts,
    audit,
    backup,
    checking,
    demo,
    evidence,
    explaining,
    form,
    keys,
    listing,
    loads,
    serving,
)
from silverbridge.doors.cli.ground import FAULT, MISUSE, err

HELP = """[b]SilverBridge 银桥[/b]: one bridge between public services and elderly people. 一座桥，连着服务和老人。

Start with: [b]silverbridge run[/b]. Settings come from the environment: [b]silverbridge settings[/b]."""

app = typer.Typer(
    help=HELP, rich_markup_mode="rich", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
SERVE, DATA, STAFF, CARE = (
    "Serve 运行",
    "Definitions and notices 定义与文件",
    "People and programs 人员与伙伴",
    "Care 维护",
)

app.command("run", rich_help_panel=SERVE)(serving.run)
app.command("setup", rich_help_panel=SERVE)(serving.setup)
app.command("tick", rich_help_panel=SERVE)(serving.tick)
app.add_typer(demo.app, name="demo", rich_help_panel=SERVE)
app.command("check", rich_help_panel=DATA)(checking.check)
app.command("load", rich_help_panel=DATA)(checking.load)
app.command("audit", rich_help_panel=DATA)(audit.audit)
app.add_typer(loads.notices(), name="notice", rich_help_panel=DATA)
app.add_typer(form.app, name="form", rich_help_panel=DATA)
app.command("import", rich_help_panel=DATA)(loads.import_rows)
app.add_typer(evidence.app, name="evidence", rich_help_panel=DATA)
app.command("explain", rich_help_panel=DATA)(explaining.explain)
app.add_typer(accounts.users, name="user", rich_help_panel=STAFF)
app.add_typer(accounts.partners, name="partner", rich_help_panel=STAFF)
app.command("settings", rich_help_panel=CARE)(listing.settings)
app.command("schemas", rich_help_panel=CARE)(listing.schemas)
app.add_typer(keys.app, name="keys", rich_help_panel=CARE)
app.command("backup", rich_help_panel=CARE)(backup.backup)
app.command("restore", rich_help_panel=CARE)(backup.restore)


def _say(chinese: str, english: str, code: int) -> int:
    err.print(f"{chinese} {english}", style="bold red", markup=False, highlight=False)
    return code


def explain(error: Exception) -> int | None:
    """Says in one line what a foreseeable error means; answers the exit code, or None when nobody foresaw it."""
    if isinstance(error, OSError) and error.filename is not None:
        return _say(f"读写不了{error.filename}。", f"Cannot use {error.filename}: {error.strerror}.", MISUSE)
    if "django" not in sys.modules:
        return None
    from django.db import OperationalError, ProgrammingError

    from silverbridge.domain.core.errors import DomainError
    from silverbridge.engines.definitions import DefinitionErrors

    if isinstance(error, DefinitionErrors):
        checking.show_faults(error.errors)
        return FAULT
    if isinstance(error, DomainError):
        return _say(*in_both(error), FAULT)
    if isinstance(error, OperationalError):
        return _say("数据库用不了。", f"The database cannot be used: {first_line(error)}", MISUSE)
    if isinstance(error, ProgrammingError):
        return _say("数据库还没有建好。", f"Run first: silverbridge setup ({first_line(error)})", MISUSE)
    return None


def in_both(error: object) -> tuple[str, str]:
    """A domain error in Chinese and in English."""
    from django.utils import translation

    with translation.override("zh-hans"):
        chinese = str(error)
    with translation.override("en"):
        return chinese, str(error)


def first_line(error: Exception) -> str:
    """The first line of what a library says."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def main() -> None:
    """The entry point. A user's mistake never shows a traceback; a fault of ours does."""
    try:
        app(prog_name="silverbridge")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        code = explain(error)
        if code is None:
            raise
        sys.exit(code)
