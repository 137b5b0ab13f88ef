"""The scripts that run inside the page, as text.

What every page needs is given to the browser once and stands ready in each document, unread until it is called for: to send
axe-core along with each question costs more than most of its rules.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("js")
MEASURING = ("dom", "walk", "collect", "controls", "layers", "things", "spare", "focus", "layout", "watch", "steps")
ACTING = ("acting", "forms")
MEASURE, ACT, AXE = "window.__sbk.measuring();", "window.__sbk.acting();", "window.__sbk.axe();"
"""What an expression begins with that uses them."""


@cache
def read(*names: str) -> str:
    """Some scripts as one."""
    return "\n".join((FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


@cache
def hooks() -> str:
    """What runs before the page's own scripts, and keeps the others ready: what gathers measurements, what tries controls and
    forms, axe-core."""
    from axe_playwright_python.base import AXE_SCRIPT

    kept = {"measuring": read(*MEASURING), "acting": read(*ACTING), "axe": AXE_SCRIPT}
    functions = ",\n".join(f"{name}() {{\n{script}\n}}" for name, script in kept.items())
    keep = f"if (!window.__sbk) Object.defineProperty(window, '__sbk', {{ value: {{\n{functions}\n}} }});"
    return f"{read('hooks')}\n{keep}"
