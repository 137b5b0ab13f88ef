"""When two records of one person become one, what they asked for and what they are to be told goes with them."""

from __future__ import annotations

from django.db import transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.merging import merge_people
from silverbridge.domain.people.models import Person


@transaction.atomic
def merge_records(keep: Person, duplicate: Person, actor: Actor, phone: str | None = None) -> int:
    """Merges ``duplicate`` into ``keep``, with its requests and messages; returns how many requests moved.

    Raises what ``people.merging.merge_people`` raises.
    """
    keep = merge_people(keep, duplicate, actor, phone)
    Message.objects.filter(person=duplicate).update(person=keep)
    return ServiceRequest.objects.filter(person=duplicate).update(person=keep)
