"""What measures a task, what was put on file for it, and who judged it how."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import Stamped
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.places.models import Organisation

from .notices import Confirmable, Task


class Links(models.QuerySet):
    """Figures of tasks."""

    def standing(self) -> Links:
        """Without those of tasks taken out: they are kept with their task and measured no more."""
        return self.filter(task__removed_at__isnull=True)


class TaskIndicator(Stamped, Confirmable):
    """A task is measured by an indicator, against a target. A change takes the confirmation away."""

    class Direction(models.TextChoices):
        UP = "up", _("At least")
        DOWN = "down", _("At most")

    task = models.ForeignKey(Task, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, help_text="whose events count, with those it administers"
    )
    target = models.FloatField()
    direction = models.CharField(max_length=4, choices=Direction)
    min_sample = models.PositiveIntegerField()
    linked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    objects = Links.as_manager()

    class Meta:
        ordering = ["task", "pk"]
        constraints = [models.UniqueConstraint(fields=["task", "code"], name="one_link_per_indicator")]

    def __str__(self) -> str:
        return f"{self.code} {self.direction} {self.target}"

    @property
    def scope(self) -> str:
        """The name under which its results are kept."""
        return f"under:{self.organisation.code}"


class Judgement(Stamped):
    """What the unit itself, or its supervisor, says of a task in a period, beside what the system computed."""

    class Side(models.TextChoices):
        UNIT = "unit", _("The unit's own")
        SUPERVISOR = "supervisor", _("The supervisor's")

    class Verdict(models.TextChoices):
        MET = "met", _("Met")
        NOT_MET = "not_met", _("Not met")
        CANNOT_SAY = "cannot_say", _("Cannot be said")

    task = models.ForeignKey(Task, models.CASCADE, related_name="judgements")
    side = models.CharField(max_length=10, choices=Side)
    first = models.DateField()
    last = models.DateField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    remark = models.CharField(max_length=400, blank=True)
    system_state = models.CharField(max_length=20, help_text="what the system said at that moment")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "side", "first", "last"], name="one_judgement_per_side"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="judgement_period_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.verdict}"


class TaskEvidence(models.Model):
    """A piece of evidence put to a task."""

    task = models.ForeignKey(Task, models.CASCADE)
    evidence = models.ForeignKey(Evidence, models.PROTECT)
    attached_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    attached_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "evidence"], name="evidence_once_per_task")]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.task_id}"
