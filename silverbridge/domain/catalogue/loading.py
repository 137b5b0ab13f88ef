"""Service items from definition files to the database."""

from __future__ import annotations

from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.catalogue.models import ItemVersion
from silverbridge.domain.core import versions


def read_items() -> list[ItemDefinition]:
    """Every item definition, shipped and overlaid. Raises DefinitionErrors with all faults at once."""
    return versions.read(ItemVersion)


def load_items() -> dict[str, list[str]]:
    """Takes the items into the database; see ``core.versions.load``."""
    return versions.load(ItemVersion)
