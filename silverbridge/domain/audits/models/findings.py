"""What audits found: a fault of a site, known again from run to run, and who mends it until when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.places.models import Organisation

from .sites import AuditRun, Site

SEVERITIES = ("veto", "serious", "moderate", "advisory")


class Severity(models.TextChoices):
    """How grave a failure is; the severities are this project's own."""

    VETO = "veto", _("Veto")
    SERIOUS = "serious", _("Serious")
    MODERATE = "moderate", _("Moderate")
    ADVISORY = "advisory", _("Advisory")


class Finding(Stamped):
    """A fault of a site. Only an audit closes it: what somebody claims to have mended, the next run proves or not."""

    class State(models.TextChoices):
        OPEN = "open", _("Nobody has it")
        ASSIGNED = "assigned", _("To be acknowledged")
        ACKNOWLEDGED = "acknowledged", _("Being mended")
        RETURNED = "returned", _("Returned: still there")
        MENDED = "mended", _("Said to be mended")
        CLOSED = "closed", _("Proven mended")
        EXEMPTED = "exempted", _("Exempted")

    IN_HAND = (State.ASSIGNED, State.ACKNOWLEDGED, State.RETURNED, State.MENDED)
    OWED = (State.ASSIGNED, State.ACKNOWLEDGED, State.RETURNED)

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    site = models.ForeignKey(Site, models.PROTECT, related_name="findings")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=8)
    page = models.CharField(max_length=600)
    viewport = models.CharField(max_length=10)
    selector = models.TextField()
    look = models.CharField(max_length=40, default="default", help_text="in which state of the page it was seen")
    mode = models.CharField(max_length=10)
    severity = models.CharField(max_length=10, choices=Severity)
    outcome = models.CharField(max_length=8, help_text="fail, or review: a human is asked")
    measured = models.TextField(blank=True, help_text="as seen last")
    required = models.TextField(blank=True)
    first_run = models.ForeignKey(AuditRun, models.PROTECT, related_name="+")
    last_run = models.ForeignKey(AuditRun, models.PROTECT, related_name="+", help_text="where it was seen last")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    acknowledge_by = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "fingerprint"], name="one_finding_per_fingerprint"),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "acknowledged", "returned", "mended"])
                | Q(unit__isnull=False, due__isnull=False),
                name="finding_in_hand_has_unit_and_day",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state"], name="finding_site_state"),
            models.Index(fields=["unit", "state", "due"], name="finding_unit_due"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.page} {self.selector}"[:80]


class Sighting(models.Model):
    """A finding as one run saw it."""

    run = models.ForeignKey(AuditRun, models.CASCADE, related_name="sightings")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="sightings")
    outcome = models.CharField(max_length=8)
    severity = models.CharField(max_length=10, choices=Severity)
    measured = models.TextField(blank=True)
    required = models.TextField(blank=True)
    clauses = models.JSONField(default=list, help_text="of the standards, as the rules named them then")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "finding"], name="finding_once_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.finding_id}"


class FindingStep(models.Model):
    """One move of a finding, for its history; moves of the system name the run that made them."""

    class Kind(models.TextChoices):
        FOUND = "found", _("Found")
        ASSIGNED = "assigned", _("Assigned")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        MENDED = "mended", _("Said to be mended")
        RETURNED = "returned", _("Returned")
        CLOSED = "closed", _("Proven mended")
        REOPENED = "reopened", _("Seen again")
        EXEMPTED = "exempted", _("Exempted")
        LIFTED = "lifted", _("Exemption lifted")

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    remark = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(AuditRun, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"


class ManualAnswer(models.Model):
    """What a person says about a rule that a browser cannot judge, for one run, with name and time."""

    class Verdict(models.TextChoices):
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Not kept")
        CANNOT_SAY = "cannot_say", _("Cannot be said")

    run = models.ForeignKey(AuditRun, models.CASCADE, related_name="answers")
    rule = models.CharField(max_length=8)
    verdict = models.CharField(max_length=10, choices=Verdict)
    remark = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["rule"]
        constraints = [models.UniqueConstraint(fields=["run", "rule"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.rule} {self.verdict}"
