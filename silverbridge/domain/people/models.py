"""The people we serve. Names, numbers, telephones, addresses and needs are sealed; look-up goes by keyed digests."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedJSONField, EncryptedTextField
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.places.models import Dated, Organisation


class Assurance(models.IntegerChoices):
    """How sure we are who somebody is; an item names the least it needs before fulfilment."""

    CLAIMED = 1, _("Said so")
    CALLED_BACK = 2, _("Called back")
    SEEN = 3, _("Seen in person")
    VERIFIED = 4, _("Document checked")


class Channel(models.TextChoices):
    """How a person wants to be told."""

    CALL = "call", _("Telephone call")
    PAPER = "paper", _("Letter on paper")


class Person(Stamped):
    """Somebody we serve or who acts for one. ``subject_key`` is all that the journal knows."""

    subject_key = models.CharField(max_length=32, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    name = EncryptedTextField()
    id_number = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    birth_date = EncryptedTextField(blank=True)
    sex = models.CharField(max_length=1, blank=True)
    district = models.CharField(max_length=60, blank=True)
    needs = EncryptedJSONField(null=True, help_text="codes: hearing, sight, walking, memory, dialect …")
    care_note = EncryptedTextField(blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.CALL)
    assurance = models.PositiveSmallIntegerField(choices=Assurance, default=Assurance.CLAIMED)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonIndex(models.Model):
    """Keyed digests to find a person by: exact number, exact telephone, last four digits, name by pinyin."""

    class Kind(models.TextChoices):
        ID_NUMBER = "id_number"
        PHONE = "phone"
        ID_LAST4 = "id_last4"
        PHONE_LAST4 = "phone_last4"
        PINYIN = "pinyin"
        INITIALS = "initials"

    person = models.ForeignKey(Person, models.CASCADE, related_name="index")
    kind = models.CharField(max_length=12, choices=Kind)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "digest"], name="one_digest_per_person")]
        indexes = [models.Index(fields=["kind", "digest"], name="person_lookup")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class IdentityMedium(Stamped):
    """A document or card that somebody proved themselves with (身份核验介质); its number is sealed."""

    class Kind(models.TextChoices):
        ID_CARD = "id_card", _("Identity card")
        SOCIAL_CARD = "social_card", _("Social security card")
        ELDER_CARD = "elder_card", _("Elder card")
        HOUSEHOLD_BOOK = "household_book", _("Household register")
        PASSBOOK = "passbook", _("Passbook")

    person = models.ForeignKey(Person, models.CASCADE, related_name="media")
    kind = models.CharField(max_length=20, choices=Kind)
    number = EncryptedTextField(blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True)
    verified_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Proxy(Stamped, Dated):
    """``agent`` may act for ``principal``: for these items (empty means all that allow it), until the day it ends."""

    class Granted(models.TextChoices):
        SEEN = "seen", _("The person came in person")
        CALLED_BACK = "called_back", _("We called the person back")
        PAPER = "paper", _("Signed on paper")
        COURT = "court", _("Guardian by court decision")

    reference = models.CharField(max_length=12, unique=True, help_text="told to the agent; never enough by itself")
    principal = models.ForeignKey(Person, models.CASCADE, related_name="proxies")
    agent = models.ForeignKey(Person, models.CASCADE, related_name="acts_for")
    relation = models.CharField(max_length=20, help_text="daughter, son, neighbour … as said")
    items = models.JSONField(default=list, help_text="codes of items; empty means every item that allows a proxy")
    granted = models.CharField(max_length=12, choices=Granted)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(principal=models.F("agent")), name="nobody_is_their_own_proxy")
        ]

    def __str__(self) -> str:
        return f"proxy {self.reference}"


class TrustedContact(Stamped):
    """Somebody who may be told, but may not act."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    name = EncryptedTextField()
    phone = EncryptedTextField()
    relation = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"contact of {self.person_id}"


class Consent(Stamped):
    """A yes or no to one use of one's data, with the words it was asked in."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.SlugField(max_length=40)
    given = models.BooleanField()
    wording = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose}: {self.given}"
