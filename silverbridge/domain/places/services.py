"""Writes about organisations and places. Imports and the demonstration institution call these."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.places.models import (
    Facility,
    OpeningHours,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Place,
)


@transaction.atomic
def save_organisation(code: str, name: str, kind: str, since: date, name_en: str = "") -> Organisation:
    """Makes or updates an organisation; a changed name is kept as a dated former name."""
    if kind not in Organisation.Kind.values:
        raise DomainError(
            "organisation_kind",
            _("“%(kind)s” is no kind of organisation."),
            _("Use one of: %(kinds)s."),
            "kind",
            kind=kind,
            kinds=", ".join(Organisation.Kind.values),
        )
    row, made = Organisation.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "name_en": name_en})
    if made:
        OrganisationName.objects.create(organisation=row, name=name, valid_from=since)
    elif row.name != name:
        row.names.filter(valid_until__isnull=True).update(valid_until=since)
        OrganisationName.objects.create(organisation=row, name=name, valid_from=since)
    row.name, row.kind, row.name_en = name, kind, name_en or row.name_en
    row.save()
    return row


@transaction.atomic
def relate(kind: str, upper: Organisation, lower: Organisation, since: date) -> OrganisationRelation:
    """Starts a relation. Raises DomainError when it would make a circle of its kind."""
    from silverbridge.domain.places.queries import below

    if upper == lower or upper.pk in below(lower, kind, since):
        raise DomainError(
            "relation_circle",
            _("%(a)s already stands under %(b)s."),
            _("End the other relation first."),
            "upper",
            a=upper,
            b=lower,
        )
    row, _made = OrganisationRelation.objects.get_or_create(kind=kind, upper=upper, lower=lower, valid_from=since)
    return row


@transaction.atomic
def save_place(code: str, organisation: Organisation, kind: str, name: str, **details: str) -> Place:
    """Makes or updates a place."""
    if kind not in Place.Kind.values:
        raise DomainError(
            "place_kind",
            _("“%(kind)s” is no kind of place."),
            _("Use one of: %(kinds)s."),
            "kind",
            kind=kind,
            kinds=", ".join(Place.Kind.values),
        )
    defaults = {"organisation": organisation, "kind": kind, "name": name, **details}
    row, _made = Place.objects.update_or_create(code=code, defaults=defaults)
    return row


@transaction.atomic
def set_hours(place: Place, weekdays: list[int], opens: time, closes: time, working_days_only: bool = True) -> None:
    """Replaces the hours of these weekdays."""
    if opens >= closes:
        raise DomainError("hours", _("It would close before it opens."), _("Give the opening time first."), "opens")
    place.hours.filter(weekday__in=weekdays).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(place=place, weekday=w, opens=opens, closes=closes, working_days_only=working_days_only)
        for w in weekdays
    )


@transaction.atomic
def save_facility(place: Place, kind: str, count: int, since: date) -> Facility:
    """So many of something stand at a place from a day on; what was counted before ends that day. Raises DomainError."""
    if count < 0:
        raise DomainError("count", _("There cannot be fewer than none."), _("Write a whole number."), "count")
    earlier = place.facilities.filter(kind=kind, valid_until__isnull=True, valid_from__lt=since)
    earlier.update(valid_until=since)
    row, _made = Facility.objects.update_or_create(place=place, kind=kind, valid_from=since, defaults={"count": count})
    return row


def set_tier(place: Place, tier: str) -> bool:
    """The outlet's tier is this one from now on; False when it was already. Who says so, and why, is the caller's to record."""
    return bool(Place.objects.filter(pk=place.pk).exclude(tier=tier).update(tier=tier))
