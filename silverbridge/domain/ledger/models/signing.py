"""What people changed of what was read: one row per field or act, never altered, never deleted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User

from .notices import Notice, Task
from .statements import Duty, Goal


class Correction(models.Model):
    """One change by one hand: what stood there, and what stands there since. Triggers on both engines refuse a change of it.

    ``field`` names what was corrected; it is empty for an act on the whole task, whose outcome ``after`` tells.
    """

    class Act(models.TextChoices):
        CORRECT = "correct", _("Corrected")
        SPLIT = "split", _("Split")
        MERGE = "merge", _("Merged")
        ADD = "add", _("Added")
        REMOVE = "remove", _("Taken out")
        RESTORE = "restore", _("Brought back")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="corrections")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, related_name="corrections", help_text="none of the three: the notice"
    )
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="corrections")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="corrections")
    act = models.CharField(max_length=8, choices=Act)
    field = models.CharField(max_length=20, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.field}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        """Only inserts; the triggers would refuse anything else anyway."""
        if self.pk is not None:
            raise TypeError("corrections are append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> None:
        raise TypeError("corrections are append-only")
