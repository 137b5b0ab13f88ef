"""The scripts that run inside the page, as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("js")
MEASURING = ("dom", "walk", "collect", "controls", "layers", "things", "focus", "layout", "watch", "steps")
ACTING = ("acting", "forms")


@cache
def read(*names: str) -> str:
    """Some scripts as one."""
    return "\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


def hooks() -> str:
    """What runs before the page's own scripts."""
    return read("hooks")


def measuring() -> str:
    """What gathers measurements."""
    return read(*MEASURING)


def acting() -> str:
    """What tries controls and forms; only for pages that have some."""
    return read(*ACTING)
