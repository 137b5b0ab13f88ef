"""Indicator definitions from files to the database: all are checked before any is taken, so a broken file changes nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from silverbridge.domain.evidence.models import IndicatorVersion
from silverbridge.engines.definitions import DefinitionError, DefinitionErrors, load_definitions
from silverbridge.engines.indicators import IndicatorDefinition


def read_indicators() -> list[IndicatorDefinition]:
    """Every indicator definition, shipped and overlaid. Raises DefinitionErrors with all faults at once."""
    overlay = settings.OVERLAY / "indicators" if settings.OVERLAY else None
    if overlay is not None and not overlay.is_dir():
        overlay = None
    return load_definitions(settings.SHIPPED / "indicators", IndicatorDefinition, overlay)


@transaction.atomic
def load_indicators() -> dict[str, list[str]]:
    """Takes the definitions into the database; returns codes of the new, the changed and the retired.

    Raises DefinitionErrors when any file is at fault, or when a definition changed without a new version number: figures were
    computed by it. Then nothing changes and the last good versions stay in use.
    """
    definitions, outcome = read_indicators(), {"new": [], "changed": [], "retired": []}
    faults = []
    for definition in definitions:
        # What the file leaves out stays out, so that a new optional key of the engine changes no digest.
        text = definition.model_dump_json(by_alias=True, exclude_unset=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        row, _made = IndicatorVersion.objects.get_or_create(
            code=definition.code, version=definition.version, defaults={"digest": digest, "text": text}
        )
        if row.digest != digest:
            faults.append(_changed_in_place(definition))
        elif not row.current:
            older = IndicatorVersion.objects.filter(code=definition.code, current=True)
            outcome["changed" if older.update(current=False) else "new"].append(definition.code)
            IndicatorVersion.objects.filter(pk=row.pk).update(current=True)
    if faults:
        raise DefinitionErrors(faults)
    gone = IndicatorVersion.objects.filter(current=True).exclude(code__in=[d.code for d in definitions])
    outcome["retired"] = list(gone.values_list("code", flat=True))
    gone.update(current=False)
    return outcome


def _changed_in_place(definition: IndicatorDefinition) -> DefinitionError:
    return DefinitionError(
        Path(f"{definition.code}.yaml"),
        definition.code,
        "version",
        f"The text of version {definition.version} changed, but figures were computed by it.",
        f"Set version to {definition.version + 1}.",
    )
