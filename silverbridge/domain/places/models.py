"""Who is who among institutions, where they are, and what stands there. Everything that changes is dated."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from silverbridge.domain.core.models import Stamped


class Dated(models.Model):
    """Holds from ``valid_from`` up to, not including, ``valid_until``; an open end is null."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def on(day: object) -> Q:
        """The condition that a row holds on ``day``."""
        return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


class Organisation(Stamped):
    """A legal unit or office: a bank, a branch, a city department. Its code never changes; its name may."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government"
        DEPARTMENT = "department"
        BANK = "bank"
        BRANCH = "branch"
        HOSPITAL = "hospital"
        COMPANY = "company"
        COMMUNITY = "community"

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OrganisationName(Dated):
    """A name an organisation bore or bears (银保监局 before 金融监管局): how an old document is still understood."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name


class OrganisationRelation(Dated):
    """``upper`` administers, supervises or receives the returns of ``lower``; or ``upper`` succeeds it."""

    class Kind(models.TextChoices):
        ADMINISTERS = "administers"
        SUPERVISES = "supervises"
        FILES_TO = "files_to"
        SUCCEEDS = "succeeds"

    kind = models.CharField(max_length=12, choices=Kind)
    upper = models.ForeignKey(Organisation, models.PROTECT, related_name="lower_relations")
    lower = models.ForeignKey(Organisation, models.PROTECT, related_name="upper_relations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "upper", "lower", "valid_from"], name="one_relation_per_day"),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="no_relation_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.upper_id} {self.kind} {self.lower_id}"


class Place(Stamped):
    """Somewhere a person can go: an outlet, hospital, venue, station, office."""

    class Kind(models.TextChoices):
        OUTLET = "outlet"
        HOSPITAL = "hospital"
        VENUE = "venue"
        STATION = "station"
        OFFICE = "office"
        CALL_CENTRE = "call_centre"

    code = models.SlugField(max_length=64, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="places")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    district = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    directions = models.CharField(max_length=200, blank=True, help_text="in words an old person can follow")
    phone = models.CharField(max_length=20, blank=True)
    tier = models.CharField(max_length=12, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a place is open on one weekday (0 is Monday); ``working_days_only`` closes it on public holidays."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    working_days_only = models.BooleanField(default=True)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_0_to_6"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="opens_before_closing"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Facility(Dated):
    """Something for elderly visitors at a place (ramp, care window, glasses), counted as of a day."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="facilities")
    kind = models.SlugField(max_length=40)
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.kind} × {self.count}"


class Device(Dated):
    """A machine that people use themselves; ``passbook`` says whether it takes passbooks."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="devices")
    kind = models.SlugField(max_length=40)
    serial = models.CharField(max_length=60)
    age_friendly = models.BooleanField(default=False)
    passbook = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}"
