"""After the call: what was left to a person is answered, and the request no longer waits for a call."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue.definitions import HELP
from silverbridge.domain.core.errors import Conflict, Invalid
from silverbridge.domain.intake import events
from silverbridge.domain.intake.answers import check_answers, missing_answer, wants_help
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services.moving import change
from silverbridge.domain.intake.services.recording import note


@transaction.atomic
def complete_answers(
    request: ServiceRequest, answers: Mapping[str, str], actor: Actor, revision: int
) -> ServiceRequest:
    """Takes the answers of somebody who was called first; those given before stay unless answered anew.

    Raises Invalid for each answer at fault or still left open, Conflict when nothing was left to a person.
    """
    if not request.call_first or request.is_closed:
        raise Conflict("not_call_first", _("Nothing was left open here."), _("Look at the request again."))
    definition = request.version.definition
    before = {key: value for key, value in request.answers.items() if value != HELP}
    clean = check_answers(definition, {**before, **{k: v for k, v in answers.items() if v}})
    if wants_help(clean):
        raise Invalid({q.key: missing_answer(q) for q in definition.questions if clean.get(q.key) == HELP})
    change(request, revision, answers=clean, call_first=False)
    note(request, actor, events.AnswersCompleted(questions=len(clean)), "answers", request.state)
    return request
