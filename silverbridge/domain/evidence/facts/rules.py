"""What a row of a handed-over file must fulfil to count. Each rule has a name; the first that is broken is a row's reason."""

from __future__ import annotations

from silverbridge.engines.identity import AGE_BANDS
from silverbridge.engines.indicators import DOORS

# Reason, and the SQL condition that is true of a row at fault. `places` and `organisations` are tables of known codes;
# `today` is bound.
_COMMON = (
    ("place_missing", "place IS NULL"),
    ("place_unknown", "place NOT IN (SELECT place FROM places)"),
    ("organisation_missing", "organisation IS NULL"),
    ("organisation_unknown", "organisation NOT IN (SELECT organisation FROM organisations)"),
    ("day_missing", "business_date IS NULL"),
    ("day_to_come", "business_date > $today"),
    ("day_too_early", "business_date < DATE '2000-01-01'"),
)
_PERSON = (
    ("door_unknown", f"door IS NULL OR door NOT IN {DOORS}"),
    ("age_band_unknown", f"age_band IS NOT NULL AND age_band NOT IN {AGE_BANDS}"),
    ("sex_unknown", "sex IS NOT NULL AND sex NOT IN ('M', 'F')"),
)
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "visits": (
        *_COMMON,
        *_PERSON,
        ("lane_unknown", "lane IS NOT NULL AND lane NOT IN ('green', 'care', 'ordinary', 'booked')"),
        ("outcome_unknown", "outcome IS NOT NULL AND outcome NOT IN ('done', 'referred', 'not_done', 'left')"),
        ("hour_out_of_range", "hour IS NOT NULL AND hour NOT BETWEEN 0 AND 23"),
        ("wait_out_of_range", "wait_seconds IS NOT NULL AND wait_seconds NOT BETWEEN 0 AND 86400"),
        ("service_out_of_range", "service_seconds IS NOT NULL AND service_seconds NOT BETWEEN 0 AND 86400"),
        ("rating_out_of_range", "rating IS NOT NULL AND rating NOT BETWEEN 1 AND 5"),
    ),
    "snapshots": (
        *_COMMON,
        ("kind_odd", "kind IS NULL OR NOT regexp_full_match(kind, '[a-z0-9][a-z0-9_.:-]{0,63}')"),
        ("value_out_of_range", "value IS NULL OR value < 0 OR isnan(value) OR isinf(value)"),
    ),
    "events": (*_COMMON, *_PERSON, ("event_odd", "event_fault")),
}


def reason_of(family: str) -> str:
    """An SQL expression: the name of the first broken rule, or NULL for a row that counts."""
    cases = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in RULES[family])
    return f"CASE {cases} END"
