"""Return calls (回访): completed requests drawn by chance, and what people said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.places.models import Organisation


class CallRound(Stamped):
    """A sample of a unit's requests completed in a period. The frame is kept as its digest and sizes: it is about people."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose requests")
    first = models.DateField()
    last = models.DateField()
    seed = models.CharField(max_length=64)
    frame = models.JSONField(help_text="random keys of the requests it was drawn from")
    frame_digest = models.CharField(max_length=64)
    completed = models.PositiveIntegerField(help_text="requests completed in the period")
    callable = models.PositiveIntegerField(help_text="of them, with a telephone number")
    size = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "first", "last"], name="one_round_per_unit_and_period"),
            models.CheckConstraint(condition=Q(callable__lte=F("completed")), name="callable_within_completed"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.first}–{self.last}"


class ReturnCall(models.Model):
    """One request to be called about. ``result`` is empty until somebody was reached, or tried often enough."""

    class Result(models.TextChoices):
        SATISFIED = "satisfied", _("Resolved, satisfied")
        RESOLVED = "resolved", _("Resolved, not satisfied")
        UNRESOLVED = "unresolved", _("Not resolved")
        REFUSED = "refused", _("Does not want to talk")
        NOT_REACHED = "not_reached", _("Nobody answered the telephone")

    ANSWERED = (Result.SATISFIED, Result.RESOLVED, Result.UNRESOLVED)

    round = models.ForeignKey(CallRound, models.CASCADE, related_name="calls")
    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    words = EncryptedTextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["round", "request"], name="request_once_per_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.order} {self.result}"
