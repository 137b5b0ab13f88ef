"""Writing facts down. Every service that changes something leaves an event here, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.models import Event
from silverbridge.engines.calendars import business_date


@dataclass(frozen=True)
class Subject:
    """Whom an event is about, without identity: a random key, and age band and sex as of then."""

    key: str | None = None
    age_band: str | None = None
    sex: str | None = None


@dataclass(frozen=True)
class Circumstances:
    """The envelope of an event. ``organisation`` and ``place`` are codes as of ``occurred_at``."""

    object_key: str
    actor_kind: str
    subject: Subject = Subject()
    item: str | None = None
    door: str | None = None
    acting_for: bool = False
    place: str | None = None
    organisation: str | None = None
    occurred_at: datetime | None = None


def record(payload: Payload, where: Circumstances) -> Event:
    """Writes one event. Must run inside the transaction that changes the state it tells of; raises RuntimeError otherwise."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its cause")
    occurred = where.occurred_at or timezone.now()
    return Event.objects.create(
        name=payload.event,
        version=payload.version,
        object_key=where.object_key,
        subject_key=where.subject.key,
        age_band=where.subject.age_band,
        sex=where.subject.sex,
        item=where.item,
        door=where.door,
        acting_for=where.acting_for,
        place=where.place,
        organisation=where.organisation,
        actor_kind=where.actor_kind,
        occurred_at=occurred,
        business_date=business_date(occurred),
        data=payload.model_dump(mode="json"),
    )
