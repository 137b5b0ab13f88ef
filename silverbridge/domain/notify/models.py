"""Messages to people. For now two ways leave the house: a call somebody makes, and paper somebody prints."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import Stamped
from silverbridge.domain.people.models import Channel, Person
from silverbridge.domain.places.models import Organisation


class Message(Stamped):
    """What one person is to be told. The words are sealed."""

    class State(models.TextChoices):
        POSTED = "posted", _("In the outbox")
        READY = "ready", _("To be told")
        TOLD = "told", _("Told")
        UNREACHED = "unreached", _("Not reached yet")

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="messages", help_text="none: only a number is known"
    )
    name = EncryptedTextField(blank=True, default="", help_text="of somebody who is not on record")
    phone = EncryptedTextField(blank=True, default="", help_text="of somebody who is not on record")
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    about = models.CharField(max_length=32, help_text="object key of the request it is about", db_index=True)
    template = models.SlugField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    text = EncryptedTextField()
    state = models.CharField(max_length=10, choices=State, default=State.POSTED)
    due_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(User, models.PROTECT, null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="message_to_tell")]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
