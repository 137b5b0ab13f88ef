"""Bringing the figures of tasks up to the journal: the office's button and ``silverbridge tick``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from silverbridge.domain.evidence.export import ExportReport, export_events
from silverbridge.domain.evidence.facts import open_facts
from silverbridge.domain.evidence.queries import Period, current_indicators, quarter_period
from silverbridge.domain.evidence.services import compute_indicator
from silverbridge.domain.ledger.models import Notice, TaskIndicator
from silverbridge.domain.ledger.scopes import within


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did. ``retired`` are indicators that tasks name and that have no definition any more."""

    export: ExportReport
    figures: int
    retired: tuple[str, ...]
    at: datetime


def usual_periods() -> tuple[Period, ...]:
    """This quarter and the one before it, for which late facts still come in."""
    this = quarter_period()
    return quarter_period(this[0] - timedelta(days=1)), this


def refresh_evidence(
    notice: Notice | None = None,
    periods: Sequence[Period] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RefreshReport:
    """Exports what is due, then computes every figure that tasks (of one notice, or of all) are measured by.

    ``periods`` are this quarter and the one before when none are given; ``progress`` follows the export. Safe to repeat and to
    run twice at once. Not to be called in a transaction.
    """
    report = export_events(progress)
    links = TaskIndicator.objects.standing().select_related("organisation")
    if notice is not None:
        links = links.filter(task__notice=notice)
    wanted = {(link.code, link.scope): link.organisation for link in links}
    known = set(current_indicators().values_list("code", flat=True))
    scopes = {organisation.pk: within(organisation) for organisation in wanted.values()}
    table, figures = open_facts(), 0
    for (code, scope), organisation in sorted(wanted.items(), key=lambda entry: entry[0]):
        if code not in known:
            continue
        for period in usual_periods() if periods is None else periods:
            compute_indicator(code, period, scopes[organisation.pk], scope, table)
            figures += 1
    retired = tuple(sorted({code for code, _scope in wanted} - known))
    return RefreshReport(report, figures, retired, timezone.now())
