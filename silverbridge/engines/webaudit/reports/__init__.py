"""Reports: for people (HTML), for other programs (JSON, SARIF, JUnit, EARL), and the baseline of what is known."""

from __future__ import annotations

from ..model import Audit
from . import earl, html, junit, plain, sarif

WRITERS = {"html": html.render, "json": plain.render, "sarif": sarif.render, "junit": junit.render, "earl": earl.render}


def render(audit: Audit, format_: str, known: set[str] | None = None) -> str:
    """The whole report as text. `known`: keys of the baseline; what they name does not count as new."""
    return WRITERS[format_](audit, known or set())
