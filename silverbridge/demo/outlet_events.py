"""Made-up calls, incidents, complaints, activities and inspections of the outlets, as events in the published vocabulary."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from silverbridge.demo.outlet_stocks import apportion

ACTIVITIES, PARTICIPANTS = 2_700, 35_000
CALLS, INCIDENTS, COMPLAINTS, INSPECTIONS = 40_000, 320, 900, 726
_AHEAD = timedelta(hours=8)


class _Teller:
    """Tells events of one thing after the other, at outlets drawn by a seeded chance."""

    def __init__(self, year: int, codes: Sequence[tuple[str, str]]) -> None:
        self.chance, self.codes = random.Random(year), codes
        self.first = datetime(year, 1, 1, tzinfo=UTC)

    def thing(self) -> dict[str, Any]:
        """The envelope of something new, at an outlet in its hours (in the first nine months: 272 days)."""
        place, branch = self.chance.choice(self.codes)
        at = self.first + timedelta(days=self.chance.randrange(272), minutes=self.chance.randrange(60, 9 * 60))
        key = f"{self.chance.getrandbits(128):032x}"
        return {"object_key": key, "place": place, "organisation": branch, "door": "counter", "occurred_at": at}

    def event(self, thing: dict[str, Any], name: str, after: timedelta = timedelta(), **data: Any) -> dict[str, Any]:
        """One event of a thing, so long after it began."""
        at = thing["occurred_at"] + after
        day = (at + _AHEAD).date()
        told = {
            "name": name,
            "version": 1,
            "acting_for": False,
            "occurred_at": at,
            "recorded_at": at,
            "business_date": day,
        }
        return thing | told | {"data": json.dumps(data)}


def write_events(path: Path, year: int, codes: Sequence[tuple[str, str]], scale: float) -> None:
    """Writes nine months of events. Activities and those who came scale down, but at least a few stay."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = list(_told(_Teller(year, codes), scale))
    pq.write_table(pa.Table.from_pylist(rows), path)


def _told(tell: _Teller, scale: float) -> Iterator[dict[str, Any]]:
    def many(number: int) -> range:
        return range(max(20, round(number * scale)))

    chance = tell.chance
    for _call in many(CALLS):
        thing = tell.thing() | {"door": "phone"}
        lost = chance.random() < 0.04
        name = "phone.call.lost" if lost else "phone.call.answered"
        yield tell.event(thing, name, ring_seconds=min(600, round(chance.expovariate(1 / (40 if lost else 13)))))
    for _incident in many(INCIDENTS):
        thing = tell.thing()
        yield tell.event(thing, "incident.opened", kind=chance.choice(("fall", "faint", "lost")), severity="minor")
        minutes = chance.randrange(1, 9)
        yield tell.event(thing, "incident.responded", timedelta(minutes=minutes), by="staff")
    for _complaint in many(COMPLAINTS):
        thing = tell.thing() | {"door": chance.choice(("phone", "counter"))}
        yield tell.event(thing, "complaint.opened", cause=chance.choice(("waiting", "machine", "manner", "fee")))
        if chance.random() < 0.97:
            yield tell.event(thing, "complaint.closed", timedelta(hours=chance.randrange(5, 300)), outcome="resolved")
    activities = len(many(ACTIVITIES))
    for came in apportion(
        max(activities, round(PARTICIPANTS * scale)), [chance.randrange(5, 30) for _ in range(activities)]
    ):
        thing, kind = tell.thing(), chance.choice(("lesson", "talk", "care"))
        yield tell.event(thing, "activity.held", kind=kind)
        for _person in range(came):
            yield tell.event(thing, "activity.attended", kind=kind)
    for _inspection in many(INSPECTIONS):
        thing, found = tell.thing(), chance.randrange(0, 4)
        yield tell.event(thing, "inspection.done", kind="unannounced", checked=20, in_order=20 - found)
        for _point in range(found):
            yield tell.event(thing, "inspection.finding", rule=chance.choice(("seat", "lane", "notice")), grade="minor")
