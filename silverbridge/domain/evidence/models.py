"""What was exported, how indicators are defined, what they came to, and evidence of every kind."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.core.versions import DefinitionVersion
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.indicators import IndicatorDefinition


class ExportFill(models.Model):
    """One interval of the journal in one file: the events of a month of recording that lie in one range.

    The range is of ids (SQLite, where ids follow commits) or of transactions (PostgreSQL, where they do not). It is planned when
    everything in it is surely committed, and the journal is append-only, so an interval filled again gives the same rows.
    """

    class State(models.TextChoices):
        FILLING = "filling"
        FILLED = "filled"

    month = models.CharField(max_length=7, help_text="month of recording, as 2026-07")
    state = models.CharField(max_length=8, choices=State, default=State.FILLING)
    id_after = models.BigIntegerField(default=0)
    id_up_to = models.BigIntegerField(null=True)
    txid_from = models.BigIntegerField(null=True)
    txid_below = models.BigIntegerField(null=True)
    rows = models.PositiveBigIntegerField()
    file = models.CharField(max_length=80, unique=True, help_text="path below the export folder")
    planned_at = models.DateTimeField(default=timezone.now)
    filled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["month", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(id_up_to__isnull=False, txid_from__isnull=True, txid_below__isnull=True)
                | Q(id_up_to__isnull=True, txid_from__isnull=False, txid_below__isnull=False),
                name="export_range_of_one_kind",
            ),
            models.UniqueConstraint(
                fields=["month", "id_after"], condition=Q(id_up_to__isnull=False), name="export_ids_planned_once"
            ),
            models.UniqueConstraint(
                fields=["month", "txid_from"], condition=Q(txid_from__isnull=False), name="export_txids_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(id_up_to__isnull=True) | Q(id_after__lt=F("id_up_to")), name="export_ids_in_order"
            ),
            models.CheckConstraint(
                condition=Q(txid_below__isnull=True) | Q(txid_from__lt=F("txid_below")), name="export_txids_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.state} {self.file}"


class FactFile(models.Model):
    """A file of facts that came from elsewhere: a visit system's extract, a list of stocks. Rows that break a rule lie
    beside it.

    It is noted before it is written and counts once it is ``filled``, so a killed import leaves nothing half-counted.
    """

    class Family(models.TextChoices):
        EVENTS = "events", _("Events of a list")
        VISITS = "visits", _("Visits")
        SNAPSHOTS = "snapshots", _("Snapshots")

    class State(models.TextChoices):
        FILLING = "filling"
        FILLED = "filled"

    family = models.CharField(max_length=10, choices=Family)
    state = models.CharField(max_length=8, choices=State, default=State.FILLING)
    source = models.CharField(max_length=80, help_text="the system or office the facts come from")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file as it came")
    file = models.CharField(max_length=80, unique=True, help_text="path below the folder of facts")
    first_id = models.BigIntegerField(help_text="rows are numbered from here")
    came = models.PositiveBigIntegerField(help_text="rows in the file as it came")
    rows = models.PositiveBigIntegerField(default=0, help_text="rows that count")
    refused = models.JSONField(default=dict, help_text="rows that do not count, by reason")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    synthetic = models.BooleanField(default=False, help_text="made up for a demonstration")
    registered_at = models.DateTimeField(default=timezone.now)
    filled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rows__lte=F("came")), name="facts_no_more_than_came"),
            models.CheckConstraint(
                condition=Q(state="filling") | Q(filled_at__isnull=False), name="facts_filled_have_their_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.source} {self.first}–{self.last}"

    @property
    def not_counting(self) -> int:
        """How many of its rows broke a rule."""
        return self.came - self.rows


class IndicatorVersion(DefinitionVersion):
    """One version of an indicator's definition (口径), kept as it was when figures were computed by it."""

    schema, folder, used_by = IndicatorDefinition, "indicators", "figures were computed by it"

    class Meta(DefinitionVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_definition_per_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(current=True), name="one_current_definition"),
        ]

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        words = self.definition.name
        return words.zh if (get_language() or "zh").startswith("zh") else words.en

    @property
    def meaning(self) -> str:
        """Its definition in words, in the language of the page."""
        words = self.definition.meaning
        return words.zh if (get_language() or "zh").startswith("zh") else words.en


class IndicatorResult(models.Model):
    """What an indicator came to, for a period of business dates and a scope of organisations. No data is not zero."""

    class State(models.TextChoices):
        MEASURED = "measured", _("Measured")
        NO_DATA = "no_data", _("No data")

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    scope = models.CharField(max_length=80, help_text="key of the set of organisations")
    organisations = models.JSONField(help_text="codes of the organisations counted")
    state = models.CharField(max_length=8, choices=State)
    value = models.FloatField(null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    sample = models.BigIntegerField(null=True)
    sides = models.JSONField(default=dict, help_text="of a gap: each side's value, numerator and denominator")
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "first", "last", "scope"], name="one_result_per_period_and_scope"
            ),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="result_period_in_order"),
            models.CheckConstraint(
                condition=Q(state="no_data", value__isnull=True) | Q(state="measured", value__isnull=False),
                name="no_data_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.first}–{self.last}: {self.value}"

    @property
    def period(self) -> tuple[date, date]:
        """First and last business date, both included."""
        return self.first, self.last


class IndicatorTable(models.Model):
    """An indicator's figures of a period place by place (or by another column), ready to be shown; computed anew when
    facts come."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    by = models.CharField(max_length=20)
    facts = models.CharField(max_length=64, help_text="digest of the facts it was computed from")
    figures = models.JSONField(help_text="group, state, value, numerator, denominator, sample, suppressed of each")
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version", "first", "last", "by"], name="one_table_per_period"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="table_period_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.first}–{self.last} by {self.by}"


class Evidence(Stamped):
    """Something that supports or contradicts a clause, with its kind, how much it covers and how many it looked at."""

    class Kind(models.TextChoices):
        MEASURED = "measured", _("Measured from events")
        INSPECTED = "inspected", _("Inspected by a person")
        ATTESTED = "attested", _("Attested by a signed document")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    first = models.DateField()
    last = models.DateField()
    result = models.ForeignKey(IndicatorResult, models.PROTECT, null=True, help_text="what was measured")
    audit = models.CharField(max_length=32, blank=True, help_text="key of the audit that measured it in a browser")
    value = models.FloatField(null=True, help_text="the measured value as it was then")
    summary = models.CharField(max_length=400, blank=True)
    covered = models.PositiveIntegerField(null=True, help_text="how many of the places or people were looked at")
    covered_of = models.PositiveIntegerField(null=True, help_text="out of how many")
    sample = models.PositiveIntegerField(null=True)
    document = models.CharField(max_length=200, blank=True, help_text="title or number of the signed document")
    document_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the document")
    file = models.OneToOneField(
        SealedFile, models.PROTECT, null=True, related_name="+", help_text="the signed document itself"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="measured") | Q(result__isnull=False) | ~Q(audit=""), name="measured_has_its_result"
            ),
            models.CheckConstraint(
                condition=~Q(kind="attested") | ~Q(document_digest=""), name="attested_has_its_document"
            ),
            models.CheckConstraint(
                condition=Q(covered__isnull=True, covered_of__isnull=True) | Q(covered__lte=F("covered_of")),
                name="coverage_within_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}–{self.last}"

    @property
    def kind_name(self) -> str:
        """Its kind in words; a measurement says what it was measured in."""
        return str(_("Measured in a browser")) if self.audit else self.get_kind_display()

    @property
    def coverage(self) -> float | None:
        """Share of the whole that was looked at; None when it is not known."""
        return self.covered / self.covered_of if self.covered_of else None
