"""What waits for somebody's yes in a ledger, and how fresh its figures are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet

from silverbridge.domain.evidence.models import IndicatorResult
from silverbridge.domain.ledger.models import Notice, Task, TaskIndicator


def notices_to_confirm(organisations: Iterable[int]) -> QuerySet[Notice]:
    """Notices of these organisations that nobody compared with their text yet, oldest first; without the text."""
    return Notice.objects.filter(organisation__in=organisations, confirmed_at__isnull=True).defer("text").order_by("pk")


def tasks_to_confirm(organisations: Iterable[int]) -> QuerySet[Task]:
    """Tasks of notices in force that nobody compared with their clause yet. What does not bind need not be confirmed."""
    return Task.objects.filter(
        notice__organisation__in=organisations, notice__status=Notice.Status.IN_FORCE, confirmed_at__isnull=True
    ).order_by("notice", "start", "number")


def targets_to_confirm(organisations: Iterable[int]) -> QuerySet[TaskIndicator]:
    """Targets of tasks of notices in force that wait for a supervisor, oldest first."""
    rows = TaskIndicator.objects.standing().filter(
        task__notice__organisation__in=organisations,
        task__notice__status=Notice.Status.IN_FORCE,
        confirmed_at__isnull=True,
    )
    return rows.select_related("task", "organisation").order_by("pk")


def last_computed(scopes: Iterable[str] | None = None) -> datetime | None:
    """When figures (of these scopes, or any) were last computed; None when never."""
    rows = IndicatorResult.objects.all() if scopes is None else IndicatorResult.objects.filter(scope__in=scopes)
    return rows.aggregate(at=Max("computed_at"))["at"]
