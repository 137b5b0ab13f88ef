"""Opening sessions, taking and giving back places in them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.capacity.models import Session
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.places.models import Place

IN_PERSON = ("counter", "home")


@transaction.atomic
def open_session(item: str, place: Place, starts_at: datetime, total: int, walk_in: int) -> Session:
    """Opens a session. Raises DomainError when no walk-in share is kept (red line 4)."""
    if not 1 <= walk_in <= total:
        raise DomainError(
            "red_line_4",
            _("A session keeps a share for people who come in person (red line 4)."),
            _("Keep at least one place, at most all of them."),
            "walk_in",
        )
    session, _made = Session.objects.get_or_create(
        item=item, place=place, starts_at=starts_at, defaults={"total": total, "walk_in": walk_in}
    )
    return session


def left(session: Session, door: str) -> int:
    """Places still to be had through this door."""
    free = session.total - session.taken_remote - session.taken_here
    return free if door in IN_PERSON else min(free, session.total - session.walk_in - session.taken_remote)


def take(session: Session, door: str) -> None:
    """Takes one place, by a conditional update. Raises Conflict when none is left for this door."""
    rows = Session.objects.filter(pk=session.pk, total__gt=F("taken_remote") + F("taken_here"))
    if door in IN_PERSON:
        changed = rows.update(taken_here=F("taken_here") + 1)
    else:
        changed = rows.filter(taken_remote__lt=F("total") - F("walk_in")).update(taken_remote=F("taken_remote") + 1)
    if not changed:
        raise Conflict(
            "full",
            _("This time is full."),
            _("Take another time; who comes in person still finds a place."),
            "starts_at",
        )


def give_back(session: Session, door: str) -> None:
    """Returns a place that was taken through this door."""
    column = "taken_here" if door in IN_PERSON else "taken_remote"
    Session.objects.filter(pk=session.pk, **{f"{column}__gt": 0}).update(**{column: F(column) - 1})
