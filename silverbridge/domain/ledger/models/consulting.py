"""A draft put before the public: until when, what people said to which clause, and what they were answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import User
from silverbridge.domain.core.fields import EncryptedTextField
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.places.queries import today

from .notices import Notice


class Consultation(Stamped):
    """A draft on the portal. Comments are taken to the end of ``closes_on``, unless it was closed before.

    ``clauses`` are the passages people read and speak to: number in the list, path, headings above, and span in the text.
    """

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="consultation")
    plain = models.CharField(max_length=300, help_text="what the draft is about, in words an elder would use")
    clauses = models.JSONField(help_text="[{n, path, under, start, end}], as on the day of publication")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closes_on = models.DateField(help_text="last day on which comments are taken")
    closed_at = models.DateTimeField(null=True, help_text="when it was closed early")
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    close_reason = models.CharField(max_length=300, blank=True)
    answers_at = models.DateTimeField(null=True, help_text="since when the answers stand on the portal")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(close_reason=""), name="closed_early_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} until {self.closes_on}"

    @property
    def is_open(self) -> bool:
        """Whether comments are taken now, at every door alike."""
        draft = self.notice.status == Notice.Status.CONSULTATION_DRAFT
        return draft and self.closed_at is None and today() <= self.closes_on

    @property
    def shows_answers(self) -> bool:
        """Whether anybody may read the answers."""
        return self.answers_at is not None and not self.is_open


class Answer(Stamped):
    """One answer to one comment or several. ``gist`` and ``reason`` are published: nothing in them tells who said what."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=12, choices=Verdict)
    gist = models.CharField(max_length=300, help_text="what was said, in the office's words")
    reason = models.CharField(max_length=600)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.pk}"


class Comment(Stamped):
    """What somebody said to a clause (``clause_number`` 0: to the whole draft). The words and who said them are sealed."""

    object_key = models.CharField(max_length=32, unique=True, default=random_key)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    reference = models.CharField(max_length=12, unique=True)
    clause_number = models.PositiveIntegerField(default=0)
    clause = models.CharField(max_length=120, blank=True, help_text="its path in the draft")
    words = EncryptedTextField()
    name = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    phone_digest = models.CharField(max_length=64, blank=True)
    door = models.CharField(max_length=10)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="who wrote it down")
    received_at = models.DateTimeField(default=timezone.now)
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="comments")
    call_asked_at = models.DateTimeField(null=True, help_text="when somebody asked that the commenter be called back")
    call_asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True, help_text="when name and telephone were erased; the words stay")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["clause_number", "pk"]
        indexes = [
            models.Index(fields=["consultation", "clause_number"], name="comment_clause"),
            models.Index(fields=["phone_digest"], name="comment_phone"),
        ]

    def __str__(self) -> str:
        return self.reference
