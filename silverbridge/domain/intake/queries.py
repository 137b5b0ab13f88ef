"""Questions about requests, each bounded by who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import Partner
from silverbridge.domain.core.attempts import count_attempt
from silverbridge.domain.core.ciphers import digests
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.core.references import clean_reference
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.states import OPEN, State
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.services import check_phone
from silverbridge.domain.places.queries import today

LOOK_UPS_PER_HOUR = 10


def _full() -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.select_related(
        "version", "organisation", "place", "person", "proxy__agent", "assignee"
    )


def worklist(organisations: set[int], state: str = "open", item: str = "", mine: int | None = None) -> QuerySet:
    """What is to be done, most urgent promise first. ``state`` is "open", "overdue", "call_first" or one state."""
    rows = _full().filter(organisation__in=organisations)
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state == "overdue":
        rows = rows.filter(state__in=OPEN, promised_on__lt=today())
    elif state == "call_first":
        rows = rows.filter(state__in=OPEN, call_first=True)
    elif state in State.values:
        rows = rows.filter(state=state)
    if item:
        rows = rows.filter(item=item)
    if mine is not None:
        rows = rows.filter(assignee=mine)
    return rows.order_by("promised_on", "pk")


def counts(organisations: set[int]) -> dict[str, int]:
    """How many are open, overdue, and waiting for a call: one query."""
    return ServiceRequest.objects.filter(organisation__in=organisations, state__in=OPEN).aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(promised_on__lt=today())),
        call_first=Count("pk", filter=Q(call_first=True)),
    )


def for_staff(reference: str, organisations: set[int]) -> ServiceRequest:
    """One request of these organisations. Raises NotFound for anybody else's."""
    found = _full().filter(reference=reference, organisation__in=organisations).first()
    if found is None:
        raise NotFound("request", _("There is no such request here."), _("Check the number again."))
    return found


def recent(person: Person, organisations: Iterable[int], limit: int = 5) -> list[ServiceRequest]:
    """Somebody's latest requests with these organisations."""
    # One that came in while two records were being merged hangs on the record merged away.
    theirs = Q(person=person) | Q(person__merged_into=person)
    return list(_full().filter(theirs, organisation__in=list(organisations)).order_by("-pk")[:limit])


def look_up(reference: str, phone: str, who: str) -> ServiceRequest:
    """A request by number and telephone, for somebody at an unattended door.

    Says the same to everybody who does not have both. ``who`` is what tries are counted under (client address or session).
    Raises DomainError for a number or telephone that cannot be one, NotFound, Throttled.
    """
    reference, phone = clean_reference(reference), check_phone(phone)
    count_attempt("look_up", who, LOOK_UPS_PER_HOUR * 3, 3600)
    count_attempt("look_up.number", reference, LOOK_UPS_PER_HOUR, 3600)
    found = _full().filter(reference=reference, contact_digest__in=digests(phone, "contact")).first()
    if found is None:
        raise NotFound(
            "no_match",
            _("This number and this telephone do not belong together."),
            _("Compare both with your slip, or telephone us."),
            "reference",
        )
    return found


def most_asked(items: Iterable[str], limit: int, days: int = 90) -> list[str]:
    """Which of these items were asked for most in the last days; items nobody asked for are not among them."""
    since = timezone.now() - timedelta(days=days)
    rows = ServiceRequest.objects.filter(item__in=list(items), submitted_at__gte=since)
    often = rows.order_by().values("item").annotate(n=Count("pk")).order_by("-n", "item")
    return [row["item"] for row in often[:limit]]


def for_partner(reference: str, partner: Partner) -> ServiceRequest:
    """A request a partner itself submitted. Raises NotFound for any other."""
    found = _full().filter(reference=reference, partner=partner).first()
    if found is None:
        raise NotFound("request", _("There is no such request here."), _("Check the number again."))
    return found


def of_session(references: list[str]) -> list[ServiceRequest]:
    """Requests that this device proved itself for, newest first."""
    return list(_full().filter(reference__in=references).order_by("-pk"))
