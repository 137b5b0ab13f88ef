"""The register of outgoing documents (发文登记): one sequence of numbers per organisation, series and year."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.models import SealedFile, random_key
from silverbridge.domain.places.models import Organisation

from .notices import Task


class OutgoingDocument(models.Model):
    """A document that left the house under a number. The file is kept sealed: printed again it is the same, byte by byte."""

    class Kind(models.TextChoices):
        TASK_SHEET = "task_sheet", _("Document for a task")
        HANDOUT_SHEET = "handout_sheet", _("Document handing a task out")
        CHASE = "chase", _("Chasing letter")
        OTHER = "other", _("Other document")

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="whose document it is")
    series = models.CharField(max_length=10, help_text="the word of the number: 督")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=500)
    day = models.DateField()
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="documents")
    task_revision = models.PositiveIntegerField(null=True, help_text="as the task read then")
    handout = models.ForeignKey("ledger.HandOut", models.PROTECT, null=True, related_name="documents")
    file = models.OneToOneField(SealedFile, models.PROTECT, null=True, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "series", "year", "number"], name="one_document_per_number"
            ),
            models.UniqueConstraint(
                fields=["handout"], condition=models.Q(kind="handout_sheet"), name="one_sheet_per_handout"
            ),
            models.UniqueConstraint(
                fields=["task", "task_revision"], condition=models.Q(kind="task_sheet"), name="one_sheet_per_reading"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as printed: 督〔2026〕7号."""
        return f"{self.series}〔{self.year}〕{self.number}号"
