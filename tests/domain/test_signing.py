"""What was read is corrected, cut, joined, found and taken out by people; nothing is lost, nothing changed stays confirmed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.fields import TargetFields, fields_of, notice_fields_of
from silverbridge.domain.ledger.models import Correction, Notice, Task
from silverbridge.domain.ledger.passages import cuts, find
from silverbridge.domain.ledger.queries import link_for, notices_for, task_for, task_lines
from silverbridge.domain.ledger.signing import (
    in_order,
    next_to_confirm,
    origin_of,
    places_of,
    places_of_head,
    taken_out,
)
from silverbridge.domain.ledger.status import is_enforceable
from silverbridge.domain.ledger.units import units_of
from silverbridge.domain.ledger.waiting import targets_to_confirm, tasks_to_confirm
from tests.domain.signing_world import LONGER, add_notice, again, confirm_everything, correct


@pytest.fixture
def city(world):
    """The test city with the longer notice; ``tasks`` in the order of its text."""
    return add_notice(world)


def words(notice, passage):
    """Where a passage stands in the notice."""
    return find(notice.text, passage)


def test_the_notice_is_read_as_the_tests_expect(city):
    assert [task.clause for task in city.tasks] == ["一/1", "一/2", "一/3"]
    assert city.tasks[0].leads == ["市卫生健康委"]


def test_a_correction_takes_the_confirmation_away_and_keeps_what_was_read(city):
    task = services.confirm_task(city.tasks[0], city.boss)
    corrected = correct(task, city.clerk, leads=("市卫生健康委", "市数据局"), cooperating=("市医保局",))
    now = again(task)
    assert (now.leads, now.is_confirmed, now.revision) == (["市卫生健康委", "市数据局"], False, task.revision + 1)
    row = Correction.objects.get()
    assert (row.task, row.act, row.field, row.before, row.after) == (
        corrected,
        "correct",
        "leads",
        ["市卫生健康委"],
        ["市卫生健康委", "市数据局"],
    )
    assert (row.by, origin_of(now).read) == (city.officer, {"leads": ["市卫生健康委"]})
    correct(now, city.boss, leads=("市数据局",))
    assert origin_of(now).read == {"leads": ["市卫生健康委"]}, "what was read at first stays"
    event = Event.objects.filter(name="ledger.task.corrected").last()
    assert event.data == {"number": 1, "fields": ["leads"]}


def test_every_field_can_be_corrected_and_finds_its_place(city):
    task, text = city.tasks[0], city.notice.text
    target = TargetFields("不低于20%", "现场号源", 20.0, "%", "at_least")
    now = correct(
        task,
        city.clerk,
        span=words(city.notice, "医院保留电话预约，现场号源不低于20%。"),
        leads=("市医保局",),
        responsible=("市卫生健康委",),
        cooperating=(),
        deadline_kind="date",
        deadline=date(2026, 9, 30),
        deadline_text="2026年10月底前完成",
        recurrence="每季度",
        targets=(target,),
    )
    assert now.text == "医院保留电话预约，现场号源不低于20%。" == text[now.start : now.end]
    assert (now.deadline, now.lead_organisation) == (date(2026, 9, 30), None)
    places = {field: [text[a:b] for a, b in spans] for field, spans in places_of(again(now), text).items()}
    assert places["leads"] == ["市医保局"] and places["responsible"] == ["市卫生健康委"]
    assert places["deadline"] == ["2026年10月底前完成"] and places["targets"] == ["不低于20%"]
    assert {unit["name"]: (unit["role"], unit["confidence"]) for unit in now.units}["市医保局"] == ("lead", 1.0)
    fields = set(Correction.objects.values_list("field", flat=True))
    assert fields == {"span", "leads", "responsible", "cooperating", "deadline", "recurrence", "targets"}


def test_words_that_name_nobody_in_particular_outlive_a_correction(city):
    now = correct(city.tasks[1], city.clerk, responsible=("市民政局",), leads=("市残联",))
    assert [(unit["name"], unit["role"]) for unit in now.units] == [
        ("市残联", "lead"),
        ("市民政局", "responsible"),
        ("相关部门", "responsible"),
    ]
    assert [match.name for match in units_of(again(now))] == ["市残联", "市民政局", "相关部门"]


def test_what_does_not_differ_writes_nothing(city):
    task = services.confirm_task(city.tasks[0], city.boss)
    same = services.correct_task(task, fields_of(task), task.revision, city.clerk)
    assert (same.revision, again(task).is_confirmed, Correction.objects.count()) == (1, True, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"span": (0, 10**6)}, "words"),
        ({"span": (5, 5)}, "words"),
        ({"leads": ("甲", "甲")}, "leads"),
        ({"leads": ("  ",)}, "leads"),
        ({"leads": ("市医保局",)}, "leads"),
        ({"deadline_kind": "soon"}, "deadline_kind"),
        ({"deadline_kind": "date", "deadline": None}, "deadline"),
        ({"deadline_kind": "none"}, "deadline"),
        ({"deadline_text": "前" * 121}, "deadline_text"),
        ({"targets": (TargetFields("", "号源", 20.0, "%", "at_least"),)}, "targets"),
        ({"targets": (TargetFields("不低于20%", "号源", float("nan"), "%", "at_least"),)}, "targets"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(city, changes, field):
    with pytest.raises(Invalid) as caught:
        correct(city.tasks[0], city.clerk, **changes)
    assert list(caught.value.fields) == [field]
    assert str(caught.value)
    assert not Correction.objects.exists()


def test_a_passage_belongs_to_one_task(city):
    first, second, _third = city.tasks
    with pytest.raises(Invalid) as caught:
        correct(first, city.clerk, span=(first.start, second.start + 3))
    assert "2" in str(caught.value.fields["words"])
    with pytest.raises(DomainError):
        services.add_task(city.notice, (second.start, second.end), city.clerk)


def test_of_two_who_correct_one_task_the_second_is_told(city):
    seen = again(city.tasks[0])
    services.correct_task(seen, replace(fields_of(seen), leads=("市数据局",)), seen.revision, city.clerk)
    for act in (
        lambda: services.correct_task(seen, replace(fields_of(seen), leads=("别人",)), seen.revision, city.boss),
        lambda: services.split_task(seen, cuts(seen.notice.text, seen.start, seen.end)[0], seen.revision, city.boss),
        lambda: services.merge_tasks(seen, city.tasks[1], (seen.revision, 1), city.boss),
        lambda: services.remove_task(seen, seen.revision, "多读了", city.boss),
        lambda: services.confirm_task(seen, city.boss),
        lambda: services.confirm_task(again(seen), city.boss, revision=1),
    ):
        with pytest.raises(Conflict), transaction.atomic():
            act()
    assert again(seen).leads == ["市数据局"]
    assert (Correction.objects.count(), Task.everything.count()) == (1, 3)


def test_a_split_task_is_two_with_numbers_of_their_own(city):
    target = TargetFields("设一处", "人工服务台", 1.0, "处", "equal")
    task = services.confirm_task(correct(city.tasks[0], city.clerk, targets=(target,)), city.boss)
    at = cuts(city.notice.text, task.start, task.end)[0]
    one, two = services.split_task(task, at, task.revision, city.clerk)
    assert one.text == "医院保留电话预约，现场号源不低于20%。"
    assert two.text.startswith("每家医院设一处人工服务台")
    assert (one.number, two.number, two.clause, [one.part, two.part]) == (1, 4, "一/1", [1, 2])
    assert (two.leads, two.deadline, two.lead_organisation) == (one.leads, one.deadline, one.lead_organisation)
    assert ([t["words"] for t in one.targets], [t["words"] for t in two.targets]) == ([], ["设一处"])
    assert not (again(one).is_confirmed or again(two).is_confirmed)
    assert [task.number for task in in_order(city.notice)] == [1, 4, 2, 3]
    origin = origin_of(two)
    assert (origin.made, origin.parent) == ("split", 1)
    for nowhere in (one.start, one.end, two.end, 0):
        with pytest.raises(DomainError):
            services.split_task(one, nowhere, one.revision, city.clerk)


def test_neighbours_are_merged_and_what_hung_on_the_second_goes_along(city):
    load_indicators()
    first, second, third = city.tasks
    link = services.link_indicator(second, "requests-count", 1, "up", None, city.clerk)
    services.confirm_target(link, city.boss)
    with pytest.raises(DomainError):
        services.merge_tasks(first, third, (1, 1), city.clerk)
    with pytest.raises(DomainError):
        services.merge_tasks(first, first, (1, 1), city.clerk)
    merged = services.merge_tasks(second, first, (second.revision, first.revision), city.clerk)
    assert (merged.number, merged.start, merged.end) == (1, first.start, second.end)
    assert merged.leads == ["市卫生健康委"] and merged.responsible == ["市民政局", "市残联"]
    assert merged.deadline == date(2026, 10, 31) and merged.recurrence == "每季度"
    assert [unit["name"] for unit in merged.units if "vague" in unit["flags"]] == ["相关部门"]
    assert again(second).removed_at is not None
    moved = merged.indicators.get()
    assert (moved.code, moved.is_confirmed) == ("requests-count", False)
    (out,) = taken_out(city.notice)
    assert (out.task.number, out.into) == (2, 1)


def test_a_task_that_was_not_read_is_added_and_then_said_whose_it_is(city):
    span = words(city.notice, "各区要明确专人负责，并把名单报市政府办公室。")
    task = services.add_task(city.notice, span, city.clerk)
    assert (task.number, task.clause, task.text) == (4, "二/(一)", city.notice.text[slice(*span)])
    assert origin_of(task).made == "add"
    correct(task, city.clerk, responsible=("各区",))
    assert again(task).responsible == ["各区"]


def test_a_task_taken_out_is_kept_and_counted_nowhere(city):
    load_indicators()
    task, reach = city.tasks[1], {city.city.pk}
    link = services.link_indicator(task, "requests-count", 1, "up", None, city.clerk)
    with pytest.raises(DomainError):
        services.remove_task(task, task.revision, "  ", city.clerk)
    services.confirm_task(task, city.boss)
    services.remove_task(again(task), task.revision, "只是口号", city.clerk)
    listed = notices_for(reach).get()
    assert (listed.task_count, listed.confirmed_count) == (2, 0)
    assert [line.task.number for line in task_lines(city.notice, reach, quarter_period())] == [1, 3]
    assert [t.number for t in city.notice.tasks.all()] == [1, 3] == [t.number for t in tasks_to_confirm(reach)]
    assert not targets_to_confirm(reach).exists()
    assert not is_enforceable(again(task))
    for look in (lambda: task_for(task.pk, reach), lambda: link_for(link.pk, reach)):
        with pytest.raises(NotFound):
            look()
    (out,) = taken_out(city.notice)
    assert (out.task, out.last.reason, out.last.by, out.into) == (task, "只是口号", city.officer, None)
    back = services.restore_task(again(task), again(task).revision, city.boss)
    assert (back.number, again(task).removed_at, again(task).is_confirmed) == (2, None, False)
    assert services.add_task(city.notice, words(city.notice, "加强领导。"), city.clerk).number == 4


def test_what_was_merged_away_comes_back_only_where_there_is_room(city):
    first, second, _third = city.tasks
    services.merge_tasks(first, second, (1, 1), city.clerk)
    with pytest.raises(DomainError) as caught:
        services.restore_task(again(second), again(second).revision, city.clerk)
    assert caught.value.code == "overlap"
    with pytest.raises(Conflict):
        services.restore_task(again(first), again(first).revision, city.clerk)


def test_the_head_of_a_notice_is_corrected_and_waits_again(city):
    services.confirm_notice(city.notice, city.boss)
    seen = Notice.objects.get(pk=city.notice.pk)
    wanted = replace(notice_fields_of(seen), document_number="安政办发〔2026〕16号", dated=date(2026, 3, 7))
    services.correct_notice(seen, wanted, seen.revision, city.clerk)
    now = Notice.objects.get(pk=seen.pk)
    assert (now.document_number, now.dated, now.is_confirmed) == ("安政办发〔2026〕16号", date(2026, 3, 7), False)
    assert origin_of(now).read == {"document_number": "安政办发〔2026〕15号", "dated": "2026-03-06"}
    assert Event.objects.get(name="ledger.notice.corrected").data == {"fields": ["document_number", "dated"]}
    with pytest.raises(Conflict):
        services.correct_notice(seen, replace(wanted, title="别的"), seen.revision, city.boss)
    with pytest.raises(Conflict):
        services.confirm_notice(now, city.boss, revision=1)
    with pytest.raises(Invalid):
        services.correct_notice(now, replace(wanted, title=" "), now.revision, city.boss)
    services.set_validity(now, "repealed", city.boss)
    assert Correction.objects.filter(field="status").get().after == "repealed"
    head = {field: [LONGER[a:b] for a, b in spans] for field, spans in places_of_head(city.notice).items()}
    assert head["dated"] == ["2026年3月6日"] and head["document_number"] == ["安政办发〔2026〕15号"]


def test_who_may_correct(city):
    task = city.tasks[0]
    for who in (Actor.staff(city.outsider), Actor.staff(city.teller), Actor.staff(city.auditor)):
        for act in (
            lambda who=who: correct(task, who, leads=("甲",)),
            lambda who=who: services.remove_task(task, task.revision, "x", who),
            lambda who=who: services.add_task(city.notice, (0, 5), who),
            lambda who=who: services.correct_notice(city.notice, notice_fields_of(city.notice), 1, who),
        ):
            with pytest.raises(Forbidden):
                act()


def test_corrections_are_never_altered(city):
    correct(city.tasks[0], city.clerk, leads=("甲",))
    row = Correction.objects.get()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    for act in (lambda: Correction.objects.update(reason="x"), lambda: Correction.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_comes_next(city):
    tasks = in_order(city.notice)
    assert next_to_confirm(tasks) == tasks[0] and next_to_confirm(tasks, tasks[0]) == tasks[1]
    services.confirm_task(tasks[1], city.boss)
    tasks = in_order(city.notice)
    assert next_to_confirm(tasks, tasks[0]) == tasks[2] and next_to_confirm(tasks, tasks[2]) == tasks[0]
    confirm_everything(city.notice, city.boss)
    assert next_to_confirm(in_order(city.notice), tasks[0]) is None
