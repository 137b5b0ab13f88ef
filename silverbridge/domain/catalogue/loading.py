"""From definition files to the database. All are checked before any is taken: a broken file leaves the last good version."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.catalogue.models import ItemVersion
from silverbridge.engines.definitions import DefinitionError, load_definitions


class BrokenDefinitions(Exception):
    """Nothing was loaded; ``errors`` says for each fault the file, the item, the key path and the mend."""

    def __init__(self, errors: list[DefinitionError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def read_items() -> list[ItemDefinition]:
    """Every item definition, shipped and overlaid. Raises BrokenDefinitions."""
    overlay = settings.OVERLAY / "services" if settings.OVERLAY else None
    return checked(settings.SHIPPED / "services", overlay)


def checked(folder: Path, overlay: Path | None) -> list[ItemDefinition]:
    """Definitions of a folder. Raises BrokenDefinitions with all faults at once."""
    items, errors = load_definitions(folder, ItemDefinition, overlay)
    if errors:
        raise BrokenDefinitions(errors)
    return items


@transaction.atomic
def load_items() -> dict[str, list[str]]:
    """Takes the definitions into the database; returns codes of the new, the changed and the retired.

    Raises BrokenDefinitions when any file is at fault, or when an item changed without a new version number.
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
                    file=f"{item.code}.yaml",
                    item=item.code,
                    path="version",
                    problem=f"the text of version {item.version} changed; requests were made under it",
                    mend=f"set version to {item.version + 1}",
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
        raise BrokenDefinitions(faults)
    gone = ItemVersion.objects.filter(current=True).exclude(code__in=[i.code for i in items])
    outcome["retired"] = list(gone.values_list("code", flat=True))
    gone.update(current=False)
    return outcome
