"""Who files with whom on a day: the relations of filing, and the way each goes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from silverbridge.domain.places.models import Dated, Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below
from silverbridge.domain.returns.models import FilingRoute, Tier

FILES_TO = OrganisationRelation.Kind.FILES_TO


@dataclass(frozen=True)
class Owing:
    """A unit that files, with whom, along which way, and at which tier."""

    unit: Organisation
    receiver: Organisation
    way: str
    tier: str


def owing(owner: Organisation, day: date) -> list[Owing]:
    """Every unit whose returns reach the owner of a form by the relations of ``day``, each once, in order of code.

    Who receives returns itself is an office and files what it added up. A unit with two receivers on one day files with the one
    whose relation began last. Two queries and those of ``below``.
    """
    reach = below(owner, FILES_TO, day)
    rows = (
        OrganisationRelation.objects.filter(Dated.on(day), kind=FILES_TO, lower__in=reach)
        .select_related("upper", "lower", "route")
        .order_by("valid_from", "pk")
    )
    last = {row.lower_id: row for row in rows if row.upper_id in reach or row.upper_id == owner.pk}
    offices = {row.upper_id for row in last.values()}
    found = []
    for row in sorted(last.values(), key=lambda row: row.lower.code):
        tier = Tier.OFFICE if row.lower_id in offices else Tier.UNIT
        found.append(Owing(row.lower, row.upper, way_of(row, tier), tier))
    return found


def way_of(relation: OrganisationRelation, tier: str) -> str:
    """Along which way a relation goes; where nobody said, by line, and upward for what was added up."""
    route = getattr(relation, "route", None)
    return route.way if route else FilingRoute.Way.UPWARD if tier == Tier.OFFICE else FilingRoute.Way.LINE


def parts_below(whole: Organisation, kind: str, day: date) -> dict[int, int]:
    """For each organisation below another by relations of a kind on a day, under which direct part it is counted: ids.

    Every one has exactly one part: the nearest, and of several equally near the one whose relation began last. So the parts are
    apart, and together they are the whole. Cycles end. One query.
    """
    rows = OrganisationRelation.objects.filter(Dated.on(day), kind=kind).order_by("valid_from", "pk")
    lower_of: dict[int, list[int]] = defaultdict(list)
    order: dict[tuple[int, int], int] = {}
    for n, (upper, lower) in enumerate(rows.values_list("upper_id", "lower_id")):
        lower_of[upper].append(lower)
        order[upper, lower] = n
    found: dict[int, int] = {}
    edge = {whole.pk}
    while edge:
        reached: dict[int, int] = {}
        for upper in edge:
            for lower in lower_of[upper]:
                if lower == whole.pk or lower in found:
                    continue
                if lower not in reached or order[upper, lower] > order[reached[lower], lower]:
                    reached[lower] = upper
        found |= {lower: found.get(upper, lower) for lower, upper in reached.items()}
        edge = set(reached)
    return found
