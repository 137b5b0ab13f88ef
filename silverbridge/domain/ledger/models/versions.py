"""A notice in the place of an earlier one, and what became of each task."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import Stamped, random_key

from .notices import Notice, Task


class Succession(Stamped):
    """One notice replaces another: proposed by the reading, chosen by a person, planned for a day, in effect."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CHOSEN = "chosen", _("To be compared")
        PLANNED = "planned", _("Planned for a day")
        IN_EFFECT = "in_effect", _("In effect")
        SET_ASIDE = "set_aside", _("Set aside")

    class Ground(models.TextChoices):
        NAMED = "named", _("the new text repeals it by name")
        NUMBER = "number", _("the document number is the same")
        TITLE = "title", _("the titles are alike")
        TASKS = "tasks", _("many tasks are worded alike")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    old = models.ForeignKey(Notice, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Notice, models.PROTECT, related_name="predecessors")
    state = models.CharField(max_length=10, choices=State)
    grounds = models.JSONField(default=list, help_text="why it was proposed: codes of Ground")
    quoted = models.CharField(max_length=400, blank=True, help_text="the sentence that repeals the old notice")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    takes_effect = models.DateField(null=True, help_text="from this day the new notice binds and the old one does not")
    in_effect_at = models.DateTimeField(null=True, help_text="when the switch was made")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_succession_per_pair"),
            models.UniqueConstraint(
                fields=["old"], condition=Q(state__in=["planned", "in_effect"]), name="one_successor_per_notice"
            ),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_notice_succeeds_itself"),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "in_effect"]) | Q(takes_effect__isnull=False),
                name="succession_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state="in_effect", in_effect_at__isnull=False)
                | (~Q(state="in_effect") & Q(in_effect_at__isnull=True)),
                name="succession_in_effect_at",
            ),
        ]
        indexes = [models.Index(fields=["state", "takes_effect"], name="succession_due")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"

    @property
    def ground_names(self) -> list[str]:
        """Why it was proposed, in the language of the page."""
        return [str(self.Ground(code).label) for code in self.grounds]


class TaskFate(models.Model):
    """What became of a task when its notice was replaced, as found on the day of the switch. Kept as it was then."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="fates")
    old = models.ForeignKey(Task, models.PROTECT, null=True, related_name="fates")
    new = models.ForeignKey(Task, models.PROTECT, null=True, related_name="origins")
    kinds = models.JSONField(help_text="unchanged, added, dropped, or any of moved, reworded, units, deadline")
    confirmed = models.BooleanField(default=False, help_text="whether the old task's confirmation was taken over")
    links = models.PositiveSmallIntegerField(default=0, help_text="indicator links taken over with their confirmation")
    handouts = models.PositiveSmallIntegerField(default=0, help_text="open hand-outs that go on under the new task")
    proposals = models.PositiveSmallIntegerField(default=0, help_text="links taken over that wait for confirmation")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["succession", "old"], name="one_fate_per_old_task"),
            models.UniqueConstraint(fields=["succession", "new"], name="one_fate_per_new_task"),
            models.CheckConstraint(condition=Q(old__isnull=False) | Q(new__isnull=False), name="fate_of_some_task"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} {' '.join(self.kinds)}"
