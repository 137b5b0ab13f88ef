"""Database triggers that make a table append-only on SQLite and PostgreSQL. Used by migrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations

SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
POSTGRES = """CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();"""


def create(table: str, connection: Any) -> None:
    """Puts the triggers on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(SQLITE.format(table=table, verb=verb))
        else:
            cursor.execute(POSTGRES.format(table=table))


def drop(table: str, connection: Any) -> None:
    """Takes the triggers off, for reversing a migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")


def _with(function: Callable[[str, Any], None], table: str) -> Callable[[Any, Any], None]:
    return lambda _apps, schema_editor: function(table, schema_editor.connection)


def operation(table: str) -> migrations.RunPython:
    """The migration operation for one table."""
    return migrations.RunPython(_with(create, table), _with(drop, table))
