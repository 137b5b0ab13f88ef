"""A site that is looked after, and each audit of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.places.models import Organisation


class Site(Stamped):
    """A web site, or the pages inside an app, of one organisation; and when it is audited next."""

    class Kind(models.TextChoices):
        WEBSITE = "website", _("Web site")
        APP_H5 = "app_h5", _("Pages inside an app")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    addresses = models.JSONField(default=list, help_text="where an audit begins; the first is the home page")
    elder_address = models.CharField(max_length=400, blank=True, help_text="the elder edition; what lies below it too")
    sitemap = models.CharField(max_length=400, blank=True)
    hosts = models.JSONField(default=list, help_text="other hosts that the pages may ask")
    follow_links = models.BooleanField(default=False)
    most_pages = models.PositiveSmallIntegerField(default=10)
    depth = models.PositiveSmallIntegerField(default=2, help_text="how many links deep")
    contact_name = models.CharField(max_length=40, blank=True)
    contact_phone = EncryptedTextField(blank=True)
    every = models.PositiveSmallIntegerField(null=True, help_text="null: only when somebody asks for it")
    unit = models.CharField(max_length=6, choices=Unit, default=Unit.MONTHS)
    next_due = models.DateField(null=True)
    retired_on = models.DateField(null=True)
    retire_reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(retired_on__isnull=True), name="one_living_site_per_name"
            ),
            models.CheckConstraint(
                condition=Q(every__isnull=True, next_due__isnull=True) | Q(every__gt=0), name="due_only_on_a_schedule"
            ),
            models.CheckConstraint(
                condition=Q(most_pages__gte=1, most_pages__lte=200), name="pages_of_a_site_are_limited"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_retired(self) -> bool:
        """Whether it is looked after no longer."""
        return self.retired_on is not None


class AuditRun(models.Model):
    """One audit of a site: noted before it begins, so that one that was killed is known.

    ``attempt`` counts the tries of one asking; a run that ``repeats`` another was asked for again because that one died.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being audited")
        DONE = "done", _("Audited")
        FAILED = "failed", _("No page could be audited")
        NO_BROWSER = "no_browser", _("No browser is installed")
        DIED = "died", _("Broken off")

    OPEN = (State.QUEUED, State.RUNNING)

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    site = models.ForeignKey(Site, models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=1)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: the clockwork")
    asked_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now, help_text="when it was last given to the worker")
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="last sign of life of the worker")
    ended_at = models.DateTimeField(null=True)
    pack = models.CharField(max_length=40, blank=True, help_text="version of the rules")
    pages_asked = models.PositiveIntegerField(null=True)
    pages_audited = models.PositiveIntegerField(null=True)
    technical = models.FloatField(null=True, help_text="0 to 100; null where nothing was measured")
    vetoes = models.JSONField(default=list, help_text="rules of veto items that failed")
    counts = models.JSONField(default=dict, help_text="failures by severity")
    outcomes = models.JSONField(default=dict, help_text="by rule: worst outcome, counts, weight, gravest severity")
    pages = models.JSONField(default=list)
    troubles = models.JSONField(default=list)
    report = models.OneToOneField(SealedFile, models.PROTECT, null=True, related_name="+")
    report_pictures = models.BooleanField(default=True, help_text="whether the report holds its pictures")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=Q(state__in=["queued", "running"]), name="one_open_audit_per_site"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(ended_at__isnull=False, report__isnull=False, pages_audited__gt=0),
                name="done_audit_has_its_report",
            ),
            models.CheckConstraint(
                condition=Q(technical__isnull=True) | Q(state="done"), name="only_a_done_audit_has_a_score"
            ),
        ]
        indexes = [models.Index(fields=["site", "state"], name="audit_site_state")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.asked_at:%F} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in self.OPEN

    @property
    def seconds(self) -> int | None:
        """How long it took; None while it is not over."""
        if self.started_at is None or self.ended_at is None:
            return None
        return round((self.ended_at - self.started_at).total_seconds())

    @property
    def reviews(self) -> list[str]:
        """Rules about which a human is asked."""
        return sorted(rule for rule, told in self.outcomes.items() if told["worst"] == "review")
