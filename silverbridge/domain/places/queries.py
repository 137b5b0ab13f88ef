"""Questions about organisations and places as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from silverbridge.domain.places.models import Dated, Organisation, OrganisationRelation, Place
from silverbridge.engines.calendars import WorkingCalendar, business_date


def today() -> date:
    """The business date now, in Asia/Shanghai."""
    return business_date(timezone.now())


def below(organisation: Organisation, kind: str, day: date | None = None) -> set[int]:
    """Ids of every organisation under this one by relations of ``kind`` on ``day``, itself not included; cycles end."""
    day, found, edge = day or today(), set(), {organisation.pk}
    while edge:
        rows = OrganisationRelation.objects.filter(Dated.on(day), kind=kind, upper__in=edge)
        edge = set(rows.values_list("lower_id", flat=True)) - found - {organisation.pk}
        found |= edge
    return found


def below_each(organisations: Iterable[int], kind: str, day: date) -> dict[int, set[int]]:
    """``below`` of each of these organisations (ids), in one query."""
    under: dict[int, list[int]] = {}
    for upper, lower in OrganisationRelation.objects.filter(Dated.on(day), kind=kind).values_list("upper", "lower"):
        under.setdefault(upper, []).append(lower)
    found: dict[int, set[int]] = {}
    for top in organisations:
        seen, edge = {top}, [top]
        while edge:
            edge = [lower for upper in edge for lower in under.get(upper, ()) if lower not in seen]
            seen.update(edge)
        found[top] = seen - {top}
    return found


def resolve(name: str, day: date | None = None) -> Organisation | None:
    """The organisation that bears, or on ``day`` bore, exactly this name; the one that succeeded it, if it has ended.

    Answers None when no or more than one organisation fits: a unit is never guessed.
    """
    dated = Q(names__name=name)
    if day is not None:
        dated &= Q(names__valid_from__lte=day) & (Q(names__valid_until__isnull=True) | Q(names__valid_until__gt=day))
    found = list(Organisation.objects.filter(Q(name=name) | dated).distinct()[:2])
    if len(found) != 1:
        return None
    (organisation,) = found
    while organisation.closed_on and organisation.closed_on <= today():
        heirs = OrganisationRelation.objects.filter(kind=OrganisationRelation.Kind.SUCCEEDS, lower=organisation)
        heir = heirs.select_related("upper").first()
        if heir is None:
            break
        organisation = heir.upper
    return organisation


def is_open(place: Place, at: datetime | None = None) -> bool:
    """Whether the place is open at this moment by its hours and the working calendar. A closed place never is."""
    local = timezone.localtime(at or timezone.now())
    if place.closed_on and place.closed_on <= local.date():
        return False
    working = WorkingCalendar().is_working_day(local.date()).working
    now = local.time()
    # Read whole, so that a list of places needs one query for all their hours.
    rows = [r for r in place.hours.all() if r.weekday == local.weekday() and r.opens <= now < r.closes]
    return any(working or not row.working_days_only for row in rows)


def names_of(organisations: set[str], places: set[str]) -> dict[str, str]:
    """Names by code of these organisations and places; a place's where a code is both. Codes nobody bears are left out."""
    found = dict(Organisation.objects.filter(code__in=organisations).values_list("code", "name"))
    return found | dict(Place.objects.filter(code__in=places).values_list("code", "name"))


def place_names(organisations: set[int]) -> dict[str, str]:
    """Names by code of the places of these organisations (ids)."""
    return dict(Place.objects.filter(organisation__in=organisations).values_list("code", "name"))
