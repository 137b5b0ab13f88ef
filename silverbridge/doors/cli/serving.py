"""Serving: everything an instance needs in one command, and its clockwork."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import typer

from silverbridge.doors.cli.ground import MISUSE, check_environment, django_ready, done, fail, out

EVERY = 30
THREADS = 4  # of each server process: more only wait for each other, above all on SQLite


def prepare() -> None:
    """Database, definitions, demonstration data and static files, each only when needed."""
    from django.conf import settings

    from silverbridge.doors.cli import demo
    from silverbridge.doors.cli.preparing import collect_static, load_definitions, migrate

    with out.status("准备中… Getting ready…"):
        ran = migrate()
        load_definitions()
    if ran:
        done(f"数据库已更新({ran}步)。", f"Database up to date ({ran} migrations).")
    if settings.DEMO:
        demo.make_once()
    with out.status("整理页面文件… Collecting static files…"):
        collect_static()


def setup() -> None:
    """Make or update the database and load the definitions. 建好数据库，装入定义。"""
    from silverbridge.doors.cli.preparing import load_definitions, migrate

    django_ready()
    ran = migrate()
    load_definitions()
    done(f"数据库已就绪({ran}步)。", f"Database ready ({ran} migrations ran), definitions loaded.")


def run(
    host: Annotated[str, typer.Option(help="Address to listen on 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port 端口", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Server processes 服务进程数", min=1, max=64)] = 2,
) -> None:
    """Prepare everything, then serve: web server, background worker, clockwork. 准备好一切并开始服务。"""
    from silverbridge.doors.cli.children import Children, free

    django_ready()
    if not free(host, port):
        fail(f"{host}:{port}已被占用。", f"{host}:{port} is taken; choose another with --port.", MISUSE)
    from django.conf import settings

    prepare()
    python = [sys.executable, "-m"]
    server = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    server += ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    children = Children()
    children.start("server", [*python, *server, "silverbridge.config.wsgi:application"])
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db."):
        children.start("worker", [*python, "django", "db_worker", "--no-startup-delay"])
    children.start("tick", [*python, "silverbridge.doors.cli", "tick", "--every", str(EVERY), "--quiet"])
    children.when_answering(host, port, lambda: started(host, port))
    raise typer.Exit(children.wait())


def started(host: str, port: int) -> None:
    """The server answers: says where, and lets the worker audit the demonstration's own sites there."""
    from django.conf import settings

    from silverbridge.doors.cli import demo

    show_addresses(host, port)
    if settings.DEMO:
        demo.audit_once(f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/")


def show_addresses(host: str, port: int) -> None:
    """What to open, and with which names to sign in."""
    from django.conf import settings

    from silverbridge.doors.cli import demo

    base = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    out.print()
    for words, path in (
        ("老人的网页 for elderly people", "/"),
        ("窗口和电话 desk", "/desk/"),
        ("办公室 office", "/office/"),
        ("接口 API", "/api/v1/openapi.json"),
    ):
        out.print(f"  [b]{base}{path}[/b]  {words}")
    if settings.DEMO:
        demo.show_sign_ins()
    out.print("\n  停下来按Ctrl+C。 Press Ctrl+C to stop.\n")


def tick(
    every: Annotated[int, typer.Option(help="Again every so many seconds; 0 is once 每隔几秒", min=0)] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when nothing happened 没事不说话")] = False,
) -> None:
    """One turn of the clockwork: messages, evidence, clearing up. Safe to run at any time. 定时活儿，随时可跑。"""
    check_environment()
    django_ready()
    from django.db import OperationalError, close_old_connections

    from silverbridge.doors.cli.ticking import one_turn

    parent = os.getppid()
    while True:
        try:
            counts = one_turn()
            if not quiet or any(counts.values()):
                out.print(" ".join(f"{name}={count}" for name, count in counts.items()), highlight=False)
        except OperationalError:
            if not every:
                raise
            # A database that restarts is back at the next turn.
            out.print("tick: 数据库暂时用不了。 The database cannot be used just now.")
        if not every:
            return
        close_old_connections()
        time.sleep(every)
        if os.getppid() != parent:
            return
