"""Calling back somebody who commented on a draft and left a telephone: a call on the list of those who tell people."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.references import spoken_zh
from silverbridge.domain.ledger import events_consulting as events
from silverbridge.domain.ledger.models import Comment
from silverbridge.domain.ledger.services.rights import check_keeper
from silverbridge.domain.notify.services import call_back

LONGEST = 300


@transaction.atomic
def ask_for_call(comment: Comment, question: str, actor: Actor) -> Comment:
    """Puts a call to whoever left this comment on the list of calls, with what is to be asked or said; once for a comment.

    Raises Forbidden; DomainError where no telephone was left, or it was erased, and without words; Conflict the second time.
    """
    notice, words = comment.consultation.notice, question.strip()
    check_keeper(actor, notice.organisation_id)
    if not comment.phone:
        raise DomainError("no_phone", _("No telephone stands with this comment."), _("Answer it on the portal."))
    if not words or len(words) > LONGEST:
        raise DomainError(
            "question",
            _("What is to be asked is missing, or longer than %(n)s characters."),
            _("Say it in a sentence or two."),
            "question",
            n=LONGEST,
        )
    now = timezone.now()
    asked = Comment.objects.filter(pk=comment.pk, call_asked_at__isnull=True, erased_at__isnull=True)
    if not asked.update(call_asked_at=now, call_asked_by=actor.user, updated_at=now):
        raise somebody_was_first()
    with translation.override("zh-hans"):
        text = gettext("You commented on “%(draft)s”, number %(number)s. %(words)s") % {
            "draft": comment.consultation.plain,
            "number": spoken_zh(comment.reference),
            "words": words,
        }
    call_back(notice.organisation, comment.name, comment.phone, "comment-call", comment.object_key, text)
    note(events.CommenterCalled(), comment.object_key, actor, notice.organisation)
    comment.refresh_from_db()
    return comment
