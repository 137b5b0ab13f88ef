"""Failures that are known: a site with old faults can still refuse new ones."""

from __future__ import annotations

import json
from pathlib import Path

from ..model import Audit


def read_baseline(file: Path) -> set[str]:
    """The keys of known failures. Raises ValueError when the file is no baseline."""
    told = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(told, dict) or not isinstance(told.get("known"), list):
        raise ValueError(f"{file} is no baseline")
    return set(told["known"])


def write(file: Path, audit: Audit) -> None:
    """Keeps what fails now as known."""
    keys = sorted({f.key() for f in audit.fails})
    file.write_text(
        json.dumps({"pack": audit.pack, "known": keys}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
