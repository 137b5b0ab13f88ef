"""Service items as loaded, version by version, and where each can be had."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.definitions import ItemDefinition, Words
from silverbridge.domain.core.models import Stamped
from silverbridge.domain.core.versions import DefinitionVersion
from silverbridge.domain.places.models import Dated, Organisation, Place


class Door(models.TextChoices):
    """How somebody comes in. A relative is not a door."""

    WEB = "web", _("Online")
    KIOSK = "kiosk", _("Self-service machine")
    PHONE = "phone", _("By telephone")
    COUNTER = "counter", _("At a counter")
    HOME = "home", _("Home visit")
    PARTNER = "partner", _("Through a partner")


def in_language(words: Words) -> str:
    """Definition words in the language of the page."""
    return words.zh if (get_language() or "zh").startswith("zh") else words.en


class ItemVersion(DefinitionVersion):
    """One version of one item's definition, as it was when requests were made under it. Never changed, only followed."""

    schema, folder, used_by = ItemDefinition, "services", "requests were made under it"

    class Meta(DefinitionVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_text_per_version"),
            models.UniqueConstraint(fields=["code"], condition=models.Q(current=True), name="one_current_version"),
        ]

    @property
    def name(self) -> str:
        """The item's name in the language of the page."""
        return in_language(self.definition.name)


class Offering(Stamped, Dated):
    """An item can be had from an organisation (at a place) through a door, on these terms, for a time."""

    item = models.CharField(max_length=40, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    door = models.CharField(max_length=10, choices=Door)
    opens = models.TimeField(null=True, blank=True, help_text="empty: round the clock")
    closes = models.TimeField(null=True, blank=True)
    working_days_only = models.BooleanField(default=False)
    promise_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    wait_minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="usual wait; empty: not known")
    fee = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    cash = models.BooleanField(default=True)
    phone = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=80, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["item", "door", "pk"]
        constraints = [
            # Red line 2 again, where an organisation sets its own fee.
            models.CheckConstraint(
                condition=models.Q(fee__isnull=True) | models.Q(fee=0) | models.Q(cash=True),
                name="fee_takes_cash",
            ),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True) | models.Q(opens__lt=models.F("closes")),
                name="offering_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.door} {self.organisation_id}"
