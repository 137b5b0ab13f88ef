"""From a kept line to a hand-out: what the workbook said of unit, day and person, proposed; a supervisor hands it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger.kept import PHONE, kept_line
from silverbridge.domain.ledger.models import HandOut, KeptLine, Task
from silverbridge.domain.ledger.services.handing import Contact, Order, hand_out, units_below
from silverbridge.domain.ledger.status import is_enforceable
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import resolve, today

_LONGEST_NAME, _LONGEST_MEASURES = 40, 2000
_BETWEEN = re.compile(r"[\s,，、;；:：/()（）]+")


@dataclass(frozen=True)
class KeptProposal:
    """A hand-out as a kept line has it. Without ``name`` or ``phone`` somebody fills in whom to chase first."""

    organisation: Organisation
    role: str
    due: date
    name: str
    phone: str
    measures: str

    @property
    def is_whole(self) -> bool:
        """Whether one press is enough."""
        return bool(self.name and self.phone)


def kept_proposal(task: Task, line: KeptLine | None = None) -> KeptProposal | None:
    """The hand-out that the newest kept line of a task proposes.

    None where the task binds nobody, the line is done, names no unit of the register below this ledger or no day to come, or
    the unit has the task already.
    """
    line = line or kept_line(task)
    if line is None or line.closed_on or line.state == KeptLine.State.DONE or not is_enforceable(task):
        return None
    if line.deadline is None or line.deadline < today():
        return None
    role = HandOut.Role.LEAD if line.lead else HandOut.Role.RESPONSIBLE
    named = (line.lead or line.responsible)[:1]
    unit = resolve(named[0], today()) if named else None
    giver = task.notice.organisation
    if unit is None or unit.pk not in {giver.pk} | units_below(giver):
        return None
    if HandOut.objects.filter(task=task, giver=giver, organisation=unit, state__in=HandOut.OPEN).exists():
        return None
    phone = PHONE.search(line.contact)
    name = next((part for part in _BETWEEN.split(PHONE.sub(" ", line.contact)) if part), "")
    measures = line.measures[:_LONGEST_MEASURES]
    return KeptProposal(unit, role, line.deadline, name[:_LONGEST_NAME], phone[0] if phone else "", measures)


@transaction.atomic
def hand_out_kept(task: Task, actor: Actor) -> HandOut:
    """Hands a task out as its kept line proposes. Raises DomainError where it proposes nothing whole; else as ``hand_out``."""
    proposal = kept_proposal(task)
    if proposal is None or not proposal.is_whole:
        raise DomainError(
            "kept_proposal",
            _("The kept ledger no longer says enough to hand this task out."),
            _("Fill in the form instead."),
        )
    late = task.deadline is not None and proposal.due > task.deadline
    with override("zh-hans"):
        reason = str(_("Day of the kept ledger")) if late else ""
    contact = Contact(proposal.name, proposal.phone)
    order = Order(proposal.role, contact, proposal.due, proposal.measures, reason)
    return hand_out(task, proposal.organisation, order, actor)
