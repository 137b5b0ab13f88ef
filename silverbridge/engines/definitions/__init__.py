"""Definitions as data: YAML files an adopter edits, read into pydantic models; errors name the mend.

Used for whatever has a `code`: indicators, services, facilities, return forms.
"""

from .faults import Unfit
from .loading import DefinitionError, DefinitionErrors, check_definitions, load_definitions

__all__ = ["DefinitionError", "DefinitionErrors", "Unfit", "check_definitions", "load_definitions"]
