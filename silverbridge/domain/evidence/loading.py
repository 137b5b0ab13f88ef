"""Indicator definitions from files to the database."""

from __future__ import annotations

from silverbridge.domain.core import versions
from silverbridge.domain.evidence.models import IndicatorVersion
from silverbridge.engines.indicators import IndicatorDefinition


def read_indicators() -> list[IndicatorDefinition]:
    """Every indicator definition, shipped and overlaid. Raises DefinitionErrors with all faults at once."""
    return versions.read(IndicatorVersion)


def load_indicators() -> dict[str, list[str]]:
    """Takes the indicators into the database; see ``core.versions.load``."""
    return versions.load(IndicatorVersion)
