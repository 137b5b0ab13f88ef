"""From a figure down to the rows it counts: an event, a visit or a stated stock each, with a masked view of the request an
event belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.services import Read, log_reading
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.queries import Period, check_period, indicator, organisation_codes
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.identity import mask_name
from silverbridge.engines.indicators import SHAPES, Facts, Family, IndicatorDefinition, count_rows, parts, rows
from silverbridge.engines.indicators.counting import parts_of
from silverbridge.engines.indicators.facts import as_facts

if TYPE_CHECKING:
    import ibis

Part = Literal["numerator", "denominator"]
ROWS_PER_PAGE = 20
TOLD = ("age_band", "lane", "outcome", "wait_seconds", "service_seconds", "rating", "value")
"""What is shown of a row that no request stands behind, beside its day, place and door."""


@dataclass(frozen=True)
class EvidenceRow:
    """One counted fact. Of the person it shows a masked name and no number; "" where there is nothing to show.

    ``door`` and ``acting_for`` are as they were at the event, ``state`` and ``state_name`` as they are now. ``event`` is an
    event's name, "visit", or the kind of a stock; ``told`` is what a row says that no request stands behind: its lane, its
    wait, its value.
    """

    event_id: int
    event: str
    occurred_at: datetime | None
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
    told: dict[str, Any] = field(default_factory=dict)


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
    table: ibis.Table | Facts | None = None,
) -> RowsPage:
    """The masked rows behind a figure, of these organisations alone; the caller gives those the reader may see.

    ``table`` are ``open_facts()`` opened already. The reading is logged, each row for its person. Raises NotFound for an
    unknown indicator, DomainError for a part it does not have, a page there is not, or a missing purpose; then nothing is shown.
    """
    definition, period = indicator(code).definition, check_period(period)
    if part not in parts(definition):
        raise DomainError("part", _("This figure has no such part."), _("Go back to the figure."), "part")
    codes, facts = organisation_codes(organisations), open_facts() if table is None else as_facts(table)
    total = count_rows(definition, facts, period, codes, part)
    pages = max(1, -(-total // ROWS_PER_PAGE))
    if not 1 <= page <= pages:
        raise DomainError("page", _("There are only %(n)s pages."), _("Go back to the first page."), "page", n=pages)
    counted = rows(definition, facts, period, codes, part, limit=ROWS_PER_PAGE, offset=(page - 1) * ROWS_PER_PAGE)
    identities = [identity for identity, _key in counted]
    family = family_of(definition, part)
    if family == "events":
        shown = _shown(identities, facts, actor, purpose)
    else:
        shown = _told(family, facts_of(facts, family, identities), actor, purpose)
    return RowsPage(shown, part, parts(definition), page, pages, total)


def family_of(definition: IndicatorDefinition, part: str) -> Family:
    """The family of facts that a part of a figure counts."""
    held = parts_of(definition)
    return held[part].facts if part in held else definition.facts


def facts_of(facts: Facts, family: Family, identities: list[int]) -> list[dict[str, Any]]:
    """These facts as they are kept, in order."""
    table, identity = facts.of(family), SHAPES[family].id
    if not identities:
        return []
    return table.filter(table[identity].isin(identities)).order_by(identity).to_pyarrow().to_pylist()


@transaction.atomic
def _shown(event_ids: list[int], facts: Facts, actor: Actor, purpose: str) -> tuple[EvidenceRow, ...]:
    """The rows, logged before they are shown. The counts come from the export, the words from the tables.

    Events that came in a list of another system stand in no table of ours: what the list says is shown.
    """
    events = list(Event.objects.filter(pk__in=event_ids).order_by("pk"))
    if elsewhere := sorted(set(event_ids) - {event.pk for event in events}):
        listed = _told("events", facts_of(facts, "events", elsewhere), actor, purpose)
        if not events:
            return listed
        return _shown([event.pk for event in events], facts, actor, purpose) + listed
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


def _told(family: Family, facts: list[dict[str, Any]], actor: Actor, purpose: str) -> tuple[EvidenceRow, ...]:
    """Rows that no request stands behind, logged before they are shown. No key of a person or of a visit is among them."""
    codes = {row["organisation"] for row in facts}
    held = {o.code: o for o in Organisation.objects.filter(code__in=codes)} if codes else {}
    key = {"events": "object_key", "visits": "visit_key"}.get(family)
    reads = [
        Read(held.get(row["organisation"]), row.get("subject_key"), row.get(key) if key else None) for row in facts
    ]
    log_reading(actor, "evidence.rows", purpose, reads)
    return tuple(_told_row(family, row) for row in facts)


def _told_row(family: Family, row: dict[str, Any]) -> EvidenceRow:
    named = {"events": row.get("name"), "visits": "visit", "snapshots": row.get("kind")}[family]
    return EvidenceRow(
        event_id=row[SHAPES[family].id],
        event=named or "",
        occurred_at=row.get("occurred_at"),
        business_date=row["business_date"],
        organisation=row["organisation"] or "",
        place=row["place"] or "",
        door=row.get("door") or "",
        acting_for=bool(row.get("acting_for")),
        reference="",
        item=row.get("item") or "",
        item_name="",
        state="",
        state_name="",
        masked_name="",
        told={name: row[name] for name in TOLD if row.get(name) is not None},
    )


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
