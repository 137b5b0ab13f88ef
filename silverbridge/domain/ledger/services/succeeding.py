"""A notice takes the place of an earlier one: chosen, compared, put in force on a day, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import events_versions as events
from silverbridge.domain.ledger.events import ValidityChanged
from silverbridge.domain.ledger.models import HandOut, Notice, Succession, Task, TaskFate, TaskIndicator
from silverbridge.domain.ledger.services.rights import check_keeper, check_supervisor
from silverbridge.domain.ledger.versions import Difference, counted, differences, open_work_of
from silverbridge.domain.places.queries import today

_State = Succession.State
_Status = Notice.Status
BINDING = (_Status.IN_FORCE, _Status.UNKNOWN)


@transaction.atomic
def choose_predecessor(new: Notice, old: Notice, actor: Actor) -> Succession:
    """Somebody says which notice the new one replaces; nothing takes effect yet.

    While nobody has confirmed the new one, it is held: it binds nobody before a supervisor has set a day. Raises
    Forbidden, DomainError for itself or one of another ledger, Conflict when it is planned or in effect already.
    """
    check_keeper(actor, new.organisation_id)
    if old.pk == new.pk or old.organisation_id != new.organisation_id:
        raise DomainError(
            "predecessor",
            _("A notice replaces another one of the same ledger."),
            _("Choose one of those shown."),
            "replaces",
        )
    row, is_new = Succession.objects.get_or_create(old=old, new=new, defaults=_decided(_State.CHOSEN, actor))
    if not is_new:
        open_states = (_State.PROPOSED, _State.SET_ASIDE)
        if not Succession.objects.filter(pk=row.pk, state__in=open_states).update(**_decided(_State.CHOSEN, actor)):
            if row.state == _State.CHOSEN:
                return row
            raise somebody_was_first()
    proposed = bool(row.grounds)
    row.refresh_from_db()
    Notice.objects.filter(pk=new.pk, confirmed_at__isnull=True).update(held=True, updated_at=timezone.now())
    new.refresh_from_db(fields=["held", "updated_at"])
    note(events.SuccessionChosen(proposed=proposed), new.object_key, actor, new.organisation)
    return row


def _decided(state: str, actor: Actor) -> dict[str, object]:
    now = timezone.now()
    return {"state": state, "decided_by": actor.user, "decided_at": now, "updated_at": now}


@transaction.atomic
def set_aside(succession: Succession, actor: Actor) -> None:
    """Somebody says that the one does not replace the other. Raises Forbidden, Conflict when a day is set already."""
    new = succession.new
    check_keeper(actor, new.organisation_id)
    rows = Succession.objects.filter(pk=succession.pk, state__in=[_State.PROPOSED, _State.CHOSEN])
    if not rows.update(**_decided(_State.SET_ASIDE, actor)):
        raise somebody_was_first()
    _let_go(new)
    note(events.SuccessionSetAside(), new.object_key, actor, new.organisation)


def _let_go(new: Notice) -> None:
    """A notice that waits for nothing any more stands on its own again."""
    waits = Succession.objects.filter(new=new, state__in=[_State.CHOSEN, _State.PLANNED]).exists()
    if not waits:
        Notice.objects.filter(pk=new.pk).update(held=False, updated_at=timezone.now())


@transaction.atomic
def plan_effect(succession: Succession, day: date, actor: Actor) -> Succession:
    """A supervisor says from which day the new notice binds and the old one no more; today or earlier: at once.

    Raises Forbidden; DomainError where the new notice is a draft, repealed, unconfirmed, or has another day; Conflict
    when somebody was first or another notice replaces the old one already.
    """
    new = Notice.objects.select_for_update().get(pk=succession.new_id)
    check_supervisor(actor, new.organisation_id)
    _check_ready(new, day)
    rows = Succession.objects.filter(pk=succession.pk, state__in=[_State.PROPOSED, _State.CHOSEN])
    try:
        with transaction.atomic():
            changed = rows.update(**_decided(_State.PLANNED, actor), takes_effect=day)
    except IntegrityError as error:
        raise _replaced_already() from error
    if not changed:
        raise somebody_was_first()
    now = timezone.now()
    _say_in_force(new, actor)
    # From here the day itself decides, to the minute; the clockwork takes links and confirmations over.
    Notice.objects.filter(pk=new.pk).update(in_force_from=day, held=False, updated_at=now)
    Notice.objects.filter(pk=succession.old_id, status__in=BINDING).update(in_force_until=day, updated_at=now)
    ahead = (day - today()).days
    note(events.SuccessionPlanned(days_ahead=ahead), new.object_key, actor, new.organisation)
    if ahead <= 0:
        switch(succession.pk, actor)
    succession.refresh_from_db()
    return succession


def _replaced_already() -> DomainError:
    return DomainError(
        "replaced",
        _("Another notice takes this one's place already."),
        _("Look at it on the page of the old notice; call it off there first."),
        "old",
    )


def _check_ready(new: Notice, day: date) -> None:
    if new.status == _Status.CONSULTATION_DRAFT:
        raise DomainError(
            "draft",
            _("A draft for consultation cannot be put in force."),
            _("Take in the text as it was issued, then compare that."),
        )
    if new.status == _Status.REPEALED:
        raise DomainError(
            "repealed",
            _("This notice is repealed itself."),
            _("If it is in force after all, correct its validity first."),
        )
    if not new.is_confirmed:
        raise DomainError(
            "unconfirmed",
            _("Nobody has compared the new notice with its text yet."),
            _("Confirm the notice first, then set the day."),
        )
    if (
        new.in_force_from not in (None, day)
        and Succession.objects.filter(new=new, takes_effect=new.in_force_from).exists()
    ):
        raise DomainError(
            "other_day",
            _("This notice takes effect on %(day)s already."),
            _("Use the same day, or call the other plan off first."),
            "day",
            day=new.in_force_from,
        )


def _say_in_force(new: Notice, actor: Actor) -> None:
    if new.status == _Status.IN_FORCE:
        return
    Notice.objects.filter(pk=new.pk).update(status=_Status.IN_FORCE, updated_at=timezone.now())
    note(ValidityChanged(before=new.status, after=_Status.IN_FORCE), new.object_key, actor, new.organisation)


@transaction.atomic
def call_off(succession: Succession, actor: Actor) -> Succession:
    """A supervisor takes the day back before it came: the old notice binds on, the new one waits again.

    Raises Forbidden, Conflict when the switch was made meanwhile.
    """
    new = succession.new
    check_supervisor(actor, new.organisation_id)
    rows = Succession.objects.filter(pk=succession.pk, state=_State.PLANNED)
    if not rows.update(**_decided(_State.CHOSEN, actor), takes_effect=None):
        raise somebody_was_first()
    now = timezone.now()
    Notice.objects.filter(pk=succession.old_id).update(in_force_until=None, updated_at=now)
    if not Succession.objects.filter(new=new, state=_State.PLANNED).exists():
        Notice.objects.filter(pk=new.pk).update(in_force_from=None, held=True, updated_at=now)
    note(events.SuccessionCalledOff(), new.object_key, actor, new.organisation)
    succession.refresh_from_db()
    return succession


def switch_due(actor: Actor | None = None) -> int:
    """Makes every switch whose day has come, each in a transaction of its own; returns how many. For the clockwork.

    Safe to repeat and to run several times at once: each switch is made by one.
    """
    actor = actor or Actor.system("tick")
    due = Succession.objects.filter(state=_State.PLANNED, takes_effect__lte=today())
    return sum(switch(pk, actor) for pk in due.order_by("takes_effect", "pk").values_list("pk", flat=True))


@transaction.atomic
def switch(pk: int, actor: Actor) -> bool:
    """Puts a planned succession in effect; False when it was not planned (any more), or its day is still ahead.

    1. Take it by a conditional update. 2. Repeal the old notice; its tasks keep their history. 3. Let the new one bind.
    4. Compare the tasks as they are today. 5. Take over confirmations, links
    and open work. 6. Note what became of each task.
    """
    now = timezone.now()
    rows = Succession.objects.filter(pk=pk, state=_State.PLANNED, takes_effect__lte=today())
    if not rows.update(state=_State.IN_EFFECT, in_effect_at=now, updated_at=now):
        return False
    row = Succession.objects.select_related("old__organisation", "new__organisation").get(pk=pk)
    old, new = row.old, row.new
    if Notice.objects.filter(pk=old.pk, status__in=BINDING).update(status=_Status.REPEALED, updated_at=now):
        note(ValidityChanged(before=old.status, after=_Status.REPEALED), old.object_key, actor, old.organisation)
    Notice.objects.filter(pk=new.pk).update(held=False, in_force_from=row.takes_effect, updated_at=now)
    found = differences(old, new)
    work = open_work_of(one.old for one in found if one.old)
    fates = [_take_over(row, one, work) for one in found]
    TaskFate.objects.bulk_create(fates)
    moved = sum(fate.handouts for fate in fates)
    payload = events.SuccessionInEffect(
        **counted(found),
        links=sum(fate.links for fate in fates),
        proposals=sum(fate.proposals for fate in fates),
        handouts=moved,
        undecided=sum(map(len, work.values())) - moved,
        days_late=(today() - row.takes_effect).days,
    )
    note(payload, new.object_key, actor, new.organisation)
    return True


def _take_over(row: Succession, one: Difference, work: dict[int, list[HandOut]]) -> TaskFate:
    """What the new task inherits of one asked in the same words: its yes, targets and open work; of a changed one: proposals."""
    fate = TaskFate(succession=row, old=one.old, new=one.new, kinds=list(one.kinds))
    if one.old is None or one.new is None:
        return fate
    if one.same_words and one.old.is_confirmed:
        said = {"confirmed_by": one.old.confirmed_by, "confirmed_at": one.old.confirmed_at}
        fate.confirmed = bool(Task.objects.filter(pk=one.new.pk, confirmed_at__isnull=True).update(**said))
    if one.same_words:
        fate.handouts = sum(_goes_on(handout, one.new) for handout in work.get(one.old.pk, ()))
    known = {link.code for link in one.new.indicators.all()}
    for link in _copies(one.old.indicators.all(), known, one.new, keep=one.same_words):
        link.save()
        fate.links += link.is_confirmed
        fate.proposals += not link.is_confirmed
    return fate


def _goes_on(handout: HandOut, task: Task) -> bool:
    """Whether an open hand-out could be put under the new task; not where the same unit has that one in hand already."""
    same = {"giver": handout.giver_id, "organisation": handout.organisation_id, "state__in": HandOut.OPEN}
    if HandOut.objects.filter(task=task, **same).exists():
        return False
    rows = HandOut.objects.filter(pk=handout.pk, task=handout.task_id, state__in=HandOut.OPEN)
    return bool(rows.update(task=task, updated_at=timezone.now()))


def _copies(links: Iterable[TaskIndicator], known: set[str], task: Task, keep: bool) -> Iterable[TaskIndicator]:
    for link in links:
        if link.code in known:
            continue
        yield TaskIndicator(
            task=task,
            code=link.code,
            organisation_id=link.organisation_id,
            target=link.target,
            direction=link.direction,
            min_sample=link.min_sample,
            linked_by_id=link.linked_by_id,
            confirmed_by_id=link.confirmed_by_id if keep else None,
            confirmed_at=link.confirmed_at if keep else None,
        )
