"""Notices and the tasks they set. Every change of what was read raises the ``revision`` that a reader saw."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today


class Confirmable(models.Model):
    """Read or set by one hand, and in use only when a person said yes."""

    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody said yes to it."""
        return self.confirmed_at is not None


class Notice(Stamped, Confirmable):
    """A policy notice as taken in. Its text never changes; ``start`` and ``end`` of its tasks count characters of it."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        REPEALED = "repealed", _("Repealed")
        CONSULTATION_DRAFT = "consultation_draft", _("Draft for consultation")
        UNKNOWN = "unknown", _("Validity not known")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, help_text="whose ledger it stands in")
    title = models.CharField(max_length=400, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    issuers = models.JSONField(default=list)
    dated = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status)
    status_text = models.CharField(max_length=200, blank=True, help_text="the words the status was read from")
    held = models.BooleanField(default=False, help_text="waits to take another's place, and binds nobody until then")
    in_force_from = models.DateField(null=True, help_text="first day it binds, where a supervisor set one")
    in_force_until = models.DateField(null=True, help_text="first day it binds no more, set for a coming repeal")
    text = models.TextField()
    digest = models.CharField(max_length=64, help_text="of the text, whatever its encoding")
    filename = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-dated", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "digest"], name="one_notice_per_text")]

    def __str__(self) -> str:
        return self.title or self.document_number

    @property
    def is_in_force(self) -> bool:
        """Whether it binds anybody today: a repealed one, a draft, one of unknown validity and one yet to come do not."""
        in_force = self.status == self.Status.IN_FORCE
        return in_force and not (self.held or self.is_to_come or self.has_run_out)

    @property
    def is_to_come(self) -> bool:
        """Whether its day is still ahead."""
        return self.in_force_from is not None and today() < self.in_force_from

    @property
    def has_run_out(self) -> bool:
        """Whether another took its place, from a day that has come."""
        return self.in_force_until is not None and self.in_force_until <= today()


class StandingTasks(models.Manager):
    """The tasks a ledger counts, lists and measures: those nobody took out. Relations from a notice use it as well."""

    def get_queryset(self) -> QuerySet[Task]:
        """Without the tasks taken out."""
        return super().get_queryset().filter(removed_at__isnull=True)


class Task(Stamped, Confirmable):
    """What a clause sets somebody to do.

    A task is never deleted: one taken out keeps its row, its number and whatever refers to it, and only ``everything`` finds it.
    Numbers are given once and never again, so that a paper that says 任务3 stays true; lists follow the text (``start``).
    """

    class Deadline(models.TextChoices):
        DATE = "date", _("By a day")
        ONGOING = "ongoing", _("Ongoing")
        NONE = "none", _("No deadline")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField(help_text="given once: first in the text's order, later the next free")
    clause = models.CharField(max_length=120, help_text="path like 二/(三)/7")
    part = models.PositiveIntegerField(null=True, help_text="which of several tasks of one clause")
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    leads = models.JSONField(default=list)
    responsible = models.JSONField(default=list)
    cooperating = models.JSONField(default=list)
    lead_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    deadline_kind = models.CharField(max_length=8, choices=Deadline, default=Deadline.NONE)
    deadline = models.DateField(null=True)
    deadline_text = models.CharField(max_length=120, blank=True)
    resp_start = models.PositiveIntegerField(null=True, help_text="where the units and the deadline are printed")
    resp_end = models.PositiveIntegerField(null=True)
    confidence = models.FloatField(help_text="how sure the reading is, from 0 to 1")
    units = models.JSONField(default=list, help_text="the units again, each with role, span, confidence and flags")
    targets = models.JSONField(default=list, help_text="figures to reach, each with its words, span and direction")
    recurrence = models.CharField(max_length=120, blank=True, help_text="a rule of time as printed")
    deadline_start = models.PositiveIntegerField(null=True, help_text="where the deadline is printed")
    deadline_end = models.PositiveIntegerField(null=True)
    deadline_confidence = models.FloatField(default=0.0)
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, help_text="when it was taken out of the ledger; null while it stands")
    evidence = models.ManyToManyField(Evidence, through="TaskEvidence", related_name="tasks")

    objects = StandingTasks()
    everything = models.Manager()  # noqa: DJ012 - a second manager, no field

    class Meta:
        ordering = ["notice", "start", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_task_per_number"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="task_span_in_order"),
            models.CheckConstraint(
                condition=Q(deadline_kind="date", deadline__isnull=False)
                | (~Q(deadline_kind="date") & Q(deadline__isnull=True)),
                name="deadline_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.clause}"
