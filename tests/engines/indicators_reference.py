"""Events made up by hypothesis, and the indicators computed over them in plain Python, row by row."""

import json
import math
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

datas = st.dictionaries(
    st.sampled_from(["within_promise", "reason", "alternative_door", "minutes"]),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 40),
        st.sampled_from([0.5, 12.25, 1e3]),
        st.sampled_from(["phone", "counter", "no_ground", '带引号的"字', "true", ""]),
    ),
    max_size=4,
)


@st.composite
def event(draw, **fixed):
    """One event; what is given in `fixed` is not drawn."""
    occurred = _START + timedelta(
        seconds=draw(st.integers(0, 110 * 86400)), microseconds=draw(st.integers(0, 999999))
    )
    drawn = {
        "name": draw(st.sampled_from(NAMES)),
        "version": draw(st.integers(1, 3)),
        "object_key": draw(st.sampled_from("abcdefgh")),
        "subject_key": draw(st.sampled_from(["s1", "s2", "s3", None])),
        "item": draw(st.sampled_from(["registration", "pension", None])),
        "door": draw(st.sampled_from(DOORS)),
        "acting_for": draw(st.booleans()),
        "age_band": draw(st.sampled_from(["60-64", "80-89", None])),
        "sex": draw(st.sampled_from(["F", "M", None])),
        "place": draw(st.sampled_from(["lobby", "hall", None])),
        "organisation": draw(st.sampled_from(["east", "west", None])),
        "occurred_at": occurred,
        "recorded_at": occurred + timedelta(minutes=1),
        "business_date": (occurred + timedelta(hours=8)).date(),
        "data": draw(st.none() | datas.map(json.dumps)),
    }
    return drawn | fixed


def number(drawn: list[dict]) -> list[dict]:
    """The same events with the ids the journal would have given them."""
    return [{"event_id": at} | one for at, one in enumerate(drawn, start=1)]


events = st.lists(event(), max_size=40).map(number)


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
        # The engine compares texts, so that a string and the truth it spells are one; see the docs of conditions.
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
    selections = (
        [definition.denominator] if part == "denominator" else [definition.denominator, definition.numerator]
    )
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
                top, bottom = (
                    len(things(definition, members, part, doors)) for part in ("numerator", "denominator")
                )
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
organisations = st.none() | st.lists(st.sampled_from(["east", "west", "south"]), max_size=2, unique=True)
