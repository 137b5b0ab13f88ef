"""The three families of facts an indicator is computed from, and what can be asked of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["events", "visits", "snapshots"]

EVENT_COLUMNS = {
    "event_id": "int64",
    "name": "string",
    "version": "int64",
    "object_key": "string",
    "subject_key": "string",
    "item": "string",
    "door": "string",
    "acting_for": "boolean",
    "age_band": "string",
    "sex": "string",
    "place": "string",
    "organisation": "string",
    "occurred_at": "timestamp('UTC')",
    "recorded_at": "timestamp('UTC')",
    "business_date": "date",
    "data": "string",
}
"""One row for each fact in the journal. Column names with their Ibis types; `data` is a JSON object as text."""

VISIT_COLUMNS = {
    "visit_id": "int64",
    "visit_key": "string",
    "subject_key": "string",
    "item": "string",
    "door": "string",
    "acting_for": "boolean",
    "age_band": "string",
    "sex": "string",
    "place": "string",
    "organisation": "string",
    "lane": "string",
    "outcome": "string",
    "hour": "int64",
    "wait_seconds": "int64",
    "service_seconds": "int64",
    "rating": "int64",
    "business_date": "date",
}
"""One row for each visit of a person to a place: its events folded, or a visit system's extract."""

SNAPSHOT_COLUMNS = {
    "snapshot_id": "int64",
    "kind": "string",
    "item": "string",
    "place": "string",
    "organisation": "string",
    "value": "float64",
    "business_date": "date",
}
"""One row for each dated statement of a stock (so many on that day) or a flow (so many in the time that ends that day)."""

GROUP_COLUMNS = ("item", "door", "acting_for", "age_band", "sex", "place", "organisation")
"""The columns of events a figure can be broken down by."""

CONDITION_COLUMNS = (*GROUP_COLUMNS, "name", "version")
"""The columns of events a condition may look at, beside fields of `data` written data.NAME."""


@dataclass(frozen=True)
class Shape:
    """What one family looks like. `key` names the thing a row tells of; each row of a keyless family is one thing."""

    columns: dict[str, str]
    id: str
    key: str
    groups: tuple[str, ...]
    conditions: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    row_is_thing: bool = True


SHAPES: dict[Family, Shape] = {
    "events": Shape(
        EVENT_COLUMNS,
        "event_id",
        "object_key",
        (*GROUP_COLUMNS, "district"),
        CONDITION_COLUMNS,
        ("version",),
        row_is_thing=False,
    ),
    "visits": Shape(
        VISIT_COLUMNS,
        "visit_id",
        "visit_key",
        (*GROUP_COLUMNS, "district", "lane", "hour"),
        (*GROUP_COLUMNS, "lane", "outcome", "hour", "wait_seconds", "service_seconds", "rating"),
        ("hour", "wait_seconds", "service_seconds", "rating"),
    ),
    "snapshots": Shape(
        SNAPSHOT_COLUMNS,
        "snapshot_id",
        "place",
        ("item", "place", "organisation", "district"),
        ("item", "place", "organisation", "value"),
        ("value",),
    ),
}
