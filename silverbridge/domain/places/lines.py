"""Who belongs under whom for a period: each organisation counts once, where it stood on the period's last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from silverbridge.domain.places.models import Organisation, OrganisationRelation

Kind = OrganisationRelation.Kind
LINES = (Kind.ADMINISTERS, Kind.SUPERVISES, Kind.FILES_TO)
"""The kinds of relations along which figures are rolled up."""


@dataclass(frozen=True)
class Line:
    """A relation from a day up to, not including, another (None: open)."""

    upper: int
    lower: int
    since: date
    until: date | None = None


def uppers_of(lines: Iterable[Line], successions: Iterable[Line], period: tuple[date, date]) -> dict[int, set[int]]:
    """Whom each organisation stands under. The first of these holds:

    whoever was succeeded by the period's last day stands under the heir alone (of two heirs the earlier, then the smaller id);
    else under those of its relations that hold on the last day; else, when it ended within the period, where it stood last.
    """
    first, last = period
    heirs: dict[int, Line] = {}
    for line in successions:
        if line.since <= last:
            kept = heirs.get(line.lower)
            if kept is None or (line.since, line.upper) < (kept.since, kept.upper):
                heirs[line.lower] = line
    found = {lower: {line.upper} for lower, line in heirs.items()}
    latest: dict[int, date] = {}
    for line in sorted(lines, key=lambda held: (held.until or date.max, held.upper)):
        if line.lower in heirs or line.since > last or (line.until is not None and line.until <= first):
            continue
        until = date.max if line.until is None or line.until > last else line.until
        if until > latest.get(line.lower, date.min):
            latest[line.lower], found[line.lower] = until, set()
        found[line.lower].add(line.upper)
    return found


def parts_of(top: int, uppers: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Everybody under an organisation and itself, each in exactly one part: its own, or that of one directly below it.

    Whoever could be reached on two ways belongs to the shorter one, then to that of the smaller id. Circles end.
    """
    lowers: dict[int, list[int]] = {}
    for lower, held in uppers.items():
        for upper in held:
            lowers.setdefault(upper, []).append(lower)
    parts: dict[int, set[int]] = {top: {top}}
    seen, edge = {top}, [(lower, lower) for lower in sorted(lowers.get(top, ()))]
    while edge:
        following = []
        for unit, part in edge:
            if unit in seen:
                continue
            seen.add(unit)
            parts.setdefault(part, set()).add(unit)
            following += [(lower, part) for lower in lowers.get(unit, ())]
        edge = sorted(following, key=lambda step: (step[1], step[0]))
    return parts


def parts_under(organisation: Organisation, kind: str, period: tuple[date, date]) -> dict[int, set[int]]:
    """Ids of everybody whose figures make up this organisation's for a period, by part; see ``parts_of``. Two queries."""
    first, last = period
    held = OrganisationRelation.objects.filter(valid_from__lte=last)
    lines = held.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=first), kind=kind)
    successions = held.filter(kind=Kind.SUCCEEDS)
    return parts_of(organisation.pk, uppers_of(_lines(lines), _lines(successions), period))


def members(organisation: Organisation, kind: str, period: tuple[date, date]) -> set[int]:
    """Ids of everybody whose figures make up this organisation's for a period, itself included. Two queries."""
    return set().union(*parts_under(organisation, kind, period).values())


def _lines(rows: Iterable[OrganisationRelation]) -> list[Line]:
    return [Line(row.upper_id, row.lower_id, row.valid_from, row.valid_until) for row in rows]
