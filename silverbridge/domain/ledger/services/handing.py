"""Handing a task out, taking it back, acknowledging it, and handing it on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import check_length, check_reason, sent, write_step
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.ledger import events_working as events
from silverbridge.domain.ledger.models import HandOut, Step, Task
from silverbridge.domain.ledger.services.moves import DEEPEST, depth_of, move, tell
from silverbridge.domain.ledger.services.rights import check_giver, check_holder, check_supervisor
from silverbridge.domain.ledger.status import is_enforceable
from silverbridge.domain.places.models import Organisation, OrganisationRelation
from silverbridge.domain.places.queries import below, today
from silverbridge.engines.calendars import WorkingCalendar
from silverbridge.engines.identity import InvalidPhone, parse_phone

State, Kind = HandOut.State, Step.Kind
LONGEST = 2000


@dataclass(frozen=True)
class Contact:
    """The person to chase. The telephone is kept sealed."""

    name: str
    phone: str

    def checked(self) -> Contact:
        """Trimmed, the telephone as E.164. Raises DomainError when one is missing or nobody could be called there."""
        name = check_length(self.name, "contact_name", 40)
        if not name:
            raise DomainError("contact", _("The person to chase is missing."), _("Name one person."), "contact_name")
        try:
            return Contact(name, parse_phone(self.phone))
        except InvalidPhone as error:
            raise DomainError(
                "contact_phone",
                _("Nobody can be called at this telephone number."),
                _("Give a mobile number, or a landline with its area code."),
                "contact_phone",
            ) from error


@dataclass(frozen=True)
class Order:
    """What a unit is told: its role, whom one chases there, until when, and what is to be done concretely (``measures``).

    ``reason`` says why the day is later than the task's own deadline.
    """

    role: str
    contact: Contact
    due: date
    measures: str = ""
    reason: str = ""


def units_below(organisation: Organisation) -> set[int]:
    """Ids of the units one can hand a task to: those one administers or supervises, at any depth, today."""
    kinds = (OrganisationRelation.Kind.ADMINISTERS, OrganisationRelation.Kind.SUPERVISES)
    found = set().union(*(below(organisation, kind) for kind in kinds))
    gone = Organisation.objects.filter(pk__in=found, closed_on__lte=today())
    return found - set(gone.values_list("pk", flat=True))


@transaction.atomic
def hand_out(task: Task, unit: Organisation, order: Order, actor: Actor) -> HandOut:
    """A supervisor puts a confirmed task of a notice in force into the hands of a unit (交办); or of the ledger's own officer.

    The same order sent twice gives the same hand-out. Raises Forbidden; DomainError for a task that does not bind or is not
    confirmed, a unit that is not below, a day that is past or later than the deadline without a reason, no person to chase;
    Conflict when the unit holds the task already.
    """
    giver = task.notice.organisation
    check_supervisor(actor, giver.pk)
    _check_binding(task)
    _check_below(unit, {giver.pk} | units_below(giver))
    return _give(task, None, giver, unit, order, actor, task.deadline)


@transaction.atomic
def hand_on(handout: HandOut, unit: Organisation, order: Order, actor: Actor) -> HandOut:
    """The unit that holds a task hands it on to one below it; it stays answerable itself. Raises as ``hand_out``."""
    check_holder(actor, handout)
    _check_binding(handout.task)
    handout = locked(handout)
    if handout.state != State.IN_PROGRESS:
        raise DomainError(
            "handout_state",
            _("This cannot be done now: the task is “%(state)s”."),
            _("Acknowledge it first; what is being closed is not handed on."),
            state=handout.get_state_display(),
        )
    if depth_of(handout) >= DEEPEST:
        raise DomainError("too_deep", _("This task was handed on often enough."), _("The unit itself does it."))
    _check_below(unit, units_below(handout.organisation))
    latest = max(handout.due, today())
    if order.due > latest:
        raise DomainError(
            "due_after_own",
            _("This is later than your own day, %(day)s."),
            _("Give a day before it, so that you can check what comes back."),
            "due",
            day=latest.isoformat(),
        )
    return _give(handout.task, handout, handout.organisation, unit, order, actor, handout.task.deadline)


@transaction.atomic
def acknowledge(
    handout: HandOut, revision: int, actor: Actor, contact: Contact | None = None, measures: str | None = None
) -> HandOut:
    """The unit says it has the task (签收), and may correct whom to chase and what is to be done. Raises Forbidden, Conflict."""
    check_holder(actor, handout)
    changes: dict = {"state": State.IN_PROGRESS, "report_by": next_report(today(), handout.due)}
    if contact is not None:
        contact = contact.checked()
        changes |= {"contact_name": contact.name, "contact_phone": contact.phone}
    if measures is not None:
        changes["measures"] = check_length(measures, "measures", LONGEST)
    body = [contact.name if contact else None, contact.phone if contact else None, measures]
    in_time = today() <= handout.acknowledge_by
    if move(handout, Kind.ACKNOWLEDGED, revision, actor, handout.organisation, {State.HANDED_OUT}, body, **changes):
        tell(events.Acknowledged(in_time=in_time), handout, actor, handout.organisation)
    return handout


@transaction.atomic
def withdraw(handout: HandOut, revision: int, remark: str, actor: Actor) -> HandOut:
    """Who handed it out takes it back, as long as closing was not asked for. Raises Forbidden, DomainError, Conflict."""
    check_giver(actor, handout)
    said = check_reason(remark)
    check_none_below(locked(handout))
    allowed = {State.HANDED_OUT, State.IN_PROGRESS}
    if move(
        handout,
        Kind.WITHDRAWN,
        revision,
        actor,
        handout.giver,
        allowed,
        remark=said,
        state=State.WITHDRAWN,
        report_by=None,
    ):
        tell(events.HandOutWithdrawn(depth=depth_of(handout)), handout, actor, handout.giver)
    return handout


def locked(handout: HandOut) -> HandOut:
    """The hand-out as it is now, nobody else writing it until the transaction ends."""
    return HandOut.objects.select_for_update(of=("self",)).select_related("organisation", "giver").get(pk=handout.pk)


def check_none_below(handout: HandOut) -> None:
    """Raises DomainError while a unit below, to which it was handed on, still has the task."""
    still = handout.handed_on.filter(state__in=HandOut.OPEN).count()
    if still:
        raise DomainError(
            "still_below",
            _("%(n)s unit below still has this task in hand."),
            _("Close it there first, or take it back."),
            n=still,
        )


def next_report(day: date, due: date) -> date | None:
    """The last day for the next report after ``day``; None once the due day is near or past: then closing is what is awaited."""
    following = day + timedelta(days=settings.REPORT_DAYS)
    return following if following < due else None


def _give(
    task: Task,
    parent: HandOut | None,
    giver: Organisation,
    unit: Organisation,
    order: Order,
    actor: Actor,
    deadline: date | None,
) -> HandOut:
    if order.role not in HandOut.Role.values:
        raise DomainError("role", _("The unit's role is missing."), _("Choose one of those shown."), "role")
    contact, reason = order.contact.checked(), check_length(order.reason, "reason", 200)
    measures, after = check_length(order.measures, "measures", LONGEST), check_due(order.due, deadline, reason)
    hashed = sent(
        Kind.HANDED_OUT, actor, [order.role, contact.name, contact.phone, order.due.isoformat(), measures, reason]
    )
    row = HandOut(
        task=task,
        parent=parent,
        giver=giver,
        organisation=unit,
        role=order.role,
        contact_name=contact.name,
        contact_phone=contact.phone,
        measures=measures,
        due=order.due,
        due_reason=reason if after else "",
        acknowledge_by=WorkingCalendar().add_working_days(today(), settings.ACKNOWLEDGE_DAYS).day,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return _same(task, giver, unit, hashed)
    write_step(row, Kind.HANDED_OUT, actor, giver, hashed, revision=row.revision)
    if parent is not None:
        write_step(parent, Kind.HANDED_ON, actor, giver, hashed, unit.name)
    payload = events.HandedOut(role=row.role, depth=depth_of(row), days=(row.due - today()).days, after_deadline=after)
    tell(payload, row, actor, giver)
    return row


def _same(task: Task, giver: Organisation, unit: Organisation, hashed: str) -> HandOut:
    """The open hand-out of this unit, if it came of the very same order. Raises Conflict."""
    held = HandOut.objects.filter(task=task, giver=giver, organisation=unit, state__in=HandOut.OPEN).first()
    if held is not None and held.steps.filter(kind=Kind.HANDED_OUT, body_hash=hashed).exists():
        return held
    raise Conflict(
        "held_already",
        _("%(unit)s holds this task already."),
        _("Open it there; take it back first if it went out wrongly."),
        "organisation",
        unit=unit.name,
    )


def check_due(due: date, deadline: date | None, reason: str) -> bool:
    """Whether the day is later than the task's deadline. Raises DomainError: in the past, or later and no reason given."""
    if due < today():
        raise DomainError("due_past", _("This day is past."), _("Give today or a later day."), "due")
    after = deadline is not None and due > deadline
    if after and not reason:
        raise DomainError(
            "due_after_deadline",
            _("This is later than the notice's deadline, %(day)s."),
            _("Give an earlier day, or say why it is later."),
            "reason",
            day=deadline.isoformat(),
        )
    return after


def _check_binding(task: Task) -> None:
    if not task.notice.is_in_force:
        raise DomainError(
            "not_enforceable",
            _("This notice is not in force, so its tasks are not handed out."),
            _("If it is in force, a supervisor first corrects its validity."),
        )
    if not task.notice.is_confirmed:
        raise DomainError(
            "notice_unconfirmed",
            _("This notice is not confirmed yet, so its tasks are not handed out."),
            _("Compare it with its text and confirm it first."),
        )
    if not task.is_confirmed:
        raise DomainError(
            "task_unconfirmed",
            _("This task is not confirmed yet, so it is not handed out."),
            _("Compare it with its clause and confirm it first."),
        )
    if not is_enforceable(task):
        raise DomainError("taken_out", _("This task was taken out of the ledger."), _("Bring it back first."))


def _check_below(unit: Organisation, allowed: Iterable[int]) -> None:
    if unit.pk not in set(allowed):
        raise DomainError(
            "unit_not_below",
            _("%(unit)s does not stand below you."),
            _("Choose a unit that you administer or supervise."),
            "organisation",
            unit=unit.name,
        )
