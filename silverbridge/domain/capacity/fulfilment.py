"""The ``booking`` fulfilment: by hand as before, but where sessions are opened, only into one that has room."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.capacity import services
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake.fulfilments import ByHand, Offer, Plan
from silverbridge.domain.intake.models import Part, ServiceRequest
from silverbridge.domain.intake.states import State


def sessions_of(request: ServiceRequest) -> object:
    """The sessions of a request's item at its place."""
    return Session.objects.filter(item=request.item, place=request.place)


class Booking(ByHand):
    """Staff agree a time; a place without any sessions takes whatever time they name."""

    def __init__(self) -> None:
        super().__init__("booking", State.SCHEDULED)

    def offers(self, request: ServiceRequest, day: date) -> list[Offer]:
        """The sessions of one day with what is left for this request's door."""
        rows = sessions_of(request).filter(starts_at__date=day, starts_at__gt=timezone.now())
        return [Offer(str(s.pk), s.starts_at, services.left(s, request.door)) for s in rows]

    def hold(self, part: Part, plan: Plan) -> None:
        """Takes a place in the session at that time. Raises DomainError when there is no such session, Conflict when full."""
        taken = self._session(part)
        super().hold(part, plan)
        session = self._session(part)
        if session is None and sessions_of(part.request).filter(starts_at__gt=timezone.now()).exists():
            raise DomainError(
                "no_session",
                _("There is no session at this time."),
                _("Choose one of those shown."),
                "starts_at",
            )
        if session is not None and session != taken:
            services.take(session, part.request.door)
        if taken is not None and taken != session:
            services.give_back(taken, part.request.door)

    def cancel(self, part: Part) -> None:
        """Gives the place back to others."""
        session = self._session(part)
        super().cancel(part)
        if session is not None:
            services.give_back(session, part.request.door)

    @staticmethod
    def _session(part: Part) -> Session | None:
        """The session this part holds a place in, if any."""
        if part.starts_at is None or part.cancelled_at is not None:
            return None
        return sessions_of(part.request).filter(starts_at=part.starts_at).first()
