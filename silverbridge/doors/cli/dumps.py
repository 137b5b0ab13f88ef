"""A consistent copy of the database, and its return: SQLite by its own means, PostgreSQL by its client tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Any row in one of these means that somebody works with this database.
TELLING = ("core_event", "places_organisation", "accounts_user", "people_person", "intake_servicerequest")


class Unable(Exception):
    """The database cannot be copied or restored here; says so in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


def vendor() -> str:
    """sqlite or postgresql."""
    return connection.vendor


def rows_in(table: str) -> int:
    """How many rows a table has; 0 while it does not exist."""
    if table not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        return cursor.fetchone()[0]


def is_empty() -> bool:
    """Whether nobody has worked with this database yet."""
    return not any(rows_in(table) for table in TELLING)


def seen_migrations() -> list[str]:
    """The migrations this database has seen, as app.name."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def unknown_migrations(names: list[str]) -> list[str]:
    """Those this version does not have: then the backup is of a newer one."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    apps = {name.split(".")[0] for name in known}
    return sorted(name for name in names if name not in known and name.split(".")[0] in apps)


def dump(target: Path) -> None:
    """Writes a copy as of one moment, while others go on writing. Raises Unable."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def load(source: Path) -> None:
    """Replaces the whole database, or nothing of it. Raises Unable."""
    if connection.vendor == "sqlite":
        _load_sqlite(source, connection)
    else:
        connection.close()
        options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", [*options, "--dbname", connection.settings_dict["NAME"], str(source)])


def forget_export() -> None:
    """What was exported belongs to the journal of before; the next tick exports the restored one anew."""
    from silverbridge.domain.evidence.export.files import folder
    from silverbridge.domain.evidence.models import ExportFill

    ExportFill.objects.all().delete()
    shutil.rmtree(folder(), ignore_errors=True)


def _load_sqlite(source: Path, target: BaseDatabaseWrapper) -> None:
    """SQLite's own backup, in one transaction of the target: whoever has it open sees the old state, then the new."""
    with closing(sqlite3.connect(source)) as new:
        try:
            verdict = new.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            verdict = str(error)
        if verdict != "ok":
            raise Unable("备份里的数据库坏了。", f"The database in the backup is damaged: {verdict}.")
        target.ensure_connection()
        new.backup(target.connection)
    target.close()


def _run(tool: str, arguments: list[str]) -> None:
    """Calls a client tool of PostgreSQL on this database; the password goes through the environment."""
    path = shutil.which(tool)
    if path is None:
        raise Unable(f"没有{tool}。", f"{tool} is missing. Install it: apt install postgresql-client")
    settings = connection.settings_dict
    where = {"PGHOST": settings["HOST"], "PGPORT": str(settings["PORT"]), "PGUSER": settings["USER"]}
    where |= {"PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"]}
    environment = os.environ | {name: value for name, value in where.items() if value}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise Unable(f"{tool}没有成功。", f"{tool} failed: {said[0]}")
