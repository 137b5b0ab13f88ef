"""The life of a service request: its states, and which may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a request stands, in the words an elder is told."""

    SUBMITTED = "submitted", _("Received")
    ACCEPTED = "accepted", _("Being dealt with")
    SCHEDULED = "scheduled", _("Time agreed")
    ASSIGNED = "assigned", _("Somebody is coming")
    QUEUED = "queued", _("In the queue")
    IN_SERVICE = "in_service", _("Being served")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Cannot be done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled by us")


PLANNED = (State.SCHEDULED, State.ASSIGNED, State.QUEUED)
CLOSED = (State.DONE, State.DECLINED, State.WITHDRAWN, State.CANCELLED)
OPEN = tuple(s for s in State if s not in CLOSED)

# What `advance` may do. Declining, withdrawing, rescheduling and reopening are moves of their own, with duties of their own.
NEXT: dict[str, tuple[str, ...]] = {
    State.SUBMITTED: (State.ACCEPTED, State.CANCELLED),
    State.ACCEPTED: (*PLANNED, State.IN_SERVICE, State.DONE, State.CANCELLED),
    State.SCHEDULED: (State.IN_SERVICE, State.MISSED, State.CANCELLED),
    State.ASSIGNED: (State.IN_SERVICE, State.MISSED, State.CANCELLED),
    State.QUEUED: (State.IN_SERVICE, State.MISSED, State.CANCELLED),
    State.IN_SERVICE: (State.DONE, State.CANCELLED),
    State.MISSED: (State.CANCELLED,),
}
DECLINABLE = (State.SUBMITTED, State.ACCEPTED, *PLANNED, State.MISSED)
WITHDRAWABLE = DECLINABLE
REOPENABLE = (*CLOSED, State.MISSED)
RESCHEDULABLE = (*PLANNED, State.MISSED)

# Fulfilment of these states needs the assurance the item names.
FULFILLING = (*PLANNED, State.IN_SERVICE, State.DONE)
EVENT_OF = {
    State.ACCEPTED: "accepted",
    State.SCHEDULED: "scheduled",
    State.ASSIGNED: "assigned",
    State.QUEUED: "queued",
    State.IN_SERVICE: "started",
    State.DONE: "done",
    State.MISSED: "missed",
    State.CANCELLED: "cancelled",
}
