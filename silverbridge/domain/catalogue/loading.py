"""From definition files to the database. All are checked before any is taken: a broken file leaves the last good version."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.catalogue.models import ItemVersion
from silverbridge.engines.definitions import DefinitionError, DefinitionErrors, load_definitions


def read_items() -> list[ItemDefinition]:
    """Every item definition, shipped and overlaid. Raises DefinitionErrors with all faults at once."""
    overlay = settings.OVERLAY / "services" if settings.OVERLAY else None
    if overlay is not None and not overlay.is_dir():
        overlay = None  # an overlay may hold indicators alone
    return load_definitions(settings.SHIPPED / "services", ItemDefinition, overlay)


@transaction.atomic
def load_items() -> dict[str, list[str]]:
    """Takes the definitions into the database; returns codes of the new, the changed and the retired.

    Raises DefinitionErrors when any file is at fault, or when an item changed without a new version number.
    """
    items, outcome = read_items(), {"new": [], "changed": [], "retired": []}
    faults = []
    for item in items:
        text = item.model_dump_json()
        digest = hashlib.sha256(text.encode()).hexdigest()
        row, made = ItemVersion.objects.get_or_create(
            code=item.code, version=item.version, defaults={"digest": digest, "text": text}
        )
        if row.digest != digest:
            faults.append(
                DefinitionError(
                    Path(f"{item.code}.yaml"),
                    item.code,
                    "version",
                    f"The text of version {item.version} changed, but requests were made under it.",
                    f"Set version to {item.version + 1}.",
                )
            )
            continue
        if not row.current:
            older = ItemVersion.objects.filter(code=item.code, current=True)
            outcome["changed" if older.update(current=False) else "new"].append(item.code)
            ItemVersion.objects.filter(pk=row.pk).update(current=True)
        elif made:
            outcome["new"].append(item.code)
    if faults:
        raise DefinitionErrors(faults)
    gone = ItemVersion.objects.filter(current=True).exclude(code__in=[i.code for i in items])
    outcome["retired"] = list(gone.values_list("code", flat=True))
    gone.update(current=False)
    return outcome
