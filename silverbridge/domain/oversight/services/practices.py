"""Good-practice cases: a unit proposes, a supervisor above adopts."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import KEEPERS, SUPERVISORS
from silverbridge.domain.oversight.models import Practice
from silverbridge.domain.oversight.queries.reach import looked_at
from silverbridge.domain.oversight.services.shared import check_another, tell, words
from silverbridge.domain.places.models import Organisation

State = Practice.State


@transaction.atomic
def propose(unit: Organisation, title: str, done: str, effect: str, actor: Actor) -> Practice:
    """A unit proposes what it did. The effect is told in figures. Raises Forbidden, DomainError."""
    check_role_over(actor, unit, KEEPERS)
    told = words(effect, "effect", 400)
    if not any(sign.isdigit() for sign in told):
        raise DomainError(
            "effect",
            _("The effect has no figure."),
            _("Say how many, how long or how often, before and after."),
            "effect",
        )
    row = Practice.objects.create(
        organisation=unit,
        title=words(title, "title", 60),
        done=words(done, "done", 2000),
        effect=told,
        proposed_by=actor.user,
    )
    tell(events.PracticeMoved(step="proposed"), row.object_key, actor, unit)
    return row


@transaction.atomic
def adopt(row: Practice, above: Organisation, actor: Actor, remark: str = "") -> Practice:
    """A supervisor of an organisation above adopts a case: all its units see it. Raises Forbidden, DomainError, Conflict."""
    _check_above(row, above, actor)
    _move(row, State.ADOPTED, actor, remark, adopted_for=above)
    tell(events.PracticeMoved(step="adopted"), row.object_key, actor, above)
    return row


@transaction.atomic
def set_aside(row: Practice, above: Organisation, actor: Actor, remark: str) -> Practice:
    """A supervisor above does not adopt it, and says why. Raises as ``adopt``."""
    _check_above(row, above, actor)
    _move(row, State.SET_ASIDE, actor, words(remark, "remark", 200))
    tell(events.PracticeMoved(step="set_aside"), row.object_key, actor, above)
    return row


def _check_above(row: Practice, above: Organisation, actor: Actor) -> None:
    check_role_over(actor, above, SUPERVISORS)
    check_another(actor, row.proposed_by)
    if row.organisation_id not in looked_at(above):
        raise DomainError("not_above", _("%(name)s does not stand above this unit."), "", name=above)


def _move(row: Practice, state: str, actor: Actor, remark: str, **more: Organisation) -> None:
    said = words(remark, "remark", 200, needed=False)
    moved = Practice.objects.filter(pk=row.pk, state=State.PROPOSED).update(
        state=state, decided_by=actor.user, decided_at=timezone.now(), remark=said, **more
    )
    if not moved:
        raise somebody_was_first()
    row.refresh_from_db()
