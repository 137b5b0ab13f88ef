"""Made-up facts of every family: drawn from a seed, with gaps, odd values and places that close and open again."""

import json
import random
from datetime import UTC, date, datetime, timedelta

import ibis
import pyarrow as pa

from silverbridge.engines.indicators import EVENT_COLUMNS, SNAPSHOT_COLUMNS, VISIT_COLUMNS, Facts

FIRST, LAST = date(2025, 1, 1), date(2026, 6, 30)
QUARTERS = [
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
]
PLACES = ("north", "south", "east", None)
ORGANISATIONS = ("bank-a", "bank-b")
KINDS = (
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
    "visitors.all",
    "machine.users.elder",
    "machine.users.all",
    "assets.elder",
    "assets.all",
)
EVENTS = {
    "phone.call.answered": lambda c: {"ring_seconds": c.choice([0, 29, 30, 31, 300])},
    "phone.call.lost": lambda c: {"ring_seconds": c.choice([3, 60])},
    "incident.opened": lambda c: {},
    "incident.responded": lambda c: {"by": "staff"},
    "complaint.opened": lambda c: {},
    "complaint.closed": lambda c: {},
    "activity.held": lambda c: {},
    "activity.attended": lambda c: {},
    "inspection.finding": lambda c: {},
    "intake.request.submitted": lambda c: {},
    "intake.request.done": lambda c: c.choice([{"within_promise": True}, {"within_promise": False}, {}]),
    "intake.request.declined": lambda c: c.choice(
        [{"reason": "full", "alternative_door": "phone"}, {"reason": "full", "alternative_door": None}, {}]
    ),
    "intake.request.withdrawn": lambda c: {},
    "other.thing": lambda c: {},
}


def _day(chance):
    return FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))


def _person(chance):
    return {
        "subject_key": chance.choice([None, "li", "wang", "zhang"]),
        "item": chance.choice([None, "pension", "transfer"]),
        "door": chance.choice(["web", "kiosk", "phone", "counter", "home", "partner", None]),
        "acting_for": chance.random() < 0.3,
        "age_band": chance.choice([None, "under-60", "60-64", "70-79", "90+"]),
        "sex": chance.choice([None, "F", "M"]),
        "place": chance.choice(PLACES),
        "organisation": chance.choice(ORGANISATIONS),
    }


def _visit(chance, at):
    return _person(chance) | {
        "visit_id": at,
        "visit_key": f"v{at}",
        "lane": chance.choice([None, "green", "care", "ordinary", "booked"]),
        "outcome": chance.choice([None, "done", "referred", "left"]),
        "hour": chance.randrange(8, 18),
        "wait_seconds": chance.choice([None, 0, 30, 59, 600, chance.randrange(3600)]),
        "service_seconds": chance.choice([None, 300]),
        "rating": chance.choice([None, 1, 3, 4, 5]),
        "business_date": _day(chance),
    }


def _snapshot(chance, at):
    return {
        "snapshot_id": at,
        "kind": chance.choice(KINDS + ("place.open",) * 4),
        "item": None,
        "place": chance.choice(PLACES[:3]),
        "organisation": chance.choice(ORGANISATIONS),
        "value": float(chance.choice([0, 0, 1, 2, 7])),
        "business_date": _day(chance),
    }


def _event(chance, at):
    name = chance.choice(list(EVENTS))
    day = _day(chance)
    moment = datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(36000))
    return _person(chance) | {
        "event_id": at,
        "name": name,
        "version": 1,
        "object_key": f"o{chance.randrange(30)}",
        "occurred_at": moment,
        "recorded_at": moment,
        "business_date": day,
        "data": json.dumps(EVENTS[name](chance)),
    }


def some_facts(seed, size):
    """(events, visits, snapshots) as lists of rows."""
    chance = random.Random(seed)
    return tuple(
        [make(chance, at) for at in range(1, number + 1)]
        for make, number in ((_event, size), (_visit, size), (_snapshot, size))
    )


def arrow(rows, columns):
    return pa.Table.from_pylist(rows, schema=ibis.schema(columns).to_pyarrow())


def tables(events, visits, snapshots):
    """By family, as Arrow."""
    return {
        "events": arrow(events, EVENT_COLUMNS),
        "visits": arrow(visits, VISIT_COLUMNS),
        "snapshots": arrow(snapshots, SNAPSHOT_COLUMNS),
    }


def as_facts(events=(), visits=(), snapshots=(), places=()):
    """The facts as the engine takes them; ``places`` are (place, district)."""
    held = {name: ibis.memtable(table) for name, table in tables(events, visits, snapshots).items()}
    rows = [{"place": place, "district": district} for place, district in places]
    schema = pa.schema([("place", pa.string()), ("district", pa.string())])
    return Facts(**held, places=ibis.memtable(pa.Table.from_pylist(rows, schema=schema)))
