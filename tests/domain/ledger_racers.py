"""What the parallel processes of the ledger's race tests do."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.ledger.models import TaskIndicator
from silverbridge.domain.ledger.services import (
    Saying,
    comment,
    confirm_target,
    import_notice,
    link_indicator,
    refresh_evidence,
    switch_due,
)
from silverbridge.domain.places.models import Organisation
from tests.domain.evidence_world import NOTICE


def confirm(link_id: int, user_id: int) -> str:
    """One supervisor says yes."""
    link = TaskIndicator.objects.select_related("task__notice__organisation").get(pk=link_id)
    try:
        confirm_target(link, Actor.staff(User.objects.get(pk=user_id)), revision=1)
    except Conflict:
        return "conflict"
    return "confirmed"


def change(link_id: int, user_id: int) -> str:
    """One officer changes the target."""
    link = TaskIndicator.objects.select_related("task__notice__organisation").get(pk=link_id)
    link_indicator(link.task, link.code, 0.2, "up", 30, Actor.staff(User.objects.get(pk=user_id)))
    return "changed"


def take_in(user_id: int) -> int:
    """One officer takes the notice in."""
    city = Organisation.objects.get(code="anlan")
    return import_notice(NOTICE, "n.txt", Actor.staff(User.objects.get(pk=user_id)), city).pk


def refresh(folder: str) -> int:
    """One tick."""
    settings.VAR = Path(folder)
    return refresh_evidence().figures


def switch(_n: int) -> int:
    """One clockwork, on the day."""
    return switch_due()


def speak(consultation: int, key: str) -> str:
    """One visitor sends a comment; answers its number."""
    return comment(consultation, Saying(2, "送到楼上", key), Actor.visitor("one")).reference
