"""What stands in a return: each figure as claimed, as measured and as inspected, and its passages of text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.evidence.models import Evidence, IndicatorResult

from .filings import Filing
from .forms import Field


class FilingFigure(models.Model):
    """One figure of one return. Where there is no value, the state says why: that is never zero.

    ``measured`` is what the indicator came to when the return was filled in; of an office's return, what the parts add up to.
    """

    class State(models.TextChoices):
        EMPTY = "empty", _("Not filled in")
        VALUE = "value", _("Value")
        NO_DATA = "no_data", _("No data")
        LATE = "late", _("Not filed")
        EXEMPT = "exempt", _("Exempt")
        CLOSED = "closed", _("Unit closed")

    class Why(models.TextChoices):
        DEFINITION = "definition", _("Other definition (口径)")
        COVERAGE = "coverage", _("Counted beside the system")
        PERIOD = "period", _("Other day or period")
        ERROR = "error", _("Mistake in the system's data")
        OTHER = "other", _("Something else")

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="figures")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    claimed = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    claimed_state = models.CharField(max_length=8, choices=State, default=State.EMPTY)
    measured = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    measured_state = models.CharField(max_length=8, choices=State, default=State.EMPTY)
    sample = models.BigIntegerField(null=True)
    result = models.ForeignKey(IndicatorResult, models.PROTECT, null=True, related_name="+")
    indicator_version = models.PositiveIntegerField(null=True)
    inspected = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", help_text="of the inspection")
    why = models.CharField(max_length=10, choices=Why, blank=True, help_text="kind of reason for a difference")
    reason = models.CharField(max_length=400, blank=True)
    missing = models.JSONField(default=dict, help_text="of an added-up figure: state by code of each unit not in it")
    counted = models.PositiveIntegerField(null=True, help_text="of an added-up figure: how many units are in it")

    class Meta:
        ordering = ["filing", "field__order"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "field"], name="one_figure_per_field"),
            models.CheckConstraint(
                condition=Q(claimed_state="value", claimed__isnull=False)
                | (~Q(claimed_state="value") & Q(claimed__isnull=True)),
                name="claimed_value_of_its_state",
            ),
            models.CheckConstraint(
                condition=Q(measured_state="value", measured__isnull=False)
                | (~Q(measured_state="value") & Q(measured__isnull=True)),
                name="measured_value_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.field_id}: {self.claimed}"

    @property
    def differs(self) -> bool:
        """Whether what is claimed is not what was measured, to the decimals of the form. Only values can differ."""
        if self.claimed is None or self.measured is None:
            return False
        return round(self.claimed, self.field.decimals) != round(self.measured, self.field.decimals)


class FilingText(models.Model):
    """One passage of a return: progress, good practice, problems, next steps."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="texts")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["filing", "field__order"]
        constraints = [models.UniqueConstraint(fields=["filing", "field"], name="one_text_per_field")]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.field_id}"
