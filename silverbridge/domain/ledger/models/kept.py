"""A ledger an office kept in a workbook before, as it was taken over: one line per task, in the workbook's words."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import Stamped, random_key

from .notices import Notice, Task


class KeptLedger(Stamped):
    """One taking over of a workbook for a notice. Of several the newest holds; the older ones stay for the record."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="kept_ledgers")
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the workbook")
    sheet = models.CharField(max_length=64)
    ticket = models.CharField(max_length=64, unique=True, help_text="of the upload: one file is taken over once")
    left_out = models.PositiveIntegerField(help_text="entries that were not taken over")
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return self.filename


class KeptLine(models.Model):
    """What the workbook said of one task. What it did not say is empty; a date is there only where it named a day."""

    class State(models.TextChoices):
        DONE = "done", _("Done")
        IN_PROGRESS = "in_progress", _("Under way")
        NOT_STARTED = "not_started", _("Not begun")
        OVERDUE = "overdue", _("Past its day")
        ONGOING = "ongoing", _("Ongoing")

    ledger = models.ForeignKey(KeptLedger, models.CASCADE, related_name="lines")
    task = models.ForeignKey(Task, models.PROTECT, related_name="kept_lines")
    rows = models.JSONField(help_text="the rows of the sheet it stood in")
    number = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True, help_text="the task as the workbook words it")
    measures = models.TextField(blank=True)
    lead = models.JSONField(default=list)
    responsible = models.JSONField(default=list)
    cooperating = models.JSONField(default=list)
    contact = EncryptedTextField(blank=True)
    deadline = models.DateField(null=True)
    deadline_text = models.CharField(max_length=200, blank=True)
    progress = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    materials = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State, blank=True)
    state_text = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True)
    remarks = models.TextField(blank=True)
    likeness = models.FloatField(null=True, help_text="0 to 1; null for a task that was made from this line")

    class Meta:
        ordering = ["ledger", "pk"]
        constraints = [models.UniqueConstraint(fields=["ledger", "task"], name="one_kept_line_per_task")]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.number}"

    @property
    def place(self) -> str:
        """Where in the sheet it stood: 第3、4行."""
        return "、".join(str(row) for row in self.rows)
