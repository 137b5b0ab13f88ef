"""A revised notice: proposed, compared, put in force on a day once, with what stayed the same taken over."""

from datetime import timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.ledger.models import Notice, Succession, Task, TaskFate, TaskIndicator
from silverbridge.domain.ledger.services import (
    call_off,
    choose_predecessor,
    confirm_notice,
    confirm_target,
    confirm_task,
    import_notice,
    link_indicator,
    plan_effect,
    set_aside,
    set_judgement,
    switch_due,
)
from silverbridge.domain.ledger.status import is_enforceable, task_status
from silverbridge.domain.ledger.versions import differences, succession_for
from silverbridge.domain.places.queries import today
from tests.domain.version_texts import DRAFT, NEW, OLD

SHARE, GAP = "staffed-door-share", "digital-divide-gap"


@pytest.fixture
def ledger(world):
    return two_versions(world)


def two_versions(w):
    """The old notice confirmed and measured, the new one just taken in."""
    load_indicators()
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    w.old = import_notice(OLD, "old.txt", w.clerk, w.city)
    confirm_notice(w.old, w.clerk)
    for task in w.old.tasks.all():
        confirm_task(task, w.clerk)
    for number, code in ((1, SHARE), (2, SHARE), (2, GAP), (4, SHARE)):
        link = link_indicator(w.old.tasks.get(number=number), code, 0.1, "up", 30, w.clerk)
        if code == SHARE:
            confirm_target(link, w.boss)
    w.new = import_notice(NEW, "new.txt", w.clerk, w.city)
    w.succession = Succession.objects.get()
    return w


def events():
    """The journal's facts of successions, in order."""
    return [(e.name.split(".")[-1], e.data) for e in Event.objects.filter(name__startswith="ledger.succession")]


def in_force(w, day=None):
    confirm_notice(Notice.objects.get(pk=w.new.pk), w.clerk)
    return plan_effect(w.succession, day or today(), w.boss)


def test_the_text_itself_names_what_it_replaces(ledger):
    found = ledger.succession
    assert (found.old, found.new, found.state) == (ledger.old, ledger.new, "proposed")
    assert found.grounds == ["named", "title", "tasks"]
    assert found.quoted.endswith("（安政办发〔2024〕9号）同时废止")
    assert events() == [("proposed", {"grounds": ["named", "title", "tasks"]})]


def test_an_older_text_taken_in_later_is_the_one_replaced(world):
    clerk = Actor.staff(world.officer)
    new, old = import_notice(NEW, "n", clerk, world.city), import_notice(OLD, "o", clerk, world.city)
    found = Succession.objects.get()
    assert (found.old, found.new) == (old, new)


def test_what_is_unlike_is_not_proposed(world):
    clerk = Actor.staff(world.officer)
    import_notice(OLD, "o", clerk, world.city)
    import_notice(DRAFT, "d", clerk, world.city)
    import_notice(NEW, "n", clerk, world.city)
    assert {(s.old.title[:4], s.new.title[:4]) for s in Succession.objects.all()} == {("安澜市人", "安澜市人")}


def test_the_difference_task_by_task(ledger):
    found = differences(ledger.old, ledger.new)
    assert [(d.old and d.old.number, d.new and d.new.number, d.kinds) for d in found] == [
        (1, 1, ("reworded", "deadline")),
        (None, 2, ("added",)),
        (2, 3, ("moved",)),
        (3, 4, ("moved", "units")),
        (4, None, ("dropped",)),
    ]


def test_a_chosen_one_is_held_until_a_day_is_set(ledger):
    choose_predecessor(ledger.new, ledger.old, ledger.clerk)
    new = Notice.objects.get(pk=ledger.new.pk)
    assert (new.status, new.held, new.is_in_force, ledger.old.is_in_force) == ("in_force", True, False, True)
    assert choose_predecessor(new, ledger.old, ledger.clerk).pk == ledger.succession.pk
    set_aside(Succession.objects.get(), ledger.clerk)
    assert Notice.objects.get(pk=new.pk).is_in_force
    with pytest.raises(Conflict):
        set_aside(ledger.succession, ledger.clerk)


def test_in_force_today(ledger):
    done = in_force(ledger)
    old, new = Notice.objects.get(pk=ledger.old.pk), Notice.objects.get(pk=ledger.new.pk)
    assert (done.state, done.takes_effect, old.status, old.is_in_force, new.is_in_force) == (
        "in_effect",
        today(),
        "repealed",
        False,
        True,
    )
    first, added, kept, other = new.tasks.all()
    assert [t.is_confirmed for t in (first, added, kept, other)] == [False, False, True, False]
    assert kept.confirmed_by == ledger.officer
    assert {
        (link.task.number, link.code, link.is_confirmed) for link in TaskIndicator.objects.filter(task__notice=new)
    } == {
        (1, SHARE, False),
        (3, SHARE, True),
        (3, GAP, False),
    }
    fates = [
        (f.old and f.old.number, f.new and f.new.number, f.confirmed, f.links, f.proposals)
        for f in TaskFate.objects.all()
    ]
    assert fates == [
        (1, 1, False, 0, 1),
        (None, 2, False, 0, 0),
        (2, 3, True, 1, 1),
        (3, 4, False, 0, 0),
        (4, None, False, 0, 0),
    ]
    assert events()[-1] == (
        "in_effect",
        {
            "kept": 1,
            "changed": 2,
            "added": 1,
            "dropped": 1,
            "links": 1,
            "proposals": 2,
            "handouts": 0,
            "undecided": 0,
            "days_late": 0,
        },
    )


def test_the_old_tasks_bind_nobody_and_keep_their_history(ledger):
    task = ledger.old.tasks.get(number=1)
    set_judgement(task, "unit", "met", quarter_period(), ledger.clerk, "都开着。")
    in_force(ledger)
    task = Task.objects.get(pk=task.pk)
    assert not is_enforceable(task) and task_status(task, quarter_period()).state == "not_enforceable"
    assert task.judgements.count() == 1 and task.indicators.count() == 1 and task.is_confirmed
    with pytest.raises(DomainError):
        set_judgement(task, "unit", "met", quarter_period(), ledger.clerk, revision=1)


def test_a_coming_day_switches_once_on_that_day(ledger, monkeypatch):
    day = today() + timedelta(days=9)
    in_force(ledger, day)
    old, new = Notice.objects.get(pk=ledger.old.pk), Notice.objects.get(pk=ledger.new.pk)
    assert (old.is_in_force, new.is_in_force, new.is_to_come, switch_due()) == (True, False, True, 0)
    for module in ("models.notices", "services.succeeding"):
        monkeypatch.setattr(f"silverbridge.domain.ledger.{module}.today", lambda: day)
    old, new = Notice.objects.get(pk=ledger.old.pk), Notice.objects.get(pk=ledger.new.pk)
    assert (old.is_in_force, new.is_in_force) == (False, True), "to the minute, whenever the clockwork comes"
    assert [switch_due(), switch_due()] == [1, 0]
    assert Notice.objects.get(pk=old.pk).status == "repealed"
    assert [name for name, _data in events()] == ["proposed", "planned", "in_effect"]


def test_a_plan_can_be_called_off_before_its_day(ledger):
    in_force(ledger, today() + timedelta(days=3))
    call_off(Succession.objects.select_related("new").get(), ledger.boss)
    old, new = Notice.objects.get(pk=ledger.old.pk), Notice.objects.get(pk=ledger.new.pk)
    assert (old.is_in_force, old.in_force_until, new.is_in_force, new.held) == (True, None, False, True)
    done = plan_effect(Succession.objects.get(), today(), ledger.boss)
    assert done.state == "in_effect"
    with pytest.raises(Conflict):
        call_off(Succession.objects.select_related("new").get(), ledger.boss)


def test_who_may_and_what_may_not(ledger):
    with pytest.raises(Forbidden):
        plan_effect(ledger.succession, today(), ledger.clerk)
    with pytest.raises(DomainError) as refused:
        plan_effect(ledger.succession, today(), ledger.boss)
    assert refused.value.code == "unconfirmed"
    draft = import_notice(DRAFT, "d", ledger.clerk, ledger.city)
    confirm_notice(draft, ledger.clerk)
    with pytest.raises(DomainError) as refused:
        plan_effect(choose_predecessor(draft, ledger.old, ledger.clerk), today(), ledger.boss)
    assert refused.value.code == "draft"
    with pytest.raises(DomainError):
        choose_predecessor(ledger.new, ledger.new, ledger.clerk)
    with pytest.raises(NotFound):
        succession_for(ledger.succession.pk, {ledger.other.pk})


def test_one_notice_has_one_successor(ledger):
    in_force(ledger)
    third = import_notice(NEW.replace("12号", "15号"), "third", ledger.clerk, ledger.city)
    confirm_notice(third, ledger.clerk)
    with pytest.raises(DomainError) as refused:
        plan_effect(choose_predecessor(third, ledger.old, ledger.clerk), today(), ledger.boss)
    assert refused.value.code == "replaced"


def test_a_repealed_notice_enforces_nothing(world):
    load_indicators()
    clerk = Actor.staff(world.officer)
    gone = import_notice(OLD.replace("现行有效", "已废止"), "gone", clerk, world.city)
    import_notice(NEW, "n", clerk, world.city)
    assert (gone.status, Succession.objects.count()) == ("repealed", 0)
    assert not any(is_enforceable(task) for task in gone.tasks.all())
