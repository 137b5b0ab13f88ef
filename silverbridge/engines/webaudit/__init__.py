"""The audit: is this page fit for an old person? Measured in a real browser, rule by rule."""

from .model import VIEWPORTS, Audit, Finding, Trouble
from .pack import RuleDefinition, load_pack, pack_version

__all__ = ["VIEWPORTS", "Audit", "Finding", "RuleDefinition", "Trouble", "load_pack", "pack_version"]
