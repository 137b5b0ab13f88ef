"""The other parts of the evaluation: what users say, what the institution says of itself, and the total as it was kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile, random_key

from .sites import AuditRun, Site


class Survey(models.Model):
    """Answers of a survey about a site, as counts; nobody's own answers are kept. A later one takes its place."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="surveys")
    scheme = models.CharField(max_length=60, help_text="code of the evaluation scheme whose questions were asked")
    scheme_version = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    sample = models.PositiveIntegerField(help_text="people who answered")
    method = models.CharField(max_length=200, help_text="how people were asked, in a sentence")
    counts = models.JSONField(help_text="by question: how many gave each answer")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="survey_period_in_order"),
            models.CheckConstraint(condition=Q(sample__gt=0), name="survey_asked_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.first}–{self.last}"


class SelfReport(models.Model):
    """What the institution says of itself, item by item, with the signed document."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    site = models.ForeignKey(Site, models.PROTECT, related_name="self_reports")
    scheme = models.CharField(max_length=60)
    scheme_version = models.PositiveIntegerField()
    day = models.DateField(help_text="when it was signed")
    answers = models.JSONField(help_text="by item: the answer")
    document = models.CharField(max_length=200, help_text="title or number of the signed document")
    file = models.OneToOneField(SealedFile, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day}"


class Evaluation(models.Model):
    """A total as it was kept, with its parts: later runs and surveys do not change it."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    site = models.ForeignKey(Site, models.PROTECT, related_name="evaluations")
    run = models.ForeignKey(AuditRun, models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    self_report = models.ForeignKey(SelfReport, models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=60)
    scheme_version = models.PositiveIntegerField()
    vetoes = models.JSONField(default=list)
    parts = models.JSONField(help_text="by part: points, weight, share of the total")
    total = models.FloatField()
    passes = models.BooleanField()
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.site_id} {self.total}"
