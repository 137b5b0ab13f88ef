"""The bank's five outlets: who came, what stands there, whose money lies there, and the tiers that come of it.

The facts come as files, as a bank's own systems would give them; each is marked as made up.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from silverbridge.demo.clock import at, in_working_hours, local
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.oversight import services
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.engines.calendars import Quarter

BANK, CLERK = "anlan-bank", "bank-preparer"
BANDS = ("60-64", "65-69", "70-79", "65-69", "70-79", "80-89", "70-79", "60-64")
ITEMS = ("pension-payout", "cash-withdrawal", "passbook-update", "balance-enquiry")


@dataclass(frozen=True)
class Told:
    """What a quarter at one outlet came to: elders, their share of all visitors and of the deposits (None: nobody said)."""

    elders: int
    visitors: float
    deposits: float | None
    stands: Mapping[str, int]


ALL = {"facility.care-window": 1, "facility.step-free": 1, "facility.accessible-toilet": 1, "staff.first-aid": 2}
OUTLETS = {
    "outlet-east": Told(420, 0.71, 0.64, ALL),
    "outlet-lake": Told(350, 0.66, 0.58, {"facility.care-window": 1, "facility.step-free": 0, "staff.first-aid": 1}),
    "outlet-market": Told(240, 0.61, 0.55, {"facility.care-window": 1, "facility.step-free": 1, "staff.first-aid": 1}),
    "outlet-station": Told(150, 0.38, 0.31, {"facility.care-window": 1, "facility.step-free": 1}),
    "outlet-bridge": Told(80, 0.52, None, {"facility.step-free": 1}),
}


def take_facts(quarter: Quarter) -> None:
    """Takes over visits and stocks of a quarter; what was taken over is not taken again. Not to be called in a transaction."""
    branches = dict(Place.objects.filter(code__in=OUTLETS).values_list("code", "organisation__code"))
    with tempfile.TemporaryDirectory() as folder:
        for family, rows in (("visits", _visits(quarter, branches)), ("snapshots", _stocks(quarter, branches))):
            path = Path(folder) / f"{family}.csv"
            _write(path, list(rows))
            import_facts(path, family, f"安澜银行 {quarter.label_zh}（演示）", Actor.system("demo"), synthetic=True)


def place_outlets(quarter: Quarter) -> None:
    """The bank's officer works the tiers out some days after the quarter; they wait for a supervisor to confirm them."""
    moment = in_working_hours(local(quarter.end + timedelta(days=5), 10))
    with at(min(moment, timezone.now())):
        clerk = Actor.staff(User.objects.get(username=CLERK))
        services.work_out_tiers(Organisation.objects.get(code=BANK), (quarter.start, quarter.end), clerk)


def _visits(quarter: Quarter, branches: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    days = (quarter.end - quarter.start).days + 1
    for place, told in OUTLETS.items():
        for n in range(told.elders):
            green = n % 4 == 0
            yield {
                "place": place,
                "organisation": branches[place],
                "business_date": quarter.start + timedelta(days=n * 37 % days),
                "item": ITEMS[n % len(ITEMS)],
                "door": "counter",
                "age_band": BANDS[n % len(BANDS)],
                "sex": "FM"[n % 2],
                "lane": "green" if green else "ordinary",
                "outcome": "done" if n % 50 else "left",
                "hour": 9 + n % 7,
                "wait_seconds": (60 if green else 150) + n * 41 % 600,
            }


def _stocks(quarter: Quarter, branches: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    def row(place: str, kind: str, value: float, day: date) -> dict[str, Any]:
        named = {"kind": kind, "place": place, "organisation": branches[place]}
        return {**named, "value": value, "business_date": day}

    for place, told in OUTLETS.items():
        for kind, number in {"place.open": 1, **told.stands}.items():
            yield row(place, kind, number, quarter.start)
        yield row(place, "visitors.all", round(told.elders / told.visitors), quarter.end)
        if told.deposits is not None:
            yield row(place, "assets.all", 1_000_000, quarter.end)
            yield row(place, "assets.elder", round(1_000_000 * told.deposits), quarter.end)


def _write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
