"""Evaluations: a scheme applied to the facts of a period, version by version, and appeals against them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.places.models import Organisation


class Evaluation(Stamped):
    """One version of an evaluation. Scheme and facts are kept in it, so it can be computed again; an appeal makes the next."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not issued yet")
        ISSUED = "issued", _("Issued to the units")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="who evaluates")
    scheme_code = models.CharField(max_length=40)
    scheme = models.JSONField(help_text="the scheme as it was then")
    first = models.DateField()
    last = models.DateField()
    version = models.PositiveIntegerField()
    because = models.CharField(max_length=200, blank=True, help_text="why there is another version")
    digest = models.CharField(max_length=64, help_text="SHA-256 of scheme and facts")
    returns_as_of = models.DateField(null=True, help_text="returns were read as they stood at the end of this day")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    appeal_until = models.DateField(null=True)

    class Meta:
        ordering = ["-last", "scheme_code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme_code", "first", "last", "version"], name="one_evaluation_per_version"
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="evaluation_period_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_code} {self.first}–{self.last} v{self.version}"


class UnitScore(models.Model):
    """A unit's score in one version, with the facts it comes of."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="scores")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    facts = models.JSONField(help_text="readings by item and cases by deduction")
    points = models.FloatField()
    out_of = models.FloatField(help_text="what could be scored")
    whole = models.FloatField(help_text="what the scheme holds")
    share = models.FloatField(null=True, help_text="points over out_of; null when nothing could be scored")
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = [F("rank").asc(nulls_last=True), "organisation_id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "organisation"], name="one_score_per_unit"),
            models.CheckConstraint(
                condition=Q(out_of__gt=0) | Q(share__isnull=True, rank__isnull=True), name="nothing_scored_has_no_rank"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.organisation_id}: {self.points}/{self.out_of}"


class Appeal(Stamped):
    """A unit says that an item is wrong (申诉); somebody else decides."""

    class State(models.TextChoices):
        FILED = "filed", _("Waits for a decision")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")

    class Remedy(models.TextChoices):
        RECOUNT = "recount", _("The facts were mended: count again")
        NOT_SCORED = "not_scored", _("The item is not scored")
        VALUE = "value", _("The figure is another one")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    score = models.ForeignKey(UnitScore, models.PROTECT, related_name="appeals")
    item = models.CharField(max_length=40)
    reason = models.TextField()
    file = models.OneToOneField(SealedFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.FILED)
    remedy = models.CharField(max_length=10, choices=Remedy, blank=True)
    value = models.FloatField(null=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    led_to = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["score", "item"], condition=Q(state="filed"), name="one_open_appeal_per_item"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | Q(decided_by__isnull=True) | ~Q(by=F("decided_by")),
                name="appeal_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score_id} {self.item} {self.state}"
