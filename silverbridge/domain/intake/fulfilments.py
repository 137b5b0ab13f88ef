"""How requests are carried out: the Fulfilment protocol and its registry.

``case`` and ``answer`` are intake's own. ``booking``, ``visit`` and ``ticket`` are carried out by hand (staff name a time or a
person, start, finish) until an app registers its own under the same name; apps import intake, never the reverse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.definitions import ItemDefinition, Question
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake.models import Part, ServiceRequest
from silverbridge.domain.intake.states import State


@dataclass(frozen=True)
class Offer:
    """Something that can be chosen: a session or a person, with what is left."""

    value: str
    starts_at: datetime
    left: int | None


@dataclass(frozen=True)
class Plan:
    """What staff decide for a fulfilment by hand."""

    starts_at: datetime | None = None
    who: str = ""
    where: str = ""


class Fulfilment(Protocol):
    """What intake asks of a way to carry requests out. Every method runs in the caller's transaction."""

    planned: str | None

    def questions(self, definition: ItemDefinition) -> list[Question]: ...

    def offers(self, request: ServiceRequest, day: date) -> list[Offer]: ...

    def hold(self, part: Part, plan: Plan) -> None: ...

    def start(self, request: ServiceRequest) -> Part: ...

    def cancel(self, part: Part) -> None: ...

    def reschedule(self, part: Part, plan: Plan) -> None: ...


class Case:
    """Staff work on it and finish it; no time, no place."""

    kind = "case"
    planned: str | None = None

    def questions(self, definition: ItemDefinition) -> list[Question]:
        """What is asked: the item's own questions."""
        return list(definition.questions)

    def offers(self, request: ServiceRequest, day: date) -> list[Offer]:  # noqa: ARG002 - protocol
        """Nothing to choose from."""
        return []

    def hold(self, part: Part, plan: Plan) -> None:  # noqa: ARG002 - protocol
        """A case takes no time. Raises DomainError."""
        raise DomainError("no_plan", _("This needs no appointment."), _("Finish it, or decline it."), "starts_at")

    def start(self, request: ServiceRequest) -> Part:
        """The part on which staff work."""
        return Part.objects.create(request=request, kind=self.kind)

    def cancel(self, part: Part) -> None:
        """Nothing was taken, nothing is given back."""
        Part.objects.filter(pk=part.pk).update(cancelled_at=timezone.now())

    def reschedule(self, part: Part, plan: Plan) -> None:
        """Like ``hold``."""
        self.hold(part, plan)


class Answer(Case):
    """Answered at once: submitting it completes it."""

    kind = "answer"

    def start(self, request: ServiceRequest) -> Part:
        """The part is finished as soon as it is made."""
        now = timezone.now()
        return Part.objects.create(request=request, kind=self.kind, started_at=now, finished_at=now)


class ByHand(Case):
    """Staff name a time, a person or both."""

    def __init__(self, kind: str, planned: str, needs_time: bool = True, needs_who: bool = False) -> None:
        self.kind, self.planned, self.needs_time, self.needs_who = kind, planned, needs_time, needs_who

    def hold(self, part: Part, plan: Plan) -> None:
        """Keeps the plan. Raises DomainError when a time or person is missing, or the time is past."""
        if self.needs_time and plan.starts_at is None:
            raise DomainError("plan.time", _("The time is missing."), _("Write day and time."), "starts_at")
        if self.needs_who and not plan.who.strip():
            raise DomainError("plan.who", _("Nobody is named yet."), _("Write who comes."), "who")
        if plan.starts_at is not None and plan.starts_at < timezone.now():
            raise DomainError("plan.past", _("This time is already past."), _("Choose a later time."), "starts_at")
        for name, value in (
            ("starts_at", plan.starts_at),
            ("who", plan.who.strip()),
            ("where", plan.where.strip()),
        ):
            if value:
                setattr(part, name, value)
        part.cancelled_at = None
        part.save()


REGISTRY: dict[str, Fulfilment] = {
    "case": Case(),
    "answer": Answer(),
    "booking": ByHand("booking", State.SCHEDULED),
    "visit": ByHand("visit", State.ASSIGNED, needs_who=True),
    "ticket": ByHand("ticket", State.QUEUED, needs_time=False),
}


def register(kind: str, fulfilment: Fulfilment) -> None:
    """An app takes over a way of fulfilment when it loads."""
    REGISTRY[kind] = fulfilment


def fulfilment(kind: str) -> Fulfilment:
    """The way registered under this name."""
    return REGISTRY[kind]
