"""One unit's return for one period, and its life: every step, who signed, the stamped scan, days moved, what was added up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.places.models import Organisation

from .forms import FilingRoute, FormVersion, ReturnForm, Tier


class Filing(Stamped):
    """A return that a unit owes, or has filed. A correction of a sealed one is a filing of its own beside it (``entry`` 2)."""

    class State(models.TextChoices):
        DUE = "due", _("Not begun")
        DRAFT = "draft", _("Being filled in")
        REVIEWED = "reviewed", _("Reviewed")
        SIGNED = "signed", _("Signed off")
        FILED = "filed", _("Filed")
        SENT_BACK = "sent_back", _("Sent back")
        ACCEPTED = "accepted", _("Return accepted")
        SEALED = "sealed", _("Sealed")
        EXEMPT = "exempt", _("Exempt")
        CLOSED = "closed", _("Unit closed")

    OWED = (State.DUE, State.DRAFT, State.REVIEWED, State.SIGNED, State.SENT_BACK)
    EDITABLE = (State.DUE, State.DRAFT, State.SENT_BACK)
    ARRIVED = (State.FILED, State.ACCEPTED, State.SEALED)

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    form = models.ForeignKey(ReturnForm, models.PROTECT, related_name="filings")
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="filings")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    tier = models.CharField(max_length=6, choices=Tier)
    way = models.CharField(max_length=6, choices=FilingRoute.Way)
    first = models.DateField(help_text="first day of the period")
    last = models.DateField(help_text="last day of the period")
    entry = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    opens_on = models.DateField()
    due_by_rule = models.DateField(help_text="calendar days after the period's end, before any shift")
    due = models.DateField(help_text="last day on which it is in time")
    locks_on = models.DateField(help_text="last day on which it can be filed at all")
    shifted = models.BooleanField(default=False, help_text="whether its calendar moves a due day to a working day")
    provisional = models.BooleanField(default=False, help_text="the holidays of that year are not announced yet")
    state = models.CharField(max_length=9, choices=State, default=State.DUE)
    exempt_reason = models.CharField(max_length=200, blank=True)
    late = models.BooleanField(default=False, help_text="first filed after the due day")
    first_filed_on = models.DateField(null=True, help_text="business date of the first filing")
    filed_on = models.DateField(null=True, help_text="business date of the last filing")
    accepted_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last", "unit__code", "-entry"]
        constraints = [
            models.UniqueConstraint(fields=["form", "unit", "first", "entry"], name="one_filing_per_period"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="filing_period_in_order"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due")) & Q(due__lte=F("locks_on")), name="opens_then_due_then_locks"
            ),
            models.CheckConstraint(condition=~Q(unit=F("receiver")), name="filed_with_another"),
            models.CheckConstraint(
                condition=Q(entry=1, corrects__isnull=True) | Q(entry__gt=1, corrects__isnull=False),
                name="later_entry_corrects",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["filed", "accepted", "sealed"]) | Q(filed_on__isnull=False),
                name="filed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "last"], name="filing_receiver_period"),
            models.Index(fields=["state", "due"], name="filing_state_due"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.unit} {self.last:%F}"

    @property
    def period(self) -> tuple:
        """First and last day, both included."""
        return self.first, self.last


class FilingStep(models.Model):
    """One move of a filing, for its history. ``revision`` is the one it led to: of two moves from one state, one is made."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        PREFILLED = "prefilled", _("Figures filled in from indicators")
        ADDED_UP = "added_up", _("Added up")
        SAVED = "saved", _("Draft saved")
        TAKEN = "taken", _("Filled file taken over")
        PREPARED = "prepared", _("Ready for review")
        REVIEWED = "reviewed", _("Reviewed")
        RETURNED = "returned", _("Back to the preparer")
        SIGNED = "signed", _("Signed off")
        STAMPED = "stamped", _("Stamped scan attached")
        FILED = "filed", _("Filed")
        SENT_BACK = "sent_back", _("Sent back")
        ACCEPTED = "accepted", _("Return accepted")
        EXTENDED = "extended", _("Extended")
        EXEMPTED = "exempted", _("Exempted from filing")
        SEALED = "sealed", _("Sealed")
        CORRECTED = "corrected", _("Correction begun")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind)
    remark = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="on whose behalf")
    at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(null=True)
    body_hash = models.CharField(max_length=64, help_text="of what was sent, so that a repetition is known")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["filing", "revision"], name="one_filing_step_per_revision")]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.kind}"


class Signature(models.Model):
    """Who answers for a return: preparer (填表人), reviewer (复核人) or head (负责人). One of a role stands at a time."""

    class Role(models.TextChoices):
        PREPARER = "preparer", _("Preparer")
        REVIEWER = "reviewer", _("Reviewer")
        HEAD = "head", _("Head of the unit")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="signatures")
    role = models.CharField(max_length=8, choices=Role)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    phone = EncryptedTextField(blank=True)
    day = models.DateField()
    standing = models.BooleanField(default=True, help_text="false once the return was changed after it")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "role"], condition=Q(standing=True), name="one_standing_signature"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.role}"


class StampedScan(models.Model):
    """The scan of the printed, signed and stamped form (盖章件). One stands at a time."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="scans")
    file = models.OneToOneField(SealedFile, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    standing = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["filing"], condition=Q(standing=True), name="one_standing_scan")]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.digest[:8]}"


class Extension(models.Model):
    """The receiver gave a unit more days. What the days were before stays here."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="extensions")
    due_before = models.DateField()
    locks_before = models.DateField()
    due = models.DateField()
    locks_on = models.DateField()
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(due__lte=F("locks_on")), name="extended_due_before_lock")]

    def __str__(self) -> str:
        return f"{self.filing_id} → {self.due:%F}"


class RollPart(models.Model):
    """One unit of an office's added-up return: whose return was counted, or why there is none. Written anew at each roll-up."""

    class Standing(models.TextChoices):
        COUNTED = "counted", _("Included")
        WAITING = "waiting", _("Filed, not accepted yet")
        LATE = "late", _("Not there yet, past its day")
        MISSING = "missing", _("Not there yet")
        SENT_BACK = "sent_back", _("Sent back")
        EXEMPT = "exempt", _("Exempt")
        CLOSED = "closed", _("Unit closed")

    whole = models.ForeignKey(Filing, models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+")
    filing_revision = models.PositiveIntegerField(help_text="the state of the part that was counted")
    standing = models.CharField(max_length=9, choices=Standing)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["whole", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["whole", "unit"], name="a_unit_counts_once")]

    def __str__(self) -> str:
        return f"{self.whole_id} {self.unit_id} {self.standing}"
