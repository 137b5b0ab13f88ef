"""What a notice states beside its tasks: who reports what to whom, which aims it sets; read, then confirmed by a person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, QuerySet

from silverbridge.domain.core.models import Stamped, random_key

from .notices import Confirmable, Notice


class StandingStatements(models.Manager):
    """Those nobody took out. Relations from a notice use it as well."""

    def get_queryset(self) -> QuerySet:
        """Without what was taken out."""
        return super().get_queryset().filter(removed_at__isnull=True)


class Statement(Stamped, Confirmable):
    """A sentence of the notice and what was read of it. Numbered once, never deleted, as tasks are."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    number = models.PositiveIntegerField(help_text="given once: first in the text's order, later the next free")
    clause = models.CharField(max_length=120, blank=True, help_text="path like 二/(三)/7")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField(help_text="how sure the reading is, from 0 to 1")
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, help_text="when it was taken out; null while it stands")

    objects = StandingStatements()
    everything = models.Manager()

    class Meta:
        abstract = True
        ordering = ["notice", "start", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_%(class)s_per_number"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="%(class)s_span_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.clause}"

    @property
    def text(self) -> str:
        """Its words as they stand in the notice."""
        return self.notice.text[self.start : self.end]


class Duty(Statement):
    """A duty to report. What the text does not say is empty; ``rule`` is the engine's rule of time (``calendars.Rule``)."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="duties")
    who = models.CharField(max_length=400, blank=True)
    what = models.CharField(max_length=400, blank=True)
    when = models.CharField(max_length=120, blank=True, help_text="the rule of time as printed")
    to = models.CharField(max_length=200, blank=True)
    rule = models.JSONField(null=True, help_text="when, for the calendar")
    due = models.DateField(null=True, help_text="the day, where one is printed instead of a rule")
    attachments = models.JSONField(default=list, help_text="forms named with it: 附件1, 《…统计表》")
    route = models.JSONField(default=list, help_text="how it is sent: codes of the engine")
    tier = models.PositiveSmallIntegerField(null=True, help_text="where reports are gathered: 1 files first")
    spans = models.JSONField(default=dict, help_text="where each field is printed")


class Goal(Statement):
    """An aim the text states, with the figures it wants reached; ``by`` is the last day of its horizon."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="goals")
    by = models.DateField(null=True)
    targets = models.JSONField(default=list, help_text="figures to reach, as those of a task")
