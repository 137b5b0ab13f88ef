"""Is this instance fit to answer: the database can be reached and all migrations are applied."""

from __future__ import annotations

import structlog
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger("silverbridge.health")


def unapplied() -> int:
    """How many migrations wait. Raises django.db.Error when the database cannot be reached."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 when fit, else 503; names what is wrong, never an address or a password."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = unapplied()
    except Error as error:
        log.error("database_unreachable", kind=type(error).__name__)
        return JsonResponse({"status": "failing", "database": "unreachable", "migrations": "unknown"}, status=503)
    answer = {"database": "ok", "migrations": "ok" if not waiting else f"{waiting} not applied"}
    return JsonResponse({"status": "failing" if waiting else "ok", **answer}, status=503 if waiting else 200)
