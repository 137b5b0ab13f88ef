"""Referring clues of cash refusal (移送), and writing down what became of them."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import CASH_REFUSAL, KEEPERS
from silverbridge.domain.oversight.models import Referral
from silverbridge.domain.oversight.services.shared import tell, words
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import business_date


@transaction.atomic
def refer(clue: ServiceRequest, authority: str, number: str, on: date, due: date, actor: Actor) -> Referral:
    """A clue goes to the authority that may punish, by a letter with number and day; the outcome is awaited by ``due``.

    Raises Forbidden; DomainError for what is no clue, a day to come or before the clue, a due day before it; Conflict while the
    clue is referred already.
    """
    check_role_over(actor, clue.organisation, KEEPERS)
    if clue.item != CASH_REFUSAL:
        raise DomainError("clue", _("This is no clue of cash refusal."), _("Only such clues are referred here."))
    came = business_date(clue.submitted_at)
    if not came <= on <= today():
        raise DomainError(
            "day", _("The day is before the clue came in, or still to come."), _("Give the day of the letter."), "on"
        )
    if due < on:
        raise DomainError("due", _("The outcome cannot be due before that."), _("Give a later day."), "due")
    row = Referral(
        request=clue,
        authority=words(authority, "authority", 80),
        number=words(number, "number", 40),
        on=on,
        due=due,
        by=actor.user,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(
            "referred", _("This clue is referred already."), _("Write down the outcome there first.")
        ) from error
    tell(events.ClueReferred(days=(on - came).days), row.object_key, actor, clue.organisation)
    return row


@transaction.atomic
def record_outcome(row: Referral, outcome: str, on: date, said: str, actor: Actor) -> Referral:
    """What the authority answered. Raises Forbidden; DomainError for an outcome or a day that cannot be; Conflict."""
    check_role_over(actor, row.request.organisation, KEEPERS)
    if outcome not in Referral.Outcome.values:
        raise DomainError("outcome", _("The outcome is missing."), _("Choose one of those shown."), "outcome")
    if not row.on <= on <= today():
        raise DomainError(
            "day", _("The day is before the referral, or still to come."), _("Give the day of the answer."), "on"
        )
    told = words(said, "words", 400)
    # Sealed words need a model's save, so the row is locked and looked at again instead of updated in place.
    held = Referral.objects.select_for_update().get(pk=row.pk)
    if held.outcome:
        raise somebody_was_first()
    held.outcome, held.outcome_on, held.outcome_words, held.outcome_by = outcome, on, told, actor.user
    held.save()
    payload = events.ClueAnswered(outcome=outcome, days=(on - row.on).days)
    tell(payload, row.object_key, actor, row.request.organisation)
    return held
