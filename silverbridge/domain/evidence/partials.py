"""Visits counted once: what each quarter came to so far lies beside the facts, and only files that came since are read.

The files kept here may be lost at any time: they are made again from the facts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from silverbridge.domain.evidence.facts.folder import folder as facts_folder
from silverbridge.domain.evidence.models import FactFile
from silverbridge.domain.evidence.queries import Period
from silverbridge.engines.indicators import SHAPES, Facts
from silverbridge.engines.indicators.partials import Asked, Outgrown, Partial, Tail

COLUMNS = ("place", "organisation")
"""What figures kept this way are told by."""
_ARRAYS = ("total", "below", "cut", "keys", "counts")


def folder() -> Path:
    """Where they lie."""
    return Path(settings.VAR) / "partials"


def known_visits(
    asked: Asked, facts: Facts, by: str, periods: Sequence[Period], tails: Collection[Period]
) -> dict[Any, dict[Period, Any]] | None:
    """What is asked of visits, for each period; quantiles for those in `tails`. None where it cannot be kept this way."""
    if by not in COLUMNS or not asked.is_all or facts.of("visits").get_backend().name != "duckdb":
        return None
    found: dict[Any, dict[Period, Any]] = {}
    for period in periods:
        told = _told(asked, facts, by, period, period in tails)
        if told is None:
            return None
        for key, by_group in told.items():
            found.setdefault(key, {})[period] = by_group
    return found


def _told(asked: Asked, facts: Facts, by: str, period: Period, tails: bool) -> Any:
    for anew in (False, True):
        try:
            partial = _up_to_date(asked, facts, by, period, tails, anew)
            if facts.journal_visits is not None:
                partial.add(asked, replace(facts, visits=facts.journal_visits).drawn("journal_visits"), by)
            return partial.told(asked)
        except Outgrown:
            continue
    return None


def _up_to_date(asked: Asked, facts: Facts, by: str, period: Period, tails: bool, anew: bool) -> Partial:
    """The kept counts with every file that came since; kept again when there was one."""
    first, last = period
    held = FactFile.objects.filter(family="visits", state=FactFile.State.FILLED, rows__gt=0)
    names = set(held.filter(first__lte=last, last__gte=first).values_list("file", flat=True))
    path = folder() / f"{by}-{first}-{last}.npz"
    partial, counted = (None, set()) if anew else _read(path, asked, period, tails)
    if partial is None or not counted <= names:
        partial, counted = Partial(period, tails=[Tail.empty() for _q in asked.quantiles] if tails else None), set()
    if more := sorted(names - counted):
        partial.add(asked, _only(facts, more), by)
        if not counted:
            for tail, definition in zip(partial.tails or (), asked.quantiles, strict=False):
                tail.trim(definition.permille)
        _write(path, asked, partial, names)
    return partial


def _only(facts: Facts, files: Sequence[str]) -> Facts:
    """These facts, of visits none but those in these files."""
    on = facts.of("visits").get_backend()
    visits = on.read_parquet([str(facts_folder() / name) for name in files], table_name="visits_of_files")
    return replace(facts, visits=visits.select(*SHAPES["visits"].columns)).drawn("visits_of_files")


def _read(path: Path, asked: Asked, period: Period, tails: bool) -> tuple[Partial | None, set[str]]:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as kept:
            said = json.loads(bytes(kept["said"]).decode())
            if said["asked"] != asked.digest or (tails and not said["tails"]):
                return None, set()
            held = None
            if said["tails"]:
                held = [Tail(*(kept[f"{name}{at}"] for name in _ARRAYS)) for at in range(len(asked.quantiles))]
    except (OSError, ValueError, KeyError, EOFError):
        return None, set()
    groups = {group: at for at, group in enumerate(said["groups"])}
    return Partial(period, groups, said["seen"], said["counts"], held), set(said["files"])


def _write(path: Path, asked: Asked, partial: Partial, files: Collection[str]) -> None:
    """The file appears whole or not at all."""
    import numpy as np

    said = {"asked": asked.digest, "tails": partial.tails is not None, "files": sorted(files)}
    said |= {"groups": list(partial.groups), "seen": partial.seen, "counts": partial.counts}
    arrays = {f"{n}{at}": getattr(t, n) for at, t in enumerate(partial.tails or ()) for n in _ARRAYS}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        np.savez(file, said=np.frombuffer(json.dumps(said).encode(), dtype=np.uint8), **arrays)
    part.replace(path)
