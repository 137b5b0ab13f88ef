"""The table of events an indicator is computed from: one row for each fact in the journal."""

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
"""Column names with their Ibis types. `data` is a JSON object as text."""

GROUP_COLUMNS = ("item", "door", "acting_for", "age_band", "sex", "place", "organisation")
"""The columns a figure can be broken down by."""

CONDITION_COLUMNS = (*GROUP_COLUMNS, "name", "version")
"""The columns a condition may look at, beside fields of `data` written data.NAME."""
