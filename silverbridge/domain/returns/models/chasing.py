"""Chasing a unit for a return it owes (催报)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.ledger.models import OutgoingDocument
from silverbridge.domain.places.models import Organisation

from .filings import Filing


class FilingChase(models.Model):
    """A step of chasing: proposed by the clockwork or by hand, then sent by a person as a numbered document."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not needed")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="chases")
    missed = models.DateField(help_text="the day that went by")
    level = models.PositiveSmallIntegerField(help_text="1 reminds, 2 chases, 3 goes to the head of the unit")
    day = models.DateField(help_text="business date of the step")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    by_clockwork = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    document = models.OneToOneField(OutgoingDocument, models.PROTECT, null=True, related_name="filing_chase")
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose document it is")
    text = models.TextField(blank=True, help_text="as it was sent")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "day"], condition=~Q(state="dropped"), name="one_filing_chase_per_day"
            ),
            models.UniqueConstraint(
                fields=["filing", "missed", "level"],
                condition=Q(by_clockwork=True),
                name="one_filing_proposal_per_level",
            ),
            models.UniqueConstraint(fields=["giver", "year", "serial"], name="one_filing_chase_per_number"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(serial__isnull=False, year__isnull=False, sent_at__isnull=False),
                name="sent_filing_chase_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.level}"

    @property
    def number(self) -> str:
        """The document's number, as 催报〔2026〕7号; empty before it was sent."""
        return f"催报〔{self.year}〕{self.serial}号" if self.serial else ""
