"""Return calls: drawing whom to call, and what they said."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.journal import Subject
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.states import State
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import CALLERS, SUPERVISORS
from silverbridge.domain.oversight.models import CallRound, ReturnCall
from silverbridge.domain.oversight.queries.reach import whole
from silverbridge.domain.oversight.services.shared import check_another, tell, words
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.sampling import Design, Unit, draw

MOST_TRIES = 3
MOST = 500


@transaction.atomic
def draw_calls(unit: Organisation, period: tuple[date, date], size: int, actor: Actor, seed: str = "") -> CallRound:
    """A supervisor draws requests of a unit that were completed in a period, among those with a telephone number.

    Raises Forbidden; DomainError when none was completed or nobody left a number, or for a size that is none; Conflict when the
    period was drawn for this unit already: nobody draws until they like what they get.
    """
    check_role_over(actor, unit, SUPERVISORS)
    if not 1 <= size <= MOST:
        raise DomainError("size", _("Draw between 1 and %(n)s requests."), "", "size", n=MOST)
    done = ServiceRequest.objects.filter(organisation__in=whole(unit), state=State.DONE, closed_at__date__range=period)
    frame = dict(done.exclude(contact_digest="").values_list("object_key", "pk"))
    if not frame:
        raise DomainError(
            "nobody_to_call",
            _("No request was completed in this period by anybody who left a telephone number."),
            _("Choose another period."),
            "unit",
        )
    seed = words(seed, "seed", 64, needed=False) or secrets.token_hex(8)
    drawn = draw([Unit(key, {}) for key in frame], seed, Design((), "fixed", size, spares=0))
    row = CallRound(
        organisation=unit,
        first=period[0],
        last=period[1],
        seed=seed,
        frame=sorted(frame),
        frame_digest=drawn.digest,
        completed=done.count(),
        callable=len(frame),
        size=size,
        drawn_by=actor.user,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(
            "drawn_already", _("This period was drawn for this unit already."), _("Open it in the list.")
        ) from error
    ReturnCall.objects.bulk_create(
        ReturnCall(round=row, request_id=frame[key], order=order) for order, key in enumerate(drawn.drawn, start=1)
    )
    payload = events.CallsDrawn(completed=row.completed, callable=row.callable, drawn=len(drawn.drawn))
    tell(payload, row.object_key, actor, unit)
    return row


def closed(call: ReturnCall) -> bool:
    """Whether nobody calls any more: somebody answered or declined, or it was tried often enough."""
    if call.result == ReturnCall.Result.NOT_REACHED:
        return call.tries >= MOST_TRIES
    return bool(call.result)


@transaction.atomic
def record_call(call: ReturnCall, result: str, said: str, tries: int, actor: Actor) -> ReturnCall:
    """What a call came to; ``tries`` is how often it had been tried when its author looked.

    Raises Forbidden for who handled the request, or has no role; DomainError for a result there is not; Conflict when somebody
    else called meanwhile, or nothing is left to do.
    """
    check_role_over(actor, call.round.organisation, CALLERS)
    check_another(actor, call.request.assignee)
    if result not in ReturnCall.Result.values:
        raise DomainError("result", _("The result is missing."), _("Choose one of those shown."), "result")
    told = words(said, "words", 400, needed=False)
    held = ReturnCall.objects.select_for_update().get(pk=call.pk)
    if held.tries != tries or closed(held):
        raise somebody_was_first()
    held.result, held.words, held.by, held.at = result, told, actor.user, timezone.now()
    held.tries += 1
    held.save()
    request = call.request
    person = Subject(request.person.subject_key) if request.person else Subject()
    tell(
        events.CallMade(result=result, tries=held.tries),
        request.object_key,
        actor,
        request.organisation,
        subject=person,
        item=request.item,
        door=request.door,
    )
    return held
