"""The receiver's own blank forms, version by version, what stands in them, when they are due, and along which way."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.ledger.models import Confirmable, Notice
from silverbridge.domain.places.models import Organisation, OrganisationRelation


class Tier(models.TextChoices):
    """Who files: an institution to the office that supervises it, or an office that has added up to the one above it."""

    UNIT = "unit", _("Units file")
    OFFICE = "office", _("Offices file what they added up")


class ReturnForm(Stamped):
    """A return that somebody asks for again and again: whose form it is, for which period, by which clause."""

    class Every(models.TextChoices):
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        YEAR = "year", _("Every year")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose form it is")
    title = models.CharField(max_length=200)
    every = models.CharField(max_length=8, choices=Every, default=Every.QUARTER)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+", help_text="where it is asked for")
    clause = models.CharField(max_length=120, blank=True, help_text="path like 三/(二)")
    duty = models.TextField(blank=True, help_text="the words that ask for it")
    first_day = models.DateField(help_text="first day of the first period it is owed for")
    ended_on = models.DateField(null=True, help_text="no period that ends later is owed")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "title"], name="one_form_per_title")]

    def __str__(self) -> str:
        return self.title


class FormVersion(Stamped, Confirmable):
    """One state of a form: the blank as it came, and which place in it takes what. In use once somebody confirmed it.

    ``bindings`` maps a place of the blank, as the reader of forms names it, to a source: ``figure:KEY``, ``reason:KEY``,
    ``text:KEY``, ``unit``, ``receiver``, ``period``, ``preparer``, ``reviewer``, ``head``, ``phone`` or ``date``.
    """

    class Kind(models.TextChoices):
        XLSX = "xlsx"
        DOCX = "docx"

    form = models.ForeignKey(ReturnForm, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    blank = models.OneToOneField(SealedFile, models.PROTECT, null=True, related_name="+")
    bindings = models.JSONField(default=dict)
    valid_from = models.DateField(help_text="first day of the first period it is used for")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="one_form_version_per_number"),
            models.UniqueConstraint(
                fields=["form", "valid_from"], condition=Q(confirmed_at__isnull=False), name="one_confirmed_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"


class Field(models.Model):
    """What one place of a form asks for. ``key`` names the same thing in every version of the form."""

    class Kind(models.TextChoices):
        FIGURE = "figure", _("Figure")
        TEXT = "text", _("Line of text")
        BLOCK = "block", _("Passage of text")

    class Scope(models.TextChoices):
        WHOLE = "whole", _("The unit with everything it administers")
        OWN = "own", _("The unit alone")

    class RollUp(models.TextChoices):
        SUM = "sum", _("Added up")
        WEIGHTED = "weighted", _("Mean, weighted by another figure")
        NONE = "none", _("Not added up")

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.FIGURE)
    indicator = models.CharField(max_length=60, blank=True, help_text="code of the indicator that measures it")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.WHOLE, help_text="whose facts are counted")
    back = models.PositiveSmallIntegerField(default=0, help_text="periods before the return's own: 1 is the one before")
    unit = models.CharField(max_length=20, blank=True, help_text="as printed: 个, %, 分钟")
    percent = models.BooleanField(default=False, help_text="a share is kept as written, 12.5 for 12.5 %")
    decimals = models.PositiveSmallIntegerField(default=0)
    least = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    most = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    required = models.BooleanField(default=True)
    roll_up = models.CharField(max_length=8, choices=RollUp, default=RollUp.SUM)
    weight = models.SlugField(max_length=60, blank=True, help_text="key of the figure that weights a mean")

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_field_per_key"),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
                name="least_below_most",
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="four_decimals_at_most"),
            models.CheckConstraint(condition=Q(back__lte=12), name="twelve_periods_back_at_most"),
            models.CheckConstraint(condition=~Q(roll_up="weighted") | ~Q(weight=""), name="weighted_by_a_figure"),
        ]

    def __str__(self) -> str:
        return self.label


class DutyCalendar(models.Model):
    """When one tier files a form: so many calendar days after the period's end, moved to a working day or not."""

    class Shift(models.TextChoices):
        NONE = "none", _("The day as the notice has it")
        NEXT_WORKING_DAY = "next_working_day", _("The next working day")

    form = models.ForeignKey(ReturnForm, models.CASCADE, related_name="calendars")
    tier = models.CharField(max_length=6, choices=Tier)
    days_after = models.PositiveSmallIntegerField(help_text="calendar days after the period's last day")
    shift = models.CharField(max_length=16, choices=Shift, default=Shift.NONE)
    opens_before = models.PositiveSmallIntegerField(default=10, help_text="days before the due day it opens")
    locks_after = models.PositiveSmallIntegerField(default=30, help_text="days after the due day it can still be filed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "tier"], name="one_calendar_per_tier"),
            models.CheckConstraint(condition=Q(days_after__lte=366), name="due_within_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.tier} +{self.days_after}"


class FilingRoute(models.Model):
    """Which way a relation of filing goes. The relation itself holds who, to whom, and from when until when."""

    class Way(models.TextChoices):
        LINE = "line", _("By line of business")
        REGION = "region", _("By region")
        UPWARD = "upward", _("Added up, to the office above")

    relation = models.OneToOneField(OrganisationRelation, models.CASCADE, related_name="route")
    way = models.CharField(max_length=6, choices=Way)

    def __str__(self) -> str:
        return f"{self.relation} ({self.way})"


Span = tuple[date, date]
"""First and last day of a period, both included."""
