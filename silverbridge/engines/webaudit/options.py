"""How an audit is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .pack import RuleDefinition, load_pack

PAGE_SECONDS, LOAD_SECONDS = 60.0, 20.0
PICTURES_MOST = 64_000_000  # characters of base64 in one report


@dataclass
class Options:
    """How to audit. `hosts`: the only ones that are spoken to; `anywhere` lifts that."""

    hosts: frozenset[str] = frozenset()
    anywhere: bool = False
    concurrency: int = 2
    sandbox: bool = False
    crops: bool = False
    storage_state: Path | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    page_seconds: float = PAGE_SECONDS
    pictures_most: int = PICTURES_MOST
    load_seconds: float = LOAD_SECONDS
    pack: dict[str, RuleDefinition] = field(default_factory=load_pack)
