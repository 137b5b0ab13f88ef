"""Unannounced visits (暗访、抽查): a plan drawn from a frame, who goes where, and what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.places.models import Organisation, Place


class Plan(Stamped):
    """A sample of places, with all it takes to draw it again: frame, seed and design. Never redrawn."""

    class Kind(models.TextChoices):
        UNANNOUNCED = "unannounced", _("Unannounced visit")
        SAMPLED = "sampled", _("Sampled check")
        THIRD_PARTY = "third_party", _("Third-party evaluation")

    class State(models.TextChoices):
        DRAWN = "drawn", _("Being visited")
        CONCLUDED = "concluded", _("Concluded")

    class Method(models.TextChoices):
        PROPORTIONAL = "proportional", _("In proportion to each stratum")
        FIXED = "fixed", _("So many of each stratum")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="who looks")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    checklist = models.JSONField(help_text="the list of points as it was then")
    by = models.JSONField(help_text="traits that make a stratum")
    method = models.CharField(max_length=12, choices=Method)
    size = models.PositiveIntegerField()
    spares = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    frame = models.JSONField(help_text="key and traits of every place it was drawn from")
    frame_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAWN)
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="plan_period_in_order")]

    def __str__(self) -> str:
        return self.title

    def frame_places(self, organisation: str) -> int:
        """How many places of an organisation (by its name then) the sample was drawn from."""
        return sum(traits.get("organisation") == organisation for _key, traits in self.frame)


class Seat(models.Model):
    """A place in a plan: drawn, or waiting to replace one that drops out in its stratum."""

    class State(models.TextChoices):
        DRAWN = "drawn", _("To be visited")
        SPARE = "spare", _("In reserve")
        VISITED = "visited", _("Visited")
        DROPPED = "dropped", _("Replaced")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="seats")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="whose place it was then"
    )
    stratum = models.CharField(max_length=200)
    order = models.PositiveIntegerField(help_text="in which it was drawn within its stratum")
    state = models.CharField(max_length=8, choices=State)
    visitor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    dropped_because = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["stratum", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "place"], name="place_once_in_a_plan"),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(dropped_because=""), name="dropped_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.place_id} {self.state}"


class Visit(models.Model):
    """What somebody found at a place, point by point. Recorded once."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="visit")
    on = models.DateField()
    remark = EncryptedTextField(blank=True)
    checked = models.PositiveSmallIntegerField()
    in_order = models.PositiveSmallIntegerField()
    serious = models.PositiveSmallIntegerField(default=0, help_text="points not in order that are serious")
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(in_order__lte=F("checked")), name="in_order_within_checked"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.on:%F}"


class Answer(models.Model):
    """One point of a visit: in order, not in order, or not looked at."""

    class Found(models.TextChoices):
        YES = "yes", _("In order")
        NO = "no", _("Not in order")
        SKIPPED = "skipped", _("Not looked at")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=40)
    found = models.CharField(max_length=8, choices=Found)
    grade = models.CharField(max_length=8, help_text="how grave a no is")
    remark = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="point_once_per_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item} {self.found}"


class Photo(models.Model):
    """A photograph of what was found, kept sealed."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos")
    file = models.OneToOneField(SealedFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name
