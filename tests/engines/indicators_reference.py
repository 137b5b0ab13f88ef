"""Events made up by hypothesis, and the indicators computed over them in plain Python, row by row."""

import json
import math
import random
from datetime import UTC, date, datetime, timedelta

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from silverbridge.engines.indicators import DIGITAL_DOORS, EVENT_COLUMNS, GROUP_COLUMNS, STAFFED_DOORS

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
QUARTER = (FIRST, LAST)
REQUEST = "intake.request."
NAMES = [REQUEST + verb for verb in ("submitted", "done", "declined", "withdrawn", "missed", "reopened")]
DOORS = [*DIGITAL_DOORS, *STAFFED_DOORS, "partner", None]
_START = datetime(2026, 6, 20, tzinfo=UTC)
_KEYS = {"events": "event_id", "objects": "object_key", "subjects": "subject_key"}
_ARROW = ibis.schema(EVENT_COLUMNS).to_pyarrow()

_DATA = {
    "within_promise": (True, False, None),
    "reason": ("no_ground", "papers", "", None),
    "alternative_door": ("phone", "counter", '带"引号的', "true", None),
    "minutes": (-3, 1, 2, 12, 12.25, 1e3, "12x", True, None),
}


def one_event(chance: random.Random) -> dict:
    """One event, with every column that may be empty sometimes empty."""
    occurred = _START + timedelta(seconds=chance.randrange(110 * 86400), microseconds=chance.randrange(10**6))
    data = {key: chance.choice(values) for key, values in _DATA.items() if chance.random() < 0.8}
    return {
        "name": chance.choice(NAMES),
        "version": chance.randint(1, 3),
        "object_key": chance.choice("abcdefghijklmnop"),
        "subject_key": chance.choice(["s1", "s2", "s3", "s4", None]),
        "item": chance.choice(["registration", "pension", None]),
        "door": chance.choice(DOORS),
        "acting_for": chance.random() < 0.4,
        "age_band": chance.choice(["60-64", "80-89", None]),
        "sex": chance.choice(["F", "M", None]),
        "place": chance.choice(["lobby", "hall", None]),
        "organisation": chance.choice(["east", "west", None]),
        "occurred_at": occurred,
        "recorded_at": occurred + timedelta(minutes=1),
        "business_date": (occurred + timedelta(hours=8)).date(),
        "data": json.dumps(data) if chance.random() < 0.9 else None,
    }


def some_events(size: int, seed: int) -> list[dict]:
    """So many events; some happen at the very moment of the one before, as entries of one transaction do."""
    chance = random.Random(seed)
    made: list[dict] = []
    for _ in range(size):
        one = one_event(chance)
        if made and chance.random() < 0.3:
            same = ("object_key", "occurred_at", "recorded_at", "business_date")
            one |= {column: made[-1][column] for column in same}
        made.append(one)
    return number(made)


def number(made: list[dict]) -> list[dict]:
    """The same events with the ids the journal would have given them."""
    return [{"event_id": at} | one for at, one in enumerate(made, start=1)]


# A list drawn field by field stays so short that most figures are of nothing; the seed keeps it reproducible.
events = st.builds(some_events, st.integers(0, 100), st.integers(0, 2**32 - 1))


def as_table(rows: list[dict]) -> ibis.Table:
    """The events as the table the engine reads."""
    return ibis.memtable(pa.Table.from_pylist(rows, schema=_ARROW))


def in_scope(rows, period, organisations):
    return [
        row
        for row in rows
        if period[0] <= row["business_date"] <= period[1]
        and (organisations is None or row["organisation"] in organisations)
    ]


def fulfils(row, condition):
    if condition.field.startswith("data."):
        value = json.loads(row["data"] or "{}").get(condition.field.removeprefix("data."))
        # The engine compares texts, so that a string and the truth it spells are one.
        value = {True: "true", False: "false"}[value] if isinstance(value, bool) else value
        wanted = [str(v).lower() if isinstance(v, bool) else v for v in condition.values]
        if wanted and not isinstance(wanted[0], str) and isinstance(value, str):
            value = None
        if wanted and isinstance(wanted[0], str) and value is not None:
            value = str(value)
    else:
        value, wanted = row[condition.field], list(condition.values)
    if condition.op == "is_null":
        return (value is None) == condition.value
    if value is None:
        return False
    return {
        "in": lambda: value in wanted,
        "eq": lambda: value == wanted[0],
        "not_in": lambda: value not in wanted,
        "ge": lambda: value >= wanted[0],
        "le": lambda: value <= wanted[0],
    }[condition.op]()


def selects(selection, row):
    return row["name"] in selection.event and all(fulfils(row, condition) for condition in selection.where)


def things(definition, rows, part, doors=None):
    """The different keys a part counts."""
    selections = [definition.denominator] if part == "denominator" else [definition.denominator, definition.numerator]
    found = {
        row[_KEYS[definition.distinct]]
        for row in rows
        if all(selects(selection, row) for selection in selections if selection)
        and (doors is None or row["door"] in doors)
    }
    return found - {None}


def waits(definition, scope, rows):
    """Seconds by object, with the row that ended it."""
    last = {}
    for row in sorted(scope, key=lambda row: (row["occurred_at"], row["event_id"])):
        if selects(definition.end, row):
            last[row["object_key"]] = row
    found = []
    for key, end in last.items():
        starts = [row for row in rows if row["object_key"] == key and selects(definition.start, row)]
        if starts:
            seconds = _seconds(end) - min(map(_seconds, starts))
            if seconds >= 0:
                found.append((seconds, end))
    return found


def _seconds(row):
    return math.floor(row["occurred_at"].timestamp())


def groups(scope, by):
    found = {}
    for row in scope:
        found.setdefault(tuple(row[column] for column in by), []).append(row)
    return found if by else {(): scope}


def figure(definition, rows, period, organisations=None, by=()):
    """By group: (value, numerator, denominator, sample) as the definition's docstring says them."""
    scope = in_scope(rows, period, organisations)
    measured = waits(definition, scope, rows) if definition.kind == "quantile" else []
    found = {}
    for group, members in groups(scope, by).items():
        if definition.kind == "count":
            counted = len(things(definition, members, "numerator"))
            found[group] = (float(counted) if members else None, counted, None, counted)
        elif definition.kind == "share":
            top, bottom = (len(things(definition, members, part)) for part in ("numerator", "denominator"))
            found[group] = (top / bottom if bottom else None, top, bottom, bottom)
        elif definition.kind == "gap":
            shares, sizes = [], []
            for doors in (DIGITAL_DOORS, STAFFED_DOORS):
                top, bottom = (len(things(definition, members, part, doors)) for part in ("numerator", "denominator"))
                shares.append(top / bottom if bottom else None)
                sizes.append(bottom)
            value = None if None in shares else shares[0] - shares[1]
            found[group] = (value, None, None, min(sizes))
        else:
            times = sorted(s for s, end in measured if tuple(end[column] for column in by) == group)
            unit = {"minutes": 60, "days": 86400}[definition.unit]
            rank = -(-definition.permille * len(times) // 1000)
            found[group] = (times[rank - 1] / unit if times else None, None, len(times), len(times))
    return found


group_columns = st.lists(st.sampled_from(GROUP_COLUMNS), max_size=2, unique=True).map(tuple)
organisations = st.sampled_from([None, None, ["east"], ["west", "south"], ["south"], []])
