"""The list a sample is drawn from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """One member of the frame: its key, and what it can be stratified by."""

    key: str
    traits: Mapping[str, str]


def frame_digest(units: Iterable[Unit]) -> str:
    """SHA-256 of the frame, whatever order its members come in. Raises ValueError when a key stands in it twice."""
    rows = sorted((unit.key, sorted(unit.traits.items())) for unit in units)
    keys = [key for key, _traits in rows]
    if len(set(keys)) != len(keys):
        raise ValueError("a member stands in the frame twice")
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
