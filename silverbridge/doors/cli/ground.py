"""What every command stands on: one console, one way to fail, Django only when it is needed."""

from __future__ import annotations

import os
from typing import NoReturn

import typer
from rich.console import Console

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
FAULT, MISUSE = 1, 2


def fail(chinese: str, english: str, code: int = FAULT) -> NoReturn:
    """Ends the command with one plain line in both languages."""
    err.print(f"{chinese} {english}", style="bold red", markup=False, highlight=False)
    raise typer.Exit(code)


def done(chinese: str, english: str) -> None:
    """Says what was done, in both languages."""
    out.print(f"{chinese} {english}", style="green", markup=False, highlight=False)


def check_environment() -> None:
    """Ends the command when the settings do not let this instance start; says which and how to mend it."""
    try:
        from silverbridge.config.env import Refusal, env
    except ModuleNotFoundError as error:
        fail(f"缺少模块{error.name}。", "Install the server: pip install 'silverbridge[server]'.", MISUSE)
    try:
        env()
    except Refusal as refusal:
        fail("设置不全，不能启动。", f"The settings do not allow a start.\n{refusal}", MISUSE)


def django_ready() -> None:
    """Sets Django up, once."""
    check_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
