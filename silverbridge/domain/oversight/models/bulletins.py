"""Bulletins (通报) and good-practice cases."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.places.models import Organisation

from .evaluations import Evaluation


class Practice(Stamped):
    """Something a unit did that others can learn from. Shown to the others once it was adopted."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Put forward")
        ADOPTED = "adopted", _("Adopted")
        SET_ASIDE = "set_aside", _("Not adopted")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="who did it")
    title = models.CharField(max_length=60)
    done = models.TextField(help_text="what was done")
    effect = models.CharField(max_length=400, help_text="what came of it, in figures")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    adopted_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_for__isnull=False), name="adopted_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Bulletin(Stamped):
    """A bulletin about a period. Who drafts it does not approve it; it is issued under a number; to publish is another step."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        APPROVED = "approved", _("Approved")
        ISSUED = "issued", _("Issued")
        DROPPED = "dropped", _("Given up")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose bulletin it is")
    title = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(help_text="what it was written from")
    text = models.TextField(help_text="headings and paragraphs, a line each; # begins a heading")
    practices = models.ManyToManyField(Practice, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    file = models.OneToOneField(SealedFile, models.PROTECT, null=True, related_name="+")
    publishable_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    publishable_at = models.DateTimeField(null=True, help_text="approved for publication")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "serial"], name="one_bulletin_per_number"),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(serial__isnull=False, file__isnull=False, issued_on__isnull=False),
                name="issued_bulletin_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(drafted_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="bulletin_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(publishable_at__isnull=True) | Q(state="issued"), name="published_only_once_issued"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class Named(models.Model):
    """A unit that a bulletin names, and for what. It may see the bulletin once that is issued."""

    class Reason(models.TextChoices):
        AHEAD = "ahead", _("Ahead")
        BEHIND = "behind", _("Lagging")
        LATE = "late", _("Returns late or missing")
        FINDINGS = "findings", _("Findings of visits")
        PRACTICE = "practice", _("Good practice")

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="named")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)

    class Meta:
        ordering = ["reason", "organisation_id"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "organisation", "reason"], name="named_once_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.organisation_id} {self.reason}"
