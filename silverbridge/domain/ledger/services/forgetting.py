"""Who commented on a draft is kept for a time and then erased; what was said stays, for the office has to answer for it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note
from silverbridge.domain.ledger import events_consulting as events
from silverbridge.domain.ledger.models import Comment, Consultation
from silverbridge.domain.notify.services import forget_callers

CLOCKWORK = Actor.system("forgetting")


def erase_commenters() -> int:
    """Erases names and telephones ``COMMENT_DAYS`` after the answers were published; answers how many comments lost them.

    Where answers never were published, the days count from the last day of comments. Safe to repeat, and in several workers.
    """
    before = timezone.now() - timedelta(days=settings.COMMENT_DAYS)
    over = Q(answers_at__lt=before) | Q(answers_at__isnull=True, closes_on__lt=timezone.localdate(before))
    due = Consultation.objects.filter(over, comments__erased_at__isnull=True).distinct().order_by("pk")
    return sum(_erase(consultation) for consultation in due.defer("clauses").select_related("notice__organisation"))


@transaction.atomic
def _erase(consultation: Consultation) -> int:
    rows = Comment.objects.filter(consultation=consultation, erased_at__isnull=True)
    now = timezone.now()
    forget_callers(list(rows.values_list("object_key", flat=True)))
    erased = rows.update(name="", phone="", phone_digest="", erased_at=now, updated_at=now)
    if erased:
        payload = events.CommentersErased(comments=erased)
        note(payload, consultation.object_key, CLOCKWORK, consultation.notice.organisation)
    return erased
