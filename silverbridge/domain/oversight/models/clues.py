"""Clues of cash refusal (拒收现金线索), referred to the authority that may punish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.intake.models import ServiceRequest


class Referral(Stamped):
    """A clue passed on (移送) with number and day. One is open at a time; what came of it is written here."""

    class Outcome(models.TextChoices):
        PUNISHED = "punished", _("Proved, punished")
        MENDED = "mended", _("Proved, mended")
        NOT_PROVED = "not_proved", _("Not proved")
        NOT_THEIRS = "not_theirs", _("Not theirs to decide")

    PROVED = (Outcome.PUNISHED, Outcome.MENDED)

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="referrals")
    authority = models.CharField(max_length=80, help_text="who may punish")
    number = models.CharField(max_length=40, help_text="of the letter it was referred by")
    on = models.DateField()
    due = models.DateField(help_text="when the outcome is awaited")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True)
    outcome_words = EncryptedTextField(blank=True)
    outcome_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(outcome=""), name="one_open_referral_per_clue"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                name="outcome_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} → {self.authority}"
