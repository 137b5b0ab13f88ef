"""A measuring function for each rule: from what was seen on a page to verdicts. No browser here."""

from . import (
    adverts,
    colour,
    content,
    fields,
    help,
    keys,
    mode_controls,
    motion,
    overlays,
    semantics,
    size,
    text,
    waiting,
    zoom,
)
from .registry import RULES, Page, measure

__all__ = [
    "RULES", "Page", "adverts", "colour", "content", "fields", "help", "keys", "measure", "mode_controls", "motion",
    "overlays", "semantics", "size", "text", "waiting", "zoom",
]  # fmt: skip
