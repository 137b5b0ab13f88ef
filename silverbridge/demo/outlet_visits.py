"""One month of made-up elder visits as a file, drawn by DuckDB from a seed so that it is the same each time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ITEMS = (
    ("pension-payout", 30),
    ("cash-withdrawal", 24),
    ("balance-enquiry", 16),
    ("passbook-update", 12),
    ("transfer", 9),
    ("social-card", 5),
    ("password-reset", 4),
)


@dataclass(frozen=True)
class Month:
    """How many elders come in a month, and which share of those who say how it was is satisfied."""

    year: int
    number: int
    visits: int
    satisfied: float

    @property
    def name(self) -> str:
        """As 2026-03."""
        return f"{self.year}-{self.number:02d}"


def weights(outlets: int) -> list[int]:
    """How busy each outlet is: a few are several times as busy as most."""
    return [40 + (number * 37) % 61 + (80 if number % 23 == 0 else 0) for number in range(outlets)]


def write_visits(path: Path, month: Month, codes: Sequence[tuple[str, str]]) -> None:
    """Writes the month's visits. One in three says how it was; who left unserved does not."""
    import duckdb

    days = monthrange(month.year, month.number)[1]
    engine = duckdb.connect()
    engine.execute("CREATE TABLE outlets (slot BIGINT, place VARCHAR, organisation VARCHAR)")
    ends, total = [], 0
    for number, weight in enumerate(weights(len(codes))):
        ends += [number] * weight
        total += weight
    engine.execute(
        "INSERT INTO outlets SELECT unnest($1::BIGINT[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[])",
        [list(range(total)), [codes[n][0] for n in ends], [codes[n][1] for n in ends]],
    )
    chance = f"hash(i, {month.year * 100 + month.number}, {{}}) % 1000000"
    draws = ", ".join(f"({chance.format(salt)})::BIGINT AS u{salt}" for salt in range(8))
    item, upto = "CASE ", 0
    for code, share in ITEMS:
        upto += share * 10_000
        item += f"WHEN u1 < {upto} THEN '{code}' "
    query = f"""
        WITH drawn AS (SELECT i, {draws} FROM range({month.visits}) t(i)),
        shaped AS (SELECT *,
            CASE WHEN u3 < 180000 THEN 'green' WHEN u3 < 330000 THEN 'care' WHEN u3 < 400000 THEN 'booked'
                 ELSE 'ordinary' END AS lane,
            u4 < 21000 AS left_early FROM drawn)
        SELECT {item} END AS item,
            CASE WHEN u2 < 860000 THEN 'counter' ELSE 'kiosk' END AS door,
            u2 % 100 < 6 AS acting_for,
            CASE WHEN u5 < 290000 THEN '60-64' WHEN u5 < 560000 THEN '65-69' WHEN u5 < 880000 THEN '70-79'
                 WHEN u5 < 985000 THEN '80-89' ELSE '90+' END AS age_band,
            CASE WHEN u5 % 2 = 0 THEN 'F' ELSE 'M' END AS sex,
            place, organisation, lane,
            CASE WHEN left_early THEN 'left' WHEN u4 > 992000 THEN 'referred' ELSE 'done' END AS outcome,
            8 + CASE WHEN u6 < 620000 THEN u6 % 4 ELSE 4 + u6 % 5 END AS hour,
            CASE WHEN lane IN ('green', 'care') THEN 20 + sqrt(u7) * 0.5 ELSE 40 + sqrt(u7) * 1.4 END::BIGINT AS wait_seconds,
            CASE WHEN left_early THEN NULL ELSE 60 + u7 % 900 END AS service_seconds,
            CASE WHEN left_early OR u0 % 3 > 0 THEN NULL
                 WHEN u6 < {round(month.satisfied * 1_000_000)} THEN 4 + u0 % 2 ELSE 1 + u0 % 3 END AS rating,
            make_date({month.year}, {month.number}, 1 + (u0 % {days})::INT) AS business_date
        FROM shaped JOIN outlets ON outlets.slot = hash(i, {month.year}, 99) % {total}"""
    quoted = str(path).replace("'", "''")
    engine.execute(f"COPY ({query}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
    engine.close()
