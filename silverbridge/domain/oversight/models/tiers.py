"""Tiers of outlets as they were worked out and confirmed; and what others called them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.places.models import Organisation, Place


class TierRun(Stamped):
    """The tiers of a period by a scheme, with the facts they rest on: the same scheme and facts give the same tiers."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    scheme_code = models.CharField(max_length=40)
    scheme = models.JSONField(help_text="the scheme as it was then")
    first = models.DateField()
    last = models.DateField()
    version = models.PositiveIntegerField()
    facts = models.JSONField(help_text="shares and stocks of every outlet")
    digest = models.CharField(max_length=64, help_text="SHA-256 of scheme and facts")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme_code", "first", "last", "version"], name="one_tier_run_per_version"
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="tier_run_period_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_code} {self.first}–{self.last} v{self.version}"


class TierPlacement(models.Model):
    """Where one outlet stands in a run, and what keeps it out of the next tier."""

    run = models.ForeignKey(TierRun, models.CASCADE, related_name="placements")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    tier = models.CharField(max_length=12)
    score = models.FloatField(null=True)
    next_tier = models.CharField(max_length=12, blank=True)
    lifts = models.JSONField(help_text="about, have and need of each")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="one_placement_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.place_id} {self.tier}"


class Accreditation(Stamped):
    """What somebody outside called an outlet (达标网点, 示范网点). Neither this nor the tier follows from the other."""

    class Kind(models.TextChoices):
        STANDARD = "standard", _("Up to standard")
        MODEL = "model", _("Model outlet")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    place = models.ForeignKey(Place, models.PROTECT, related_name="accreditations")
    kind = models.CharField(max_length=10, choices=Kind)
    issuer = models.CharField(max_length=80)
    on = models.DateField()
    until = models.DateField(null=True)
    document = models.CharField(max_length=120, help_text="title or number of the document")
    file = models.OneToOneField(SealedFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "issuer", "on"], name="accredited_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="accreditation_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind} {self.issuer}"
