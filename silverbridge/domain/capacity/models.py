"""Bookable sessions with a walk-in share that web and telephone cannot use up (red line 4)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from silverbridge.domain.core.models import Stamped
from silverbridge.domain.places.models import Place


class Session(Stamped):
    """So many can be served for an item at a place from a time on; ``walk_in`` of them only for who comes in person."""

    item = models.CharField(max_length=40)
    place = models.ForeignKey(Place, models.PROTECT)
    starts_at = models.DateTimeField()
    total = models.PositiveSmallIntegerField()
    walk_in = models.PositiveSmallIntegerField(help_text="the share kept for people who come in person")
    taken_remote = models.PositiveSmallIntegerField(default=0)
    taken_here = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "place", "starts_at"], name="one_session_per_time"),
            models.CheckConstraint(condition=Q(walk_in__gte=1) & Q(walk_in__lte=F("total")), name="walk_in_share"),
            models.CheckConstraint(condition=Q(taken_remote__lte=F("total") - F("walk_in")), name="walk_in_share_kept"),
            models.CheckConstraint(
                condition=Q(taken_remote__lte=F("total") - F("taken_here")), name="session_not_overbooked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.starts_at:%F %H:%M}"
