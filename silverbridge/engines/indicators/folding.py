"""From the journal's events to the other families: the events of one visit become its row, each statement of a stock a
snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .predicates import data_text
from .schema import SNAPSHOT_COLUMNS, VISIT_COLUMNS

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

VISIT_EVENTS = ("visit.arrived", "visit.ticketed", "visit.called", "visit.served", "visit.left", "visit.rated")
SNAPSHOT_EVENT = "snapshot.taken"
_SHANGHAI_AHEAD_SECONDS = 8 * 3600


def fold_visits(events: ibis.Table) -> ibis.Table:
    """One row for each visit, of whatever events of it there are: a visit that is still waiting has no outcome and no
    rating yet.

    Where and under whom it counts is as of its first event; the day is that of its first event too. Of several ratings the last
    holds. A visit with both a service and a leaving (called back) has the outcome of its last one.
    """
    rows = events.filter(events.name.isin(VISIT_EVENTS))
    rows = rows.mutate(
        lane_said=data_text(rows, "lane"),
        ended=(rows.name == "visit.left").ifelse("left", data_text(rows, "outcome")),
        waited=data_text(rows, "wait_seconds").try_cast("int64"),
        served=data_text(rows, "service_seconds").try_cast("int64"),
        stars=data_text(rows, "rating").try_cast("int64"),
        clock=shanghai_hour(rows.occurred_at),
    )

    def last(column: str) -> ir.Value:
        return rows[column].argmax(rows.event_id, where=rows[column].notnull())

    def first(column: str) -> ir.Value:
        return rows[column].argmin(rows.event_id)

    folded = rows.group_by(visit_key=rows.object_key).aggregate(
        visit_id=rows.event_id.min(),
        subject_key=last("subject_key"),
        item=last("item"),
        door=first("door"),
        acting_for=rows.acting_for.max(),
        age_band=last("age_band"),
        sex=last("sex"),
        place=first("place"),
        organisation=first("organisation"),
        lane=last("lane_said"),
        outcome=last("ended"),
        hour=first("clock"),
        wait_seconds=last("waited"),
        service_seconds=last("served"),
        rating=last("stars"),
        business_date=first("business_date"),
    )
    return folded.select(*VISIT_COLUMNS)


def fold_snapshots(events: ibis.Table) -> ibis.Table:
    """One row for each snapshot that was taken."""
    rows = events.filter(events.name == SNAPSHOT_EVENT)
    return rows.mutate(
        snapshot_id=rows.event_id,
        kind=data_text(rows, "kind"),
        value=data_text(rows, "value").try_cast("float64"),
    ).select(*SNAPSHOT_COLUMNS)


def shanghai_hour(moment: ir.TimestampValue) -> ir.IntegerValue:
    """The hour of the day in Shanghai, which keeps no summer time; reckoned, since engines differ in time zones."""
    seconds = moment.epoch_seconds().floor().cast("int64")
    return ((seconds + _SHANGHAI_AHEAD_SECONDS) // 3600 % 24).cast("int64")
