"""Stating how much of something there is: one event for each statement, so the export carries it like any other fact."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import Event, random_key
from silverbridge.domain.places.events import SnapshotTaken
from silverbridge.domain.places.models import Dated, Device, Facility, Place
from silverbridge.domain.places.queries import today


def take_snapshot(place: Place, kind: str, value: float, day: date, actor: Actor) -> Event:
    """States a stock (or a flow that ends on ``day``) of a place. A second statement of the same day corrects the first.

    Raises pydantic's ValidationError for an odd kind or a number below zero, ValueError for a day to come.
    """
    if day > today():
        raise ValueError(f"{day} is still to come")
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    with transaction.atomic():
        where = Circumstances(
            object_key=random_key(),
            actor_kind=actor.kind,
            place=place.code,
            organisation=place.organisation.code,
            occurred_at=noon,
        )
        return record(SnapshotTaken(kind=kind, value=value), where)


@transaction.atomic
def take_snapshots(day: date, actor: Actor) -> int:
    """States for every place whether it is open on a day, and which facilities and devices stand there. Returns how many.

    A kind a place once had and no longer has is stated as none, so that it stops counting.
    """
    count = 0
    for place in Place.objects.select_related("organisation"):
        shut = place.closed_on is not None and place.closed_on <= day
        stated = {"place.open": 0.0 if shut else 1.0}
        for kind, number in _stood(place, day):
            stated[kind] = float(number)
        for kind, value in stated.items():
            take_snapshot(place, kind, value, day, actor)
        count += len(stated)
    return count


def _stood(place: Place, day: date) -> list[tuple[str, int]]:
    """Kinds of facilities and devices that ever stood there, with how many stand there on the day."""
    now, found = Dated.on(day), []
    facilities = Facility.objects.filter(place=place).values("kind").annotate(n=Sum("count", filter=now))
    found += [(f"facility.{row['kind']}", row["n"] or 0) for row in facilities]
    devices = Device.objects.filter(place=place).values("kind")
    devices = devices.annotate(
        n=Count("pk", filter=now),
        friendly=Count("pk", filter=now & Q(age_friendly=True)),
        passbook=Count("pk", filter=now & Q(passbook=True)),
    )
    for row in devices:
        found.append((f"device.{row['kind']}", row["n"]))
        found.append((f"device.{row['kind']}.age-friendly", row["friendly"]))
        found.append((f"device.{row['kind']}.passbook", row["passbook"]))
    return found
