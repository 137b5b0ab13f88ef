"""The table of all shipped indicators by outlet and quarter as one would write it by hand for DuckDB, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

ELDER = "age_band IN ('60-64', '65-69', '70-79', '80-89', '90+')"
VISITS = f"""
SELECT place, date_trunc('quarter', business_date) AS quarter,
    count(*) AS seen_visits, count(*) FILTER ({ELDER}) AS elder_visits,
    count(*) FILTER ({ELDER} AND rating IS NOT NULL) AS rated,
    count(*) FILTER ({ELDER} AND rating >= 4) AS satisfied,
    count(*) FILTER ({ELDER} AND lane IS NOT NULL) AS ticketed,
    count(*) FILTER ({ELDER} AND lane IN ('green', 'care')) AS green,
    count(*) FILTER ({ELDER} AND outcome IS NOT NULL) AS ended,
    count(*) FILTER ({ELDER} AND outcome = 'left') AS left_early,
    quantile_disc(wait_seconds, 0.9) FILTER ({ELDER}) AS wait_all,
    quantile_disc(wait_seconds, 0.9) FILTER ({ELDER} AND lane IN ('green', 'care')) AS wait_green,
    quantile_disc(wait_seconds, 0.9) FILTER ({ELDER} AND lane = 'ordinary') AS wait_ordinary
FROM visits WHERE business_date BETWEEN $first AND $last GROUP BY ALL"""
CHANGES = f"""
WITH told AS ({VISITS})
SELECT now.*, now.elder_visits / nullif(before.elder_visits, 0) - 1 AS change,
    100 * (now.satisfied / nullif(now.rated, 0) - before.satisfied / nullif(before.rated, 0)) AS points
FROM told AS now LEFT JOIN told AS before
    ON before.place IS NOT DISTINCT FROM now.place AND before.quarter = now.quarter - INTERVAL 1 YEAR"""
FLOWS = """
SELECT place, date_trunc('quarter', business_date) AS quarter,
    sum(value) FILTER (kind = 'visitors.all') AS visitors,
    sum(value) FILTER (kind = 'machine.users.elder') AS machine_elders,
    sum(value) FILTER (kind = 'machine.users.all') AS machine_users,
    sum(value) FILTER (kind = 'assets.elder') AS elder_assets,
    sum(value) FILTER (kind = 'assets.all') AS assets
FROM (SELECT place, kind, business_date, arg_max(value, snapshot_id) AS value FROM snapshots GROUP BY ALL)
WHERE business_date BETWEEN $first AND $last GROUP BY ALL"""
STOCKS = (
    """
WITH ends AS (SELECT unnest($ends::DATE[]) AS ending),
held AS (SELECT ending, place, kind, arg_max(value, (business_date, snapshot_id)) AS value
    FROM snapshots JOIN ends ON business_date <= ending GROUP BY ALL)
SELECT place, ending, """
    + ", ".join(
        f"sum(value) FILTER (kind = '{kind}') AS \"{kind}\""
        for kind in (
            "place.open",
            "facility.rest-seat",
            "facility.care-window",
            "facility.step-free",
            "facility.accessible-toilet",
            "staff.first-aid",
            "staff.trained",
            "staff.lobby",
            "device.teller-machine.age-friendly",
            "device.atm.passbook",
        )
    )
    + " FROM held GROUP BY ALL"
)
ENDED = """('intake.request.done', 'intake.request.declined', 'intake.request.withdrawn', 'intake.request.missed',
    'intake.request.cancelled')"""
EVENTS = f"""
SELECT place, date_trunc('quarter', business_date) AS quarter, count(*) AS seen_events,
    count(*) FILTER (name IN ('phone.call.answered', 'phone.call.lost')) AS calls,
    count(*) FILTER (name = 'phone.call.answered' AND (data->>'ring_seconds')::INT <= 30) AS answered,
    count(DISTINCT object_key) FILTER (name = 'incident.opened') AS incidents,
    count(DISTINCT object_key) FILTER (name = 'complaint.opened') AS complaints,
    count(DISTINCT object_key) FILTER (name = 'activity.held') AS activities,
    count(*) FILTER (name = 'activity.attended') AS participants,
    count(*) FILTER (name = 'inspection.finding') AS findings,
    count(DISTINCT object_key) FILTER (name = 'intake.request.submitted') AS requests,
    count(DISTINCT object_key) FILTER (name = 'intake.request.submitted' AND acting_for) AS acting_for,
    count(DISTINCT object_key) FILTER (name = 'intake.request.submitted' AND door IN ('phone', 'counter', 'home')) AS staffed,
    count(DISTINCT object_key) FILTER (name = 'intake.request.done' AND door = 'home') AS home_visits,
    count(*) FILTER (name = 'intake.request.done' AND data->>'within_promise' IS NOT NULL) AS promised,
    count(*) FILTER (name = 'intake.request.done' AND data->>'within_promise' = 'true') AS in_promise,
    count(*) FILTER (name = 'intake.request.declined') AS declined,
    count(*) FILTER (name = 'intake.request.declined' AND data->>'reason' IS NOT NULL AND data->>'alternative_door' IN
        ('web', 'kiosk', 'phone', 'counter', 'home', 'partner')) AS with_another_way,
    count(DISTINCT object_key) FILTER (name IN {ENDED} AND door IN ('web', 'kiosk')) AS digital_ended,
    count(DISTINCT object_key) FILTER (name = 'intake.request.done' AND door IN ('web', 'kiosk')) AS digital_done,
    count(DISTINCT object_key) FILTER (name IN {ENDED} AND door IN ('phone', 'counter', 'home')) AS staffed_ended,
    count(DISTINCT object_key) FILTER (name = 'intake.request.done' AND door IN ('phone', 'counter', 'home')) AS staffed_done
FROM events WHERE business_date BETWEEN $first AND $last GROUP BY ALL"""
WAITS = """
WITH ends AS (SELECT object_key, date_trunc('quarter', business_date) AS quarter, max(occurred_at) AS ended,
        arg_max_null(place, (occurred_at, event_id)) AS place -- also where the last tells no place
    FROM events WHERE name = '{end}' AND business_date BETWEEN $first AND $last GROUP BY ALL),
starts AS (SELECT object_key, min(occurred_at) AS started FROM events WHERE name = '{start}' GROUP BY object_key)
SELECT place, quarter, quantile_disc(floor(epoch(ended)) - floor(epoch(started)), 0.9) AS seconds
FROM ends JOIN starts USING (object_key) WHERE floor(epoch(started)) <= floor(epoch(ended)) GROUP BY ALL"""
FROM_TO = (
    ("incident.opened", "incident.responded"),
    ("complaint.opened", "complaint.closed"),
    ("intake.request.submitted", "intake.request.done"),
)


def connect(paths: dict[str, Sequence[Path]]) -> Any:
    """A DuckDB over the same files."""
    import duckdb

    engine = duckdb.connect()
    for family, files in paths.items():
        names = ", ".join(f"'{file}'" for file in files)
        engine.execute(f"CREATE VIEW {family} AS SELECT * FROM read_parquet([{names}])")
    return engine


def run(engine: Any, first: Any, last: Any, ends: Sequence[Any]) -> dict[str, Any]:
    """Every query; the answers as Arrow tables."""
    days = {"first": first, "last": last}
    asked = {"visits": CHANGES, "flows": FLOWS, "events": EVENTS}
    told = {name: engine.sql(query, params=days).to_arrow_table() for name, query in asked.items()}
    told["stocks"] = engine.sql(STOCKS, params={"ends": list(ends)}).to_arrow_table()
    for start, end in FROM_TO:
        told[end] = engine.sql(WAITS.format(start=start, end=end), params=days).to_arrow_table()
    return told
