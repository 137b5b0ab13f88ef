"""Getting an instance ready. Each step looks first whether it is needed, so that a second start is fast."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator


def pending_migrations() -> int:
    """How many migrations the database has not seen."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> int:
    """Brings the database up to date; answers how many migrations ran."""
    from django.core.management import call_command

    pending = pending_migrations()
    if pending:
        call_command("migrate", verbosity=0, interactive=False)
    return pending


def load_definitions() -> dict[str, list[str]]:
    """Takes the definitions into the database. Raises DefinitionErrors; then nothing changes."""
    from django.db import transaction

    from silverbridge.domain.catalogue.loading import load_items
    from silverbridge.domain.evidence.loading import load_indicators

    with transaction.atomic():
        items, indicators = load_items(), load_indicators()
    return {name: codes + indicators[name] for name, codes in items.items()}


def _static_files() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"


def collect_static() -> bool:
    """Copies, names and compresses the static files when any changed since the last time; answers whether it did."""
    from django.conf import settings
    from django.core.management import call_command

    digest = hashlib.sha256("\n".join(sorted(_static_files())).encode()).hexdigest()
    stamp = settings.VAR / "static.stamp"
    if stamp.is_file() and stamp.read_text() == digest and settings.STATIC_ROOT.is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)
    return True
