"""From a task to its figure: linked, confirmed, refreshed, judged, and down to the rows."""

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.models import IndicatorVersion
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.evidence.services import Coverage, record_inspection
from silverbridge.domain.ledger.models import Notice, Task, TaskIndicator
from silverbridge.domain.ledger.queries import evidence_for, link_for, task_line, task_lines, task_rows
from silverbridge.domain.ledger.services import (
    attach_evidence,
    confirm_notice,
    confirm_target,
    confirm_task,
    import_notice,
    link_indicator,
    refresh_evidence,
    set_judgement,
    set_validity,
    unlink_indicator,
)
from silverbridge.domain.ledger.status import is_enforceable, task_status
from tests.domain.evidence_world import NOTICE, ask, write_event

SHARE = "staffed-door-share"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"


@pytest.fixture
def ledger(world):
    """The test city with a notice in its ledger: ``task`` is its first."""
    return with_notice(world)


@pytest.fixture
def live_ledger(committed_world):
    """The same, where an export sees what happens."""
    return with_notice(committed_world)


def with_notice(world):
    load_indicators()
    world.boss, world.clerk = Actor.staff(world.supervisor), Actor.staff(world.officer)
    world.notice = import_notice(NOTICE, "notice.txt", world.clerk, world.city)
    world.task = world.notice.tasks.get(number=1)
    world.period = quarter_period()
    return world


def agree(world, link=None):
    """Everybody confirms what is theirs to confirm."""
    confirm_notice(world.notice, world.clerk)
    confirm_task(world.task, world.clerk)
    if link is not None:
        confirm_target(link, world.boss)
    world.task = Task.objects.get(pk=world.task.pk)


def serve(world, staffed, digital=0):
    """So many requests at staffed and digital doors, straight into the journal."""
    for n in range(staffed + digital):
        write_event(door="phone" if n < staffed else "web", object_key=f"{n:032d}")


def state(world):
    return task_status(Task.objects.get(pk=world.task.pk), world.period).state


def test_from_no_data_to_a_measured_value(live_ledger):
    assert task_status(live_ledger.task, live_ledger.period).state == "no_data"
    link = link_indicator(live_ledger.task, SHARE, 0.5, "up", None, live_ledger.clerk)
    agree(live_ledger, link)
    refresh_evidence()
    status = task_status(live_ledger.task, live_ledger.period)
    assert (status.state, status.value, status.target, status.as_of is not None) == ("no_data", None, 0.5, True)
    ask(live_ledger, "web")
    ask(live_ledger, "phone", door="phone")
    report = refresh_evidence(live_ledger.notice)
    assert (report.figures, report.retired) == (2, ())
    status = task_status(live_ledger.task, live_ledger.period)
    assert (status.state, status.value, status.sample, status.min_sample) == ("sample_too_small", 0.5, 2, 30)
    serve(live_ledger, 28)
    refresh_evidence()
    status = task_status(live_ledger.task, live_ledger.period)
    assert (status.state, status.numerator, status.denominator) == ("met", 29, 30)
    assert status.state_name


def test_met_needs_every_confirmation(live_ledger):
    link = link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk)
    serve(live_ledger, 30)
    refresh_evidence()
    for confirm, missing in (
        (lambda: None, ("notice", "task", "target")),
        (lambda: confirm_target(link, live_ledger.boss), ("notice", "task")),
        (lambda: confirm_task(live_ledger.task, live_ledger.clerk), ("notice",)),
    ):
        confirm()
        status = task_status(Task.objects.get(pk=live_ledger.task.pk), live_ledger.period)
        assert (status.state, status.figures[0].missing) == ("unconfirmed", missing)
    confirm_notice(live_ledger.notice, live_ledger.clerk)
    assert state(live_ledger) == "met"
    link_indicator(live_ledger.task, SHARE, 0.9, "up", 30, live_ledger.boss)
    assert state(live_ledger) == "unconfirmed", "a changed target is a new one"


def test_not_met_and_a_target_from_above(live_ledger):
    agree(live_ledger, link_indicator(live_ledger.task, SHARE, 0.5, "down", 30, live_ledger.clerk))
    serve(live_ledger, 29, 1)
    refresh_evidence()
    assert state(live_ledger) == "not_met"


def test_of_several_figures_the_worst_decides(live_ledger):
    agree(live_ledger, link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk))
    confirm_target(
        link_indicator(live_ledger.task, "requests-count", 1000, "up", None, live_ledger.clerk), live_ledger.boss
    )
    serve(live_ledger, 30)
    refresh_evidence()
    status = task_status(Task.objects.get(pk=live_ledger.task.pk), live_ledger.period)
    assert (status.state, status.value, status.target) == ("not_met", 30, 1000)
    assert {f.link.code: f.state for f in status.figures} == {SHARE: "met", "requests-count": "not_met"}


@pytest.mark.parametrize("status", ["repealed", "consultation_draft", "unknown"])
def test_what_is_not_in_force_is_shown_and_never_judged(live_ledger, status):
    agree(live_ledger, link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk))
    serve(live_ledger, 30)
    refresh_evidence()
    assert state(live_ledger) == "met"
    set_validity(live_ledger.notice, status, live_ledger.boss)
    task = Task.objects.get(pk=live_ledger.task.pk)
    assert not is_enforceable(task)
    shown = task_status(task, live_ledger.period)
    assert (shown.state, shown.value, shown.figures[0].state) == ("not_enforceable", 1.0, "not_enforceable")
    with pytest.raises(DomainError) as caught:
        set_judgement(task, "supervisor", "met", live_ledger.period, live_ledger.boss)
    assert caught.value.code == "not_enforceable"
    assert not task_line(task, {live_ledger.city.pk}, live_ledger.period).enforceable


def test_what_nobody_confirmed_is_not_judged(ledger):
    agree(ledger)
    Notice.objects.filter(pk=ledger.notice.pk).update(confirmed_at=None, confirmed_by=None)
    task = Task.objects.get(pk=ledger.task.pk)
    assert task.is_confirmed and not is_enforceable(task)
    with pytest.raises(DomainError) as caught:
        set_judgement(task, "supervisor", "met", ledger.period, ledger.boss)
    assert caught.value.code == "not_confirmed"


def test_a_target_is_a_supervisors_word(ledger):
    link = link_indicator(ledger.task, SHARE, 0.5, "up", 30, ledger.clerk)
    for who in (ledger.clerk, Actor.staff(ledger.outsider), Actor.system("tick")):
        with pytest.raises(Forbidden):
            confirm_target(link, who)
    confirm_target(link, ledger.boss)
    assert (link.confirmed_by, link.is_confirmed) == (ledger.supervisor, True)
    with pytest.raises(Conflict):
        confirm_target(link, ledger.boss)


def test_a_target_changed_under_the_supervisors_eyes_is_not_confirmed(ledger):
    seen = link_indicator(ledger.task, SHARE, 0.5, "up", 30, ledger.clerk)
    link_indicator(ledger.task, SHARE, 0.1, "up", 30, ledger.clerk)
    with pytest.raises(Conflict):
        confirm_target(seen, ledger.boss)
    now = TaskIndicator.objects.get()
    with pytest.raises(Conflict):
        confirm_target(now, ledger.boss, revision=1)
    assert confirm_target(now, ledger.boss, revision=2).is_confirmed


@pytest.mark.parametrize(
    ("code", "target", "direction", "least", "field"),
    [
        (SHARE, 95, "up", 30, "target"),
        (SHARE, float("nan"), "up", 30, "target"),
        ("requests-count", -1, "up", 0, "target"),
        (SHARE, 0.5, "sideways", 30, "direction"),
        (SHARE, 0.5, "up", 3, "min_sample"),
    ],
)
def test_a_target_that_cannot_be_is_refused(ledger, code, target, direction, least, field):
    with pytest.raises(Invalid) as caught:
        link_indicator(ledger.task, code, target, direction, least, ledger.clerk)
    assert list(caught.value.fields) == [field]
    assert str(caught.value)
    assert not TaskIndicator.objects.exists()


def test_an_indicator_or_organisation_that_is_not_ours(ledger):
    with pytest.raises(NotFound):
        link_indicator(ledger.task, "no-such", 1, "up", 0, ledger.clerk)
    with pytest.raises(DomainError) as caught:
        link_indicator(ledger.task, SHARE, 0.5, "up", 30, ledger.clerk, ledger.other)
    assert caught.value.code == "organisation"
    with pytest.raises(Forbidden):
        link_indicator(ledger.task, SHARE, 0.5, "up", 30, Actor.staff(ledger.teller))


def test_branches_count_and_one_branch_can_be_asked_alone(live_ledger):
    whole = link_indicator(live_ledger.task, "requests-count", 1, "up", 0, live_ledger.clerk)
    alone = link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk, live_ledger.north)
    for code, door in (("anlan", "web"), ("anlan-north", "phone"), ("anlan-south", "web"), ("other", "web")):
        write_event(code, door)
    refresh_evidence()
    figures = {f.link: f.result for f in task_status(live_ledger.task, live_ledger.period).figures}
    assert figures[whole].value == 3
    assert (figures[alone].value, figures[alone].sample) == (1.0, 1)


def test_a_retired_indicator_gives_no_data(live_ledger):
    link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk)
    serve(live_ledger, 30)
    refresh_evidence()
    IndicatorVersion.objects.filter(code=SHARE).update(current=False)
    assert refresh_evidence().retired == (SHARE,)
    assert state(live_ledger) == "no_data"


def test_three_judgements_side_by_side(ledger):
    agree(ledger, link_indicator(ledger.task, SHARE, 0.5, "up", 30, ledger.clerk))
    own = set_judgement(ledger.task, "unit", "met", ledger.period, ledger.clerk, "柜台全年开着。")
    with pytest.raises(Forbidden):
        set_judgement(ledger.task, "supervisor", "met", ledger.period, ledger.clerk)
    set_judgement(ledger.task, "supervisor", "cannot_say", ledger.period, ledger.boss)
    line = task_line(ledger.task, {ledger.city.pk}, ledger.period)
    assert (line.status.state, line.unit.verdict, line.supervisor.verdict) == ("no_data", "met", "cannot_say")
    assert (line.unit.made_by, line.unit.system_state) == (ledger.officer, "no_data")
    with pytest.raises(Conflict):
        set_judgement(ledger.task, "unit", "not_met", ledger.period, ledger.clerk)
    set_judgement(ledger.task, "unit", "not_met", ledger.period, ledger.clerk, revision=own.revision)
    with pytest.raises(Conflict):
        set_judgement(ledger.task, "unit", "met", ledger.period, ledger.clerk, revision=own.revision)
    facts = Event.objects.filter(name="ledger.judgement.set")
    assert [e.data["verdict"] for e in facts] == ["met", "cannot_say", "not_met"]
    assert "柜台" not in "".join(str(e.data) for e in facts)


def test_down_to_the_masked_rows(live_ledger):
    link = link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk)
    ask(live_ledger, "web")
    refresh_evidence()
    ask(live_ledger, "phone", door="phone")
    refresh_evidence()
    ours = {live_ledger.city.pk}
    found = task_rows(link, live_ledger.period, "denominator", 1, live_ledger.clerk, ours, "督办核对")
    assert found.result.denominator == found.page.total == len(found.page.rows) == 2
    assert {row.masked_name for row in found.page.rows} == {"李**"}
    assert found.beyond, "the branches' rows are counted and not ours to read"
    assert Access.objects.filter(what="evidence.rows", purpose="督办核对").count() == 2
    for look in (
        lambda: task_rows(
            link, live_ledger.period, "numerator", 1, Actor.staff(live_ledger.outsider), {live_ledger.other.pk}, "x"
        ),
        lambda: link_for(link.pk, {live_ledger.other.pk}),
        lambda: task_line(live_ledger.task, {live_ledger.other.pk}, live_ledger.period),
    ):
        with pytest.raises(NotFound):
            look()
    assert task_lines(live_ledger.notice, {live_ledger.other.pk}, live_ledger.period) == []


def test_evidence_is_put_to_a_task_once(ledger):
    seen = record_inspection(ledger.city, ledger.period, "两处柜台都有座椅。", Coverage(2, 5), ledger.clerk)
    theirs = record_inspection(ledger.other, ledger.period, "别处的事。", Coverage(), Actor.system("import"))
    attach_evidence(ledger.task, seen, ledger.clerk)
    attach_evidence(ledger.task, seen, ledger.boss)
    with pytest.raises(DomainError):
        attach_evidence(ledger.task, theirs, ledger.clerk)
    assert list(evidence_for(ledger.task, {ledger.city.pk})) == [seen]
    assert Event.objects.filter(name="ledger.evidence.attached").count() == 1


def test_an_unlinked_figure_is_gone(ledger):
    link = link_indicator(ledger.task, SHARE, 0.5, "up", 30, ledger.clerk)
    with pytest.raises(Forbidden):
        unlink_indicator(link, Actor.staff(ledger.teller))
    unlink_indicator(link, ledger.clerk)
    unlink_indicator(link, ledger.clerk)
    said = list(Event.objects.filter(name="ledger.indicator.unlinked").values_list("data", flat=True))
    assert said == [{"indicator": SHARE, "confirmed": False}]
    assert task_status(Task.objects.get(pk=ledger.task.pk), ledger.period).figures == ()


def test_a_task_list_costs_a_constant_number_of_queries(live_ledger, django_assert_max_num_queries):
    notice = Notice.objects.get(pk=live_ledger.notice.pk)

    def read():
        # tasks, judgements, links, their organisations, versions (of results), results, definitions
        with django_assert_max_num_queries(7) as seen:
            lines = task_lines(notice, {live_ledger.city.pk}, live_ledger.period)
            assert [line.status.state for line in lines if line.status.figures]
            assert [line.task.notice.organisation.name for line in lines]
        return len(seen)

    confirm_notice(live_ledger.notice, live_ledger.clerk)
    for task in live_ledger.notice.tasks.all():
        confirm_task(task, live_ledger.clerk)
    live_ledger.task = Task.objects.get(pk=live_ledger.task.pk)
    link_indicator(live_ledger.task, SHARE, 0.5, "up", 30, live_ledger.clerk)
    set_judgement(live_ledger.task, "unit", "met", live_ledger.period, live_ledger.clerk)
    few = read()
    for task in live_ledger.notice.tasks.all():
        for code in (SHARE, "requests-count", "acting-for-share"):
            link_indicator(task, code, 1, "up", None, live_ledger.clerk)
        set_judgement(task, "supervisor", "met", live_ledger.period, live_ledger.boss)
    refresh_evidence()
    assert read() == few
