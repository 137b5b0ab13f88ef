"""One asking, from any door, through its life."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import Partner, User
from silverbridge.domain.catalogue.models import Door, ItemVersion, Offering
from silverbridge.domain.core.fields import EncryptedJSONField, EncryptedTextField
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.intake.states import CLOSED, State
from silverbridge.domain.people.models import Assurance, Person, Proxy
from silverbridge.domain.places.models import Organisation, Place


class ServiceRequest(Stamped):
    """A service request. ``revision`` counts its moves: whoever moves it says which revision they saw."""

    reference = models.CharField(max_length=12, unique=True)
    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    version = models.ForeignKey(ItemVersion, models.PROTECT)
    item = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    offering = models.ForeignKey(Offering, models.PROTECT, null=True)
    door = models.CharField(max_length=10, choices=Door)
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    revision = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="requests")
    proxy = models.ForeignKey(Proxy, models.PROTECT, null=True, help_text="under which somebody asked for the person")
    acting_for = models.BooleanField(default=False)
    actor_kind = models.CharField(max_length=10)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, help_text="whose program submitted it")
    answers = EncryptedJSONField()
    contact_name = EncryptedTextField(blank=True)
    contact_phone = EncryptedTextField(blank=True)
    contact_digest = models.CharField(max_length=64, blank=True, db_index=True)
    address = EncryptedTextField(blank=True)
    assurance = models.PositiveSmallIntegerField(choices=Assurance, default=Assurance.CLAIMED)
    call_first = models.BooleanField(default=False, help_text="a question was left to a person: telephone first")
    external_number = models.CharField(max_length=40, blank=True, db_index=True, help_text="work order elsewhere")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    promised_on = models.DateField()
    promise_provisional = models.BooleanField(default=False)
    withdraw_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = EncryptedTextField(blank=True, help_text="what the person is told at the end")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organisation", "state", "promised_on"], name="request_worklist"),
            models.Index(fields=["item", "submitted_at"], name="request_item"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in CLOSED


class Movement(models.Model):
    """One move in a request's life, as staff read it. The journal holds the same fact without words."""

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="movements")
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10)
    user = models.ForeignKey(User, models.PROTECT, null=True)
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=12, choices=State, blank=True)
    after = models.CharField(max_length=12, choices=State)
    note = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.before} → {self.after}"


class Part(Stamped):
    """What one fulfilment does for a request: a time, a person, a place. A request may have two."""

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="fulfilment_parts")
    kind = models.SlugField(max_length=12)
    starts_at = models.DateTimeField(null=True)
    who = EncryptedTextField(blank=True, help_text="who serves, as told to the person")
    where = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "kind"], name="one_part_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class Decline(models.TextChoices):
    """Why a request cannot be done (red line 7: the reason is named, and another way open now)."""

    NOT_ENTITLED = "not_entitled", _("The conditions are not met")
    PAPERS_MISSING = "papers_missing", _("Something is missing")
    FULL = "full", _("Everything is taken on these days")
    NOT_HERE = "not_here", _("Another office does this")
    UNSAFE = "unsafe", _("It would not be safe")
    DUPLICATE = "duplicate", _("The same was asked for already")
