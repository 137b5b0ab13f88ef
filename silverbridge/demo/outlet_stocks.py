"""Made-up stocks and monthly sums of the outlets, calibrated so that the totals are the told ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from silverbridge.demo.outlet_visits import weights

FACILITIES = {
    "facility.rest-seat": 726,
    "facility.care-window": 625,
    "facility.step-free": 624,
    "staff.first-aid": 418,
    "facility.accessible-toilet": 161,
}
"""How many outlets have it: the first so many by number."""
TELLER_MACHINES, PASSBOOK_MACHINES, PASSBOOK_OUTLETS = 2_045, 67, 64
ELDERS_BY_MACHINE, ALL_BY_MACHINE = 1_660_000, 4_742_857
FLAGSHIPS, BENCHMARKS = 4, 25
DECOYS = 3
"""Outlets with many elders and no step-free entrance: no condition, no tier."""
Row = tuple[str, str, str, float, date]


def apportion(total: int, shares: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to the shares that sum up to the total exactly (largest remainder)."""
    whole = sum(shares)
    found = [total * share // whole for share in shares]
    order = sorted(range(len(shares)), key=lambda at: (-(total * shares[at] % whole), at))
    for at in order[: total - sum(found)]:
        found[at] += 1
    return found


def elder_share(number: int) -> float:
    """The share of elders among an outlet's visitors, by its number from 1."""
    if number <= FLAGSHIPS:
        return 0.72 + number / 200
    if number <= FLAGSHIPS + BENCHMARKS:
        return 0.60 + (number % 7) / 100
    if number > 726 - DECOYS:
        return 0.75
    return 0.25 + (number * 13 % 29) / 100


def asset_share(number: int) -> float:
    """The share of elders in an outlet's mean daily assets."""
    return min(0.9, elder_share(number) + 0.02 + (number % 3) / 100)


def write_stocks(path: Path, year: int, codes: Sequence[tuple[str, str]], scale: float) -> None:
    """Writes the snapshots of an outlet system: what stands there since the year before, and the sums of nine months."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [*_standing(date(year - 1, 1, 1), codes), *_monthly(year, codes, scale)]
    columns = dict(
        zip(("kind", "place", "organisation", "value", "business_date"), zip(*rows, strict=True), strict=True)
    )
    pq.write_table(pa.table({name: pa.array(values) for name, values in columns.items()}), path)


def _standing(since: date, codes: Sequence[tuple[str, str]]) -> Iterator[Row]:
    tellers = apportion(TELLER_MACHINES, [1] * len(codes))
    for number, (place, branch) in enumerate(codes, start=1):
        stated = {"place.open": 1, "device.teller-machine.age-friendly": tellers[number - 1]}
        stated |= {kind: 1 + number % 2 for kind, many in FACILITIES.items() if number <= many}
        stated |= {"staff.lobby": 4 + number % 5, "staff.trained": min(4 + number % 5, 3 + number % 4)}
        if number <= PASSBOOK_OUTLETS:
            stated["device.atm.passbook"] = 2 if number <= PASSBOOK_MACHINES - PASSBOOK_OUTLETS else 1
        for kind, value in stated.items():
            yield kind, place, branch, float(value), since


def _monthly(year: int, codes: Sequence[tuple[str, str]], scale: float) -> Iterator[Row]:
    """The visitors of everybody are a sum of the ticket machine: nobody but elders is told of one by one."""
    from silverbridge.demo.outlets import plan_months

    busy = weights(len(codes))
    months = [month for month in plan_months(year, scale) if month.year == year]
    cells = [weight for _month in months for weight in busy]
    elders, everybody = apportion(ELDERS_BY_MACHINE, cells), apportion(ALL_BY_MACHINE, cells)
    for at, month in enumerate(months):
        following = date(month.year + month.number // 12, month.number % 12 + 1, 1)
        day, came = following - timedelta(days=1), apportion(month.visits, busy)
        for number, (place, branch) in enumerate(codes, start=1):
            cell = at * len(codes) + number - 1
            assets = 1_000_000.0 * busy[number - 1]
            for kind, value in (
                ("reported.visits", 1.0),
                ("visitors.all", float(round(came[number - 1] / elder_share(number)))),
                ("machine.users.elder", float(elders[cell])),
                ("machine.users.all", float(everybody[cell])),
                ("assets.all", assets),
                ("assets.elder", round(assets * asset_share(number), 2)),
            ):
                yield kind, place, branch, value, day
