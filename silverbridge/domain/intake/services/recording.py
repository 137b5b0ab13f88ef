"""What every move of a request leaves behind: an event in the journal and a line staff can read."""

from __future__ import annotations

from datetime import datetime

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.events import Payload
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.intake.models import Movement, ServiceRequest
from silverbridge.domain.people.queries import subject


def note(request: ServiceRequest, actor: Actor, payload: Payload, verb: str, before: str = "", words: str = "") -> None:
    """Writes the event and the movement, in the caller's transaction. The envelope is the request as it stands now."""
    record(
        payload,
        Circumstances(
            object_key=request.object_key,
            actor_kind=actor.kind,
            subject=subject(request.person),
            item=request.item,
            door=request.door,
            acting_for=request.acting_for,
            place=request.place.code if request.place else None,
            organisation=request.organisation.code,
        ),
    )
    Movement.objects.create(
        request=request,
        actor_kind=actor.kind,
        user=actor.user,
        verb=verb,
        before=before,
        after=request.state,
        note=words.strip(),
    )


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Whole minutes, never negative."""
    return max(0, int((later - earlier).total_seconds() // 60))
