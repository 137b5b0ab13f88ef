"""From a figure down to the rows it counts: an event each, with a masked view of the request it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.services import Read, log_reading
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.export import events_table
from silverbridge.domain.evidence.queries import Period, check_period, indicator, organisation_codes
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.engines.identity import mask_name
from silverbridge.engines.indicators import count_rows, parts, rows

if TYPE_CHECKING:
    import ibis

Part = Literal["numerator", "denominator"]
ROWS_PER_PAGE = 20


@dataclass(frozen=True)
class EvidenceRow:
    """One counted event. Of the person it shows a masked name and no number; "" where there is nothing to show.

    ``door`` and ``acting_for`` are as they were at the event, ``state`` and ``state_name`` as they are now.
    """

    event_id: int
    event: str
    occurred_at: datetime
    business_date: date
    organisation: str
    place: str
    door: str
    acting_for: bool
    reference: str
    item: str
    item_name: str
    state: str
    state_name: str
    masked_name: str


@dataclass(frozen=True)
class RowsPage:
    """One page of rows, counted from 1. ``total`` is on all pages: exactly what the figure says."""

    rows: tuple[EvidenceRow, ...]
    part: Part
    parts: tuple[Part, ...]
    page: int
    pages: int
    total: int


def evidence_rows(
    code: str,
    period: Period,
    organisations: Iterable[int],
    part: Part,
    page: int,
    actor: Actor,
    purpose: str,
    table: ibis.Table | None = None,
) -> RowsPage:
    """The masked rows behind a figure, of these organisations alone; the caller gives those the reader may see.

    ``table`` is an ``events_table()`` opened already. The reading is logged, each row for its person. Raises NotFound for an
    unknown indicator, DomainError for a part it does not have, a page there is not, or a missing purpose; then nothing is shown.
    """
    definition, period = indicator(code).definition, check_period(period)
    if part not in parts(definition):
        raise DomainError("part", _("This figure has no such part."), _("Go back to the figure."), "part")
    codes, table = organisation_codes(organisations), events_table() if table is None else table
    total = count_rows(definition, table, period, codes, part)
    pages = max(1, -(-total // ROWS_PER_PAGE))
    if not 1 <= page <= pages:
        raise DomainError("page", _("There are only %(n)s pages."), _("Go back to the first page."), "page", n=pages)
    counted = rows(definition, table, period, codes, part, limit=ROWS_PER_PAGE, offset=(page - 1) * ROWS_PER_PAGE)
    shown = _shown([event_id for event_id, _key in counted], actor, purpose)
    return RowsPage(shown, part, parts(definition), page, pages, total)


@transaction.atomic
def _shown(event_ids: list[int], actor: Actor, purpose: str) -> tuple[EvidenceRow, ...]:
    """The rows, logged before they are shown. The counts come from the export, the words from the tables."""
    events = list(Event.objects.filter(pk__in=event_ids).order_by("pk"))
    requests = ServiceRequest.objects.select_related("version", "person", "organisation")
    by_key = {r.object_key: r for r in requests.filter(object_key__in={e.object_key for e in events})}
    log_reading(
        actor,
        "evidence.rows",
        purpose,
        [
            Read(by_key[e.object_key].organisation if e.object_key in by_key else None, e.subject_key, e.object_key)
            for e in events
        ],
    )
    return tuple(_row(event, by_key.get(event.object_key)) for event in events)


def _row(event: Event, request: ServiceRequest | None) -> EvidenceRow:
    person = request.person if request else None
    return EvidenceRow(
        event_id=event.pk,
        event=event.name,
        occurred_at=event.occurred_at,
        business_date=event.business_date,
        organisation=event.organisation or "",
        place=event.place or "",
        door=event.door or "",
        acting_for=event.acting_for,
        reference=request.reference if request else "",
        item=event.item or "",
        item_name=request.version.name if request else "",
        state=request.state if request else "",
        state_name=str(request.get_state_display()) if request else "",
        masked_name=mask_name(person.name) if person else "",
    )
