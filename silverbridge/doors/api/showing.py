"""From rows to JSON. Unknown is null, never an empty text or a zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from silverbridge.domain.catalogue.models import ItemVersion, Offering
from silverbridge.domain.catalogue.queries import open_now
from silverbridge.domain.intake.models import Part, ServiceRequest


def show_short(row: ItemVersion, yours: bool) -> dict[str, Any]:
    """An item in a list."""
    fields = row.definition.model_dump(include={"code", "version", "name", "summary", "scene", "doors"})
    return fields | {"yours": yours}


def show_full(row: ItemVersion, yours: bool, ways: Iterable[Offering]) -> dict[str, Any]:
    """An item with its questions and ways."""
    fields = row.definition.model_dump()
    questions = [
        q | {"ask_if": q["ask_if"] and {"question": q["ask_if"]["question"], "values": list(q["ask_if"]["values"])}}
        for q in fields["questions"]
    ]
    return fields | {"questions": questions, "yours": yours, "ways": [show_way(o) for o in ways]}


def show_way(offering: Offering) -> dict[str, Any]:
    """One offering."""
    place = offering.place
    return {
        "door": offering.door,
        "organisation": offering.organisation.code,
        "place": place.name if place else None,
        "address": (place.address or None) if place else None,
        "phone": offering.phone or None,
        "open_now": open_now(offering),
        "opens": f"{offering.opens:%H:%M}" if offering.opens else None,
        "closes": f"{offering.closes:%H:%M}" if offering.closes else None,
        "wait_minutes": offering.wait_minutes,
        "fee": None if offering.fee is None else str(offering.fee),
        "cash": offering.cash,
    }


def show_part(part: Part) -> dict[str, Any]:
    """What one fulfilment agreed."""
    return {
        "kind": part.kind,
        "starts_at": part.starts_at,
        "who": part.who or None,
        "where": part.where or None,
        "cancelled": part.cancelled_at is not None,
    }


def show_request(row: ServiceRequest) -> dict[str, Any]:
    """A request without name, number or answers: the partner has those."""
    names = (
        "reference item state revision acting_for call_first submitted_at promised_on promise_provisional "
        "withdraw_until closed_at"
    )
    return {name: getattr(row, name) for name in names.split()} | {
        "external_number": row.external_number or None,
        "outcome": row.outcome or None,
        "parts": [show_part(p) for p in row.fulfilment_parts.order_by("pk")],
    }
