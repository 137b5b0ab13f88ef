"""A task handed out to a unit, and what came of it: every move, report, file, chase and look back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import SealedFile, Stamped, random_key
from silverbridge.domain.places.models import Organisation

from .notices import Task
from .outgoing import OutgoingDocument


class HandOut(Stamped):
    """A task in the hands of one unit. ``parent`` is the hand-out it was handed on from; none where the ledger itself did."""

    class State(models.TextChoices):
        HANDED_OUT = "handed_out", _("To be acknowledged")
        IN_PROGRESS = "in_progress", _("Being worked on")
        CLOSING_ASKED = "closing_asked", _("Asked to close")
        VERIFIED = "verified", _("Verified")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        RESPONSIBLE = "responsible", _("Responsible")
        COOPERATING = "cooperating", _("Cooperating")

    OPEN = (State.HANDED_OUT, State.IN_PROGRESS, State.CLOSING_ASKED, State.VERIFIED)

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    task = models.ForeignKey(Task, models.PROTECT, related_name="handouts")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="handed_on")
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="who handed it out")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose hands it is in")
    role = models.CharField(max_length=12, choices=Role)
    contact_name = models.CharField(max_length=40, help_text="the person to chase")
    contact_phone = EncryptedTextField()
    measures = models.TextField(blank=True, help_text="what is to be done concretely (具体举措)")
    due = models.DateField()
    due_reason = models.CharField(max_length=200, blank=True, help_text="why later than the task's own deadline")
    acknowledge_by = models.DateField(help_text="last day to acknowledge in time")
    report_by = models.DateField(null=True, help_text="last day for the next report; null before acknowledging")
    state = models.CharField(max_length=14, choices=State, default=State.HANDED_OUT)
    closed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "giver", "organisation"],
                condition=Q(state__in=["handed_out", "in_progress", "closing_asked", "verified"]),
                name="one_open_handout_per_unit",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="closed_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="handed_on_from_another"),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="handout_unit_state")]

    def __str__(self) -> str:
        return f"{self.task} → {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in self.OPEN


class Step(models.Model):
    """One move of a hand-out, for its history. ``revision`` is the one it led to: of two moves from one state, one is made.

    What does not move the hand-out (a look back that holds, handing on) has no revision.
    """

    class Kind(models.TextChoices):
        HANDED_OUT = "handed_out", _("Handed out")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        HANDED_ON = "handed_on", _("Handed on")
        REPORTED = "reported", _("Reported back")
        CLOSING_ASKED = "closing_asked", _("Asked to close")
        VERIFIED = "verified", _("Verified")
        SENT_BACK = "sent_back", _("Sent back")
        CLOSED = "closed", _("Closed")
        HELD = "held", _("Looked back: holds")
        REOPENED = "reopened", _("Looked back: reopened")
        WITHDRAWN = "withdrawn", _("Taken back")

    handout = models.ForeignKey(HandOut, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind)
    remark = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="on whose behalf")
    at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(null=True)
    body_hash = models.CharField(max_length=64, help_text="of what was sent, so that a repetition is known")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["handout", "revision"], name="one_step_per_revision")]

    def __str__(self) -> str:
        return f"{self.handout_id} {self.kind}"


class Report(models.Model):
    """What a unit reports back: how far it is, what stands in the way, what comes next."""

    handout = models.ForeignKey(HandOut, models.CASCADE, related_name="reports")
    progress = models.TextField()
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.handout_id} {self.at:%F}"


class Material(models.Model):
    """A file that supports what a unit says (佐证材料). The same file twice is one material."""

    handout = models.ForeignKey(HandOut, models.CASCADE, related_name="materials")
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="materials")
    file = models.OneToOneField(SealedFile, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["handout", "digest"], name="material_once_per_handout")]

    def __str__(self) -> str:
        return self.file.name


class Chase(models.Model):
    """A step of chasing (催办): proposed by the clockwork or by hand, then sent by a person as a numbered document."""

    class Cause(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement", _("Not acknowledged")
        REPORT = "report", _("No report")
        CLOSING = "closing", _("Not closed")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not needed")

    handout = models.ForeignKey(HandOut, models.CASCADE, related_name="chases")
    cause = models.CharField(max_length=16, choices=Cause)
    missed = models.DateField(help_text="the day that went by")
    level = models.PositiveSmallIntegerField(help_text="1 reminds, 2 chases, 3 goes to the head of the unit")
    day = models.DateField(help_text="business date of the step")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    by_clockwork = models.BooleanField(default=False)
    document = models.OneToOneField(OutgoingDocument, models.PROTECT, null=True, related_name="chase")
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose document it is")
    text = models.TextField(blank=True, help_text="as it was sent")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["handout", "level", "day"], name="one_chase_per_level_and_day"),
            models.UniqueConstraint(
                fields=["handout", "cause", "missed", "level"],
                condition=Q(by_clockwork=True),
                name="one_proposal_per_missed_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(document__isnull=False, sent_at__isnull=False),
                name="sent_chase_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handout_id} {self.cause} {self.level}"

    @property
    def number(self) -> str:
        """The document's number, as 督〔2026〕7号; empty before it was sent."""
        return self.document.label if self.document else ""
