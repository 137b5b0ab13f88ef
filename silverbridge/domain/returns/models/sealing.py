"""What was filed, kept for good: facts, definitions, parameters and the very bytes, under one hash."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile

from .filings import Filing


class Seal(models.Model):
    """An entry of the book of sealed returns. Triggers refuse change and deletion; a correction is a new entry."""

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="seal")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    facts = models.JSONField(help_text="every figure, text and signature as filed; no telephone")
    facts_digest = models.CharField(max_length=64, help_text="SHA-256 of the facts, keys in order")
    definitions = models.JSONField(help_text="code, version and digest of each definition the figures were computed by")
    parameters = models.JSONField(help_text="form version, period, days, rules of adding up, parts")
    rendered = models.OneToOneField(SealedFile, models.PROTECT, related_name="+", help_text="the form as filed")
    rendered_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True, help_text="over all of these: the one hash")
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.digest[:12]}"
