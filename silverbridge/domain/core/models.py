"""Tables every other app stands on: the journal, the outbox, idempotency keys and attempt counts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from silverbridge.domain.core.fields import EncryptedBytesField


class Stamped(models.Model):
    """Base of most tables: when the row was made and last changed."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def random_key() -> str:
    """32 hexadecimal characters that say nothing about what they name."""
    return uuid.uuid4().hex


class Event(models.Model):
    """One fact of the journal. Append-only: triggers on both engines refuse UPDATE and DELETE. Carries no identity."""

    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    object_key = models.CharField(max_length=32, help_text="random key of what the event is about")
    subject_key = models.CharField(max_length=32, null=True)
    age_band = models.CharField(max_length=10, null=True)
    sex = models.CharField(max_length=1, null=True)
    item = models.CharField(max_length=64, null=True)
    door = models.CharField(max_length=10, null=True)
    acting_for = models.BooleanField(default=False)
    place = models.CharField(max_length=64, null=True)
    organisation = models.CharField(max_length=64, null=True)
    actor_kind = models.CharField(max_length=10)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    business_date = models.DateField()
    data = models.JSONField(default=dict)
    # Set by a trigger on PostgreSQL; the export reads below pg_snapshot_xmin, so a late commit is never skipped.
    txid = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["object_key"], name="event_object"),
            models.Index(fields=["name", "business_date"], name="event_name_day"),
            models.Index(fields=["recorded_at"], name="event_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Only inserts; the triggers would refuse anything else anyway."""
        if self.pk is not None:
            raise TypeError("the journal is append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> None:
        raise TypeError("the journal is append-only")


class IdempotencyKey(models.Model):
    """A client's key, scoped to its session or credential, with the hash of the body it came with and what it led to."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    result = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_result_per_key")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key[:8]}"


class OutboxItem(models.Model):
    """An effect outside the database, written in the same transaction as its cause and carried out after it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    dedupe = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.state}"


class Attempt(models.Model):
    """How often something guarded was tried in one window of time, shared by all server processes."""

    guard = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    window = models.BigIntegerField(help_text="number of the window since 1970")
    count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guard", "digest", "window"], name="one_count_per_window")]

    def __str__(self) -> str:
        return f"{self.guard} {self.window}: {self.count}"


class SealedFile(models.Model):
    """A file kept in the database, sealed: what was given as proof. Never changed; its digest shows that it is the same."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    name = models.CharField(max_length=200, help_text="as the giver called it")
    kind = models.CharField(max_length=10, help_text="as pdf or png, told by its first bytes and its name")
    size = models.PositiveBigIntegerField(help_text="in bytes, before sealing")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes before sealing")
    content = EncryptedBytesField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name
