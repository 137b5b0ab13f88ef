"""A provincial bank of 726 outlets with a year and nine months of made-up visits, through the door a visit system's
extract takes.

The totals are those a bank told of its year 2024 (seed figures); the outlets, the people and every row are invented, and
every file is marked synthetic.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from silverbridge.demo.outlet_events import write_events
from silverbridge.demo.outlet_stocks import apportion, write_stocks
from silverbridge.demo.outlet_visits import Month, write_visits
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.evidence.facts import import_facts
from silverbridge.domain.evidence.models import FactFile
from silverbridge.domain.places.models import Organisation, OrganisationRelation, Place
from silverbridge.domain.places.queries import today
from silverbridge.domain.places.services import relate, save_organisation

OUTLETS, BRANCHES = 726, 21
VISITS_NOW, VISITS_BEFORE = 11_510_000, 9_983_520
"""Elder visits of the first nine months: 15.29 % more than in those of the year before."""
LAST_QUARTER_BEFORE = 3_420_000
SATISFIED_NOW, SATISFIED_BEFORE = 0.988, 0.964
SOURCE = "synthetic"
_SEASON = (9, 7, 10, 10, 11, 11, 11, 11, 10, 12, 11, 11)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class OutletsSummary:
    """What stands there now: outlets, files and rows taken over, rows refused."""

    year: int
    outlets: int
    files: int
    rows: int
    refused: int


def usual_year() -> int:
    """The last year whose first nine months are over."""
    day = today()
    return day.year if day >= date(day.year, 10, 1) else day.year - 1


def make_outlets(progress: Progress | None = None, scale: float = 1.0, year: int | None = None) -> OutletsSummary:
    """Makes the bank, its outlets and their facts, or finishes making them. ``scale`` shrinks visits, calls and
    activities alike.

    Facts go through ``evidence.import_facts`` like anybody's extract. A month that was taken over is not made again.
    """
    year, tell = year or usual_year(), progress or (lambda _done, _total, _what: None)
    codes = make_places(date(year - 1, 1, 1))
    months = plan_months(year, scale)
    sources = [*(month.name for month in months), f"stocks {year}", f"events {year}"]
    held = set(FactFile.objects.filter(state=FactFile.State.FILLED).values_list("source", flat=True))
    with tempfile.TemporaryDirectory() as folder:
        for at, name in enumerate(sources):
            tell(at, len(sources), name)
            source = f"{SOURCE} {name} ×{scale:g}"
            if source in held:
                continue
            path, family = Path(folder) / "facts.parquet", "visits"
            if at < len(months):
                write_visits(path, months[at], codes)
            elif name.startswith("stocks"):
                family = "snapshots"
                write_stocks(path, year, codes, scale)
            else:
                family = "events"
                write_events(path, year, codes, scale)
            import_facts(path, family, source, Actor.system("demo"), synthetic=True)
    tell(len(sources), len(sources), "done")
    made = FactFile.objects.filter(source__startswith=SOURCE, state=FactFile.State.FILLED)
    refused = sum(sum(file.refused.values()) for file in made)
    return OutletsSummary(year, len(codes), made.count(), sum(made.values_list("rows", flat=True)), refused)


@transaction.atomic
def make_places(since: date) -> list[tuple[str, str]]:
    """(outlet, branch) codes of the invented bank; made once."""
    bank = save_organisation("shubei-bank", "蜀北银行(虚构)", "bank", since)
    codes = []
    branches = []
    for number in range(1, BRANCHES + 1):
        branch = save_organisation(f"shubei-{number:02d}", f"蜀北银行第{number}分行(虚构)", "branch", since)
        if not OrganisationRelation.objects.filter(kind="administers", lower=branch).exists():
            relate(OrganisationRelation.Kind.ADMINISTERS, bank, branch, since)
        branches.append(branch)
    known = set(Place.objects.filter(code__startswith="sb-").values_list("code", flat=True))
    rows = []
    for number in range(1, OUTLETS + 1):
        code, branch = f"sb-{number:03d}", branches[(number * 7) % BRANCHES]
        codes.append((code, branch.code))
        if code not in known:
            rows.append(_outlet(code, branch, number))
    Place.objects.bulk_create(rows)
    return codes


def _outlet(code: str, branch: Organisation, number: int) -> Place:
    district = f"第{(number * 7) % BRANCHES + 1}区"
    return Place(code=code, organisation=branch, kind="outlet", name=f"蜀北银行第{number}网点(虚构)", district=district)


def plan_months(year: int, scale: float) -> list[Month]:
    """The months of the year before and the first nine of this year, with how many elders come in each."""
    now = apportion(round(VISITS_NOW * scale), _SEASON[:9])
    before = apportion(round(VISITS_BEFORE * scale), _SEASON[:9])
    before += apportion(round(LAST_QUARTER_BEFORE * scale), _SEASON[9:])
    found = [Month(year - 1, month, number, SATISFIED_BEFORE) for month, number in enumerate(before, start=1)]
    return found + [Month(year, month, number, SATISFIED_NOW) for month, number in enumerate(now, start=1)]
